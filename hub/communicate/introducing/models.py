"""The table of introductions a mentor offers."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class Introduction(Table, table=True):
    """Two who write about the same and never met: both are asked, and neither hears of the other before both agree."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    tag_id: UUID | None = Field(default=None, foreign_key="tag.id")
    one_id: UUID = Field(foreign_key="source.id", index=True)  # whose id is the smaller one
    other_id: UUID = Field(foreign_key="source.id", index=True)
    offered_by: UUID | None = Field(default=None, foreign_key="person.id")  # the mentor
    words: str = ""  # of the mentor, to both
    state: str = Field(index=True)  # a value of introducing.rules.State
    asked_at: datetime  # when it was offered; once they were asked, when that was
    one_said: str = ""  # a value of introducing.rules.Said
    one_at: datetime | None = None
    one_by: UUID | None = Field(default=None, foreign_key="person.id")  # of those who speak for the source
    other_said: str = ""
    other_at: datetime | None = None
    other_by: UUID | None = Field(default=None, foreign_key="person.id")
