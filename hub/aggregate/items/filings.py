"""Under which facets is an item kept in the search index? Told from its derived rows."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items import facets
from hub.aggregate.items.models import Item, ItemPlace, ItemTag
from hub.db.sought import Filed, Key

_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id


def filings(db: Session, item_ids: Sequence[int]) -> Mapping[int, Filed]:
    """Return how the search index is to keep these items, told from their derived rows."""
    places, tags = defaultdict(list), defaultdict(list)
    for item_id, place_id in db.execute(
        select(col(ItemPlace.item_id), col(ItemPlace.place_id)).where(col(ItemPlace.item_id).in_(item_ids))
    ):
        places[item_id].append(place_id)
    for item_id, tag_id in db.execute(
        select(col(ItemTag.item_id), col(ItemTag.tag_id)).where(col(ItemTag.item_id).in_(item_ids))
    ):
        tags[item_id].append(tag_id)
    rows = select(_ITEM_ID, col(Item.sort_at), col(Source.id), col(Source.kind)).join(Source)
    return {
        item_id: Filed(Key(item_id, moment), facets.of_item(source_id, kind, places[item_id], tags[item_id]))
        for item_id, moment, source_id, kind in db.execute(rows.where(_ITEM_ID.in_(item_ids)))
    }
