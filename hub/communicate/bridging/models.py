"""The table of who talks with whom."""

from uuid import UUID

from sqlmodel import Field

from hub.db.base import Table


class Bridge(Table, table=True):
    """Derived: how often voices of one kind answered voices of another in a month."""

    __table_args__ = ({"sqlite_with_rowid": False},)

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    month: str = Field(primary_key=True)  # 2026-11, in the place's own time
    from_kind: str = Field(primary_key=True)  # a kind of source, or “residents”
    to_kind: str = Field(primary_key=True)
    number: int = 0
