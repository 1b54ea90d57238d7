"""What do we already hold of a feed? Reads for judging what it says now, built once: they run at every look."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from hub.aggregate.feeds.rules import RECENT_POSTS
from hub.aggregate.items.models import Item
from hub.aggregate.items.rules import Known

_OF_FEED = col(Item.feed_id) == bindparam("feed_id")
_ANY = select(Item.id).where(_OF_FEED).limit(1)
_OF_SOURCE = col(Item.source_id) == bindparam("source_id")  # which has the index; sources with many feeds are few
_LATEST = select(Item.sort_at).where(_OF_SOURCE, _OF_FEED).order_by(col(Item.sort_at).desc()).limit(RECENT_POSTS)
_KNOWN = select(Item.id, Item.digest, Item.first_seen).where(_OF_FEED, col(Item.guid) == bindparam("guid"))


def known(db: Session, feed_id: UUID, guids: Sequence[str]) -> dict[str, Known]:
    """Return what we hold of a feed under these *guids*."""
    connection = db.connection()
    if len(guids) > 1 and connection.execute(_ANY, {"feed_id": feed_id}).first() is None:
        return {}
    held = {}
    for guid in guids:
        row = connection.execute(_KNOWN, {"feed_id": feed_id, "guid": guid}).first()
        if row is not None:
            held[guid] = Known(*row)
    return held


def latest_moments(db: Session, source_id: UUID, feed_id: UUID) -> list[datetime]:
    """Return when a feed last spoke, newest first."""
    return list(db.connection().execute(_LATEST, {"source_id": source_id, "feed_id": feed_id}).scalars())
