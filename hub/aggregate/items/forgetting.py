"""Writes that take everything a source said out of the hub, to the last row."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from hub.aggregate.items import twins, versions
from hub.aggregate.items.actions import take_down
from hub.aggregate.items.deriving import BATCH
from hub.aggregate.items.models import Enclosure, Item, ItemLabel
from hub.people.cases.models import Withholding
from hub.people.cases.rules import TAKEN_DOWN, Measure, Target


def forget_source(db: Session, source_id: UUID) -> int:
    """Delete every item of a source with all that was derived from it; return how many there were.

    What holds of the source goes on, in case it comes back; where only items of it were taken down, what it says then
    is read before it appears.
    """
    ids = [item_id for item_id in db.exec(select(Item.id).where(Item.source_id == source_id)) if item_id is not None]
    since = _decided_since(db, ids)
    forget(db, ids)
    if since:
        _have_read(db, source_id, since)
    return len(ids)


def forget(db: Session, item_ids: Sequence[int]) -> None:
    """Delete items with all that was derived from them; what refers to them by a key must be gone before."""
    for start in range(0, len(item_ids), BATCH):
        _forget(db, item_ids[start : start + BATCH])


def _forget(db: Session, item_ids: Sequence[int]) -> None:
    take_down(db, item_ids)
    twins.fold_now(db, item_ids)
    versions.forget(db, item_ids)
    db.execute(delete(Withholding).where(*_of_items(item_ids)))  # what was decided stays with its case
    for table in (ItemLabel, Enclosure):
        db.execute(delete(table).where(col(table.item_id).in_(item_ids)))
    db.execute(delete(Item).where(col(Item.id).in_(item_ids)))


def _decided_since(db: Session, item_ids: Sequence[int]) -> datetime | None:
    """Return since when any of these items is taken down by a decision; None where none is."""
    parts = [item_ids[start : start + BATCH] for start in range(0, len(item_ids), BATCH)]
    return min(
        (
            row.since
            for part in parts
            for row in db.exec(select(Withholding).where(*_of_items(part)))
            if row.measure in TAKEN_DOWN and row.case_id is not None
        ),
        default=None,
    )


def _have_read(db: Session, source_id: UUID, since: datetime) -> None:
    key = (Target.SOURCE, source_id.hex)
    row = db.get(Withholding, key) or Withholding(target_kind=key[0], target_id=key[1], measure="", since=since)
    if row.measure in {"", Measure.LABEL}:
        row.measure = Measure.RESTRICT
    db.add(row)
    db.flush()


def _of_items(item_ids: Sequence[int]) -> tuple[ColumnElement[bool], ...]:
    return col(Withholding.target_kind) == Target.ITEM, col(Withholding.target_id).in_([str(each) for each in item_ids])
