"""Tables of meetups people type here, and of their dates that are not like the others."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table


class Hosted(Table, table=True):
    """A meetup as its organiser typed it: times of the wall clock of one zone, wherever its place moves to."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # None: they have left the hub
    event_id: UUID | None = Field(
        default=None, foreign_key="event.id", index=True, ondelete="SET NULL"
    )  # what it is in the listings, once it is in them
    thread_id: int | None = Field(
        default=None,
        foreign_key="thread.id",
        index=True,
        ondelete="SET NULL",
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
    )  # the conversation it began in
    state: str = Field(index=True)  # a value of hosting.rules.State
    title: str
    words: str  # what it is about, plain
    labels: str = ""  # tags as typed, comma separated; the registry says what they mean
    name: str = ""  # of who organises it, as others see it
    timezone: str  # IANA name
    day: date  # the first
    clock: str = ""  # when it begins, “19:00”; empty: whole days
    until_day: date | None = None  # the last day of one date; None: the same as the first
    until_clock: str = ""  # when it ends; empty: nobody says
    rule: str = ""  # the RRULE; empty: it falls on one date
    location: str = ""  # as typed, or the name of a venue
    online_url: str = ""
    url: str = ""  # a page of its own elsewhere
    price: str = ""
    free: bool | None = None  # this and the next two: None where nobody said
    children: bool | None = None
    step_free: bool | None = None
    rsvp: bool = False  # whether people say here that they come
    capacity: int | None = None  # seats; None: as many as come
    guests_allowed: bool = False
    cancelled: bool = False
    unread: bool = False  # its organiser changed its words since somebody read it who had to
    sequence: int = 0  # raised by every change
    written_at: datetime
    changed_at: datetime
    ends_on: date  # the day after which it has no date any more


class HostedDate(Table, table=True):
    """One date of a typed meetup that is not like the others: cancelled, moved, or with a note."""

    __tablename__ = "hosted_date"
    __table_args__ = ({"sqlite_with_rowid": False},)

    hosted_id: UUID = Field(foreign_key="hosted.id", primary_key=True, ondelete="CASCADE")
    slot: date = Field(primary_key=True)  # the day its rule gives it
    cancelled: bool = False
    day: date | None = None  # where it was moved to; None: where the rule puts it
    clock: str = ""  # when it begins instead; empty: as ever
    note: str = ""  # plain words beside this date
