"""What is looked at to say which events are one meetup? Those that share a sign, a title, a group, or a decision."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from uuid import UUID

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, or_, select

from hub.aggregate.feeds.models import Source
from hub.db.bulk import batches
from hub.meet.events.models import Event, Occurrence
from hub.meet.merging import signs
from hub.meet.merging.gathering import Decided
from hub.meet.merging.knots import Pair
from hub.meet.merging.models import EventBond
from hub.meet.merging.rules import Begins, Telling, ordered


def sharing(db: Session, event_ids: Collection[UUID]) -> frozenset[Pair]:
    """Return which events, these among them, share a sign."""
    shared = signs.sharing(db, event_ids)
    return frozenset(ordered(each, other) for each, others in shared.items() for other in others)


def tellings(db: Session, event_ids: Collection[UUID]) -> dict[UUID, Telling]:
    """Return these events as they are held against each other, without their dates."""
    pages = signs.pages(db, event_ids)
    shared = signs.shared_in_a_feed(db, set(pages.values()))
    found: dict[UUID, Telling] = {}
    for batch in batches(event_ids):
        for row in db.execute(_TOLD.where(col(Event.id).in_(batch))):
            told, page = Telling(*row), pages.get(row[0])
            found[told.id] = replace(told, page=page, has_page_alone=(told.feed_id, page) not in shared)
    return found


def dates(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, tuple[Begins, ...]]:
    """Return when each of these events begins, soonest first; what is cancelled of them too."""
    found: dict[UUID, tuple[Begins, ...]] = {}
    for batch in batches(event_ids):
        rows = columns(*map(col, _DATE))
        asked = rows.where(col(Occurrence.event_id).in_(batch)).order_by(col(Occurrence.starts_at))
        for event_id, *begins in db.execute(asked):
            found[event_id] = (*found.get(event_id, ()), Begins(*begins))
    return found


def decided(db: Session, event_ids: Collection[UUID]) -> Decided:
    """Return what mentors decided of pairs in which any of these events is."""
    found: dict[Pair, bool] = {}
    for batch in batches(event_ids):
        either = or_(col(EventBond.one_id).in_(batch), col(EventBond.other_id).in_(batch))
        rows = select(EventBond.one_id, EventBond.other_id, EventBond.together).where(either)
        found |= {(one, other): together for one, other, together in db.execute(rows)}
    return Decided(
        frozenset(pair for pair, together in found.items() if together),
        frozenset(pair for pair, together in found.items() if not together),
    )


def mates(db: Session, event_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return what is in one group with any of these events today, these among them."""
    groups = groups_of(db, event_ids)
    found = set(event_ids)
    for batch in batches(list({each for each in groups.values() if each})):
        found |= set(db.execute(select(Event.id).where(col(Event.group_id).in_(batch))).scalars())
    return frozenset(found)


def groups_of(db: Session, event_ids: Collection[UUID]) -> Mapping[UUID, UUID | None]:
    """Return the group each of these events is in today; those that are gone are left out."""
    found: dict[UUID, UUID | None] = {}
    for batch in batches(event_ids):
        rows = select(Event.id, Event.group_id).where(col(Event.id).in_(batch))
        found.update((event_id, group_id) for event_id, group_id in db.execute(rows))
    return found


_DATE = (Occurrence.event_id, Occurrence.starts_at, Occurrence.starts_on, Occurrence.all_day, Occurrence.ends_at)
# Columns, not rows of the table: of most of these nothing but the title is looked at.
_TOLD = columns(
    *map(col, (Event.id, Event.feed_id, Event.uid, Event.title, Source.name, Event.url, Event.venue_id)),
    *map(col, (Event.location, Event.cancelled)),
    func.length(Event.summary) + func.length(Event.location) + func.length(Event.price),
).join(Source, col(Source.id) == col(Event.source_id))
