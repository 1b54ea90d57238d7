"""How are derived rows of items changed where they differ, and nowhere else? For many items in short transactions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.items import facets, news, twins
from hub.aggregate.items.models import EVERYTHING, ItemPlace, ItemTag, StreamEntry
from hub.db import bulk, search
from hub.db.base import Table
from hub.db.sought import Filed, Key
from hub.establish.meaning.rules import Found

_Facts = frozenset[Found]
_Stream = frozenset[tuple[UUID, UUID, str]]  # place, tag or EVERYTHING, kind


@dataclass(frozen=True, slots=True)
class Derived:
    """All that is derived of one item, with the kind its stream rows say; empty where they say none, or several."""

    tags: _Facts
    places: _Facts
    kind: str

    @property
    def streams(self) -> _Stream:
        """Its rows in the stream index, without what they have in common."""
        under = (EVERYTHING, *(tag.id for tag in self.tags))
        return frozenset((place.id, tag_id, self.kind) for place in self.places for tag_id in under)


@dataclass(frozen=True, slots=True)
class Change:
    """An item whose derived rows are to be others."""

    item_id: int
    source_id: UUID
    sort_at: datetime
    kind: str  # of its source
    held: Derived
    wanted: Derived

    @property
    def is_filed_anew(self) -> bool:
        """Whether lists have it or lose it; what only says why in other words changes none."""
        return self.held.streams != self.wanted.streams or _ids(self.held.tags) != _ids(self.wanted.tags)


def rewrite(db: Session, changes: Sequence[Change]) -> frozenset[UUID]:
    """Write what differs, and return the places that show it; to bump their versions is left to the caller.

    Who changes a hundred thousand items in a minute must not have every page made anew at every few of them.
    """
    _exchange(db, ItemTag, "tag_id", [(each, each.held.tags, each.wanted.tags) for each in changes])
    _exchange(db, ItemPlace, "place_id", [(each, each.held.places, each.wanted.places) for each in changes])
    bulk.delete(db, StreamEntry, [row for each in changes for row in _rows(each, each.held, but=each.wanted)])
    new = [row | {"kind": each.wanted.kind} for each in changes for row in _rows(each, each.wanted, but=each.held)]
    bulk.insert(db, StreamEntry, new)
    search.refile(db, [_filed(each) for each in changes if each.is_filed_anew])
    twins.fold_of_items(db, [each.item_id for each in changes])
    news.tell(db, [each.item_id for each in changes if _ids(each.held.places) != _ids(each.wanted.places)])
    return frozenset(place.id for each in changes for place in each.held.places | each.wanted.places)


def _exchange(db: Session, table: type[Table], column: str, told: Sequence[tuple[Change, _Facts, _Facts]]) -> None:
    bulk.delete(db, table, [_key(change, column, each) for change, held, wanted in told for each in held - wanted])
    new = [
        _key(change, column, each) | {"because": each.because, "evidence": each.evidence}
        for change, held, wanted in told
        for each in wanted - held
    ]
    bulk.insert(db, table, new)


def _key(change: Change, column: str, fact: Found) -> dict[str, Any]:
    return {"item_id": change.item_id, column: fact.id}


def _rows(change: Change, of: Derived, *, but: Derived) -> Iterator[dict[str, Any]]:
    for place_id, tag_id, _ in of.streams - but.streams:
        key = {"place_id": place_id, "tag_id": tag_id}
        yield key | {"sort_at": change.sort_at, "item_id": change.item_id}


def _filed(change: Change) -> Filed:
    places, tags = sorted(_ids(change.wanted.places)), sorted(_ids(change.wanted.tags))
    told = facets.of_item(change.source_id, change.kind, places, tags)
    return Filed(Key(change.item_id, change.sort_at), told)


def _ids(found: _Facts) -> frozenset[UUID]:
    return frozenset(each.id for each in found)
