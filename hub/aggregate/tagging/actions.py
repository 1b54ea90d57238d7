"""Derived rows rebuilt: what the registry makes of stored items today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, and_, col, select
from sqlmodel.sql.expression import Select

from hub.aggregate.items import actions as items
from hub.aggregate.items.models import EVERYTHING, Item, ItemLabel, ItemPlace, ItemTag, StreamEntry
from hub.aggregate.items.withholding import holds
from hub.aggregate.tagging.rules import Registry, meaning, text_of
from hub.establish.rules import Found, Meaning

BATCH = 500


@dataclass(frozen=True, slots=True)
class Retagged:
    """How far one batch came: the last item looked at (None when none was left), and how many differed."""

    last_id: int | None
    looked_at: int = 0
    differing: int = 0


def retag(db: Session, registry: Registry, after_id: int = 0) -> Retagged:
    """Rebuild the derived rows of the next batch of items above *after_id*, writing only where they differ."""
    rows = db.exec(select(Item).where(col(Item.id) > after_id).order_by(col(Item.id)).limit(BATCH)).all()
    if not rows:
        return Retagged(last_id=None)
    ids = [row.id for row in rows if row.id is not None]
    labels = _labels(db, ids)
    held, withheld = _held(db, ids), holds(db, ids)
    changed = []
    for item_id, row in zip(ids, rows, strict=True):
        speaker = registry.speakers[row.source_id]
        if withheld and withheld.keep_out(item_id, row.source_id, row.link):
            continue
        today = _today(registry, row, labels.get(item_id, ()))
        if _as_set(today, speaker.kind) != held.get(item_id, set()):
            changed.append(items.Placed(item_id, row.source_id, row.sort_at, speaker.kind, today))
    items.rederive(db, changed)
    return Retagged(last_id=ids[-1], looked_at=len(ids), differing=len(changed))


def settle_withheld(db: Session, registry: Registry, item_ids: Sequence[int]) -> None:
    """Take down what is withheld of these items, and show the others as the registry has them today."""
    for start in range(0, len(item_ids), BATCH):
        ids = item_ids[start : start + BATCH]
        withheld, labels = holds(db, ids), _labels(db, ids)
        rows = db.exec(select(Item).where(col(Item.id).in_(ids))).all()
        out = [row for row in rows if withheld.keep_out(_id(row), row.source_id, row.link)]
        items.take_down(db, [_id(row) for row in out])
        items.show(db, [_shown(registry, row, labels.get(_id(row), ())) for row in rows if row not in out])


def _shown(registry: Registry, row: Item, labels: Sequence[str]) -> items.Shown:
    today, kind = _today(registry, row, labels), registry.speakers[row.source_id].kind
    return items.Placed(_id(row), row.source_id, row.sort_at, kind, today), row.title, text_of(row.html, row.summary)


def _today(registry: Registry, row: Item, labels: Sequence[str]) -> Meaning:
    speaker, text = registry.speakers[row.source_id], text_of(row.html, row.summary)
    return meaning(registry.vocabulary, speaker, labels=labels, title=row.title, text=text)


def _id(row: Item) -> int:
    assert row.id is not None  # noqa: S101 -- it was read
    return row.id


def _labels(db: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for item_id, label in db.execute(select(ItemLabel.item_id, ItemLabel.label).where(col(ItemLabel.item_id).in_(ids))):
        found.setdefault(item_id, []).append(label)
    return found


def _held(db: Session, ids: Sequence[int]) -> dict[int, set[tuple[object, ...]]]:
    held: dict[int, set[tuple[object, ...]]] = {}
    tags = select(ItemTag.item_id, ItemTag.tag_id, ItemTag.because, ItemTag.evidence)
    places = select(ItemPlace.item_id, ItemPlace.place_id, ItemPlace.because, ItemPlace.evidence)
    for item_id, *fact in db.execute(tags.where(col(ItemTag.item_id).in_(ids))):
        held.setdefault(item_id, set()).add(("tag", *fact))
    for item_id, *fact in db.execute(places.where(col(ItemPlace.item_id).in_(ids))):
        held.setdefault(item_id, set()).add(("place", *fact))
    for item_id, kind in db.execute(_kinds(ids)):
        held.setdefault(item_id, set()).add(("kind", kind))
    return held


def _kinds(ids: Sequence[int]) -> Select[int, str]:
    """Ask what kind items have in their streams, by the whole key of each row: there is no other way in."""
    entry = and_(
        StreamEntry.place_id == ItemPlace.place_id,
        StreamEntry.tag_id == EVERYTHING,
        StreamEntry.sort_at == Item.sort_at,
        StreamEntry.item_id == Item.id,
    )
    placed = select(ItemPlace.item_id, StreamEntry.kind).select_from(ItemPlace)
    streams = placed.join(Item, col(Item.id) == ItemPlace.item_id).join(StreamEntry, entry)
    return streams.where(col(ItemPlace.item_id).in_(ids)).distinct()


def _as_set(today: Meaning, kind: str) -> set[tuple[object, ...]]:
    def rows(what: str, found: Sequence[Found]) -> set[tuple[object, ...]]:
        return {(what, each.id, str(each.because), each.evidence) for each in found}

    in_streams = {("kind", kind)} if today.places else set()
    return rows("tag", today.tags) | rows("place", today.places) | in_streams
