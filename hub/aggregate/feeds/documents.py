"""The raw bytes of each feed's last good document, kept small, so that everything can be read again."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, FeedDocument
from hub.db import bulk

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

QUICKLY = 1  # the level that costs least and already makes a feed four times smaller


@dataclass(frozen=True, slots=True)
class Kept:
    """A document as it came, with what is needed to read it again."""

    id: UUID  # of its feed
    source_id: UUID
    body: bytes
    content_type: str
    url: str
    kept_at: datetime


def keep(db: Session, feed_id: UUID, body: bytes, content_type: str, url: str, now: datetime) -> None:  # noqa: PLR0913, PLR0917 -- the columns of one row
    """Keep a document in place of the one before."""
    drop(db, [feed_id])
    row = {"body": zstd.compress(body, QUICKLY), "content_type": content_type, "url": url, "kept_at": now}
    bulk.insert(db, FeedDocument, [{"feed_id": feed_id, **row}])


def drop(db: Session, feed_ids: Sequence[UUID]) -> None:
    """Keep no bytes of these feeds."""
    bulk.delete(db, FeedDocument, [{"feed_id": feed_id} for feed_id in feed_ids])


def kept_of(db: Session, reads: str) -> list[UUID]:
    """Return the feeds that read *reads* and have a document kept."""
    wanted = select(Feed.id).join(FeedDocument, col(FeedDocument.feed_id) == col(Feed.id))
    return list(db.exec(wanted.where(Feed.reads == reads, col(Feed.retired).is_(False))))


def kept(db: Session, feed_id: UUID) -> Kept | None:
    """Return a feed's kept document; None when it has none any more."""
    row = db.get(FeedDocument, feed_id)
    if row is None:
        return None
    source_id = db.get_one(Feed, feed_id).source_id
    return Kept(feed_id, source_id, zstd.decompress(row.body), row.content_type, row.url, row.kept_at)


def is_newest(db: Session, document: Kept) -> bool:
    """Say whether nothing newer was kept since *document* was read."""
    return db.exec(select(FeedDocument.kept_at).where(FeedDocument.feed_id == document.id)).first() == document.kept_at
