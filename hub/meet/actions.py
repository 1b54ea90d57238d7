"""Writes of meetups: what a calendar tells is kept, what it no longer tells loses its future; nothing here commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlmodel import Session, col, delete, or_, select, update

from hub.db.base import Table
from hub.db.lastly import Turn, lastly
from hub.establish.meaning.rules import Found, Meaning
from hub.kit.text import label_key
from hub.meet.models import Event, EventLabel, EventPlace, EventTag, Occurrence
from hub.meet.values import LARGEST_SEQUENCE, LOOK_BACK, Calendar, Date, IncomingEvent
from hub.places.actions import bump

BATCH = 500  # ids in one question
_FACTS = (
    *("uid", "title", "summary", "location", "url", "organiser", "timezone", "repeats", "sequence", "cancelled"),
    "digest",
)


class FeedLike(Protocol):
    """What we need to know of the feed a calendar came from."""

    @property
    def id(self) -> UUID:
        """The feed's own id."""
        ...

    @property
    def source_id(self) -> UUID:
        """Whose feed it is."""
        ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What one look at a calendar changed, in events."""

    added: int = 0
    changed: int = 0
    gone: int = 0  # no longer told: their future dates were taken out, they themselves stay


@dataclass(frozen=True, slots=True)
class _Held:
    """What we hold of an event."""

    id: UUID
    digest: str
    sequence: int


def keep_calendar(
    db: Session, feed: FeedLike, calendar: Calendar, meanings: Mapping[str, Meaning], now: datetime
) -> Kept:
    """Store a calendar's events, their dates and what they mean (by uid); rows are written only where they differ.

    An event the calendar no longer tells loses its future dates and stays, with its past and its page.
    """
    held = _held(db, feed.id)
    new = [event for event in calendar.events if event.uid not in held]
    told = [event for event in calendar.events if event.uid in held]
    changed = [event for event in told if held[event.uid].digest != event.digest]
    ids = {event.uid: uuid4() for event in new} | {event.uid: held[event.uid].id for event in told}
    if new:
        birth = {"feed_id": feed.id, "source_id": feed.source_id, "changed_at": now}
        db.execute(insert(Event), [_facts(event) | birth | {"id": ids[event.uid]} for event in new])
    if changed:
        db.execute(update(Event), [_change(held[event.uid], event, now) for event in changed])
    _relabel(db, {ids[event.uid]: event for event in changed}, {ids[event.uid]: event for event in new})
    moved = _keep_dates(db, feed.id, {ids[event.uid]: event.dates for event in calendar.events}, now)
    derive(db, {ids[uid]: meaning for uid, meaning in meanings.items() if uid in ids})
    gone = _forget_future(db, feed.id, ids.values(), now)
    lastly(db, Turn.FIND_OUT, _bump_places, {*moved, *gone, *(ids[event.uid] for event in (*new, *changed))})
    return Kept(len(new), len(changed), len(gone))


def derive(db: Session, meanings: Mapping[UUID, Meaning]) -> int:
    """Make the derived rows of these events say what the registry makes of them today; return how many differed."""
    differing = differing_of(db, meanings)
    places = _found(db, EventPlace, "place_id", differing)
    bump(db, (place_id for each in differing for place_id, *_ in places.get(each, ())))
    lastly(db, Turn.FIND_OUT, _bump_places, differing)
    _delete(db, EventTag, differing)
    _delete(db, EventPlace, differing)
    _insert(db, EventTag, [row for each in differing for row in _rows(each, "tag_id", meanings[each].tags)])
    _insert(db, EventPlace, [row for each in differing for row in _rows(each, "place_id", meanings[each].places)])
    return len(differing)


def differing_of(db: Session, meanings: Mapping[UUID, Meaning]) -> list[UUID]:
    """Return those of these events whose derived rows are not what the registry makes of them today."""
    tags = _found(db, EventTag, "tag_id", list(meanings))
    places = _found(db, EventPlace, "place_id", list(meanings))
    return [
        each
        for each, meaning in meanings.items()
        if (tags.get(each, set()), places.get(each, set())) != (_as_set(meaning.tags), _as_set(meaning.places))
    ]


def _held(db: Session, feed_id: UUID) -> dict[str, _Held]:
    rows = db.execute(select(Event.uid, Event.id, Event.digest, Event.sequence).where(Event.feed_id == feed_id))
    return {uid: _Held(event_id, digest, sequence) for uid, event_id, digest, sequence in rows}


def _facts(event: IncomingEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in _FACTS}


def _change(held: _Held, event: IncomingEvent, now: datetime) -> dict[str, Any]:
    # Many publishers change an event without raising its SEQUENCE; those who subscribe to us must notice all the same.
    sequence = min(max(event.sequence, held.sequence + 1), LARGEST_SEQUENCE)
    return _facts(event) | {"id": held.id, "sequence": sequence, "changed_at": now}


def _relabel(db: Session, changed: Mapping[UUID, IncomingEvent], new: Mapping[UUID, IncomingEvent]) -> None:
    _delete(db, EventLabel, list(changed))
    rows = [
        {"event_id": event_id, "key": key, "label": label}
        for event_id, event in (*changed.items(), *new.items())
        for key, label in {label_key(label): label for label in reversed(event.categories)}.items()
        if key
    ]
    _insert(db, EventLabel, rows)


def _keep_dates(db: Session, feed_id: UUID, told: Mapping[UUID, Sequence[Date]], now: datetime) -> set[UUID]:
    """Make the dates in the window those told, and return whose differed; dates before it are history and stay."""
    window = now - LOOK_BACK
    starts = [each.starts_at for dates in told.values() for each in dates]
    held = _dates_from(db, feed_id, min([window, *starts]))
    gone: dict[UUID, UUID] = {}  # a date and its event
    new: list[dict[str, Any]] = []
    for event_id, dates in told.items():
        ours = held.get(event_id, {})
        theirs = {each.starts_at: each for each in dates}
        outdated = (row_id for start, (row_id, date) in ours.items() if _outdated(date, theirs.get(start), window))
        gone |= dict.fromkeys(outdated, event_id)
        new += [
            {"id": uuid4(), "event_id": event_id} | asdict(date)
            for start, date in theirs.items()
            if start not in ours or ours[start][1] != date
        ]
    for batch in _batches(list(gone)):
        db.execute(delete(Occurrence).where(col(Occurrence.id).in_(batch)))
    _insert(db, Occurrence, new)
    return {*gone.values(), *(row["event_id"] for row in new)}


def _outdated(ours: Date, theirs: Date | None, window: datetime) -> bool:
    if theirs is None:
        return max(ours.starts_at, ours.ends_at or ours.starts_at) >= window
    return ours != theirs


def _dates_from(db: Session, feed_id: UUID, since: datetime) -> dict[UUID, dict[datetime, tuple[UUID, Date]]]:
    late = or_(col(Occurrence.starts_at) >= since, col(Occurrence.ends_at) >= since)
    rows = db.exec(select(Occurrence).join(Event).where(Event.feed_id == feed_id, late))
    found: dict[UUID, dict[datetime, tuple[UUID, Date]]] = {}
    for row in rows:
        date = Date(
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            starts_on=row.starts_on,
            all_day=row.all_day,
            title=row.title,
            location=row.location,
            cancelled=row.cancelled,
            slot=row.slot,
        )
        found.setdefault(row.event_id, {})[row.starts_at] = (row.id, date)
    return found


def _forget_future(db: Session, feed_id: UUID, told: Iterable[UUID], now: datetime) -> list[UUID]:
    ahead = select(Occurrence.event_id).join(Event).where(Event.feed_id == feed_id, Occurrence.starts_at > now)
    gone = list(set(db.exec(ahead.distinct())) - set(told))
    for batch in _batches(gone):
        future = delete(Occurrence).where(col(Occurrence.event_id).in_(batch), col(Occurrence.starts_at) > now)
        db.execute(future)
    return gone


def _bump_places(db: Session, event_ids: frozenset[UUID]) -> None:
    for batch in _batches(list(event_ids)):
        bump(db, db.exec(select(EventPlace.place_id).where(col(EventPlace.event_id).in_(batch)).distinct()))


def _found(
    db: Session, table: type[EventTag | EventPlace], column: str, ids: Sequence[UUID]
) -> dict[UUID, set[tuple[Any, ...]]]:
    held: dict[UUID, set[tuple[Any, ...]]] = {}
    for batch in _batches(ids):
        rows = select(table.event_id, getattr(table, column), table.because, table.evidence)
        for event_id, *fact in db.execute(rows.where(col(table.event_id).in_(batch))):
            held.setdefault(event_id, set()).add(tuple(fact))
    return held


def _as_set(found: Iterable[Found]) -> set[tuple[Any, ...]]:
    return {(each.id, str(each.because), each.evidence) for each in found}


def _rows(event_id: UUID, column: str, found: Iterable[Found]) -> list[dict[str, Any]]:
    return [
        {"event_id": event_id, column: each.id, "because": str(each.because), "evidence": each.evidence}
        for each in found
    ]


def _insert(db: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        db.execute(insert(table), rows)


def _delete(db: Session, table: type[EventTag | EventPlace | EventLabel], event_ids: Collection[UUID]) -> None:
    for batch in _batches(list(event_ids)):
        db.execute(delete(table).where(col(table.event_id).in_(batch)))


def _batches(ids: Sequence[UUID]) -> Iterable[Sequence[UUID]]:
    return (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
