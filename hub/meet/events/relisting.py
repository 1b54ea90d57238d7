"""Writes of the dates in the lists of places, derived from events, their dates and places; nothing here commits."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from hub.db import bulk
from hub.meet.events.models import Event, EventPlace, ListedDate, Occurrence
from hub.meet.events.places import same_meeting
from hub.meet.events.rules import DAY, first_day
from hub.meet.events.together import Told, meetings
from hub.places.models import Place

_KEY = ("place_id", "meeting_at", "meeting", "occurrence_id")


@dataclass(frozen=True, slots=True)
class _Row:
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


_COLUMNS = tuple(_Row.__dataclass_fields__)


def relist(db: Session, event_ids: Iterable[UUID]) -> int:
    """List these events, and those merged with them, where and when they are today; return how many rows differed.

    Whoever wrote an event, a date, a place or the group of one calls this, once that is written.
    """
    db.flush()
    together = _together(db, set(event_ids))
    held, wanted = set(_held(db, together)), set(_wanted(db, together))
    _delete(db, held - wanted)
    bulk.insert(db, ListedDate, [{name: getattr(row, name) for name in _COLUMNS} for row in wanted - held])
    return len(held ^ wanted)


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
        rows = select(Occurrence, Event).join(Event).where(col(Event.id).in_(batch))
        for row, event in db.exec(rows):
            told = Told(row.id, row.event_id, event.group_id, row.starts_at, row.ends_at, row.starts_on, row.all_day)
            yield told, event.feed_id, event.source_id, row.cancelled or event.cancelled


def _places(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, list[tuple[UUID, ZoneInfo]]]:
    found: dict[UUID, list[tuple[UUID, ZoneInfo]]] = {}
    for batch in bulk.batches(event_ids):
        rows = select(EventPlace.event_id, Place.id, Place.timezone).join(Place)
        for event_id, place_id, timezone in db.execute(rows.where(col(EventPlace.event_id).in_(batch))):
            found.setdefault(event_id, []).append((place_id, ZoneInfo(timezone)))
    return found


def _delete(db: Session, rows: Collection[_Row]) -> None:
    bulk.delete(db, ListedDate, [{name: getattr(row, name) for name in _KEY} for row in rows])
