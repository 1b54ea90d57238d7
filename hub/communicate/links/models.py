"""Tables of links: where posts lead, and what short addresses stand for."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table

_ItemId = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id
KEY_IS_THE_ROW = {"sqlite_with_rowid": False}


class ItemLink(Table, table=True):
    """Derived: a page a post leads to, each once; which item is told there is found by Item.page_key."""

    __tablename__ = "item_link"
    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId, ondelete="CASCADE")
    page_key: int = Field(primary_key=True, sa_type=BigInteger, index=True)  # items.rules.page_key(url)
    url: str  # as it stands in the post, or what a short address stands for
    source_id: UUID | None = Field(
        default=None, foreign_key="source.id", index=True
    )  # of ours, into whose site it leads


class ShortLink(Table, table=True):
    """What the address of a known shortener stands for, asked once."""

    __tablename__ = "short_link"

    url: str = Field(primary_key=True)
    leads_to: str = ""  # empty: not known yet, or nowhere
    tries: int = 0
    due_at: datetime | None = Field(default=None, index=True)  # the next try; None: answered, or given up


class LinkWalk(Table, table=True):
    """How far the links of all posts were read under the rules and sites of now; it is one row."""

    __tablename__ = "link_walk"

    mark: str = Field(primary_key=True)  # rules.mark_of
    below: int | None = Field(default=None, sa_type=_ItemId)  # posts with a smaller number are left; None: none is
    is_first: bool = True  # nobody thought over the threads of any post before
