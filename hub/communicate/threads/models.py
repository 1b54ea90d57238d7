"""Tables of threads: which items of a place answer each other, and what mentors decided of that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field

from hub.db.base import Table

_Id = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id


class Thread(Table, table=True):
    """One conversation of a place; its number is never given to another one, as people keep its address."""

    __table_args__ = (
        Index(None, "place_id", "last_at"),
        Index(None, "place_id", "heat"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_Id)
    place_id: UUID = Field(foreign_key="place.id")
    tag_id: UUID | None = Field(
        default=None, foreign_key="tag.id", index=True
    )  # talk on the page of a tag: no item leads it
    made_at: datetime
    heir_id: int | None = Field(
        default=None, foreign_key="thread.id", index=True, sa_type=_Id
    )  # the one it was put together with
    # The post it began with, noted once it was put together with another one: with it, it is told apart again.
    began_with: int | None = Field(default=None, index=True, sa_type=_Id)
    # Derived, so that a page need not count: distinct voices, posts, replies that are shown, and the newest of all.
    voices: int = 0
    posts: int = 0
    replies: int = 0
    last_at: datetime
    heat: float = 0.0  # rules.heat: by this they stand in order, at any moment
    # What mentors decided.
    pinned_at: datetime | None = None
    closed_at: datetime | None = None
    closed_words: str = ""
    slow_since: datetime | None = None


class ThreadItem(Table, table=True):
    """Derived: an item that is part of a thread; in each place it is part of one at most."""

    __tablename__ = "thread_item"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    # No foreign key: the row is there when the item is gone, until what is left of the thread was thought over.
    item_id: int = Field(primary_key=True, index=True, sa_type=_Id)
    thread_id: int = Field(foreign_key="thread.id", index=True, sa_type=_Id)
    toward_id: int | None = Field(default=None, sa_type=_Id)  # the item it answers, or tells the same as
    because: str  # a value of threads.rules.Because
    evidence: str = ""


class ThreadRuling(Table, table=True):
    """What a mentor decided of two items, the smaller number first: it holds for ever, whatever the links say."""

    __tablename__ = "thread_ruling"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_Id, ondelete="CASCADE")
    other_id: int = Field(foreign_key="item.id", primary_key=True, index=True, sa_type=_Id, ondelete="CASCADE")
    together: bool
    since: datetime = Field(index=True)
