"""Which words do publishers use here that mean nothing yet? Reads of labels nobody agreed on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Subquery, func
from sqlmodel import Session, col, or_, select

from hub.aggregate.items.models import EVERYTHING, Item, ItemLabel, StreamEntry
from hub.establish.models import Tag, TagLabel
from hub.kit.text import label_key
from hub.places.models import Place, PlaceName

NEWEST = 5_000  # items of a place that are looked through
ENOUGH = 2  # uses: what somebody wrote once is no habit
EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Example:
    """An item that carries the label."""

    item_id: int
    title: str


@dataclass(frozen=True, slots=True)
class OpenLabel:
    """A label that means nothing here, how many items carry it, and since when."""

    key: str
    label: str
    count: int
    since: datetime
    examples: tuple[Example, ...] = ()


def open_labels(
    db: Session, place_id: UUID, around: Collection[UUID], but: Collection[str], most: int
) -> Sequence[OpenLabel]:
    """Return the labels of a place’s newest items that mean nothing there, the most used first.

    What was agreed in the whole hub or in any of the places *around* means something, and so do names of places;
    *but* are keys to be left out besides.
    """
    recent, meant = _recent(place_id), _meant(db, around)
    number = func.count()
    counted = (
        select(col(ItemLabel.key), func.min(col(ItemLabel.label)), number, func.min(recent.c.sort_at))
        .join(recent, col(ItemLabel.item_id) == recent.c.item_id)
        .group_by(col(ItemLabel.key))
        .having(number >= ENOUGH)
        .order_by(number.desc(), col(ItemLabel.key))
    )
    found = [OpenLabel(*row) for row in db.execute(counted) if row[0] and row[0] not in meant and row[0] not in but]
    examples = _examples(db, recent, [each.key for each in found[:most]])
    return [replace(each, examples=examples.get(each.key, ())) for each in found[:most]]


def as_written(db: Session, keys: Collection[str]) -> Mapping[str, str]:
    """Return how publishers write these labels; those nobody uses are left out."""
    spelt = select(ItemLabel.key, func.min(col(ItemLabel.label))).where(col(ItemLabel.key).in_(keys))
    return dict(db.execute(spelt.group_by(col(ItemLabel.key))).all()) if keys else {}


def _recent(place_id: UUID) -> Subquery:
    here = (col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == EVERYTHING)
    newest = select(col(StreamEntry.item_id), col(StreamEntry.sort_at)).where(*here)
    return newest.order_by(col(StreamEntry.sort_at).desc()).limit(NEWEST).subquery()


def _meant(db: Session, around: Collection[UUID]) -> frozenset[str]:
    agreed = or_(col(Tag.scope_id).is_(None), col(Tag.scope_id).in_(around))
    spelt = select(TagLabel.key).join(Tag).where(col(Tag.retired).is_(False), agreed)
    names = (label_key(name) for name in db.exec(select(Place.name)))
    return frozenset({*db.exec(spelt), *db.exec(select(PlaceName.key)), *names})


def _examples(db: Session, recent: Subquery, keys: Sequence[str]) -> Mapping[str, tuple[Example, ...]]:
    if not keys:
        return {}
    place = func.row_number().over(partition_by=col(ItemLabel.key), order_by=recent.c.sort_at.desc()).label("place")
    ranked = (
        select(col(ItemLabel.key).label("key"), col(ItemLabel.item_id).label("item_id"), place)
        .join(recent, col(ItemLabel.item_id) == recent.c.item_id)
        .where(col(ItemLabel.key).in_(keys))
        .subquery()
    )
    few = select(ranked.c.key, col(Item.id), Item.title).join(ranked, col(Item.id) == ranked.c.item_id)
    told: dict[str, tuple[Example, ...]] = {}
    for key, item_id, title in db.execute(few.where(ranked.c.place <= EXAMPLES).order_by(ranked.c.place)):
        told[key] = (*told.get(key, ()), Example(item_id, title))
    return told
