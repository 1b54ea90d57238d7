"""The table of how often items were read here."""

from datetime import date

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table


class ItemReads(Table, table=True):
    """How often an item's page was opened on a day; a number, and nobody behind it."""

    __tablename__ = "item_reads"
    __table_args__ = ({"sqlite_with_rowid": False},)

    item_id: int = Field(
        foreign_key="item.id",
        primary_key=True,
        sa_type=BigInteger().with_variant(Integer(), "sqlite"),
        ondelete="CASCADE",
    )
    day: date = Field(primary_key=True, index=True)
    number: int = 0
