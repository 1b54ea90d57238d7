"""Which conversations of a place does a decision hold? Those that are pinned, closed or slowed down."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.communicate.threads.models import Thread

MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class Held:
    """A conversation, and since when it is pinned, closed or slowed down."""

    id: int
    pinned_at: datetime | None
    closed_at: datetime | None
    slow_since: datetime | None


def steered(db: Session, place_id: UUID) -> Sequence[Held]:
    """Return the conversations of a place that are pinned, closed or slowed down, the newest first."""
    is_held = or_(*(col(each).is_not(None) for each in (Thread.pinned_at, Thread.closed_at, Thread.slow_since)))
    wanted = select(Thread).where(Thread.place_id == place_id, col(Thread.heir_id).is_(None), is_held)
    rows = db.exec(wanted.order_by(col(Thread.id).desc()).limit(MOST_LISTED))
    return [Held(row.id, row.pinned_at, row.closed_at, row.slow_since) for row in rows if row.id]
