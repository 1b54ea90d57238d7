"""Which feeds may have gone elsewhere? Reads and notes for the duty that asks their sites."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_
from sqlmodel import Session, col, update

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.rules import WEEK
from hub.aggregate.feeds.states import BUSY, GONE, HTTP
from hub.aggregate.feeds.troubles import in_trouble
from hub.aggregate.reading.document import Flaw

MOST_SOUGHT = 5  # in one turn of the duty
_GONE_AFTER = WEEK
_UNREADABLE = (Flaw.HTML, Flaw.NOTHING, Flaw.NOT_A_FEED, GONE)


@dataclass(frozen=True, slots=True)
class Stray:
    """A feed that has been gone from its address for a week, and the site that may name another."""

    feed_id: UUID
    url: str
    site: str
    reads: str


def strays(db: Session, now: datetime) -> Sequence[Stray]:
    """Return some feeds whose site is to be asked for another address, and note that it is: each once a week."""
    unreadable = or_(col(Feed.trouble).like(f"{HTTP}4%"), col(Feed.trouble).in_(_UNREADABLE))
    long_ago = or_(col(Feed.sought_at).is_(None), col(Feed.sought_at) <= now - WEEK)
    wanted = in_trouble(unreadable, long_ago, col(Feed.trouble_since) <= now - _GONE_AFTER, col(Source.site) != "")
    told = col(Feed.trouble).not_in(BUSY)
    rows = db.execute(wanted.where(told).order_by(col(Feed.sought_at), col(Feed.url)).limit(MOST_SOUGHT)).all()
    found = [Stray(feed.id, feed.url, source.site, feed.reads) for feed, source in rows]
    for stray in found:
        db.execute(update(Feed).where(col(Feed.id) == stray.feed_id).values(sought_at=now))
    return found
