"""The table of ice-breakers people suggest."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class Icebreaker(Table, table=True):
    """A question to begin a talk with, as somebody of a place suggested it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    words: str
    name: str = ""  # of who suggested it, as they want it to stand there
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    state: str = Field(index=True)  # a value of icebreakers.rules.State
    suggested_at: datetime
    decided_at: datetime | None = None
