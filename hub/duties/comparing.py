"""What would a retagging change? Items of a place compared with what the registry makes of them, nothing written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.aggregate.tagging.differing import Differing, differing
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.touching import touched, whose
from hub.db.engine import reading
from hub.establish.meaning.rules import Found
from hub.establish.tags.models import Tag
from hub.places.models import Place

EXAMPLES = 10
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Example:
    """An item whose derived rows are not what the registry makes of it: what is said of it only now, and no more."""

    title: str
    gains: tuple[str, ...]
    loses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many items were looked at, how many differ, and some of those."""

    looked_at: int
    differing: int
    examples: Sequence[Example]


def compare(engine: Engine, of_id: UUID) -> Comparison:
    """Compare the items of a place, of a source, or of WHOLE_HUB, with what the registry makes of them today."""
    with reading(engine) as db:
        known, ids = registry(db), touched(db, None, whose(db, of_id))
        found: list[Differing] = []
        number = 0
        for start in range(0, len(ids), _AT_ONCE):
            some = differing(db, known, ids[start : start + _AT_ONCE])
            number += len(some)
            found += some[: EXAMPLES - len(found)]
        return Comparison(len(ids), number, list(_examples(db, found)))


def _examples(db: Session, found: Sequence[Differing]) -> Iterator[Example]:
    names: Mapping[UUID, str] = {
        **dict(db.execute(select(col(Tag.id), Tag.name)).all()),
        **dict(db.execute(select(col(Place.id), Place.name)).all()),
    }
    wanted = col(Item.id).in_([each.item_id for each in found])
    titles = dict(db.execute(select(col(Item.id), Item.title).where(wanted)).all())
    for each in found:
        held, today = each.change.held, each.change.wanted
        before, after = held.tags | held.places, today.tags | today.places
        yield Example(titles[each.item_id], _named(after - before, names), _named(before - after, names))


def _named(found: frozenset[Found], names: Mapping[UUID, str]) -> tuple[str, ...]:
    return tuple(sorted(f"{names[each.id]} ({each.because})" for each in found))
