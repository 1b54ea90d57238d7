"""Tables of following: what somebody wants to hear of, when, and what not."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field, UniqueConstraint

from hub.db.base import Table


class Following(Table, table=True):
    """Somebody follows a place, a tag in it, a thread or a source."""

    __table_args__ = (UniqueConstraint("person_id", "kind", "place_id", "target_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    kind: str  # a value of following.rules.Kind: place, tag, thread, source, meetups
    place_id: UUID = Field(foreign_key="place.id", index=True)  # in which place it is followed
    target_id: str = ""  # of a tag or source in hexadecimal, a thread’s number, of meetups the query of their filters
    at_once: bool = False  # a mail for each, instead of in the digest
    since: datetime


class DigestPlan(Table, table=True):
    """When somebody's one mail comes, and when it last came."""

    __tablename__ = "digest_plan"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    rhythm: str  # a value of following.rules.Rhythm: daily, weekly, never
    hour: int = 7  # in the zone of what they follow first
    weekday: int = 4  # of a weekly one, Monday is 0
    zone: str = "Europe/London"
    told_until: datetime  # all that is older was told, or is told no more
    due_at: datetime | None = Field(default=None, index=True)
    claimed_until: datetime | None = None
    wrote_at: datetime | None = None  # the last one, with news in it or without
    # Of what they want to hear of at once: all older was told, when last, and how often on that day.
    heard_until: datetime | None = None
    heard_at: datetime | None = None
    heard_day: date | None = None
    heard: int = 0
    trouble: str = ""  # what the mail server said when it refused their address for good; no mail comes until they say


class Mute(Table, table=True):
    """Somebody wants to hear no more of a thread, a source, a tag or a person."""

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    kind: str = Field(primary_key=True)  # thread, source, tag, person
    target_id: str = Field(primary_key=True)  # a number of a thread, else in hexadecimal: for a person what they said
    since: datetime


class PrivateFeed(Table, table=True):
    """The secret address under which somebody's own feed is read; a new one ends the old one."""

    __tablename__ = "private_feed"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    key_hash: str = Field(unique=True)
    since: datetime
