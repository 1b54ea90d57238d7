"""What a calendar said, as values."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from hub.aggregate.reading.document import Hints, Note

LOOK_BACK = timedelta(days=1)  # a calendar's window opens yesterday, so that nobody's today is missing in any zone
LARGEST_SEQUENCE = 2**31 - 1  # what RFC 5545 lets an integer be, and what a column holds


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its start inside and its end outside."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Date:
    """One date an event falls on."""

    starts_at: datetime  # UTC
    ends_at: datetime | None  # UTC, outside; None where the calendar names no end
    starts_on: date  # the day at the event's own wall clock
    all_day: bool = False
    title: str = ""  # where this date differs from the rest
    location: str = ""
    cancelled: bool = False
    slot: str = ""  # which repetition it is, wherever it was moved to; empty for an event that does not repeat


@dataclass(frozen=True, slots=True)
class IncomingEvent:
    """An event as its calendar tells it: plain words, with an identity and its dates in the window."""

    uid: str  # at most 500 characters
    title: str  # plain words, at most 500 characters, never empty
    summary: str = ""  # plain words, at most 4,000 characters
    location: str = ""  # plain words, at most 500 characters
    url: str = ""  # http(s), or empty
    organiser: str = ""  # a name, never an address
    timezone: str = ""  # an IANA name; empty: floating, in the place's zone
    repeats: str = ""  # the RRULE as written
    sequence: int = 0
    cancelled: bool = False
    categories: tuple[str, ...] = ()  # as written, at most 50
    lat: float | None = None  # where it is, if its publisher gives a point
    lon: float | None = None
    online_url: str = ""  # http(s): where one takes part from afar
    price: str = ""  # plain words, at most 200 characters: “£3, free for under-16s”
    free: bool | None = None  # the next four: what its publisher says, None where nothing is said
    online: bool | None = None
    children: bool | None = None  # meant for children or families
    step_free: bool | None = None
    digest: str = ""  # over everything its publisher wrote about it, the window left out
    dates: tuple[Date, ...] = ()  # soonest first, no two with one start


@dataclass(frozen=True, slots=True)
class Calendar:
    """A calendar, read: the events that have a date in the window."""

    dialect: str = "iCalendar"
    title: str = ""
    description: str = ""
    timezone: str = ""  # the zone of its floating times
    events: tuple[IncomingEvent, ...] = ()
    total: int = 0  # events in the document, the past and the unreadable ones too
    read: int = 0  # of these, how many were looked into
    hints: Hints = field(default_factory=Hints)
    notes: frozenset[Note] = frozenset()
    is_part: bool = False  # of what its feed tells: what is not in it stays as it is

    @property
    def notes_told(self) -> str:
        """What was odd, as a feed keeps it: codes with spaces between, with numbers where they say more."""
        numbers = {Note.MANY_EVENTS: f":{self.read}:{self.total}"}
        return " ".join(sorted(f"{note}{numbers.get(note, '')}" for note in self.notes))
