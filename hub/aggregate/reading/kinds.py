"""What can be read of a feed's address, and what does it bring? The list of kinds; whoever adds one adds it here."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Brings(StrEnum):
    """What comes of a document: posts for the stream, or events for the meetups."""

    POSTS = "posts"
    EVENTS = "events"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document: its name in the database, the list of the registry file it stands in, what it brings."""

    reads: str
    listed: str
    brings: Brings


FEED = Kind("items", "feeds", Brings.POSTS)
CALENDAR = Kind("events", "calendars", Brings.EVENTS)
PLANIT = Kind("planit", "planit", Brings.POSTS)  # planning applications as JSON
MODERNGOV = Kind("moderngov", "moderngov", Brings.EVENTS)  # a council's page of meetings
EVENT_PAGE = Kind("eventpage", "eventpages", Brings.EVENTS)  # a page that tells its events to programs
KINDS = (FEED, CALENDAR, PLANIT, MODERNGOV, EVENT_PAGE)
PAGES = frozenset({MODERNGOV.reads, EVENT_PAGE.reads})  # which people read too
LISTED = {kind.listed: kind.reads for kind in KINDS}
OF_EVENTS = frozenset(kind.reads for kind in KINDS if kind.brings is Brings.EVENTS)

_PLANIT = re.compile(r"https?://[^/]+/api/applics/json\b", re.IGNORECASE)
_MODERNGOV = re.compile(
    r"https?://[^/]+/(?:[^?#]*/)?mg(?:Calendar\w*View|ListMeetings|CommitteeCalendar)\.aspx\b", re.IGNORECASE
)


def kind_at(url: str) -> Kind | None:
    """Return the kind whose documents addresses like *url* have; None where only the document can tell.

    >>> kind_at("https://democracy.wherrybridge.example/mgCalendarMonthView.aspx?GL=1").reads
    'moderngov'
    >>> kind_at("https://www.planit.example/api/applics/json?auth=Wherrybridge&recent=7").reads
    'planit'
    >>> kind_at("https://wherrybridge.example/feed") is None
    True
    """
    if _PLANIT.match(url):
        return PLANIT
    return MODERNGOV if _MODERNGOV.match(url) else None
