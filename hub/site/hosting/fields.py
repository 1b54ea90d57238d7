"""What does the form of a meetup offer to choose from? The same where it is new and where it is changed."""

from collections.abc import Mapping, Sequence

from hub.kit.days import day_typed, today
from hub.kit.saying import say
from hub.meet.events import offered
from hub.meet.hosting.rules import LONGEST_TITLE
from hub.meet.venues import queries as venues
from hub.places.queries import PlaceView
from hub.site import pinning
from hub.site.agenda import AHEAD
from hub.site.deps import Doing
from hub.site.hosting import reading, wording
from hub.site.kept.known import known
from hub.site.typed import Typed

MOST_VENUES = 200
STEPS = (("", say("Nobody has looked")), (reading.YES, say("Yes")), (reading.NO, say("No")))
LABELS = (
    *(("title", say("What is it called?")), ("day", say("Day")), ("clock", say("Begins at"))),
    *(("until_clock", say("Ends at")), ("until_day", say("Last day")), ("often", say("How often?"))),
    *(("until", say("Until")), ("times", say("How many times")), ("location", say("Where?"))),
    *(("online_url", say("Address for taking part online")), ("words", say("What is it about?"))),
    *(("labels", say("Tags")), ("price", say("Price")), ("step_free", say("Can one get in without steps?"))),
    *(("rsvp", say("People can say here that they come")), ("capacity", say("Seats"))),
    *(("url", say("A page of its own")), ("name", say("Who invites?"))),
    *(("email", say("Your e-mail address")), ("website", say("Leave this empty"))),
)


def values(doing: Doing, here: PlaceView, typed: Typed) -> Mapping[str, object]:
    """Return what the template of the form needs besides what was typed."""
    inside = [here.id, *(place.id for place in known(doing.db).tree.within(here.id))]
    halls = venues.in_places(doing.db, inside)[:MOST_VENUES]
    return {
        "labels": LABELS,
        "steps": STEPS,
        "often": wording.choices(day_typed(typed["day"])),
        "halls": halls,
        "tag_names": [(name, name) for name in _tags(doing, here)],
        "longest_title": LONGEST_TITLE,
    }


def _tags(doing: Doing, here: PlaceView) -> Sequence[str]:
    """Return the tags one may tick: those most meetups ahead have here, then those most is said under."""
    day = today(doing.now, here.timezone)
    counts = offered.tags(doing.db, here.id, (day, day + AHEAD))
    near = [tag for tag in known(doing.db).tags_near(here) if tag.id in counts and tag.place_id is None]
    ours = [tag.name for tag in sorted(near, key=lambda tag: (-counts[tag.id], tag.name))]
    said = pinning.corkboard(doing.db, here, doing.now).tags
    return list(dict.fromkeys((*ours, *said)))[: pinning.MOST_SUGGESTED]
