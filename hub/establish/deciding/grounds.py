"""Which rows does a change speak of? Read as narrowly as it can be judged."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from hub.establish.deciding import rows
from hub.establish.deciding.images import EdgeRow, Image, LabelRow, Row, RulingRow, SlugRow, TagRow
from hub.establish.deciding.script import Merge, Operation, Tie, Untie, slugs_in, words_in
from hub.establish.deciding.workings import Ground
from hub.establish.tags.rules import Bond
from hub.kit.text import label_key
from hub.places.models import Place


@dataclass(slots=True)
class _Found:
    """Rows gathered by their kind and key, each once."""

    rows: dict[tuple[type[Row], tuple[str, ...]], Row] = field(default_factory=dict)
    ids: set[UUID] = field(default_factory=set)  # tags to be read whole
    merged: set[UUID] = field(default_factory=set)  # those of them that one becomes the other
    keys: set[str] = field(default_factory=set)  # words whose every meaning counts

    def add(self, some: Iterable[Row]) -> None:
        self.rows.update({(type(row), row.key): row for row in some})

    def of(self, kind: type[Any]) -> list[Any]:
        return [row for row in self.rows.values() if isinstance(row, kind)]


def of_script(db: Session, script: Sequence[Operation]) -> Ground:
    """Return what must be known to rehearse a script."""
    slugs = {slug for each in script for slug in slugs_in(each)}
    found = _Found(keys={label_key(word) for each in script for word in words_in(each)})
    found.add(rows.read(db, TagRow, "slug", slugs))
    found.add(rows.read(db, SlugRow, "slug", slugs))
    found.ids |= {row.id for row in found.of(TagRow)}
    merged = {slug for each in script if isinstance(each, Merge) for slug in slugs_in(each)}
    found.merged |= {row.id for row in found.of(TagRow) if row.slug in merged}
    binds = any(isinstance(each, Merge | Tie | Untie) for each in script)
    return _ground(db, found, binds=binds)


def of_images(db: Session, images: Sequence[Image]) -> Ground:
    """Return what must be known to write these rows, among it each of them as it stands."""
    found, told = _Found(), [each.row for each in images]
    found.ids |= {tag_id for row in told for tag_id in tag_ids(row)}
    found.keys |= {row.normal for row in told if isinstance(row, LabelRow | RulingRow)}
    found.add(rows.read(db, SlugRow, "slug", [row.slug for row in told if isinstance(row, SlugRow)]))
    return _ground(db, found, binds=any(isinstance(row, EdgeRow) for row in told))


def kept(db: Session, script: Sequence[Operation], images: Sequence[Image]) -> Sequence[Image]:
    """Return what to keep of a rehearsal: the rows it would change, and the tags the script speaks of, as they are."""
    slugs = {slug for each in script for slug in slugs_in(each)}
    changed = {each.row.key for each in images}
    spoken_of = [row for row in rows.read(db, TagRow, "slug", slugs) if row.key not in changed]
    return [*images, *(Image(row, row) for row in spoken_of)]


def tag_ids(row: Row) -> tuple[UUID, ...]:
    """Return which tags a row is about."""
    match row:
        case TagRow():
            return (row.id,)
        case EdgeRow():
            return (row.tag_id, row.other_id)
        case LabelRow() | SlugRow():
            return (row.tag_id,)
    return ()


def _ground(db: Session, found: _Found, *, binds: bool) -> Ground:
    found.add(rows.read(db, TagRow, "id", found.ids))
    found.add(rows.read(db, TagRow, "heir_id", found.ids))
    found.add(rows.read(db, SlugRow, "tag_id", found.ids))
    if binds:
        _add_bonds(db, found)
    _add_words(db, found)
    named = {tag_id for row in found.rows.values() for tag_id in tag_ids(row)}
    named |= {row.heir_id for row in found.of(TagRow) if row.heir_id}
    found.add(rows.read(db, TagRow, "id", named - {row.id for row in found.of(TagRow)}))
    return _placed(db, tuple(found.rows.values()))


def _add_words(db: Session, found: _Found) -> None:
    found.add(rows.read(db, LabelRow, "tag_id", found.ids))
    idle = {row.id for row in found.of(TagRow) if row.retired}
    found.keys |= {row.normal for row in found.of(LabelRow) if row.tag_id in idle}  # they may come back with it
    found.add(rows.read(db, LabelRow, "key", found.keys))
    found.add(rows.read(db, RulingRow, "key", found.keys))


def _add_bonds(db: Session, found: _Found) -> None:
    """Add the bonds of the tags, what is wider than they are, all the way, and what is related to any of these.

    What is narrower is read of tags that become others alone: there may be thousands under one.
    """
    found.add(rows.read(db, EdgeRow, "tag_id", found.ids))
    found.add(rows.bonds(db, "other_id", found.ids, [Bond.RELATED, Bond.DIFFERENT]))
    found.add(rows.read(db, EdgeRow, "other_id", found.merged))
    reached = _add_wider(db, found, _ends(found.of(EdgeRow)) | found.ids)
    for column in ("tag_id", "other_id"):
        found.add(rows.bonds(db, column, reached, [Bond.RELATED]))
    _add_wider(db, found, _ends(found.of(EdgeRow)) - reached)


def _add_wider(db: Session, found: _Found, waiting: set[UUID]) -> set[UUID]:
    reached = set(waiting)
    while waiting:
        over = list(rows.bonds(db, "tag_id", waiting, [Bond.BROADER]))
        found.add(over)
        waiting = {row.other_id for row in over} - reached
        reached |= waiting
    return reached


def _ends(edges: Iterable[EdgeRow]) -> set[UUID]:
    return {tag_id for row in edges for tag_id in tag_ids(row)}


def _placed(db: Session, told: tuple[Row, ...]) -> Ground:
    places = {row.id: row for row in db.execute(select(Place.id, Place.parent_id, Place.name, Place.retired))}
    tops = [row.id for row in places.values() if row.parent_id is None and not row.retired]
    parents = {row.id: row.parent_id for row in places.values()}
    return Ground(
        rows=told,
        lines={place_id: tuple(_line(place_id, parents)) for place_id in places},
        places={row.id: row.name for row in places.values() if not row.retired},
        only_top=tops[0] if len(tops) == 1 else None,
    )


def _line(place_id: UUID | None, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    while place_id is not None:
        yield place_id
        place_id = parents.get(place_id)
