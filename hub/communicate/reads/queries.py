"""Reads of how often items were opened here: for whoever wrote them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case
from sqlmodel import Session, col, func, select

from hub.communicate.reads.models import ItemReads
from hub.communicate.reads.rules import month_from, week_from


@dataclass(frozen=True, slots=True)
class Opened:
    """How often an item was opened here in the last seven and the last thirty days."""

    week: int = 0
    month: int = 0


def opened(db: Session, item_ids: Collection[int], today: date) -> Mapping[int, Opened]:
    """Return how often these items were opened lately; those nobody opened are left out."""
    if not item_ids:
        return {}
    in_week = func.sum(case((col(ItemReads.day) >= week_from(today), col(ItemReads.number)), else_=0))
    lately = (col(ItemReads.item_id).in_(item_ids), col(ItemReads.day) >= month_from(today))
    asked = select(ItemReads.item_id, in_week, func.sum(ItemReads.number)).where(*lately)
    return {
        key: Opened(int(week), int(month)) for key, week, month in db.execute(asked.group_by(col(ItemReads.item_id)))
    }
