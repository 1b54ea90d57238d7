"""Table of small copies: of a picture that came with an item, or of the news that there is none."""

from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlmodel import Field

from hub.db.base import Table

_ItemId = BigInteger().with_variant(Integer(), "sqlite")


class PictureCopy(Table, table=True):
    """What became of one picture of an item: a small copy, or when it is asked for again."""

    __tablename__ = "picture_copy"

    # Without a foreign key: an item may go at any time, and its copies follow within the minute.
    item_id: int = Field(primary_key=True, sa_type=_ItemId)
    position: int = Field(primary_key=True)  # among what came with the item
    url: str  # it was taken from; an item that names another one now has no copy
    width: int = 0  # pixels; 0 where there is no copy
    height: int = 0
    size: int = 0  # bytes
    tries: int = 0  # in a row that brought none
    due_at: datetime | None = None  # when it is asked for again; None for never
    body: bytes = Field(default=b"", sa_type=LargeBinary)  # WebP, at the end of the row: who counts need not read it
