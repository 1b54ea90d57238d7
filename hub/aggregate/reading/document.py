"""What a document said, as values: the same shape for every dialect of feed."""

from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from operator import attrgetter

from hub.kit.text import NOTHING, Folded


class Note(StrEnum):
    """Something odd about a document that a publisher or mentor should know; the words are in feeds.states."""

    NOT_WELL_FORMED = "not-well-formed"
    WRONG_ENCODING = "wrong-encoding"
    TOO_MANY = "too-many"  # only the newest 200 were kept
    CUT_OFF = "cut-off"  # the document ends in the middle
    NO_IDS = "no-ids"
    REPEATED_IDS = "repeated-ids"
    NO_DATES = "no-dates"
    FUTURE_DATES = "future-dates"
    NO_LINKS = "no-links"
    EMPTY = "empty"  # a feed without entries: said, but no trouble
    MANY_DATES = "many-dates"  # of a calendar: only the soonest were kept
    MANY_EVENTS = "many-events"  # told as many-events:read:total; only the soonest were read
    OUT_OF_TIME = "out-of-time"  # a calendar that takes longer to read than a document may: the rest stays as it was
    ENDLESS = "endless"  # a rule whose dates nobody can be through with: its event keeps the first
    ENDS_FIRST = "ends-first"  # an event ends before it starts
    TOO_LONG = "too-long"  # an event lasts for more than a year
    UNKNOWN_ZONE = "unknown-zone"  # of a time zone that does not exist
    NO_START = "no-start"  # events without a start that can be read
    EVENT_IDS = "event-ids"  # a calendar's events have no ids, or share one
    PRIVATE = "private"  # a calendar's events that its publisher keeps to himself


class Flaw(StrEnum):
    """Why a document could not be read at all."""

    HTML = "html"  # a web page where a feed should be
    NOTHING = "nothing"  # no bytes
    NOT_A_FEED = "not-a-feed"
    CALENDAR = "calendar"  # iCalendar where a feed was expected
    BOMB = "bomb"  # nested, with entities, or with attributes beyond all reason
    TOO_SLOW = "too-slow"  # the child was stopped at its CPU limit
    NO_EVENTS = "no-events"  # a web page that tells no events to programs
    NO_MEETINGS = "no-meetings"  # a web page on which a council lists none
    CRASHED = "crashed"  # the child died or ran out of memory


@dataclass(frozen=True, slots=True)
class Attachment:
    """An enclosure or media file: linked, never fetched."""

    url: str
    media_type: str = ""
    length: int | None = None
    title: str = ""
    seconds: int | None = None  # that sound or film lasts, as claimed
    words: str = ""  # what is to be seen or heard, as its author describes it: plain, at most 500 characters


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry as the feed tells it: cleaned, with an identity, dates with a zone."""

    guid: str  # at most 1,000 bytes of UTF-8
    title: str  # plain words, at most 500 characters
    link: str  # absolute http(s), or empty
    author: str = ""
    published_raw: str = ""
    published_at: datetime | None = None  # from 1970 to two years ahead; else it is no date
    updated_at: datetime | None = None
    summary: str = ""  # plain words, at most 300 characters
    html: str = ""  # cleaned by kit.markup, at most 64 KB before cleaning
    text: Folded = NOTHING  # the words of all of it, for tags and search; of at most 20,000 characters
    labels: tuple[str, ...] = ()  # categories as written, at most 50
    attachments: tuple[Attachment, ...] = ()
    lat: float | None = None
    lon: float | None = None
    language: str = ""
    licence: str = ""
    digest: bytes = b""  # eight bytes over everything the publisher wrote about it

    def __reduce__(self) -> tuple[type["Entry"], tuple[object, ...]]:
        """Travel between processes as a plain tuple: the standard way, field by field, takes half as long again."""
        return Entry, _fields_of(self)


_fields_of = attrgetter(*(each.name for each in fields(Entry)))


@dataclass(frozen=True, slots=True)
class Hints:
    """What the document itself asks of those who poll it."""

    ttl_minutes: int | None = None
    skip_hours: frozenset[int] = frozenset()  # hours of the day, UTC
    skip_days: frozenset[int] = frozenset()  # 0 is Monday
    update_seconds: int | None = None  # sy:updatePeriod ÷ sy:updateFrequency
    hub: str = ""  # a WebSub hub
    itself: str = ""  # rel=self


@dataclass(frozen=True, slots=True)
class Document:
    """A feed, read: only entries whose digest was not known before, newest last as far as dates tell."""

    dialect: str  # “RSS 2.0”, “Atom 1.0”, “JSON Feed 1.1”…
    title: str = ""
    site: str = ""
    description: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    total: int = 0  # entries in the document, the known, the surplus and the half ones too
    digests: bytes = b""  # of every entry kept, eight bytes each, to be given back as *known* next time
    identity: str = ""  # what tells its entries apart, a value of reading.identity.Way; to be given back next time
    hints: Hints = field(default_factory=Hints)
    notes: frozenset[Note] = frozenset()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A document that is no feed, and why."""

    flaw: Flaw
    detail: str = ""  # plain words beside the flaw, or empty
