"""How often does a place use a label? Counted as items come in, and from nothing now and then."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Select, func
from sqlalchemy import select as choose
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item, ItemLabel, ItemPlace
from hub.aggregate.tagging.models import LabelsCounted, LabelUse
from hub.db import bulk
from hub.places.models import Place

BATCH = 500  # items counted in one transaction
_AT_ONCE = 400  # values in one question
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id
_FACTS = (col(LabelUse.label), col(LabelUse.uses), col(LabelUse.first_at), col(LabelUse.last_at))


@dataclass(frozen=True, slots=True)
class Use:
    """How often a label is used, one way it is written, and when first and last."""

    label: str
    uses: int
    first_at: datetime
    last_at: datetime

    def __or__(self, other: "Use") -> "Use":
        """Return both together; of two ways to write it the one that comes first in the alphabet stays."""
        return Use(
            min(self.label, other.label),
            self.uses + other.uses,
            min(self.first_at, other.first_at),
            max(self.last_at, other.last_at),
        )


def counted_to(db: Session) -> int:
    """Return the item up to which labels are counted."""
    return db.exec(select(LabelsCounted.item_id)).first() or 0


def awaits(db: Session) -> bool:
    """Say whether items came in whose labels are not counted."""
    return _newest(db) > counted_to(db)


def count(db: Session) -> None:
    """Count the labels of the next items that came in.

    What an item's publisher or the registry changes later is told by a recount alone, and so is what went.
    """
    begun = counted_to(db)
    end = _last_of_batch(db, begun)
    new = _grouped(begun, end)
    _add(db, {(place_id, key): Use(*fact) for place_id, key, *fact in db.execute(new)})
    db.merge(LabelsCounted(item_id=end))


def recount(db: Session, place_id: UUID) -> Mapping[str, Use]:
    """Return what a place uses, counted from nothing, up to the item that labels are counted to."""
    rows = _grouped(0, counted_to(db)).where(col(ItemPlace.place_id) == place_id)
    return {key: Use(*fact) for _, key, *fact in db.execute(rows)}


def stored(db: Session, place_id: UUID) -> Mapping[str, Use]:
    """Return what a place uses as it was counted so far."""
    rows = choose(col(LabelUse.key), *_FACTS).where(col(LabelUse.place_id) == place_id)
    return {key: Use(*fact) for key, *fact in db.execute(rows)}


def mend(db: Session, place_id: UUID, keys: Collection[str], right: Mapping[str, Use]) -> None:
    """Write what is *right* of some labels of a place; those it does not name are used no more."""
    bulk.delete(db, LabelUse, [{"place_id": place_id, "key": key} for key in keys])
    rows = [_row(place_id, key, right[key]) for key in keys if key in right]
    bulk.insert(db, LabelUse, rows)


def places(db: Session) -> Sequence[UUID]:
    """Return the places that labels are counted of, or will be: those that have an item, or had one."""
    return db.exec(select(Place.id).order_by(col(Place.id))).all()


def _newest(db: Session) -> int:
    return db.execute(choose(func.max(_ITEM_ID))).scalar() or 0


def _last_of_batch(db: Session, begun: int) -> int:
    # By items, not by their numbers: where many have gone, these leave gaps longer than a batch.
    batch = choose(_ITEM_ID).where(begun < _ITEM_ID).order_by(_ITEM_ID).limit(BATCH).subquery()
    return db.execute(choose(func.max(batch.c.id))).scalar() or begun


def _grouped(after: int, to: int) -> Select[UUID, str, str, int, datetime, datetime]:
    place_id, key, moment = col(ItemPlace.place_id), col(ItemLabel.key), col(Item.sort_at)
    facts = (func.min(col(ItemLabel.label)), func.count(), func.min(moment), func.max(moment))
    rows = choose(place_id, key, *facts).select_from(ItemPlace).join(Item, col(ItemPlace.item_id) == _ITEM_ID)
    counted = rows.join(ItemLabel, col(ItemLabel.item_id) == _ITEM_ID).where(_ITEM_ID.between(after + 1, to))
    return counted.group_by(place_id, key)


def _add(db: Session, new: Mapping[tuple[UUID, str], Use]) -> None:
    """Add what was counted to what is stored."""
    held: dict[tuple[UUID, str], Use] = {}
    by_place: dict[UUID, list[str]] = defaultdict(list)
    for place_id, key in new:
        by_place[place_id].append(key)
    for place_id, keys in by_place.items():
        for start in range(0, len(keys), _AT_ONCE):
            mine = (col(LabelUse.place_id) == place_id, col(LabelUse.key).in_(keys[start : start + _AT_ONCE]))
            rows = db.execute(choose(col(LabelUse.key), *_FACTS).where(*mine))
            held |= {(place_id, key): Use(*fact) for key, *fact in rows}
    bulk.delete(db, LabelUse, [{"place_id": place_id, "key": key} for place_id, key in held])
    both = {each: held[each] | use if each in held else use for each, use in new.items()}
    bulk.insert(db, LabelUse, [_row(place_id, key, use) for (place_id, key), use in both.items()])


def _row(place_id: UUID, key: str, use: Use) -> dict[str, Any]:
    return {"place_id": place_id, "key": key} | asdict(use)
