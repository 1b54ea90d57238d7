"""Writes of meetups: what a calendar tells is kept, what it no longer tells loses its future; nothing here commits."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from sqlalchemy import select as sa_select
from sqlmodel import Session, col, delete, select

from hub.db import bulk
from hub.db.base import Table
from hub.db.lastly import Turn, lastly
from hub.establish.meaning.rules import Found, Meaning
from hub.kit.text import label_key
from hub.meet.events import news
from hub.meet.events.adopting import Named, adopted
from hub.meet.events.dating import forget_future, keep_dates
from hub.meet.events.locating import locate
from hub.meet.events.models import Event, EventLabel, EventPlace, EventTag
from hub.meet.events.relisting import relist
from hub.meet.reading.values import LARGEST_SEQUENCE, Calendar, IncomingEvent
from hub.places.actions import bump

# What tells of an event that is known under another id whether it changed; what begins with _UNDERSTOOD is made of
# a publisher's words by rules of ours, which get better while the words stay.
_UNDERSTOOD = ("lat", "lon", "online_url", "price", "free", "online", "children", "step_free")
_SAID = ("title", "location", "summary", "url", "organiser", "timezone", "repeats", "cancelled")
_COMPARED = (*_SAID, *_UNDERSTOOD)
_FACTS = (
    *("uid", "title", "summary", "location", "url", "organiser", "timezone", "repeats", "sequence", "cancelled"),
    *("lat", "lon", "online_url", "price", "free", "online", "children", "step_free", "digest"),
)
_NOWHERE_YET = {"venue_id": None, "venue_because": "", "venue_evidence": "", "group_id": None}


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
    uid: str
    digest: str
    sequence: int
    facts: tuple[Any, ...]  # what _COMPARED names

    @property
    def named(self) -> Named:
        """What it was called, and where it was."""
        return Named(self.id, *self.facts[:2])


def keep_calendar(
    db: Session, feed: FeedLike, calendar: Calendar, meanings: Mapping[str, Meaning], now: datetime
) -> Kept:
    """Store a calendar's events, their dates and what they mean (by uid); rows are written only where they differ.

    An event the calendar no longer tells loses its future dates and stays, with its past and its page.
    """
    held = _held(db, feed.id, calendar)
    held |= _under_new_ids(db, feed.id, calendar, held, now)
    new = [event for event in calendar.events if event.uid not in held]
    told = [event for event in calendar.events if event.uid in held]
    changed = [event for event in told if _differs(held[event.uid], event)]
    fresh = zip((event.uid for event in new), bulk.new_ids(len(new)), strict=True)
    ids = dict(fresh) | {event.uid: held[event.uid].id for event in told}
    _add(db, feed, [(ids[event.uid], event) for event in new], now)
    better = _rewrite(db, [(held[event.uid], event) for event in told], now)
    _relabel(db, {ids[event.uid]: event for event in changed}, {ids[event.uid]: event for event in new})
    moved = keep_dates(db, feed.id, {ids[event.uid]: event.dates for event in calendar.events}, now)
    meant = _derive(db, {ids[uid]: meaning for uid, meaning in meanings.items() if uid in ids})
    locate(db, [ids[event.uid] for event in (*new, *changed)])
    gone = [] if calendar.is_part else forget_future(db, feed.id, ids.values(), now)
    touched = {*moved, *gone, *better, *(ids[event.uid] for event in new)}
    relist(db, touched | meant)
    lastly(db, Turn.FIND_OUT, _bump_places, touched)
    return Kept(len(new), len(changed), len(gone))


def derive(db: Session, meanings: Mapping[UUID, Meaning]) -> int:
    """Make the derived rows of these events say what the registry makes of them today; return how many differed."""
    differing = _derive(db, meanings)
    relist(db, differing)
    return len(differing)


def _derive(db: Session, meanings: Mapping[UUID, Meaning]) -> set[UUID]:
    differing = differing_of(db, meanings)
    places = _found(db, EventPlace, "place_id", differing)
    bump(db, (place_id for each in differing for place_id, *_ in places.get(each, ())))
    lastly(db, Turn.FIND_OUT, _bump_places, differing)
    _delete(db, EventTag, differing)
    _delete(db, EventPlace, differing)
    _insert(db, EventTag, [row for each in differing for row in _rows(each, "tag_id", meanings[each].tags)])
    _insert(db, EventPlace, [row for each in differing for row in _rows(each, "place_id", meanings[each].places)])
    return set(differing)


def differing_of(db: Session, meanings: Mapping[UUID, Meaning]) -> list[UUID]:
    """Return those of these events whose derived rows are not what the registry makes of them today."""
    tags = _found(db, EventTag, "tag_id", list(meanings))
    places = _found(db, EventPlace, "place_id", list(meanings))
    return [
        each
        for each, meaning in meanings.items()
        if (tags.get(each, set()), places.get(each, set())) != (_as_set(meaning.tags), _as_set(meaning.places))
    ]


def _add(db: Session, feed: FeedLike, new: Sequence[tuple[UUID, IncomingEvent]], now: datetime) -> None:
    birth = {"feed_id": feed.id, "source_id": feed.source_id, "changed_at": now, **_NOWHERE_YET}
    bulk.insert(db, Event, [_facts(event) | birth | {"id": event_id} for event_id, event in new])


def _held(db: Session, feed_id: UUID, calendar: Calendar) -> dict[str, _Held]:
    columns = (getattr(Event, name) for name in ("id", "uid", "digest", "sequence", *_COMPARED))
    asked = sa_select(*columns).where(col(Event.feed_id) == feed_id)
    if calendar.is_part:
        asked = asked.where(col(Event.uid).in_([event.uid for event in calendar.events]))
    return {
        uid: _Held(event_id, uid, digest, sequence, tuple(facts))
        for event_id, uid, digest, sequence, *facts in db.execute(asked)
    }


def _under_new_ids(
    db: Session, feed_id: UUID, calendar: Calendar, held: Mapping[str, _Held], now: datetime
) -> dict[str, _Held]:
    """Return by its new uid what is held of each event that a calendar tells under another one than before."""
    uids = {event.uid for event in calendar.events}
    new = [event for event in calendar.events if event.uid not in held]
    gone = {uid: each.named for uid, each in held.items() if uid not in uids and not calendar.is_part}
    return {uid: held[before] for uid, before in adopted(db, feed_id, new, gone, now).items()}


def _differs(held: _Held, event: IncomingEvent) -> bool:
    """Say whether a publisher tells an event differently; under a new id, all he wrote has another digest."""
    if held.uid == event.uid:
        return held.digest != event.digest
    said = len(_SAID)
    return held.facts[:said] != _facts_of(event, _SAID)


def _rewrite(db: Session, told: Sequence[tuple[_Held, IncomingEvent]], now: datetime) -> list[UUID]:
    """Keep what is told differently, and quietly a new id, and what we understand better today; return whose."""
    changes = [_change(held, event, now) for held, event in told if _differs(held, event)]
    quietly = [
        {name: getattr(event, name) for name in ("uid", "digest", *_UNDERSTOOD)} | {"id": held.id}
        for held, event in told
        if not _differs(held, event)
        and (held.uid, held.facts[len(_SAID) :]) != (event.uid, _facts_of(event, _UNDERSTOOD))
    ]
    for rows in (changes, quietly):
        bulk.update_each(db, Event, rows)
    return [row["id"] for row in (*changes, *quietly)]


def _facts_of(event: IncomingEvent, names: Sequence[str]) -> tuple[Any, ...]:
    return tuple(getattr(event, name) for name in names)


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


def _bump_places(db: Session, event_ids: frozenset[UUID]) -> None:
    news.tell(db, event_ids)
    for batch in bulk.batches(event_ids):
        bump(db, db.exec(select(EventPlace.place_id).where(col(EventPlace.event_id).in_(batch)).distinct()))


def _found(
    db: Session, table: type[EventTag | EventPlace], column: str, ids: Sequence[UUID]
) -> dict[UUID, set[tuple[Any, ...]]]:
    held: dict[UUID, set[tuple[Any, ...]]] = {}
    for batch in bulk.batches(ids):
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
    bulk.insert(db, table, rows)


def _delete(db: Session, table: type[EventTag | EventPlace | EventLabel], event_ids: Collection[UUID]) -> None:
    for batch in bulk.batches(event_ids):
        db.execute(delete(table).where(col(table.event_id).in_(batch)))
