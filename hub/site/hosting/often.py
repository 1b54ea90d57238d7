"""How often a day may an organiser change what others come to? Calling it off is never once too often."""

from limits import RateLimitItemPerDay

from hub.errors import TooOften
from hub.kit.saying import Saying, say
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView
from hub.site import limits
from hub.site.deps import Doing

CHANGES = RateLimitItemPerDay(12, namespace="meetup-changes")
ENOUGH = say(
    "This was changed very often today, and whoever comes hears of each change. "
    "Change it again tomorrow; you can call it off at any time."
)


def fault(doing: Doing, held: HostedView, slot: str = "") -> Saying | None:
    """Count a change of a meetup, or of one date of it, that others hear of; say so where it is one too many."""
    if held.state is not State.SHOWN or limits.tally(doing).hit(CHANGES, f"{held.id.hex} {slot}"):
        return None
    return ENOUGH


def must(doing: Doing, held: HostedView) -> None:
    """Count a change of a meetup; TooOften where it is one too many."""
    if trouble := fault(doing, held):
        raise TooOften(trouble)
