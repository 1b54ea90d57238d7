"""One of two Digital Friends at their page: who it is, which day it is there, and what can be answered now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from hub.errors import BadQuestion
from hub.kit.saying import say
from hub.kit.zones import wall
from hub.meet.partnerships.rules import GOES_ON, OVER, Moment, Side, moments_open
from hub.meet.partnerships.values import PartnershipView
from hub.site.deps import Doing
from hub.site.kept.known import known
from hub.site.typed import Typed

AGREED: Final = say(
    "I want to be Digital Friends for three months. What we write on our page is seen by the two of us; "
    "who looks after safety sees it only when one of us does not feel safe."
)
GONE: Final = say("There is no such thing on your page any more.")


@dataclass(frozen=True, slots=True)
class Together:
    """One of two at their page, doing something."""

    doing: Doing
    found: PartnershipView
    side: Side
    person_id: UUID
    typed: Typed

    @property
    def today(self) -> date:
        """The day it is in their place."""
        return today(self.doing, self.found)

    def must_go_on(self) -> None:
        """Go on if the two are at work; BadQuestion where it has not begun, stands still or is over."""
        if self.found.state not in GOES_ON:
            raise BadQuestion(say("Nothing can be changed here now."))


def today(doing: Doing, found: PartnershipView) -> date:
    """Return the day it is in the place of a partnership."""
    return wall(doing.now, _zone(doing, found)).date()


def moments(doing: Doing, found: PartnershipView) -> Sequence[Moment]:
    """Return which checks one of two can answer now; none while it stands still or has not begun."""
    over = found.state in OVER
    if not over and found.state not in GOES_ON:
        return ()
    over_on = wall(found.over_at, _zone(doing, found)).date() if over and found.over_at else None
    return moments_open((found.starts_on, found.ends_on), today(doing, found), over_on)


def _zone(doing: Doing, found: PartnershipView) -> ZoneInfo:
    place = known(doing.db).tree.places.get(found.place_id)
    return ZoneInfo(place.timezone if place else "UTC")
