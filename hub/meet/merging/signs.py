"""What is an event known by elsewhere too? Ids that are the same in all calendars, and the pages they lead to."""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from sqlmodel import Session, col, delete, func, insert, select

from hub.aggregate.items.rules import page_key
from hub.db.bulk import batches
from hub.meet.events.models import Event
from hub.meet.merging.models import EventSign
from hub.meet.merging.rules import Sign, is_global, key_of

CROWD = 20  # events that lead to one page: more of them mean a list, which says nothing of any


def derive(db: Session, event_ids: Collection[UUID]) -> None:
    """Write what these events are known by, as far as that differs."""
    held, wanted = dict(_held(db, event_ids)), dict(_wanted(db, event_ids))
    changed = [each for each in event_ids if held.get(each, frozenset()) != wanted.get(each, frozenset())]
    for batch in batches(changed):
        db.execute(delete(EventSign).where(col(EventSign.event_id).in_(batch)))
    rows = [
        {"event_id": each, "kind": kind, "key": key} for each in changed for kind, key in wanted.get(each, frozenset())
    ]
    if rows:
        db.execute(insert(EventSign), rows)


def sharing(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return which other events share a sign with each of these; a sign of a crowd is none."""
    signs = dict(_held(db, event_ids))
    carriers = _carriers(db, {sign for told in signs.values() for sign in told})
    return {
        each: frozenset().union(*(carriers.get(sign, frozenset()) for sign in told)) - {each}
        for each, told in signs.items()
    }


def pages(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, int]:
    """Return the page each of these events leads to; that of a crowd is left out."""
    told = {each: key for each, signs in _held(db, event_ids) for kind, key in signs if kind == Sign.PAGE}
    crowded = _crowded(db, set(told.values()))
    return {each: key for each, key in told.items() if key not in crowded}


def shared_in_a_feed(db: Session, keys: Collection[int]) -> frozenset[tuple[UUID, int]]:
    """Return the feeds, and which of these pages several of their events lead to."""
    found = Counter[tuple[UUID, int]]()
    for batch in batches(keys):
        rows = select(Event.feed_id, EventSign.key).join(EventSign).where(col(EventSign.key).in_(batch))
        found.update((feed_id, key) for feed_id, key in db.execute(rows.where(EventSign.kind == Sign.PAGE)))
    return frozenset(each for each, number in found.items() if number > 1)


def _carriers(db: Session, signs: Collection[tuple[str, int]]) -> Mapping[tuple[str, int], frozenset[UUID]]:
    crowded = _crowded(db, {key for _, key in signs})
    wanted = [key for _, key in signs if key not in crowded]
    found: dict[tuple[str, int], frozenset[UUID]] = {}
    for batch in batches(wanted):
        rows = select(EventSign.kind, EventSign.key, EventSign.event_id).where(col(EventSign.key).in_(batch))
        for kind, key, event_id in db.execute(rows):
            found[kind, key] = found.get((kind, key), frozenset()) | {event_id}
    return found


def _crowded(db: Session, keys: Collection[int]) -> frozenset[int]:
    found = set[int]()
    for batch in batches(keys):
        counted = select(EventSign.key).where(col(EventSign.key).in_(batch)).group_by(col(EventSign.key))
        found |= set(db.execute(counted.having(func.count() > CROWD)).scalars())
    return frozenset(found)


def _held(db: Session, event_ids: Collection[UUID]) -> Iterator[tuple[UUID, frozenset[tuple[str, int]]]]:
    found: dict[UUID, frozenset[tuple[str, int]]] = {}
    for batch in batches(event_ids):
        rows = select(EventSign.event_id, EventSign.kind, EventSign.key).where(col(EventSign.event_id).in_(batch))
        for event_id, kind, key in db.execute(rows):
            found[event_id] = found.get(event_id, frozenset()) | {(kind, key)}
    return iter(found.items())


def _wanted(db: Session, event_ids: Collection[UUID]) -> Iterator[tuple[UUID, frozenset[tuple[str, int]]]]:
    for batch in batches(event_ids):
        for event_id, uid, url in db.execute(select(Event.id, Event.uid, Event.url).where(col(Event.id).in_(batch))):
            page = page_key(url)
            signs = [(Sign.UID.value, key_of(uid))] if is_global(uid) else []
            yield event_id, frozenset([*signs, *([(Sign.PAGE.value, page)] if page is not None else [])])
