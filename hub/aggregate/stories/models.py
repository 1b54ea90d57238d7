"""Tables of stories: which items of a place tell of the same event, why, and what mentors decided of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table

_Id = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id


class Story(Table, table=True):
    """What several voices of a place tell; its number is never given to another one, as people keep its address."""

    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=_Id)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    made_at: datetime
    heir_id: int | None = Field(
        default=None, foreign_key="story.id", index=True, sa_type=_Id
    )  # the one it was put together with


class StoryItem(Table, table=True):
    """An item that is part of a story; in each place it is part of one at most."""

    __tablename__ = "story_item"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    item_id: int = Field(foreign_key="item.id", primary_key=True, index=True, sa_type=_Id, ondelete="CASCADE")
    story_id: int = Field(foreign_key="story.id", index=True, sa_type=_Id)
    leads: bool = False  # the others were held against this one
    because: str  # a value of rules.Because
    evidence: str = ""


class StoryRuling(Table, table=True):
    """What a mentor decided of two items, the smaller number first: it holds for ever, whatever the rule says."""

    __tablename__ = "story_ruling"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_Id, ondelete="CASCADE")
    other_id: int = Field(foreign_key="item.id", primary_key=True, index=True, sa_type=_Id, ondelete="CASCADE")
    together: bool
    since: datetime = Field(index=True)
