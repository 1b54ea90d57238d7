"""Which items mean something else today? Compared in a transaction that only reads, written in short ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.rewriting import Change, Derived, rewrite
from hub.aggregate.items.withholding import holds
from hub.aggregate.tagging.actions import have_turn
from hub.aggregate.tagging.comparing import Compared, Facts, compared, held_of
from hub.aggregate.tagging.rules import Registry
from hub.establish.meaning.rules import Because, Found


class Said(NamedTuple):
    """What tells whether an item is still the one that was compared."""

    digest: str
    link: str
    source_id: UUID


@dataclass(frozen=True, slots=True)
class Differing:
    """An item that means something else today, and what it was compared as."""

    item_id: int
    said: Said
    held: Facts
    change: Change


def differing(db: Session, registry: Registry, item_ids: Sequence[int]) -> Sequence[Differing]:
    """Return those of these items whose derived rows are not what the registry makes of them; in a reading *db*."""
    rows = db.exec(select(Item).where(col(Item.id).in_(item_ids)).order_by(col(Item.id).desc())).all()
    return [_differing(each) for each in compared(db, registry, rows) if each.differs]


def write(db: Session, found: Sequence[Differing]) -> frozenset[UUID]:
    """Write what was found to differ, and return the places that show it.

    What has changed meanwhile is left as it is: whoever changed it knew the registry of today, as the caller sees to.
    """
    have_turn(db)
    ids = [each.item_id for each in found]
    said = _said(db, ids)
    withheld, held = holds(db, ids), held_of(db, ids)
    as_found = [
        each.change
        for each in found
        if said.get(each.item_id) == each.said
        and held.get(each.item_id, set()) == each.held
        and not (withheld and withheld.keep_out(each.item_id, each.said.source_id, each.said.link))
    ]
    return rewrite(db, as_found)


def _said(db: Session, item_ids: Sequence[int]) -> Mapping[int, Said]:
    """Return what these items say, which nobody changes until the end of this transaction."""
    asked = select(Item.id, Item.digest, Item.link, Item.source_id).where(col(Item.id).in_(item_ids))
    rows = db.execute(asked.order_by(col(Item.id)).with_for_update(key_share=True))
    return {item_id: Said(*said) for item_id, *said in rows if item_id is not None}


def _differing(each: Compared) -> Differing:
    row, placed = each.row, each.placed
    held, wanted = _derived(each.held), _derived(each.wanted)
    change = Change(placed.item_id, placed.source_id, placed.sort_at, placed.kind, held, wanted)
    return Differing(placed.item_id, Said(row.digest, row.link, row.source_id), each.held, change)


def _derived(facts: Facts) -> Derived:
    told = cast("set[tuple[Any, ...]]", facts)
    kinds = [fact[1] for fact in told if fact[0] == "kind"]
    return Derived(
        frozenset(Found(fact[1], Because(fact[2]), fact[3]) for fact in told if fact[0] == "tag"),
        frozenset(Found(fact[1], Because(fact[2]), fact[3]) for fact in told if fact[0] == "place"),
        kinds[0] if len(kinds) == 1 else "",
    )
