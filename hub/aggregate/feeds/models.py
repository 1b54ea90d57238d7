"""Tables of sources and feeds: who speaks, where we listen, and how the last look went."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import Index
from sqlmodel import Field

from hub.db.base import Table

NEVER_CLAIMED = datetime(2000, 1, 1, tzinfo=UTC)


class Source(Table, table=True):
    """A voice of the place: its council, a paper, a blogger; it may speak through several feeds."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    kind: str  # council, press, blog, community, police, health, planning, events…
    site: str = ""
    licence: str = ""
    only_when_mentioned: bool = False  # a regional voice: an item enters a place only if it names it
    shows: str = "excerpt"  # link, excerpt or full: how much its owner allows
    origin: str = "file"
    retired: bool = False  # no longer fetched; what it said stays


class SourcePlace(Table, table=True):
    """A place a source speaks for."""

    __tablename__ = "source_place"

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", primary_key=True, index=True)


class SourcePause(Table, table=True):
    """A source that is not looked at for now, by its owner's word."""

    __tablename__ = "source_pause"

    source_id: UUID = Field(foreign_key="source.id", primary_key=True)
    since: datetime


class Feed(Table, table=True):
    """An address we look at, with everything the next look needs to know."""

    # The longest waiting first, past those nobody looks at; what is asked of those stepped over is told without them.
    __table_args__ = (Index(None, "retired", "due_at", "source_id", "claimed_until"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source_id: UUID = Field(foreign_key="source.id", index=True)
    url: str = Field(unique=True)
    reads: str = "items"  # what is read there: a kind of reading.kinds, or of rules.OWN
    title: str = ""
    dialect: str = ""  # “RSS 2.0”, “Atom 1.0”… as last read
    notes: str = ""  # what was odd about the last document; codes of reading.document.Note, space-separated
    retired: bool = False

    due_at: datetime
    due_because: str = ""  # a value of rules.Because: why then
    claimed_until: datetime = NEVER_CLAIMED  # who looks now has it to himself until then
    looked_at: datetime | None = None
    heard_at: datetime | None = None  # the last look that went well
    changed_at: datetime | None = None  # the last look that brought something new

    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""  # of the bytes
    still_hash: str = ""  # of the bytes without the channel's own dates
    entry_hashes: bytes = b""  # eight bytes for each entry of the last document
    identity: str = ""  # what tells its entries apart (reading.identity.Way), as its first good document chose

    post_gap: int = 0  # seconds: the median gap between the last twenty posts; 0 where unknown
    last_post_at: datetime | None = None
    asked_wait: int = 0  # seconds the document asks us to wait between looks (ttl, sy:updatePeriod)
    skip_hours: str = ""  # hours of the day in UTC, and
    skip_days: str = ""  # days of the week (0 is Monday) the publisher sleeps; space-separated

    trouble: str = ""  # a code that feeds.states puts into words, empty when all is well
    trouble_detail: str = ""
    trouble_since: datetime | None = None
    failures: int = 0

    gone_since: datetime | None = None  # when it was first said that it is gone for good
    told: int = 0  # the last letter its people had of this trouble: a value of worries.Letter
    sought_at: datetime | None = None  # when its site was last asked for another feed

    moved_to: str = ""  # where permanent redirects point, until we believe them
    moved_since: datetime | None = None
    moved_looks: int = 0
    agent: str = ""  # a value of rules.Agent: under which name it is asked
    history: str = ""  # what came of the last looks, as feeds.history writes it

    hub: str = ""  # who pushes its news, as its last document says
    topic: str = ""  # and under which name it is known there
    pushed_until: datetime | None = None  # so long its hub tells us at once, and has shown that it does


class FeedAlias(Table, table=True):
    """An address a feed had before it moved."""

    __tablename__ = "feed_alias"

    url: str = Field(primary_key=True)
    feed_id: UUID = Field(foreign_key="feed.id", index=True)


class FeedProposal(Table, table=True):
    """Another address for a feed, which waits for a mentor's word."""

    __tablename__ = "feed_proposal"

    feed_id: UUID = Field(foreign_key="feed.id", primary_key=True)
    url: str = Field(primary_key=True)
    why: str  # moved: its old address leads there for good; found: its site names it
    proposed_at: datetime
    left_at: datetime | None = None  # when somebody decided to leave the feed where it is


class FeedDocument(Table, table=True):
    """The raw bytes of a feed's last good document, so that everything can be read again."""

    __tablename__ = "feed_document"

    feed_id: UUID = Field(foreign_key="feed.id", primary_key=True)
    body: bytes  # compressed with Zstandard
    content_type: str = ""
    url: str = ""  # where it came from in the end
    kept_at: datetime


class HostPause(Table, table=True):
    """A host that asked us to stay away for a while."""

    __tablename__ = "host_pause"

    host: str = Field(primary_key=True)  # where a publisher is alone: a tenant, see net.pacing
    until: datetime
    reason: str = ""
