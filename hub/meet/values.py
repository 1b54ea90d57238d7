"""What a calendar said and what a listing shows, as values."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from hub.aggregate.reading.document import Hints, Note
from hub.kit.saying import NOTHING, Saying

LOOK_BACK = timedelta(days=1)  # a calendar's window opens yesterday, so that nobody's today is missing in any zone
LARGEST_SEQUENCE = 2**31 - 1  # what RFC 5545 lets an integer be, and what a column holds


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, its start inside and its end outside."""

    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class Start:
    """When one date of an event begins."""

    at: datetime  # UTC
    on: date  # the day at the event's own wall clock
    all_day: bool


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
    hints: Hints = field(default_factory=Hints)
    notes: frozenset[Note] = frozenset()


@dataclass(frozen=True, slots=True)
class Meetup:
    """One date of an event, with all that a listing says of it."""

    event_id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime | None
    starts_on: date
    all_day: bool
    source_name: str
    source_slug: str
    slot: str = ""
    summary: str = ""
    location: str = ""
    url: str = ""
    organiser: str = ""
    timezone: str = ""  # the organiser's own; the page shows the place's
    repeats: Saying = NOTHING  # in words: “every second Tuesday”, nothing when it does not repeat
    cancelled: bool = False
    sequence: int = 0
    changed_at: datetime | None = None  # when we last saw its calendar tell it differently


@dataclass(frozen=True, slots=True)
class Evidenced:
    """An agreed tag of an event, or a place it is in, and how we know."""

    slug: str
    name: str
    because: str
    evidence: str


@dataclass(frozen=True, slots=True)
class EventView:
    """An event as its own page shows it; its dates are asked for apart."""

    id: UUID
    title: str
    summary: str
    location: str
    url: str
    organiser: str
    timezone: str
    repeats: Saying
    cancelled: bool
    changed_at: datetime
    source_id: UUID
    source_name: str
    source_slug: str
    tags: tuple[Evidenced, ...] = ()
    places: tuple[Evidenced, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """What an event's meaning is derived from."""

    event_id: UUID
    source_id: UUID
    title: str
    text: str  # its description and where it is
    labels: tuple[str, ...]
    url: str
