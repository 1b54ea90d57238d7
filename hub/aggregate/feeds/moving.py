"""Where does a feed live now? Its addresses: adopted, proposed to a mentor, followed or left."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed, FeedAlias, FeedProposal
from hub.aggregate.feeds.rules import FeedState
from hub.db.beats import REGISTRY, beat
from hub.kit.urls import fits

MOVED, FOUND = "moved", "found"  # why another address is proposed
_STAYS: Mapping[str, Any] = {"moved_to": "", "moved_since": None, "moved_looks": 0}
# At an address nobody looked at so far nothing is known of what is there, and no trouble is its own yet.
_ANEW: Mapping[str, Any] = {
    **dict.fromkeys(("etag", "last_modified", "trouble", "trouble_detail", "agent"), ""),
    **dict.fromkeys(("trouble_since", "gone_since", "sought_at"), None),
    **dict.fromkeys(("failures", "told"), 0),
}


@dataclass(frozen=True, slots=True)
class Proposed:
    """Another address for a feed, and why it is thought to be the feed's."""

    feed_id: UUID
    url: str
    why: str
    at: datetime


def adopt_address(db: Session, feed: FeedState, url: str) -> bool:
    """Move *feed* to *url* and keep the old address as an alias; never onto another feed's address."""
    if not fits(url) or _is_taken(db, url):
        return False
    _move(db, feed.id, feed.url, url)
    looks.tell(db, feed)
    looks.note(db, feed.id, _STAYS)
    return True


def propose(db: Session, feed_id: UUID, url: str, why: str, now: datetime) -> bool:
    """Ask a mentor whether a feed lives at *url* now; not again once that was answered, nor where another feed does."""
    if not fits(url) or db.get(FeedProposal, (feed_id, url)) is not None or _is_taken(db, url):
        return False
    db.add(FeedProposal(feed_id=feed_id, url=url, why=why, proposed_at=now))
    db.flush()
    return True


def proposed(db: Session, feed_ids: Collection[UUID]) -> Mapping[UUID, Proposed]:
    """Return the newest address proposed for each of these feeds, where one waits for an answer."""
    waiting = select(FeedProposal).where(col(FeedProposal.feed_id).in_(feed_ids), col(FeedProposal.left_at).is_(None))
    rows = db.exec(waiting.order_by(col(FeedProposal.proposed_at), col(FeedProposal.url)))
    return {row.feed_id: Proposed(row.feed_id, row.url, row.why, row.proposed_at) for row in rows}


def follow(db: Session, feed_id: UUID, url: str, now: datetime) -> bool:
    """Move a feed to *url*, and look there with the next round; False unless just that is still proposed for it.

    What a look under way brings from the old address is dropped.
    """
    feed = db.get(Feed, feed_id)
    if feed is None or _is_taken(db, url) or not leave(db, feed_id, url, now):
        return False
    _move(db, feed_id, feed.url, url)
    db.execute(update(Feed).where(col(Feed.id) == feed_id).values(due_at=now, **_ANEW, **_STAYS))
    looks.tell(db, feed)
    beat(db, REGISTRY, now)
    return True


def leave(db: Session, feed_id: UUID, url: str, now: datetime) -> bool:
    """Propose *url*, and what was proposed before it, no more; False unless it is still proposed for the feed."""
    seen = db.get(FeedProposal, (feed_id, url))
    if seen is None or seen.left_at is not None:
        return False
    waiting = (col(FeedProposal.feed_id) == feed_id, col(FeedProposal.left_at).is_(None))
    before = col(FeedProposal.proposed_at) <= seen.proposed_at
    return db.exec(update(FeedProposal).where(*waiting, before).values(left_at=now)).rowcount > 0


def _is_taken(db: Session, url: str) -> bool:
    return db.execute(select(Feed.id).where(Feed.url == url)).first() is not None


def _move(db: Session, feed_id: UUID, old: str, url: str) -> None:
    db.merge(FeedAlias(url=old, feed_id=feed_id))
    db.execute(update(Feed).where(col(Feed.id) == feed_id).values(url=url))
