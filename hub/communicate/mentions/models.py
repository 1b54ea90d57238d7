"""Tables of mentions: those sent to us, and those we send."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Index, Integer
from sqlmodel import Field, UniqueConstraint

from hub.db.base import Table

_Id = BigInteger().with_variant(Integer(), "sqlite")


class Mention(Table, table=True):
    """Somebody says that their page mentions one of ours; believed once we saw it, shown once that is allowed."""

    __table_args__ = (
        UniqueConstraint("source_url", "target_kind", "target_id"),
        Index(None, "target_kind", "target_id"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_url: str
    source_host: str = Field(index=True)  # its registrable domain
    target_url: str
    target_kind: str  # a value of mentions.rules.Target
    target_id: str
    place_id: UUID | None = Field(default=None, foreign_key="place.id", index=True)
    state: str = Field(index=True)  # a value of mentions.rules.State
    kind: str = ""  # a value of mentions.rules.Kind, once it was seen
    author_name: str = ""
    author_url: str = ""
    title: str = ""
    words: str = ""  # plain
    rsvp: str = ""  # yes, no, maybe, interested
    published_at: datetime | None = None
    item_id: int | None = Field(
        default=None, foreign_key="item.id", index=True, sa_type=_Id, ondelete="SET NULL"
    )  # where its page is an item of ours anyway
    asked_at: datetime  # when it was last said
    looked_at: datetime | None = None  # when its page was last asked for
    seen_at: datetime | None = None  # when its page was last seen to mention ours
    due_at: datetime | None = Field(default=None, index=True)  # the next look at its page
    claimed_until: datetime | None = None
    tries: int = 0
    trouble: str = ""  # a value of mentions.rules.Trouble


class MentionSite(Table, table=True):
    """What a moderator decided for good of a site that mentions what is said in a place, or around it."""

    __tablename__ = "mention_site"

    host: str = Field(primary_key=True)  # under which its writer is alone: a tenant, see net.pacing
    place_id: UUID = Field(primary_key=True)  # or WHOLE_HUB
    is_let: bool  # shown at once; else nothing of it is taken
    since: datetime


class Sending(Table, table=True):
    """A page of ours mentions another: its site is told, at most once for each edit."""

    __table_args__ = (UniqueConstraint("source_url", "target_url"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_url: str  # a page of ours
    target_url: str
    target_host: str = Field(index=True)  # its registrable domain
    reply_id: UUID | None = Field(default=None, foreign_key="reply.id", index=True, ondelete="SET NULL")
    item_id: int | None = Field(
        default=None, foreign_key="item.id", index=True, sa_type=_Id, ondelete="SET NULL"
    )  # the post whose page here it is, where it is no reply
    edit: str = ""  # the digest of what was told last, so that the same is never told twice
    endpoint: str = ""  # the last one found
    asks: str = ""  # the registrable domain of whom is asked next
    state: str = Field(index=True)  # a value of mentions.telling.SendState
    written_at: datetime
    due_at: datetime | None = Field(default=None, index=True)
    claimed_until: datetime | None = None
    tries: int = 0
    sent_at: datetime | None = None
    status_url: str = ""  # where the other side says what became of it
    trouble: str = ""  # a value of mentions.telling.Hitch


class TellingWish(Table, table=True):
    """Its owner wants the site of a source to be told by webmention when another post here answers one of its."""

    __tablename__ = "telling_wish"

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    since: datetime  # what was said before is not told
