"""Reads of merging: who tells the same meetup, which posts are about it, and what a mentor may look at."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, exists, or_, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.models import EVERYTHING, Item, StreamEntry
from hub.db.bulk import batches
from hub.meet.events.models import Event, EventPlace, ListedDate, Occurrence
from hub.meet.events.places import in_place, same_meeting
from hub.meet.events.telling import also_told_by
from hub.meet.events.values import AlsoTold
from hub.meet.events.withheld import not_taken_down
from hub.meet.merging.models import EventBond, EventLikeness, ItemMeetup
from hub.meet.merging.rules import Because
from hub.meet.merging.values import Bond, Likened, Line, Named

MOST_LISTED = 50  # groups, pairs or decisions on a desk
MOST_POSTS = 20  # about one meetup, on its page
MOST_MEETUPS = 5  # that one post is about, on its page


def also_told(db: Session, place_id: UUID, event_id: UUID) -> Sequence[AlsoTold]:
    """Return who else tells of the meetup of an event in a place, each once, whoever stands for all first.

    Of a calendar that tells a series date by date, it is the date the event falls on, or else the first.
    """
    mine = select(Event.group_id).where(Event.id == event_id, col(Event.group_id).is_not(None)).scalar_subquery()
    rows = select(Event, Source.name, Source.slug).join(Source).join(Feed, col(Feed.id) == Event.feed_id)
    told = (col(Source.retired).is_(False), col(Feed.retired).is_(False))
    shown = (in_place(place_id), *told, *not_taken_down(db, Event.source_id, Event.id))
    ordered = rows.order_by(col(Source.name), col(Event.uid))
    found = db.execute(ordered.where(col(Event.group_id) == mine, Event.id != event_id, *shown)).all()
    own = db.exec(select(Event.feed_id).where(Event.id == event_id)).first()
    beside = _on_its_dates(db, place_id, event_id)
    # What the very calendar tells of another date is no other telling of this one.
    others = [row for row in found if row[0].feed_id != own or row[0].id in beside]
    others.sort(key=lambda row: (row[0].id != row[0].group_id, row[0].id not in beside))
    once = {(slug, each.title): (each, name, slug) for each, name, slug in reversed(others)}
    return [also_told_by(each, name, slug) for each, name, slug in reversed(once.values())]


def posts_about(db: Session, place_id: UUID, event_id: UUID) -> Sequence[int]:
    """Return the posts in the stream of a place that are about an event, or what is merged with it, newest first."""
    asked, told = aliased(Event), aliased(Event)
    same = or_(col(told.id) == asked.id, col(told.group_id) == asked.group_id)
    events = select(told.id).join(asked, same).where(asked.id == event_id)
    stands = and_(
        col(StreamEntry.place_id) == place_id,
        col(StreamEntry.tag_id) == EVERYTHING,
        col(StreamEntry.sort_at) == col(Item.sort_at),
        col(StreamEntry.item_id) == col(Item.id),
    )
    about = exists(select(ItemMeetup).where(ItemMeetup.item_id == Item.id, col(ItemMeetup.event_id).in_(events)))
    rows = select(Item.id).where(about, exists(select(StreamEntry).where(stands)))
    found = db.exec(rows.order_by(col(Item.sort_at).desc(), col(Item.id).desc()).limit(MOST_POSTS))
    return [item_id for item_id in found if item_id is not None]


def meetups_of(db: Session, item_id: int) -> Sequence[Named]:
    """Return the meetups a post is about, each once however many tell of it."""
    rows = (
        select(ItemMeetup, Event.group_id)
        .join(Event, col(Event.id) == ItemMeetup.event_id)
        .where(ItemMeetup.item_id == item_id, *not_taken_down(db, Event.source_id, Event.id))
    )
    found: dict[UUID, Named] = {}
    for row, group_id in db.execute(rows.order_by(col(ItemMeetup.because), col(ItemMeetup.event_id))):
        found.setdefault(group_id or row.event_id, Named(row.event_id, row.because, row.evidence))
    return list(found.values())[:MOST_MEETUPS]


def merged(db: Session, place_id: UUID, now: datetime) -> Sequence[Sequence[Line]]:
    """Return what was put together in a place, the events of each meetup together, the next date first."""
    soonest = (
        select(Event.group_id, func.min(Occurrence.starts_at).label("first"))
        .join(Occurrence, col(Occurrence.event_id) == Event.id)
        .where(col(Event.group_id).is_not(None), Occurrence.starts_at >= now, in_place(place_id))
        .group_by(col(Event.group_id))
    )
    groups = [group_id for group_id, _ in db.execute(soonest.order_by("first").limit(MOST_LISTED))]
    ids = list(db.execute(select(Event.id).where(col(Event.group_id).in_(groups))).scalars())
    by_group: dict[UUID | None, list[Line]] = {}
    for line in lines(db, ids, now).values():
        by_group.setdefault(line.group_id, []).append(line)
    return [
        sorted(by_group.get(group, []), key=lambda each: (each.id != group, each.source_name, each.title))
        for group in groups
    ]


def unsure(db: Session, place_id: UUID, now: datetime) -> Sequence[Likened]:
    """Return the pairs in a place that may be one meetup and nobody decided, where at least one has a date ahead."""
    rows = select(EventLikeness).join(EventPlace, col(EventPlace.event_id) == EventLikeness.one_id)
    rows = rows.where(EventPlace.place_id == place_id, *_is_unsure(now))
    found = db.exec(rows.order_by(col(EventLikeness.one_id), col(EventLikeness.other_id)).limit(MOST_LISTED))
    return [Likened(each.one_id, each.other_id, each.because, each.evidence) for each in found]


def number_unsure(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Mapping[UUID, int]:
    """Return of how many pairs the desks of these places (None: of all) ask; places with none are left out."""
    rows = select(EventPlace.place_id, func.count()).join(
        EventLikeness, col(EventLikeness.one_id) == EventPlace.event_id
    )
    there = () if place_ids is None else (col(EventPlace.place_id).in_(place_ids),)
    counted = db.execute(rows.where(*_is_unsure(now), *there).group_by(col(EventPlace.place_id)))
    return {place_id: int(number) for place_id, number in counted}


def reasons(db: Session, event_ids: Collection[UUID]) -> Sequence[Likened]:
    """Return how it is known that any two of these events tell of the same meetup; what was decided comes first."""
    ids = list(event_ids)
    both = (col(EventBond.one_id).in_(ids), col(EventBond.other_id).in_(ids), col(EventBond.together).is_(True))
    ruled = [
        Likened(each.one_id, each.other_id, Because.MENTOR, "") for each in db.exec(select(EventBond).where(*both))
    ]
    sure = (col(EventLikeness.one_id).in_(ids), col(EventLikeness.other_id).in_(ids), col(EventLikeness.sure).is_(True))
    found = db.exec(select(EventLikeness).where(*sure).order_by(col(EventLikeness.one_id)))
    return [*ruled, *(Likened(each.one_id, each.other_id, each.because, each.evidence) for each in found)]


def decided(db: Session, place_id: UUID) -> Sequence[Bond]:
    """Return what was decided last at the desk of a place, the newest first."""
    rows = select(EventBond).where(EventBond.place_id == place_id)
    found = db.exec(rows.order_by(col(EventBond.since).desc(), col(EventBond.one_id)).limit(MOST_LISTED))
    return [Bond(each.one_id, each.other_id, each.together, each.since) for each in found]


def lines(db: Session, event_ids: Collection[UUID], now: datetime) -> Mapping[UUID, Line]:
    """Return these events as a desk names them; those that are gone are left out."""
    found: dict[UUID, Line] = {}
    for batch in batches(event_ids):
        ahead = select(func.min(Occurrence.starts_at)).where(
            Occurrence.event_id == Event.id, col(Occurrence.starts_at) >= now
        )
        rows = select(Event, Source.name, ahead.scalar_subquery()).join(Source)
        for each, name, starts_at in db.execute(rows.where(col(Event.id).in_(batch))):
            found[each.id] = Line(each.id, each.title, name, each.group_id, each.location, starts_at)
    return found


def stands_in(db: Session, place_id: UUID, event_id: UUID) -> bool:
    """Say whether an event is in the listing of a place."""
    return db.get(EventPlace, (event_id, place_id)) is not None


def _is_unsure(now: datetime) -> Sequence[ColumnElement[bool]]:
    """Say in SQL whether a mentor is asked about a likeness: of what is over nothing is left to decide."""
    one, other = aliased(Event), aliased(Event)
    pair = (col(one.id) == EventLikeness.one_id, col(other.id) == EventLikeness.other_id)
    together = exists(select(one.id).join(other, col(one.group_id) == other.group_id).where(*pair))
    ruled = (EventBond.one_id == EventLikeness.one_id, EventBond.other_id == EventLikeness.other_id)
    either = or_(Occurrence.event_id == EventLikeness.one_id, Occurrence.event_id == EventLikeness.other_id)
    ahead = exists(select(Occurrence.id).where(either, Occurrence.starts_at >= now))
    doubted = (col(EventLikeness.sure).is_(False), col(EventLikeness.because) != Because.MANY.value)
    return (*doubted, ~exists(select(EventBond.one_id).where(*ruled)), ~together, ahead)


def _on_its_dates(db: Session, place_id: UUID, event_id: UUID) -> frozenset[UUID]:
    """Return which events are listed at a date of this one, as the same meeting."""
    own, other = aliased(ListedDate), aliased(ListedDate)
    rows = (
        select(other.event_id)
        .join(own, same_meeting(other, own))
        .where(own.event_id == event_id, own.place_id == place_id)
    )
    return frozenset(db.execute(rows).scalars())
