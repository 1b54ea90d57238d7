"""Which posts do publishers file under a word? Those of a place, the newest first, and how many have a tag already."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy import select as choose
from sqlmodel import Session, col

from hub.aggregate.items.models import EVERYTHING, Item, ItemLabel, ItemPlace, ItemTag, StreamEntry
from hub.places.rules import WHOLE_HUB


def filed(db: Session, place_id: UUID, key: str, most: int) -> Sequence[int]:
    """Return the items of a place that carry a label (its key), the newest first."""
    return list(db.execute(_under(place_id, key).order_by(col(ItemLabel.item_id).desc()).limit(most)).scalars())


def filed_and_tagged(db: Session, place_id: UUID, key: str, tag_id: UUID) -> tuple[int, int]:
    """Count the items of a place (WHOLE_HUB: of all) that carry a label, and those of them that have a tag."""
    under = _under(place_id, key).subquery()
    both = choose(func.count()).select_from(ItemTag).join(under, under.c.item_id == col(ItemTag.item_id))
    number = db.execute(choose(func.count()).select_from(under)).scalar_one()
    return number, db.execute(both.where(col(ItemTag.tag_id) == tag_id)).scalar_one()


def holds_at_least(db: Session, place_id: UUID, number: int) -> bool:
    """Say whether a place (WHOLE_HUB: the hub) has so many items; more are not counted."""
    here = choose(col(StreamEntry.item_id)).where(
        col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == EVERYTHING
    )
    asked = choose(col(Item.id)) if place_id == WHOLE_HUB else here
    counted = choose(func.count()).select_from(asked.limit(number).subquery())
    found: int = db.execute(counted).scalar_one()
    return found >= number


def _under(place_id: UUID, key: str) -> Select[int]:
    asked = choose(col(ItemLabel.item_id)).where(col(ItemLabel.key) == key).distinct()
    if place_id == WHOLE_HUB:
        return asked
    joined = asked.join(ItemPlace, col(ItemPlace.item_id) == col(ItemLabel.item_id))
    return joined.where(col(ItemPlace.place_id) == place_id)
