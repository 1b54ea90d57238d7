"""What a listing shows of meetups, as values."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hub.kit.saying import NOTHING, Saying


@dataclass(frozen=True, slots=True)
class Start:
    """When one date of an event begins."""

    at: datetime  # UTC
    on: date  # the day at the event's own wall clock
    all_day: bool


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of meetups is narrowed to; of what is left as it is, nothing is asked."""

    tag_id: UUID | None = None
    venue_id: UUID | None = None
    source_id: UUID | None = None
    free: bool = False
    online: bool = False
    children: bool = False
    step_free: bool = False  # by what is said of it, or else of its venue


EVERY = Narrowed()


@dataclass(frozen=True, slots=True)
class Suits:
    """Whom a meetup suits, as its publisher says, or its venue; None where nobody says."""

    free: bool | None = None
    online: bool | None = None
    children: bool | None = None
    step_free: bool | None = None


NOTHING_SAID = Suits()


@dataclass(frozen=True, slots=True)
class VenueShown:
    """Where a meetup is, as far as a list names it."""

    id: UUID
    slug: str
    name: str
    room: str = ""  # in it, as the calendar writes it


@dataclass(frozen=True, slots=True)
class AlsoTold:
    """Another calendar's telling of the same meetup."""

    event_id: UUID
    title: str
    source_name: str
    source_slug: str
    url: str  # where that calendar sends people; empty where nowhere
    cancelled: bool
    leads: bool  # it stands for all of them


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
    venue: VenueShown | None = None
    online_url: str = ""
    price: str = ""
    suits: Suits = NOTHING_SAID
    also: tuple[AlsoTold, ...] = ()  # who else tells of the same meetup


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
    feed_id: UUID
    uid: str
    venue: VenueShown | None = None
    online_url: str = ""
    price: str = ""
    suits: Suits = NOTHING_SAID
    group_id: UUID | None = None
    tags: tuple[Evidenced, ...] = ()
    places: tuple[Evidenced, ...] = ()
    rule: str = ""  # by which it repeats, as calendars write it


@dataclass(frozen=True, slots=True)
class Told:
    """What an event's meaning is derived from."""

    event_id: UUID
    source_id: UUID
    title: str
    text: str  # its description and where it is
    labels: tuple[str, ...]
    url: str
