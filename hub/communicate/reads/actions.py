"""Writes of how often items were opened: what a web process counted is added to the numbers of the day."""

from collections.abc import Mapping
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select

from hub.aggregate.items.models import Item
from hub.communicate.reads.models import ItemReads
from hub.communicate.reads.rules import KEPT
from hub.db.engine import is_sqlite

_AT_ONCE = 200  # rows in a statement: all databases take as many values


def add(db: Session, counted: Mapping[int, int], day: date) -> None:
    """Add how often items were opened on *day*, by id; of items that are gone nothing is kept."""
    ids = sorted(counted)  # in one order, so that two processes wait for each other and never for ever
    for start in range(0, len(ids), _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        here = set(db.exec(select(Item.id).where(col(Item.id).in_(part))))
        rows = [{"item_id": each, "day": day, "number": counted[each]} for each in part if each in here]
        if rows:
            db.execute(_added(db), rows)


def forget(db: Session, now: datetime) -> None:
    """Forget the numbers of days long past."""
    db.execute(delete(ItemReads).where(col(ItemReads.day) < (now - KEPT).date()))


def _added(db: Session) -> sa.Insert:
    table, make = ItemReads.__table__, sqlite.insert if is_sqlite(db) else postgresql.insert  # type: ignore[attr-defined] # SQLModel adds it
    made = make(table)
    return made.on_conflict_do_update(
        index_elements=[table.c.item_id, table.c.day], set_={"number": table.c.number + made.excluded.number}
    )
