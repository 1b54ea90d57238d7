"""What are these items made of? The tags, places and voices of a few of them, counted."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import Item, ItemPlace, ItemTag
from hub.db.reads import ReadAmong

_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id


def tags_among(db: Session, item_ids: Sequence[int]) -> Counter[UUID]:
    """Count these items under each tag, retired ones too."""
    return _summed(_TAGS.among(db, item_ids))


def places_among(db: Session, item_ids: Sequence[int]) -> Counter[UUID]:
    """Count these items in each place whose stream they are in."""
    return _summed(_PLACES.among(db, item_ids))


def kinds_among(db: Session, item_ids: Sequence[int]) -> Counter[str]:
    """Count these items by the kind of their source."""
    return _summed(_KINDS.among(db, item_ids))


def _summed(rows: Sequence[tuple[Any, ...]]) -> Counter[Any]:
    # The items are asked about in parts, and each part counts for itself.
    counts: Counter[Any] = Counter()
    for key, count in rows:
        counts[key] += count
    return counts


def _counted(key: Any) -> Select[Any]:  # noqa: ANN401 -- a mapped column
    return cast("Select[Any]", select(key, func.count()).group_by(key))


_TAGS = ReadAmong(_counted(col(ItemTag.tag_id)), col(ItemTag.item_id))
_PLACES = ReadAmong(_counted(col(ItemPlace.place_id)), col(ItemPlace.item_id))
_KINDS = ReadAmong(_counted(col(Source.kind)).join(Item, col(Item.source_id) == col(Source.id)), _ITEM_ID)
