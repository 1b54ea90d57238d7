"""Tables of meetups: events as calendars tell them, and the dates they fall on."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field, Index, UniqueConstraint

from hub.db.base import Table

_Id = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id


class Event(Table, table=True):
    """A meetup as its calendar describes it; (feed, uid) is its identity."""

    __table_args__ = (UniqueConstraint("feed_id", "uid"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    feed_id: UUID = Field(foreign_key="feed.id")
    source_id: UUID = Field(foreign_key="source.id", index=True)
    uid: str
    title: str
    summary: str = ""  # plain words
    location: str = ""
    url: str = ""
    organiser: str = ""
    timezone: str = ""  # IANA name its times are meant in; empty where nobody meets by that clock: UTC, whole days
    repeats: str = ""  # the RRULE as written
    sequence: int = 0
    cancelled: bool = False
    venue_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True)  # derived: where it is
    venue_because: str = ""  # how we know: a value of venues.rules.Because
    venue_evidence: str = ""  # the words that told us
    lat: float | None = None  # as its publisher gives it
    lon: float | None = None
    online_url: str = ""
    price: str = ""
    free: bool | None = None  # this and the next three: what its publisher says; None where nothing is said
    online: bool | None = None
    children: bool | None = None
    step_free: bool | None = None
    group_id: UUID | None = Field(default=None, index=True)  # derived: events of one group tell of the same meetup
    digest: str = ""
    changed_at: datetime  # when we last saw its calendar tell it differently


class EventLabel(Table, table=True):
    """A category its calendar filed an event under; a fact, from which tags are derived."""

    __tablename__ = "event_label"
    __table_args__ = ({"sqlite_with_rowid": False},)

    event_id: UUID = Field(foreign_key="event.id", primary_key=True)
    key: str = Field(primary_key=True)  # kit.text.label_key(label)
    label: str


class Occurrence(Table, table=True):
    """One date an event falls on; derived from its calendar, 400 days ahead."""

    __table_args__ = (UniqueConstraint("event_id", "starts_at"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    event_id: UUID = Field(foreign_key="event.id", index=True)
    starts_at: datetime = Field(index=True)
    ends_at: datetime | None = None
    starts_on: date = Field(index=True)  # the day at the event's own wall clock
    all_day: bool = False
    title: str = ""  # where one date differs from the rest
    location: str = ""
    cancelled: bool = False
    slot: str = ""  # which repetition it is, wherever it was moved to


class EventPlace(Table, table=True):
    """Derived: a place whose listing an event is in, and the evidence."""

    __tablename__ = "event_place"
    __table_args__ = ({"sqlite_with_rowid": False},)

    event_id: UUID = Field(foreign_key="event.id", primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", primary_key=True, index=True)
    because: str = ""  # a value of establish.rules.Because
    evidence: str = ""


class EventTag(Table, table=True):
    """Derived: an agreed tag of an event, and the evidence."""

    __tablename__ = "event_tag"
    __table_args__ = ({"sqlite_with_rowid": False},)

    event_id: UUID = Field(foreign_key="event.id", primary_key=True)
    tag_id: UUID = Field(foreign_key="tag.id", primary_key=True, index=True)
    because: str
    evidence: str = ""


class ListedDate(Table, table=True):
    """Derived: a date in the list of a place, narrow and in order: lists and months are read from it."""

    __tablename__ = "listed_date"
    __table_args__ = (
        # All that a month is counted by, so that the table itself is not read for it.
        Index("ix_listed_date_by_day", "place_id", "day", "meeting_at", "meeting", "cancelled", "feed_id", "source_id"),
        Index(None, "place_id", "goes_on", "ends_at"),
        {"sqlite_with_rowid": False},
    )

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    meeting_at: datetime = Field(primary_key=True)  # the first start that is told of the meeting
    meeting: UUID = Field(primary_key=True)  # the same for all that tell of one meeting: the first occurrence of it
    occurrence_id: UUID = Field(primary_key=True)
    event_id: UUID = Field(foreign_key="event.id", index=True)
    feed_id: UUID  # this and the next say whether it is still told
    source_id: UUID
    starts_at: datetime
    ends_at: datetime | None = None
    day: date  # its first, as people in the place count days
    all_day: bool = False
    goes_on: bool = False  # for more than a day and a night
    cancelled: bool = False


class EventNews(Table, table=True):
    """That something about an event is new, for who draws conclusions from it; gone once that is done."""

    __tablename__ = "event_news"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=_Id)
    event_id: UUID
