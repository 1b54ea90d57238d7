"""Writes of what mentors decide: two events are one meetup, or are not, for ever; nothing here commits."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import product
from uuid import UUID

from sqlalchemy import union
from sqlmodel import Session, col, or_, select

from hub.meet.events import news
from hub.meet.events.models import Event
from hub.meet.merging import about, window
from hub.meet.merging.knots import Pair
from hub.meet.merging.models import EventBond, EventLikeness
from hub.meet.merging.rules import ordered
from hub.meet.merging.settling import settle


def put_together(db: Session, place_id: UUID, pair: Pair, now: datetime) -> None:
    """Decide that two events are one meetup, with all that is told with either."""
    sides = [window.mates(db, [each]) for each in pair]
    _let_go(db, [ordered(one, other) for one, other in product(*sides) if one != other])
    _rule(db, place_id, [pair], now, together=True)
    _settle(db, pair, now)


def put_apart(db: Session, place_id: UUID, pair: Pair, now: datetime) -> None:
    """Decide that two events are two meetups."""
    _rule(db, place_id, [pair], now, together=False)
    _settle(db, pair, now)


def take_out(db: Session, place_id: UUID, event_id: UUID, now: datetime) -> bool:
    """Decide that an event is another meetup than all it is told with; False where it is told with none."""
    mates = window.mates(db, [event_id])
    pairs = [ordered(event_id, other) for other in sorted(mates - {event_id})]
    if not pairs:
        return False
    _rule(db, place_id, pairs, now, together=False)
    _settle(db, mates, now)
    return True


def take_back(db: Session, place_id: UUID, since: datetime, now: datetime) -> Sequence[Pair]:
    """Take back what was decided at a moment at the desk of a place; return of which events."""
    rows = db.exec(select(EventBond).where(EventBond.place_id == place_id, EventBond.since == since)).all()
    pairs = [(row.one_id, row.other_id) for row in rows]
    _let_go(db, pairs)
    if pairs:
        _settle(db, {each for pair in pairs for each in pair}, now)
    return pairs


def forget_source(db: Session, source_id: UUID) -> None:
    """See to it that what the events of a source are told with, or are like, is thought over once they are gone."""
    theirs = select(Event.id).where(Event.source_id == source_id)
    groups = select(Event.group_id).where(Event.source_id == source_id, col(Event.group_id).is_not(None))
    one, other = col(EventLikeness.one_id), col(EventLikeness.other_id)
    liked = union(select(other).where(one.in_(theirs)), select(one).where(other.in_(theirs)))
    near = or_(col(Event.group_id).in_(groups), col(Event.id).in_(liked))
    news.tell(db, db.exec(select(Event.id).where(near, Event.source_id != source_id)))


def _settle(db: Session, event_ids: Collection[UUID], now: datetime) -> None:
    """Think events over, and which posts are about them: a post that names two of one title means neither."""
    about.derive_of_events(db, {*event_ids, *settle(db, event_ids, now.date())})


def _let_go(db: Session, pairs: Iterable[Pair]) -> None:
    for pair in pairs:
        if bond := db.get(EventBond, pair):
            db.delete(bond)
    db.flush()


def _rule(db: Session, place_id: UUID, pairs: Iterable[Pair], now: datetime, *, together: bool) -> None:
    for one, other in pairs:
        bond = db.get(EventBond, (one, other)) or EventBond(
            one_id=one, other_id=other, place_id=place_id, together=together, since=now
        )
        bond.place_id, bond.together, bond.since = place_id, together, now
        db.add(bond)
    db.flush()
