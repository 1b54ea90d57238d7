"""Tables of items: facts as the publisher wrote them, and meanings that can be derived anew at any time."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field, UniqueConstraint

from hub.db.base import Table

EVERYTHING = UUID(int=0)  # stands for “no tag asked for” in the stream index
KEY_IS_THE_ROW = {"sqlite_with_rowid": False}  # one tree instead of two, for narrow tables
_ItemId = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id


class Item(Table, table=True):
    """One post, article or notice; (feed, guid) is its identity, never guid alone."""

    __table_args__ = (
        UniqueConstraint("feed_id", "guid"),
        Index(None, "source_id", "sort_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True, sa_type=_ItemId)
    feed_id: UUID = Field(foreign_key="feed.id")
    source_id: UUID = Field(foreign_key="source.id")
    guid: str
    link: str = ""
    title: str = ""
    author: str = ""
    summary: str = ""  # plain words
    html: str = ""  # cleaned
    language: str = ""
    licence: str = ""
    published_raw: str = ""
    published_at: datetime | None = None
    updated_at: datetime | None = None
    first_seen: datetime
    sort_at: datetime  # min(published, first seen): a future date never parks an item on top
    lat: float | None = None
    lon: float | None = None
    digest: str = ""
    # Of the page it leads to (rules.page_key), the same in all feeds; None where there is none or it has changed since.
    page_key: int | None = Field(default=None, sa_type=BigInteger, index=True)
    is_archive: bool = False  # came with the first document of its feed: no news, for no phrase on the rise, no digest
    edited_at: datetime | None = None  # when we last saw other words, for a reader to know
    slight_edits: int = 0  # that changed nothing but figures or the digest; after the first few they are left alone


class ItemTwin(Table, table=True):
    """Derived: an item that is folded under another one, as both lead to the same page."""

    __tablename__ = "item_twin"
    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId)
    lead_id: int = Field(foreign_key="item.id", index=True, sa_type=_ItemId)
    page_key: int = Field(sa_type=BigInteger, index=True)


class ItemVersion(Table, table=True):
    """What an item said before its publisher edited it; kept for a while, for mentors."""

    __tablename__ = "item_version"

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId)
    until: datetime = Field(primary_key=True, index=True)  # when we saw that it says something else
    said: bytes  # versions.Version as JSON, compressed


class ItemLabel(Table, table=True):
    """A word the publisher filed an item under; immutable."""

    __tablename__ = "item_label"
    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId)
    key: str = Field(primary_key=True, index=True)
    label: str


class Enclosure(Table, table=True):
    """A file that came with an item: audio, video, a picture. Linked, never fetched."""

    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId)
    position: int = Field(primary_key=True)
    url: str
    media_type: str = ""
    length: int | None = Field(default=None, sa_type=BigInteger)  # bytes, as claimed
    title: str = ""
    seconds: int | None = None  # that it lasts, as claimed
    words: str = ""  # what is to be seen or heard, as its author describes it


class ItemTag(Table, table=True):
    """Derived: an agreed tag of an item, and the evidence."""

    __tablename__ = "item_tag"
    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId)
    tag_id: UUID = Field(foreign_key="tag.id", primary_key=True, index=True)
    because: str  # a value of establish.rules.Because
    evidence: str = ""


class ItemPlace(Table, table=True):
    """Derived: a place whose stream an item is in, and the evidence."""

    __tablename__ = "item_place"
    __table_args__ = (KEY_IS_THE_ROW,)

    item_id: int = Field(foreign_key="item.id", primary_key=True, sa_type=_ItemId)
    place_id: UUID = Field(foreign_key="place.id", primary_key=True, index=True)
    because: str
    evidence: str = ""


class ItemNews(Table, table=True):
    """That an item came, changed, moved to other places or went; for who draws conclusions from several items."""

    __tablename__ = "item_news"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=_ItemId)
    item_id: int = Field(sa_type=_ItemId)  # no foreign key: it may be gone by then
    is_read: bool = False  # where it leads was worked out in the transaction that told of it


class StreamEntry(Table, table=True):
    """Derived: the narrow index every stream is read from, newest first by its own key."""

    __tablename__ = "stream_entry"
    __table_args__ = (KEY_IS_THE_ROW,)

    place_id: UUID = Field(primary_key=True)
    tag_id: UUID = Field(primary_key=True)  # a tag, or EVERYTHING
    sort_at: datetime = Field(primary_key=True)
    item_id: int = Field(primary_key=True, sa_type=_ItemId)  # no foreign key: every index more is paid at each item
    kind: str  # of the source, so that a filter by kind stays inside this index
