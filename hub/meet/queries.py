"""Reads of meetups: what is on in a place, and what is known of one event."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, and_, col, exists, or_, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.items.withholding import holds
from hub.db.hexed import Hexed
from hub.establish.tags.models import Tag
from hub.meet.models import Event, EventLabel, EventPlace, EventTag, Occurrence
from hub.meet.repeats import repeats_in_words
from hub.meet.rules import text_of
from hub.meet.values import EventView, Evidenced, Meetup, Span, Start, Told
from hub.net.pacing import registrable
from hub.people.cases.models import Withholding
from hub.people.cases.rules import TAKEN_DOWN, Target
from hub.places.models import Place

MOST_LISTED = 500
MOST_READ = 2_000  # events of a place that are looked through for words
DAY = timedelta(days=1)
LONGEST = timedelta(days=31)


def upcoming(
    db: Session, place_id: UUID, span: Span, *, tag_id: UUID | None = None, limit: int = MOST_LISTED
) -> Sequence[Meetup]:
    """Return the meetups in a place that touch *span*, those under way too, soonest first.

    A calendar that is no longer looked at is not listed: nobody would hear of a change.
    """
    during = and_(
        col(Occurrence.starts_at) < span.until,
        or_(col(Occurrence.starts_at) >= span.since, col(Occurrence.ends_at) > span.since),
    )
    return _listed(db, [_in_place(place_id), during, *_under(tag_id)], limit)


def next_meetups(db: Session, place_id: UUID, now: datetime, limit: int = 3) -> Sequence[Meetup]:
    """Return what one could still go to from its start: neither begun nor cancelled; whole days count to their end."""
    today = and_(col(Occurrence.all_day), col(Occurrence.ends_at) > now, col(Occurrence.starts_at) > now - DAY)
    ahead = or_(col(Occurrence.starts_at) >= now, today)
    takes_place = and_(col(Occurrence.cancelled).is_(False), col(Event.cancelled).is_(False))
    return _listed(db, [_in_place(place_id), ahead, takes_place], limit)


def starts(db: Session, place_id: UUID, span: Span, limit: int) -> Sequence[Start]:
    """Return when meetups in a place begin during *span*, soonest first; cancelled ones are left out."""
    rows = (
        select(col(Occurrence.starts_at), col(Occurrence.starts_on), col(Occurrence.all_day))
        .join(Event, col(Occurrence.event_id) == Event.id)
        .where(col(Occurrence.starts_at) >= span.since, col(Occurrence.starts_at) < span.until)
        .where(col(Occurrence.cancelled).is_(False), col(Event.cancelled).is_(False), _in_place(place_id))
        .where(*_not_taken_down(db))
    )
    return [Start(*row) for row in db.exec(rows.order_by(col(Occurrence.starts_at)).limit(limit))]


def turns(db: Session, span: Span) -> Mapping[UUID, Sequence[datetime]]:
    """Return the moments of *span* at which a meetup begins or ends, by place.

    The end of one that lasts longer than a month is left out: looking for it would mean looking at them all.
    """
    begun = and_(col(Occurrence.starts_at) >= span.since - LONGEST, col(Occurrence.starts_at) < span.until)
    rows = select(EventPlace.place_id, Occurrence.starts_at, Occurrence.ends_at).join(
        EventPlace, col(EventPlace.event_id) == Occurrence.event_id
    )
    near = or_(col(Occurrence.starts_at) >= span.since, col(Occurrence.ends_at).between(span.since, span.until))
    found: dict[UUID, list[datetime]] = {}
    for place_id, *moments in db.execute(rows.where(begun, near)):
        found.setdefault(place_id, []).extend(each for each in moments if each and span.since <= each < span.until)
    return found


def texts_ahead(db: Session, place_id: UUID, now: datetime) -> Mapping[UUID, str]:
    """Return what the events one could still go to in a place say of themselves, the first few thousand of them."""
    dated = exists(select(Occurrence).where(Occurrence.event_id == Event.id, *_to_come(now)))
    rows = select(Event.id, Event.title, Event.summary, Event.location).where(_in_place(place_id), dated)
    rows = rows.where(*_not_taken_down(db))
    told = db.exec(rows.order_by(col(Event.id)).limit(MOST_READ))
    return {event_id: f"{title} {text_of(summary, location)}" for event_id, title, summary, location in told}


def next_dates(db: Session, event_ids: Collection[UUID], now: datetime, limit: int = 3) -> Sequence[Meetup]:
    """Return the next date of each of these events one could still go to, soonest first."""
    if not event_ids:
        return ()
    dates = _listed(db, [col(Event.id).in_(event_ids), *_to_come(now)], MOST_LISTED)
    soonest = {date.event_id: date for date in reversed(dates)}
    return sorted(soonest.values(), key=lambda date: (date.starts_at, date.title))[:limit]


def event(db: Session, event_id: UUID) -> EventView | None:
    """Return what is known of an event; None when there is none of this id."""
    found = db.exec(select(Event, Source).join(Source).where(Event.id == event_id)).one_or_none()
    if found is None:
        return None
    told, source = found
    return EventView(
        id=told.id,
        title=told.title,
        summary=told.summary,
        location=told.location,
        url=told.url,
        organiser=told.organiser,
        timezone=told.timezone,
        repeats=repeats_in_words(told.repeats),
        cancelled=told.cancelled,
        changed_at=told.changed_at,
        source_id=source.id,
        source_name=source.name,
        source_slug=source.slug,
        tags=tags_of(db, [event_id]).get(event_id, ()),
        places=_places_of(db, event_id),
    )


def invites_to(db: Session, source_id: UUID, place_id: UUID) -> bool:
    """Say whether any event of a source is in a place."""
    invited = exists().where(col(Event.source_id) == source_id, _in_place(place_id))
    return bool(db.exec(select(invited)).one())


def occurrences_of(db: Session, event_id: UUID, since: datetime, limit: int = 50) -> Sequence[Meetup]:
    """Return the dates of an event that end after *since*, soonest first."""
    late = or_(col(Occurrence.starts_at) >= since, col(Occurrence.ends_at) > since)
    rows = _rows().where(Event.id == event_id, late)
    return _meetups(db.exec(rows.order_by(col(Occurrence.starts_at)).limit(limit)))


def tags_of(db: Session, event_ids: Collection[UUID]) -> dict[UUID, tuple[Evidenced, ...]]:
    """Return the agreed tags of events, by name; events without any are left out."""
    rows = select(EventTag, Tag).join(Tag).where(col(EventTag.event_id).in_(event_ids), col(Tag.retired).is_(False))
    found: dict[UUID, tuple[Evidenced, ...]] = {}
    for each, tag in db.exec(rows.order_by(col(Tag.name), col(Tag.slug))):
        shown = Evidenced(tag.slug, tag.name, each.because, each.evidence)
        found[each.event_id] = (*found.get(each.event_id, ()), shown)
    return found


def told(db: Session, after: UUID | None, limit: int = MOST_LISTED) -> Sequence[Told]:
    """Return what the meanings of the next events by id are derived from; start with None, go on after the last."""
    rows = select(Event).order_by(col(Event.id)).limit(limit)
    events = db.exec(rows if after is None else rows.where(col(Event.id) > after)).all()
    labels: dict[UUID, tuple[str, ...]] = {}
    for label in db.exec(select(EventLabel).where(col(EventLabel.event_id).in_([each.id for each in events]))):
        labels[label.event_id] = (*labels.get(label.event_id, ()), label.label)
    return [
        Told(
            each.id, each.source_id, each.title, text_of(each.summary, each.location), labels.get(each.id, ()), each.url
        )
        for each in events
    ]


def _rows() -> Any:  # noqa: ANN401 -- a select of four entities, joined
    return (
        select(Occurrence, Event, Source.name, Source.slug)
        .join(Event, col(Occurrence.event_id) == Event.id)
        .join(Source, col(Event.source_id) == Source.id)
    )


def _listed(db: Session, conditions: Iterable[Any], limit: int) -> Sequence[Meetup]:
    looked_at = select(Feed.id).where(Feed.id == Event.feed_id, col(Feed.retired).is_(False))
    rows = _rows().where(col(Source.retired).is_(False), exists(looked_at), *_not_taken_down(db), *conditions)
    return _meetups(db.exec(rows.order_by(col(Occurrence.starts_at), col(Event.title), col(Event.id)).limit(limit)))


def _not_taken_down(db: Session) -> list[Any]:
    """Return the conditions on events by which neither their source nor the domain they lead to is taken down."""
    source_id = Hexed(col(Event.source_id))
    of_source = and_(col(Withholding.target_kind) == Target.SOURCE, col(Withholding.target_id) == source_id)
    taken_down = exists(select(Withholding.target_id).where(of_source, col(Withholding.measure).in_(TAKEN_DOWN)))
    domains = holds(db).domains
    if not domains:
        return [~taken_down]
    named = or_(*(col(Event.url).icontains(domain, autoescape=True) for domain in domains))
    led = [
        event_id
        for event_id, url in db.execute(select(Event.id, Event.url).where(named))
        if registrable(url) in domains
    ]
    return [~taken_down, col(Event.id).not_in(led)]


def _in_place(place_id: UUID) -> Any:  # noqa: ANN401 -- an SQL condition
    return exists(select(EventPlace).where(EventPlace.event_id == Event.id, EventPlace.place_id == place_id))


def _to_come(now: datetime) -> list[Any]:
    ahead = or_(col(Occurrence.starts_at) >= now, col(Occurrence.ends_at) > now)
    return [ahead, col(Occurrence.cancelled).is_(False), col(Event.cancelled).is_(False)]


def _under(tag_id: UUID | None) -> list[Any]:
    if tag_id is None:
        return []
    return [exists(select(EventTag).where(EventTag.event_id == Event.id, EventTag.tag_id == tag_id))]


def _meetups(rows: Iterable[tuple[Occurrence, Event, str, str]]) -> list[Meetup]:
    return [
        Meetup(
            event_id=event.id,
            title=date.title or event.title,
            starts_at=date.starts_at,
            ends_at=date.ends_at,
            starts_on=date.starts_on,
            all_day=date.all_day,
            source_name=name,
            source_slug=slug,
            slot=date.slot,
            summary=event.summary,
            location=date.location or event.location,
            url=event.url,
            organiser=event.organiser,
            timezone=event.timezone,
            repeats=repeats_in_words(event.repeats),
            cancelled=date.cancelled or event.cancelled,
            sequence=event.sequence,
            changed_at=event.changed_at,
        )
        for date, event, name, slug in rows
    ]


def _places_of(db: Session, event_id: UUID) -> tuple[Evidenced, ...]:
    rows = select(EventPlace, Place).join(Place).where(EventPlace.event_id == event_id, col(Place.retired).is_(False))
    ordered = db.exec(rows.order_by(col(Place.name)))
    return tuple(Evidenced(place.slug, place.name, each.because, each.evidence) for each, place in ordered)
