"""At which venue is each event? Derived from what its calendar writes and what mentors know."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import SourcePlace
from hub.db import bulk
from hub.db.bulk import BATCH, batches
from hub.meet.events import news
from hub.meet.events.models import Event, EventPlace
from hub.meet.events.places import in_place
from hub.meet.venues.atlas import atlas
from hub.meet.venues.models import VenueWork
from hub.meet.venues.rules import Atlas, Where, where
from hub.places.actions import bump

_TOLD = tuple(
    col(getattr(Event, name))
    for name in ("id", "feed_id", "source_id", "location", "venue_id", "venue_because", "venue_evidence")
)
AT_ONCE = 4  # batches a page waits for; the rest is done in the background


@dataclass(frozen=True, slots=True)
class _Told:
    """Where an event is, as its calendar writes it and as we hold it."""

    id: UUID
    feed_id: UUID
    source_id: UUID
    location: str
    held: tuple[UUID | None, str, str]


def locate(db: Session, event_ids: Collection[UUID]) -> int:
    """Say of each of these events where it is; return how many are elsewhere than was held."""
    if not event_ids:
        return 0
    known, ids = atlas(db), sorted(event_ids)
    return sum(_settle(db, known, _told(db, None, [col(Event.id).in_(batch)])) for batch in batches(ids))


def why_there(db: Session, event_id: UUID) -> tuple[str, str]:
    """Return why we say that an event is where it is, and the words that told us; both empty where we do not know."""
    found = db.exec(select(Event.venue_because, Event.venue_evidence).where(Event.id == event_id)).first()
    return (found[0], found[1]) if found else ("", "")


def locate_now(db: Session) -> None:
    """Do at once, for who just decided something, as much of what is to be asked anew as a page may wait for."""
    for _ in range(AT_ONCE):
        if not go_on(db):
            break


def is_to_do(db: Session) -> bool:
    """Say whether any event is to be asked anew where it is."""
    return db.exec(select(VenueWork.place_id).limit(1)).first() is not None


def go_on(db: Session, limit: int = BATCH) -> bool:
    """Say where the next *limit* events are that were to be asked anew; return whether there was anything to do."""
    work = db.exec(select(VenueWork).order_by(col(VenueWork.place_id)).with_for_update()).first()
    if work is None:
        return False
    told = _told(db, work.after_id, [in_place(work.place_id)], limit)
    _settle(db, atlas(db), told)
    if len(told) < limit:
        db.delete(work)
    else:
        work.after_id = told[-1].id
    db.flush()
    return True


def _told(db: Session, after: UUID | None, which: Sequence[Any], limit: int = BATCH) -> Sequence[_Told]:
    rows = select(*_TOLD).order_by(col(Event.id)).limit(limit)
    wanted = rows.where(*which) if after is None else rows.where(*which, col(Event.id) > after)
    return [
        _Told(event_id, feed_id, source_id, location, (at, because, evidence))
        for event_id, feed_id, source_id, location, at, because, evidence in db.execute(wanted)
    ]


def _settle(db: Session, known: Atlas, told: Sequence[_Told]) -> int:
    """Write where these events are, of those that are held to be elsewhere; return how many these are."""
    homes = _homes(db, {each.source_id for each in told})
    found: dict[UUID, Where] = {}
    said: dict[tuple[UUID, UUID, str], Where] = {}  # a calendar writes few locations, over and over
    for each in told:
        key = (each.feed_id, each.source_id, each.location)
        if key not in said:
            said[key] = where(known, each.location, homes.get(each.source_id, ()), known.usual.get(each.feed_id))
        is_at = said[key]
        if (is_at.venue_id, str(is_at.because), is_at.evidence) != each.held:
            found[each.id] = is_at
    if found:
        bulk.update_each(db, Event, [_row(event_id, is_at) for event_id, is_at in found.items()])
        news.tell(db, _elsewhere(told, found))  # merging asks whether two events are at one venue
        _bump_places(db, list(found))
    return len(found)


def _elsewhere(told: Sequence[_Told], found: Mapping[UUID, Where]) -> Sequence[UUID]:
    """Return which of these events are at another venue than was held; not those known to be there by other words."""
    return [each.id for each in told if each.id in found and found[each.id].venue_id != each.held[0]]


def _row(event_id: UUID, is_at: Where) -> dict[str, object]:
    because = str(is_at.because)
    return {"id": event_id, "venue_id": is_at.venue_id, "venue_because": because, "venue_evidence": is_at.evidence}


def _homes(db: Session, source_ids: Collection[UUID]) -> Mapping[UUID, tuple[UUID, ...]]:
    rows = select(SourcePlace.source_id, SourcePlace.place_id).where(col(SourcePlace.source_id).in_(source_ids))
    found: dict[UUID, tuple[UUID, ...]] = {}
    for source_id, place_id in db.execute(rows):
        found[source_id] = (*found.get(source_id, ()), place_id)
    return found


def _bump_places(db: Session, event_ids: Sequence[UUID]) -> None:
    rows = select(EventPlace.place_id).where(col(EventPlace.event_id).in_(event_ids)).distinct()
    bump(db, db.exec(rows).all())
