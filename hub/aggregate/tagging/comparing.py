"""What does the registry make of stored items, and what is stored of them? Compared, without a write."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, and_, col, select
from sqlmodel.sql.expression import Select

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.deriving import Placed
from hub.aggregate.items.models import EVERYTHING, Item, ItemLabel, ItemPlace, ItemTag, ItemTwin, StreamEntry
from hub.aggregate.items.withholding import holds
from hub.aggregate.tagging.rules import Registry, meaning, point_of, text_of
from hub.establish.meaning.rules import Found, Meaning
from hub.kit.text import Folded

Facts = set[tuple[object, ...]]  # derived rows of one item: what each is, of what, why, and in which words


@dataclass(frozen=True, slots=True)
class Compared:
    """An item, what the registry makes of it, and its derived rows as they would be and as they are."""

    row: Item
    placed: Placed
    wanted: Facts
    held: Facts

    @property
    def differs(self) -> bool:
        """Whether its derived rows want writing."""
        return self.wanted != self.held


def compared(db: Session, registry: Registry, rows: Sequence[Item]) -> list[Compared]:
    """Return what the registry makes of these items, beside what is stored of them; withheld ones are left out."""
    ids = [id_of(row) for row in rows]
    labels, held, withheld = labels_of(db, ids), held_of(db, ids), holds(db, ids)
    told = []
    for item_id, row in zip(ids, rows, strict=True):
        if withheld and withheld.keep_out(item_id, row.source_id, row.link):
            continue
        kind, today = registry.speakers[row.source_id].kind, today_of(registry, row, labels.get(item_id, ()))
        placed = Placed(item_id, row.source_id, row.sort_at, kind, today)
        told.append(Compared(row, placed, _as_set(today, kind), held.get(item_id, set())))
    return told


def today_of(registry: Registry, row: Item, labels: Sequence[str]) -> Meaning:
    """Return what a registry makes of a stored item."""
    return meaning_of(registry, row, labels, text_of(row.html, row.summary))


def meaning_of(registry: Registry, row: Item, labels: Sequence[str], text: Folded) -> Meaning:
    """Return what a registry makes of a stored item; *text* is ``text_of`` it, which is dear."""
    speaker, point = registry.speakers[row.source_id], point_of(row.lat, row.lon)
    return meaning(registry.vocabulary, speaker, labels=labels, title=row.title, text=text, link=row.link, point=point)


def labels_of(db: Session, ids: Sequence[int]) -> dict[int, list[str]]:
    """Return the labels of these items as their publishers wrote them; those without any are left out."""
    found: dict[int, list[str]] = {}
    for item_id, label in db.execute(select(ItemLabel.item_id, ItemLabel.label).where(col(ItemLabel.item_id).in_(ids))):
        found.setdefault(item_id, []).append(label)
    return found


def held_of(db: Session, ids: Sequence[int]) -> dict[int, Facts]:
    """Return the derived rows of these items as they are stored; those without any are left out."""
    held: dict[int, Facts] = {}
    tags = select(ItemTag.item_id, ItemTag.tag_id, ItemTag.because, ItemTag.evidence)
    places = select(ItemPlace.item_id, ItemPlace.place_id, ItemPlace.because, ItemPlace.evidence)
    for item_id, *fact in db.execute(tags.where(col(ItemTag.item_id).in_(ids))):
        held.setdefault(item_id, set()).add(("tag", *fact))
    for item_id, *fact in db.execute(places.where(col(ItemPlace.item_id).in_(ids))):
        held.setdefault(item_id, set()).add(("place", *fact))
    for item_id, kind in db.execute(_kinds(ids)):
        held.setdefault(item_id, set()).add(("kind", kind))
    for item_id, kind in db.execute(_kinds_of_folded(ids)):
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


def _kinds_of_folded(ids: Sequence[int]) -> Select[int, str]:
    """Ask what kind items have that are folded: they may stand in no stream, and are what their source is."""
    folded = select(ItemTwin.item_id, Source.kind).join(Item, col(Item.id) == ItemTwin.item_id)
    return folded.join(Source, col(Source.id) == Item.source_id).where(col(ItemTwin.item_id).in_(ids))


def _as_set(today: Meaning, kind: str) -> set[tuple[object, ...]]:
    def rows(what: str, found: Sequence[Found]) -> set[tuple[object, ...]]:
        return {(what, each.id, str(each.because), each.evidence) for each in found}

    in_streams = {("kind", kind)} if today.places else set()
    return rows("tag", today.tags) | rows("place", today.places) | in_streams


def id_of(row: Item) -> int:
    """Return the id of a stored item."""
    assert row.id is not None  # noqa: S101 -- it was read
    return row.id
