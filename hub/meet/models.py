"""Tables of meetups: events as calendars tell them, and the dates they fall on."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, UniqueConstraint

from hub.db.base import Table


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
    starts_on: date  # the day at the event's own wall clock
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
