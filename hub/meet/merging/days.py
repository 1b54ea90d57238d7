"""Who is told of in one place on one day? What is put together by its looks is found among these alone."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col

from hub.db.bulk import batches
from hub.meet.events.models import EventPlace, Occurrence

Company = frozenset[UUID]  # all that are told of in a place on a day


def companies(db: Session, event_ids: Collection[UUID]) -> Sequence[Company]:
    """Return who is told of in the places of these events on their days, themselves among them.

    Every day is read once, however many of these events are on it.
    """
    days, places = set[date](), set[UUID]()
    for batch in batches(event_ids):
        days |= set(db.execute(_DAYS.where(col(Occurrence.event_id).in_(batch))).scalars())
        places |= set(db.execute(_PLACES.where(col(EventPlace.event_id).in_(batch))).scalars())
    found: Mapping[tuple[UUID, date], set[UUID]] = defaultdict(set)
    for some in batches(days):
        rows = _LISTED.where(col(Occurrence.starts_on).in_(some), col(EventPlace.place_id).in_(places))
        for place_id, day, event_id in db.execute(rows):
            found[place_id, day].add(event_id)
    wanted = set(event_ids)
    return [frozenset(each) for each in found.values() if not wanted.isdisjoint(each)]


_DAYS = columns(col(Occurrence.starts_on)).distinct()
_PLACES = columns(col(EventPlace.place_id)).distinct()
_LISTED = columns(col(EventPlace.place_id), col(Occurrence.starts_on), col(Occurrence.event_id)).join(
    EventPlace, col(EventPlace.event_id) == col(Occurrence.event_id)
)
