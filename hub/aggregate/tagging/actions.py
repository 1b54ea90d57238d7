"""Derived rows rebuilt: what the registry makes of stored items today."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from hub.aggregate.items import actions as items
from hub.aggregate.items import twins
from hub.aggregate.items.deriving import Placed
from hub.aggregate.items.models import Item
from hub.aggregate.items.withholding import holds
from hub.aggregate.tagging.comparing import compared, id_of, labels_of, today_of
from hub.aggregate.tagging.rules import Registry, text_of
from hub.db.turns import take_turn

BATCH = 500
_MATTER = "what items and meetups mean"


@dataclass(frozen=True, slots=True)
class Retagged:
    """How far one batch came: the last item looked at (None when none was left), and how many differed."""

    last_id: int | None
    looked_at: int = 0
    differing: int = 0


def have_turn(db: Session) -> None:
    """Have nobody else sort items or meetups anew until this transaction ends; read what is stored afterwards."""
    take_turn(db, _MATTER)


def retag(db: Session, registry: Registry, after_id: int = 0) -> Retagged:
    """Rebuild the derived rows of the next batch of items above *after_id*, writing only where they differ."""
    have_turn(db)
    rows = db.exec(select(Item).where(col(Item.id) > after_id).order_by(col(Item.id)).limit(BATCH)).all()
    if not rows:
        return Retagged(last_id=None)
    looked_at = compared(db, registry, rows)
    changed = [each.placed for each in looked_at if each.differs]
    items.rederive(db, changed)
    twins.fold_later(db, (row.page_key for row in rows))
    return Retagged(last_id=id_of(rows[-1]), looked_at=len(rows), differing=len(changed))


def settle_withheld(db: Session, registry: Registry, item_ids: Sequence[int]) -> None:
    """Take down what is withheld of these items, and show the others as the registry has them today."""
    for start in range(0, len(item_ids), BATCH):
        ids = item_ids[start : start + BATCH]
        withheld, labels = holds(db, ids), labels_of(db, ids)
        rows = db.exec(select(Item).where(col(Item.id).in_(ids))).all()
        out = [row for row in rows if withheld.keep_out(id_of(row), row.source_id, row.link)]
        items.take_down(db, [id_of(row) for row in out])
        items.show(db, [_shown(registry, row, labels.get(id_of(row), ())) for row in rows if row not in out])


def _shown(registry: Registry, row: Item, labels: Sequence[str]) -> items.Shown:
    today, kind = today_of(registry, row, labels), registry.speakers[row.source_id].kind
    return Placed(id_of(row), row.source_id, row.sort_at, kind, today), row.title, text_of(row.html, row.summary)
