"""Which event that is told under a new id is one we hold? Some calendars give every event another id each time."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, or_, select

from hub.kit.text import label_key
from hub.meet.events.models import Event, Occurrence
from hub.meet.reading.values import LOOK_BACK, IncomingEvent

Key = tuple[str, str, datetime]


@dataclass(frozen=True, slots=True)
class Named:
    """What an event that is held was called, and where it was."""

    id: UUID
    title: str
    location: str


def adopted(
    db: Session, feed_id: UUID, new: Collection[IncomingEvent], gone: Mapping[str, Named], now: datetime
) -> dict[str, str]:
    """Return which of the events *gone* from a calendar, by uid, each of the *new* ones is, by uid.

    They are one where title, place and the next start are the same; of two alike each is taken once.
    """
    if not new or not gone:
        return {}
    starts = _next_starts(db, feed_id, now)
    waiting: dict[Key, list[str]] = {}
    for uid, event in sorted(gone.items(), reverse=True):
        if event.id in starts:
            waiting.setdefault(_key(event.title, event.location, starts[event.id]), []).append(uid)
    return dict(_paired(new, waiting))


def _paired(new: Iterable[IncomingEvent], waiting: dict[Key, list[str]]) -> Iterable[tuple[str, str]]:
    for event in sorted(new, key=lambda each: each.uid):
        alike = waiting.get(_key(event.title, event.location, event.dates[0].starts_at)) if event.dates else None
        if alike:
            yield event.uid, alike.pop()


def _key(title: str, location: str, start: datetime) -> Key:
    return label_key(title) or title, label_key(location) or location, start


def _next_starts(db: Session, feed_id: UUID, now: datetime) -> dict[UUID, datetime]:
    window = now - LOOK_BACK
    ahead = or_(col(Occurrence.starts_at) >= window, col(Occurrence.ends_at) > window)
    first = select(Occurrence.event_id, func.min(Occurrence.starts_at)).join(Event)
    return dict(db.exec(first.where(Event.feed_id == feed_id, ahead).group_by(col(Occurrence.event_id))).all())
