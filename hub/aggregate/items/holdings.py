"""What do we already hold of a feed? Reads for judging what it says now."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.rules import RECENT_POSTS
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import Known


def known(db: Session, feed_id: UUID, guids: Sequence[str]) -> dict[str, Known]:
    """Return what we hold of a feed under these *guids*."""
    held = select(Item.guid, Item.id, Item.digest, Item.first_seen)
    rows = db.execute(held.where(Item.feed_id == feed_id, col(Item.guid).in_(guids)))
    return {guid: Known(item_id, digest, first_seen) for guid, item_id, digest, first_seen in rows}


def latest_moments(db: Session, feed_id: UUID) -> list[datetime]:
    """Return when a feed last spoke, newest first."""
    spoke = select(Item.sort_at).where(Item.feed_id == feed_id)
    return list(db.exec(spoke.order_by(col(Item.sort_at).desc()).limit(RECENT_POSTS)))
