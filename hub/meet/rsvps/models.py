"""Tables of who is coming: people and dates, what was told to them, and what stays when they are forgotten.

Nothing here points at an event by a foreign key: when a meetup leaves the hub, those who wanted to come still hear it.
"""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, UniqueConstraint

from hub.db.base import Table


class Rsvp(Table, table=True):
    """Somebody who said that they come to one date of a meetup."""

    __table_args__ = (UniqueConstraint("event_id", "slot", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    event_id: UUID
    slot: str = ""  # which date of a meetup that repeats, wherever it was moved to
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str = ""
    is_shown: bool = False  # whether others may read the name
    guests: int = 0
    state: str  # a value of rsvps.rules.State
    queue: int  # of one date: who asked first has the smallest
    asked_at: datetime
    told_at: datetime  # when we last wrote to them of it
    told_lately: int = 0  # letters, each within a day of the one before
    told_state: str
    told_title: str
    told_starts_at: datetime = Field(index=True)
    told_all_day: bool = False
    told_location: str = ""
    told_zone: str
    told_standing: str  # a value of rsvps.rules.Standing
    reminded_for: datetime | None = None  # the start they were reminded of


class RsvpCount(Table, table=True):
    """How many came to a date, when who they were is forgotten."""

    __tablename__ = "rsvp_count"

    event_id: UUID = Field(primary_key=True)
    slot: str = Field(primary_key=True)
    starts_on: date
    coming: int  # seats


class ComingMessage(Table, table=True):
    """What an organiser wrote to those who come."""

    __tablename__ = "coming_message"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    event_id: UUID = Field(index=True)
    slot: str = ""
    person_id: UUID = Field(foreign_key="person.id", index=True)
    words: str
    reached: int  # people
    sent_at: datetime = Field(index=True)
