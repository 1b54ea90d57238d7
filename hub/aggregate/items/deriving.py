"""What follows from what an item means? Its tags, its places and where it stands: written, and taken back."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.items import facets, news, twins
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, ItemTag, StreamEntry
from hub.db import bulk
from hub.db.sought import Filed, Key
from hub.establish.meaning.rules import Meaning
from hub.places.actions import bump

BATCH = 500  # ids in one question


@dataclass(frozen=True, slots=True)
class Placed:
    """An item's place in the stream: what derived rows are made from."""

    item_id: int
    source_id: UUID
    sort_at: datetime
    kind: str
    meaning: Meaning

    @property
    def filed(self) -> Filed:
        """How the search index keeps it."""
        places, tags = (found.id for found in self.meaning.places), (found.id for found in self.meaning.tags)
        return Filed(Key(self.item_id, self.sort_at), facets.of_item(self.source_id, self.kind, places, tags))


def derive(db: Session, placed: Iterable[Placed]) -> None:
    """Write the derived rows of items that have none, and note which places show them; search is told apart."""
    tags: list[dict[str, Any]] = []
    places: list[dict[str, Any]] = []
    stream: list[dict[str, Any]] = []
    for each in placed:
        own = {"item_id": each.item_id}
        tags += [own | {"tag_id": f.id, "because": f.because, "evidence": f.evidence} for f in each.meaning.tags]
        places += [own | {"place_id": f.id, "because": f.because, "evidence": f.evidence} for f in each.meaning.places]
        stream += _stream_rows(each)
    for table, rows in ((ItemTag, tags), (ItemPlace, places), (StreamEntry, stream)):
        bulk.insert(db, table, rows)
    bump(db, {row["place_id"] for row in places})
    news.tell(db, {row["item_id"] for row in places})


def underive(db: Session, item_ids: Collection[int]) -> None:
    """Delete the derived rows of items, and note which places showed them; ``derive`` makes them again."""
    ids = list(item_ids)
    for start in range(0, len(ids), BATCH):
        _leave_streams(db, ids[start : start + BATCH])
    for table in (ItemTag, ItemPlace):
        bulk.delete(db, table, [{"item_id": item_id} for item_id in ids])


def _leave_streams(db: Session, item_ids: Sequence[int]) -> None:
    """Delete stream rows by their whole key, told from the tags and places the items have so far."""
    tags, places = defaultdict(list), defaultdict(list)
    for item_id, tag_id in db.execute(
        select(ItemTag.item_id, ItemTag.tag_id).where(col(ItemTag.item_id).in_(item_ids))
    ):
        tags[item_id].append(tag_id)
    for item_id, place_id in db.execute(
        select(ItemPlace.item_id, ItemPlace.place_id).where(col(ItemPlace.item_id).in_(item_ids))
    ):
        places[item_id].append(place_id)
    bump(db, chain.from_iterable(places.values()))
    news.tell(db, item_ids)
    moments = db.execute(select(Item.id, Item.sort_at, Item.page_key).where(col(Item.id).in_(item_ids))).all()
    twins.fold_later(db, (page for _, _, page in moments))
    keys = [
        {"place_id": place_id, "tag_id": tag_id, "sort_at": sort_at, "item_id": item_id}
        for item_id, sort_at, _ in moments
        for place_id in places[item_id]
        for tag_id in (EVERYTHING, *tags[item_id])
    ]
    bulk.delete(db, StreamEntry, keys)


def _stream_rows(each: Placed) -> list[dict[str, Any]]:
    under = [EVERYTHING, *(found.id for found in each.meaning.tags)]
    shared = {"sort_at": each.sort_at, "item_id": each.item_id, "kind": each.kind}
    return [shared | {"place_id": place.id, "tag_id": tag_id} for place in each.meaning.places for tag_id in under]
