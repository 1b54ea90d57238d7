"""Reads of bridging: who talked with whom in a place, month by month."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from hub.communicate.bridging.models import Bridge
from hub.communicate.bridging.rules import Cell, counts, first_day
from hub.communicate.bridging.talk import answers
from hub.kit.zones import midnight


@dataclass(frozen=True, slots=True)
class Counted:
    """How often voices of one kind answered voices of another one in a month."""

    month: str  # 2026-11, in the place's own time
    from_kind: str
    to_kind: str
    number: int


def between(db: Session, place_id: UUID, since: str, until: str) -> Sequence[Counted]:
    """Return what was counted in a place from one month to another, both of them too, the oldest month first."""
    asked = select(Bridge.month, Bridge.from_kind, Bridge.to_kind, Bridge.number)
    there = asked.where(col(Bridge.place_id) == place_id, col(Bridge.month) >= since, col(Bridge.month) <= until)
    rows = db.exec(there.order_by(col(Bridge.month), col(Bridge.from_kind), col(Bridge.to_kind)))
    return [Counted(*row) for row in rows]


def counted_anew(db: Session, place_id: UUID, zone: str, since: str) -> dict[Cell, int]:
    """Count who answered whom in a place from a month on, from what was said itself."""
    return counts(answers(db, place_id, midnight(first_day(since), zone)), zone)


def kept(db: Session, place_id: UUID, since: str) -> dict[Cell, int]:
    """Return what is kept of it."""
    rows = db.exec(select(Bridge).where(Bridge.place_id == place_id, col(Bridge.month) >= since))
    return {(row.month, row.from_kind, row.to_kind): row.number for row in rows}
