"""Tables of what people say here themselves, and how far each has read."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field

from hub.db.base import Table

_Id = BigInteger().with_variant(Integer(), "sqlite")


class Reply(Table, table=True):
    """What somebody says in a thread; one moderation state, whichever door it came by."""

    __table_args__ = (Index(None, "thread_id", "said_at"), Index(None, "state", "said_at"))

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", sa_type=_Id)
    item_id: int | None = Field(
        default=None, foreign_key="item.id", index=True, sa_type=_Id, ondelete="SET NULL"
    )  # the post it was said at
    parent_id: UUID | None = Field(default=None, foreign_key="reply.id", index=True)  # the reply it answers
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # None: they have left the hub
    door: str = "web"  # a value of replies.rules.Door
    name: str = ""  # as it stands beside it
    words: str  # as typed, Markdown
    html: str  # cleaned
    is_local: bool = False  # for neighbours alone: never in a feed, an API, a sitemap, a digest to others, a mention
    state: str  # a value of replies.rules.State
    said_at: datetime
    edited_at: datetime | None = None


class ReadMark(Table, table=True):
    """How far somebody has read a thread."""

    __tablename__ = "read_mark"

    person_id: UUID = Field(foreign_key="person.id", primary_key=True)
    thread_id: int = Field(foreign_key="thread.id", primary_key=True, index=True, sa_type=_Id)
    read_at: datetime  # all until then
