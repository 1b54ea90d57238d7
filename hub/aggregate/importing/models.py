"""Tables of importing: a list of feeds somebody brought, and what was found at each of its lines."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Index
from sqlmodel import Field

from hub.aggregate.feeds.models import NEVER_CLAIMED
from hub.db.base import Table


class FeedList(Table, table=True):
    """A list of feeds that was brought for a place; what of it was taken is in its rows."""

    __tablename__ = "feed_list"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # None: from the command line
    name: str  # what it calls itself, or its file
    url: str = ""  # where it came from; empty for a file
    kind: str = "blog"  # of every source of it that has no other
    included: int = 0  # lines that point to other lists
    without: int = 0  # lines that name no feed
    is_mended: bool = False
    brought_at: datetime
    taken_at: datetime | None = None  # the last time sources were made of it
    undone_at: datetime | None = None


class ListedFeed(Table, table=True):
    """A line of a list: its address, what was found there, and which source it became."""

    __tablename__ = "listed_feed"
    __table_args__ = (
        Index(None, "list_id", "position", unique=True),
        Index(None, "state", "claimed_until"),  # what waits to be looked at
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    list_id: UUID = Field(foreign_key="feed_list.id")
    position: int
    written: str  # the address as the list has it
    url: str = ""  # where we look; empty where nobody can tell
    other: str = ""  # where we look if that does not answer
    title: str = ""
    site: str = ""
    folder: str = ""
    kind: str = ""  # as chosen for this line or its folder; empty: that of the list
    language: str = ""
    state: str  # a value of importing.rules.State
    words: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # why it is so, a kept saying
    mended: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # what was mended of the address, likewise
    found: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # importing.rules.Found
    ticked: bool | None = None  # None: as the state suggests
    claimed_until: datetime = NEVER_CLAIMED  # who looks now has it to himself until then
    looked_at: datetime | None = None
    source_id: UUID | None = None  # what was made of it; no key, as that source may leave
