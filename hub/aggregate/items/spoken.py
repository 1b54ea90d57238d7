"""In which language is a feed written? In that of most of what it brought."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item


def languages(db: Session, feed_ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return the language of each of these feeds whose items have one."""
    here = (col(Item.feed_id).in_(feed_ids), Item.language != "")
    counted = (
        select(Item.feed_id, Item.language, func.count()).where(*here).group_by(col(Item.feed_id), col(Item.language))
    )
    found: dict[UUID, tuple[int, str]] = {}
    for feed_id, language, count in db.execute(counted):
        found[feed_id] = max(found.get(feed_id, (0, "")), (count, language))
    return {feed_id: language for feed_id, (_, language) in found.items()}
