"""Which dates of an event are kept? Those its calendar tells, and those that are history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select

from hub.db import bulk
from hub.meet.events.models import Event, Occurrence
from hub.meet.reading.values import LOOK_BACK, Date

_DATE = tuple(each.name for each in fields(Date))


def keep_dates(db: Session, feed_id: UUID, told: Mapping[UUID, Sequence[Date]], now: datetime) -> set[UUID]:
    """Make the dates in the window those told, and return whose differed; dates before it are history and stay."""
    window = now - LOOK_BACK
    starts = [each.starts_at for dates in told.values() for each in dates]
    held = _dates_from(db, feed_id, min([window, *starts]), told)
    gone: dict[UUID, UUID] = {}  # a date and its event
    new: list[dict[str, Any]] = []
    for event_id, dates in told.items():
        ours = held.get(event_id, {})
        theirs = {each.starts_at: each for each in dates}
        outdated = (row_id for start, (row_id, date) in ours.items() if _outdated(date, theirs.get(start), window))
        gone |= dict.fromkeys(outdated, event_id)
        new += [
            {"event_id": event_id} | {name: getattr(date, name) for name in _DATE}
            for start, date in theirs.items()
            if start not in ours or ours[start][1] != date
        ]
    for batch in bulk.batches(gone):
        db.execute(delete(Occurrence).where(col(Occurrence.id).in_(batch)))
    ids = bulk.new_ids(len(new))
    bulk.insert(db, Occurrence, [row | {"id": each} for row, each in zip(new, ids, strict=True)])
    return {*gone.values(), *(row["event_id"] for row in new)}


def _outdated(ours: Date, theirs: Date | None, window: datetime) -> bool:
    if theirs is None:
        return max(ours.starts_at, ours.ends_at or ours.starts_at) >= window
    return ours != theirs


def _dates_from(
    db: Session, feed_id: UUID, since: datetime, told: Collection[UUID]
) -> dict[UUID, dict[datetime, tuple[UUID, Date]]]:
    late = or_(col(Occurrence.starts_at) >= since, col(Occurrence.ends_at) >= since)
    asked = select(Occurrence).join(Event).where(Event.feed_id == feed_id, late)
    if len(told) <= bulk.BATCH:  # as of one meetup that was typed, beside hundreds in one feed
        asked = asked.where(col(Occurrence.event_id).in_(told))
    found: dict[UUID, dict[datetime, tuple[UUID, Date]]] = {}
    for row in db.exec(asked):
        date = Date(**{name: getattr(row, name) for name in _DATE})
        found.setdefault(row.event_id, {})[row.starts_at] = (row.id, date)
    return found


def forget_future(db: Session, feed_id: UUID, told: Iterable[UUID], now: datetime) -> list[UUID]:
    """Delete the dates ahead of a feed's events that are not *told* any more; return whose these were."""
    ahead = select(Occurrence.event_id).join(Event).where(Event.feed_id == feed_id, Occurrence.starts_at > now)
    gone = list(set(db.exec(ahead.distinct())) - set(told))
    for batch in bulk.batches(gone):
        db.execute(delete(Occurrence).where(col(Occurrence.event_id).in_(batch), col(Occurrence.starts_at) > now))
    return gone
