"""Tables of venues: where people meet, what else they are called, and what locations mean where."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class Venue(Table, table=True):
    """A hall, a pub, a library: somewhere people meet."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    place_id: UUID = Field(foreign_key="place.id", index=True)  # the smallest place it lies in
    address: str = ""  # one line, without the name
    postcode: str = ""
    lat: float | None = None
    lon: float | None = None
    url: str = ""  # its own site
    access_notes: str = ""  # how one gets in, in plain words
    step_free: bool | None = None  # None: nobody has said
    is_public: bool = False  # open to everybody: fit for strangers who meet for the first time
    lists_others: bool = False  # it agreed that its page shows what others organise there
    agreed_at: datetime | None = None
    agreed_words: str = ""  # who agreed, and how we know
    retired: bool = False
    heir_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True)  # the one it turned out to be
    source_id: UUID | None = Field(default=None, foreign_key="source.id", index=True)  # its own calendar speaks here


class VenueAlias(Table, table=True):
    """Another way calendars write a venue."""

    __tablename__ = "venue_alias"

    venue_id: UUID = Field(foreign_key="venue.id", primary_key=True)
    key: str = Field(primary_key=True, index=True)  # kit.text.label_key(label)
    label: str


class VenueSaid(Table, table=True):
    """What a mentor said a location means in a place, and in all that lies in it."""

    __tablename__ = "venue_said"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    key: str = Field(primary_key=True)  # kit.text.label_key(label)
    label: str  # as a calendar wrote it
    venue_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True)  # None: it is no place
    said_at: datetime


class FeedVenue(Table, table=True):
    """Where what a calendar tells takes place; a calendar without a row says it itself, event by event."""

    __tablename__ = "feed_venue"

    feed_id: UUID = Field(foreign_key="feed.id", primary_key=True)
    strategy: str  # a value of venues.rules.Strategy
    venue_id: UUID = Field(foreign_key="venue.id", index=True)


class VenueWork(Table, table=True):
    """A place whose events are to be asked anew where they are, and how far that has gone."""

    __tablename__ = "venue_work"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    after_id: UUID | None = None  # the last event that was asked


class GazetteerEntry(Table, table=True):
    """Where a postcode, a street or a building is, as a file the operator loaded says."""

    __tablename__ = "gazetteer"

    ref: str = Field(primary_key=True)  # its id in the file, with the file's kind in front
    key: str = Field(index=True)  # kit.text.label_key(name)
    name: str
    is_postcode: bool = False
    lat: float
    lon: float
