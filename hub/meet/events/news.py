"""Which events came, changed, moved or went? A queue for who draws conclusions from several events at once."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.db import bulk
from hub.db.lastly import Turn, lastly
from hub.meet.events.models import EventNews


class News(NamedTuple):
    """That something about an event is new: its number in the queue, and which event."""

    number: int
    event_id: UUID


def tell(db: Session, event_ids: Iterable[UUID]) -> None:
    """Note that something about these events is new, once each, before the transaction commits."""
    lastly(db, Turn.WRITE, _write, event_ids)


def waiting(db: Session, most: int) -> Sequence[News]:
    """Return the first of what was told."""
    asked = select(EventNews.id, EventNews.event_id).order_by(col(EventNews.id)).limit(most)
    return [News(number, event_id) for number, event_id in db.execute(asked) if number is not None]


def done(db: Session, numbers: Sequence[int]) -> None:
    """Take what was seen to out of the queue."""
    # By their numbers: what is told of the same event meanwhile has one of its own, and waits.
    db.execute(delete(EventNews).where(col(EventNews.id).in_(numbers)))


def _write(db: Session, event_ids: frozenset[UUID]) -> None:
    ids = bulk.next_ids(db, EventNews, len(event_ids))
    rows = [{"id": number, "event_id": each} for number, each in zip(ids, sorted(event_ids), strict=True)]
    bulk.insert(db, EventNews, rows)
