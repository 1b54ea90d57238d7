"""Writes of the dates in the lists of places, derived from events, their dates and places; nothing here commits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import select as ask
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from hub.db import bulk
from hub.meet.events.models import Event, EventPlace, ListedDate, Occurrence
from hub.meet.events.places import same_meeting
from hub.meet.events.rules import DAY, first_day
from hub.meet.events.together import Told, meetings
from hub.places.models import Place

_KEY = ("place_id", "meeting_at", "meeting", "occurrence_id")

_TOLD = (
    *(col(Occurrence.id), col(Occurrence.event_id), col(Event.group_id)),
    *(col(Occurrence.starts_at), col(Occurrence.ends_at), col(Occurrence.starts_on), col(Occurrence.all_day)),
)
_WHOSE = (col(Occurrence.cancelled), col(Event.feed_id), col(Event.source_id), col(Event.cancelled))


class _Row(NamedTuple):
    """What a row of the list says."""

    place_id: UUID
    meeting_at: datetime
    meeting: UUID
    occurrence_id: UUID
    event_id: UUID
    feed_id: UUID
    source_id: UUID
    starts_at: datetime
    ends_at: datetime | None
    day: date
    all_day: bool
    goes_on: bool
    cancelled: bool


_COLUMNS = _Row._fields


def relist(db: Session, event_ids: Iterable[UUID]) -> int:
    """List these events, and those merged with them, where and when they are today; return how many rows differed.

    Whoever wrote an event, a date, a place or the group of one calls this, once that is written.
    """
    db.flush()
    together = _together(db, set(event_ids))
    held, wanted = set(_held(db, together)), set(_wanted(db, together))
    _delete(db, held - wanted)
    bulk.insert(db, ListedDate, [row._asdict() for row in wanted - held])
    return len(held ^ wanted)


def relist_in(db: Session, place_ids: Collection[UUID]) -> int:
    """List anew what is in these places, whose clocks are others now; return how many rows differed."""
    there = select(EventPlace.event_id).where(col(EventPlace.place_id).in_(place_ids)).distinct()
    return relist(db, db.exec(there).all()) if place_ids else 0


def _together(db: Session, event_ids: Collection[UUID]) -> list[UUID]:
    """Return *event_ids* with all that are merged with them, and all that were when they were listed last."""
    found = set(event_ids)
    for batch in bulk.batches(event_ids):
        groups = select(Event.group_id).where(col(Event.id).in_(batch), col(Event.group_id).is_not(None))
        found |= set(db.exec(select(Event.id).where(col(Event.group_id).in_(groups))))
        found |= set(db.execute(_listed_with(batch)).scalars())
    return list(found)


def _listed_with(event_ids: Sequence[UUID]) -> Any:  # noqa: ANN401 -- a select of ids
    own, other = aliased(ListedDate), aliased(ListedDate)
    return select(other.event_id).join(own, same_meeting(other, own)).where(col(own.event_id).in_(event_ids)).distinct()


def _held(db: Session, event_ids: Collection[UUID]) -> Iterator[_Row]:
    columns = [getattr(ListedDate, name) for name in _COLUMNS]
    for batch in bulk.batches(event_ids):
        for row in db.execute(select(*columns).where(col(ListedDate.event_id).in_(batch))):
            yield _Row(*row)


def _wanted(db: Session, event_ids: Collection[UUID]) -> Iterator[_Row]:
    dates = list(_dates(db, event_ids))
    places = _places(db, event_ids)
    first_of = meetings([told for told, *_ in dates])
    for told, feed_id, source_id, is_off in dates:
        first = first_of[told.id]
        long = told.ends_at is not None and told.ends_at - told.starts_at > DAY
        usual = (told.id, told.event_id, feed_id, source_id, told.starts_at, told.ends_at)
        for place_id, zone in places.get(told.event_id, ()):
            yield _Row(place_id, first.starts_at, first.id, *usual, first_day(told, zone), told.all_day, long, is_off)


def _dates(db: Session, event_ids: Collection[UUID]) -> Iterator[tuple[Told, UUID, UUID, bool]]:
    for batch in bulk.batches(event_ids):
        rows = ask(*_TOLD, *_WHOSE).select_from(Occurrence).join(Event, col(Event.id) == Occurrence.event_id)
        for *told, is_off, feed_id, source_id, all_off in db.execute(rows.where(col(Event.id).in_(batch))):
            yield Told(*told), feed_id, source_id, is_off or all_off


def _places(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, list[tuple[UUID, ZoneInfo]]]:
    found: dict[UUID, list[tuple[UUID, ZoneInfo]]] = {}
    for batch in bulk.batches(event_ids):
        rows = select(EventPlace.event_id, Place.id, Place.timezone).join(Place)
        for event_id, place_id, timezone in db.execute(rows.where(col(EventPlace.event_id).in_(batch))):
            found.setdefault(event_id, []).append((place_id, ZoneInfo(timezone)))
    return found


def _delete(db: Session, rows: Collection[_Row]) -> None:
    bulk.delete(db, ListedDate, [{name: getattr(row, name) for name in _KEY} for row in rows])
