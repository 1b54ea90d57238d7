"""Tables of pushing: what we asked hubs for, and what we have to tell the hub of our own feeds."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger
from sqlmodel import Field

from hub.db.base import Table


class Subscription(Table, table=True):
    """What we want of a hub for one feed: to be told of its news, or no longer.

    It outlives its feed until the hub knows that nobody listens any more.
    """

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    feed_id: UUID | None = Field(default=None, foreign_key="feed.id", index=True, ondelete="SET NULL")
    hub: str
    led_to: str = ""  # where that hub leads on to
    topic: str  # what the feed calls itself there
    token: str = Field(unique=True)  # the part of the address we are told at that nobody can guess
    secret: str  # what the hub signs with
    wish: str  # a value of rules.Wish
    made_at: datetime
    due_at: datetime = Field(index=True)  # when the hub is asked next
    asked_at: datetime | None = None  # when it was asked; None once it has answered for good
    failures: int = 0  # asks in a row that led to nothing
    trouble: str = ""  # a value of rules.Snag
    verified_at: datetime | None = None
    lease_until: datetime | None = None
    pushed_at: datetime | None = None  # when it last told us something
    signed_with: str = ""  # and how that was signed
    owed: int = 0  # looks at the feed that the last push asks for still
    look_at: datetime | None = None  # when the feed shall be looked at, told while somebody looked already
    missed_at: datetime | None = None  # when a look found what nobody had told us; until then it is trusted
    misses: int = 0


class PublishedTo(Table, table=True):
    """How far the hub of our own feeds has been told what is new."""

    __tablename__ = "published_to"

    hub: str = Field(primary_key=True)
    item_id: int = Field(default=0, sa_type=BigInteger)  # all items up to it have been seen to
    failures: int = 0
    quiet_until: datetime | None = None  # it failed: it is left alone until then


class Ping(Table, table=True):
    """A feed of ours with something new in it, of which the hub has not been told yet."""

    topic: str = Field(primary_key=True)
    since: datetime
