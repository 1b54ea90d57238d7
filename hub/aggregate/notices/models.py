"""The table of what neighbours pinned up."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table


class Notice(Table, table=True):
    """A notice: read before it appears where its author is new, and taken down after its last day."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    entered_by: UUID | None = Field(default=None, foreign_key="person.id")  # the mentor, where entered for somebody
    name: str = ""  # as it stands beside it; empty: no name stands there
    title: str
    words: str
    labels: str = ""  # as typed, comma separated; the registry says what they mean
    ends_on: date
    state: str = Field(index=True)  # a value of notices.rules.State
    written_at: datetime
    item_id: int | None = Field(
        default=None, foreign_key="item.id", index=True, sa_type=BigInteger().with_variant(Integer(), "sqlite")
    )  # what it is in the stream
