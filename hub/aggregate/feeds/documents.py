"""The raw bytes of each feed's last good document, kept small, so that everything can be read again."""

import sys
from collections.abc import Iterator
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


def keep(db: Session, feed_id: UUID, body: bytes, content_type: str, url: str, now: datetime) -> None:  # noqa: PLR0913, PLR0917 -- the columns of one row
    """Keep a document in place of the one before."""
    bulk.delete(db, FeedDocument, [{"feed_id": feed_id}])
    row = {"body": zstd.compress(body, QUICKLY), "content_type": content_type, "url": url, "kept_at": now}
    bulk.insert(db, FeedDocument, [{"feed_id": feed_id, **row}])


def kept(db: Session, reads: str) -> Iterator[Kept]:
    """Yield the kept documents of all feeds that read *reads*, one at a time."""
    for feed_id in db.exec(select(Feed.id).where(Feed.reads == reads, col(Feed.retired).is_(False))).all():
        row = db.get(FeedDocument, feed_id)
        if row is not None:
            source_id = db.get_one(Feed, feed_id).source_id
            yield Kept(feed_id, source_id, zstd.decompress(row.body), row.content_type, row.url)
