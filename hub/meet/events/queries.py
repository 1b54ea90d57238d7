"""Reads of meetups: what is on in a place, and what is known of one event."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, cast, func
from sqlmodel import Session, and_, col, exists, or_, select

from hub.aggregate.feeds.models import Feed, Source
from hub.establish.tags.models import Tag
from hub.meet.events import listing
from hub.meet.events.listing import DayOfMonth
from hub.meet.events.models import Event, EventLabel, EventPlace, EventTag, ListedDate, Occurrence
from hub.meet.events.places import in_place
from hub.meet.events.repeats import repeats_in_words
from hub.meet.events.rules import text_of
from hub.meet.events.telling import Telling, meetup_of, suits, tellings, venue_shown
from hub.meet.events.together import ABOUT_THE_SAME
from hub.meet.events.values import EVERY, EventView, Evidenced, Meetup, Narrowed, Start, Told, VenueShown
from hub.meet.events.withheld import not_taken_down
from hub.meet.reading.values import Span
from hub.meet.venues.models import Venue
from hub.meet.venues.rules import room_of
from hub.places.models import Place

MOST_LISTED = 500
MOST_READ = 2_000  # events of a place that are looked through for words
LOOKED_THROUGH = 10  # for the next one that is not cancelled
NEAR = timedelta(days=14)  # where it is looked for date by date
DAY = timedelta(days=1)
LONGEST = timedelta(days=31)


def upcoming(
    db: Session, place_id: UUID, span: Span, narrowed: Narrowed = EVERY, *, limit: int = MOST_LISTED
) -> Sequence[Meetup]:
    """Return the meetups in a place that touch *span*, those under way too, soonest first.

    What several calendars tell is one of them; one that is told by none that is still looked at is not listed.
    """
    return listing.during(db, place_id, span, narrowed, limit)


def number_upcoming(db: Session, place_id: UUID, span: Span, narrowed: Narrowed = EVERY) -> int:
    """Return how many meetups in a place touch *span*, those under way too, on however many pages they stand."""
    return listing.number_during(db, place_id, span, narrowed)


def soonest(db: Session, place_id: UUID, span: Span, narrowed: Narrowed = EVERY) -> Meetup | None:
    """Return the first meetup in a place that touches *span* and is not cancelled; None where the first few are.

    What fits may be on every day or on none: the next weeks are read date by date, and all the rest by what fits.
    """
    near = Span(span.since, min(span.since + NEAR, span.until))
    found = listing.during(db, place_id, near, narrowed, LOOKED_THROUGH)
    on = next((each for each in found if not each.cancelled), None)
    if on or len(found) == LOOKED_THROUGH:
        return on
    all_of_it = listing.seldom_during(db, place_id, span, narrowed, LOOKED_THROUGH)
    return next((each for each in all_of_it if not each.cancelled), None)


def next_meetups(db: Session, place_id: UUID, now: datetime, limit: int = 3) -> Sequence[Meetup]:
    """Return what one could still go to from its start: neither begun nor cancelled; whole days count to their end."""
    date = ListedDate
    today = and_(col(date.all_day), col(date.ends_at) > now, col(date.starts_at) > now - DAY)
    ahead = or_(col(date.starts_at) >= now, today)
    near = col(date.meeting_at) >= now - DAY - ABOUT_THE_SAME
    return listing.beginning(db, place_id, and_(near, ahead, col(date.cancelled).is_(False)), EVERY, limit)


def month(
    db: Session, place_id: UUID, days: tuple[date, date], narrowed: Narrowed = EVERY, *, most: int = 3
) -> Mapping[date, DayOfMonth]:
    """Return how many meetups begin on each day from the first of *days* to the last, and the first *most* of each."""
    return listing.by_day(db, place_id, days, narrowed, most)


def number_in(db: Session, place_id: UUID, days: tuple[date, date], narrowed: Narrowed = EVERY) -> int:
    """Return how many meetups begin on the days from the first of *days* to the last."""
    return listing.number_beginning(db, place_id, days, narrowed)


def starts(db: Session, place_id: UUID, span: Span, limit: int) -> Sequence[Start]:
    """Return when meetups in a place begin during *span*, soonest first; cancelled ones are left out."""
    key = (col(ListedDate.meeting_at), col(ListedDate.meeting))
    within = and_(col(ListedDate.starts_at) >= span.since, col(ListedDate.starts_at) < span.until)
    near = and_(key[0] >= span.since - ABOUT_THE_SAME, key[0] < span.until, col(ListedDate.cancelled).is_(False))
    shown = listing.shown_in(db, place_id, EVERY)
    rows = select(func.min(ListedDate.starts_at), func.min(ListedDate.day), func.min(cast(ListedDate.all_day, Integer)))
    found = db.execute(rows.where(near, within, *shown).group_by(*key).order_by(*key).limit(limit))
    return [Start(at, on, bool(all_day)) for at, on, all_day in found]


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
    rows = select(Event.id, Event.title, Event.summary, Event.location).where(in_place(place_id), dated)
    rows = rows.where(*not_taken_down(db, Event.source_id, Event.id))
    told = db.exec(rows.order_by(col(Event.id)).limit(MOST_READ))
    return {event_id: f"{title} {text_of(summary, location)}" for event_id, title, summary, location in told}


def next_dates(db: Session, event_ids: Collection[UUID], now: datetime, limit: int = 3) -> Sequence[Meetup]:
    """Return the next date of each of these events one could still go to, soonest first."""
    if not event_ids:
        return ()
    rows = tellings().where(col(Event.id).in_(event_ids), *_to_come(now), *_shown(db))
    ordered = db.execute(rows.order_by(col(Occurrence.starts_at), col(Event.title), col(Event.id)).limit(MOST_LISTED))
    soonest: dict[UUID, Meetup] = {}  # of what several tell, by their group
    for told in map(Telling._make, ordered):
        soonest.setdefault(told.group_id or told.event_id, meetup_of(told))
    return list(soonest.values())[:limit]


def event(db: Session, event_id: UUID) -> EventView | None:
    """Return what is known of an event; None when there is none of this id."""
    rows = select(Event, Source, Venue).select_from(Event).join(Source)
    joined = rows.outerjoin(Venue, col(Event.venue_id) == Venue.id)
    found = db.exec(joined.where(Event.id == event_id)).one_or_none()
    if found is None:
        return None
    told, source, venue = found
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
        feed_id=told.feed_id,
        uid=told.uid,
        venue=venue_shown(venue, room_of(told.location, told.venue_because, told.venue_evidence)),
        online_url=told.online_url,
        price=told.price,
        suits=suits(told, venue),
        group_id=told.group_id,
        tags=tags_of(db, [event_id]).get(event_id, ()),
        places=_places_of(db, event_id),
        rule=told.repeats,
    )


def invites_to(db: Session, source_id: UUID, place_id: UUID) -> bool:
    """Say whether any event of a source is in a place."""
    invited = exists().where(col(Event.source_id) == source_id, in_place(place_id))
    return bool(db.exec(select(invited)).one())


def occurrences_of(db: Session, event_id: UUID, since: datetime, limit: int = 50) -> Sequence[Meetup]:
    """Return the dates of an event that end after *since*, soonest first."""
    late = or_(col(Occurrence.starts_at) >= since, col(Occurrence.ends_at) > since)
    rows = tellings().where(col(Event.id) == event_id, late)
    ordered = db.execute(rows.order_by(col(Occurrence.starts_at)).limit(limit))
    return [meetup_of(Telling._make(row)) for row in ordered]


def past_dates(db: Session, event_id: UUID, now: datetime, limit: int) -> Sequence[Meetup]:
    """Return the dates of an event that are over, newest first."""
    over = func.coalesce(col(Occurrence.ends_at), col(Occurrence.starts_at)) <= now
    rows = tellings().where(col(Event.id) == event_id, col(Occurrence.starts_at) < now, over)
    ordered = db.execute(rows.order_by(col(Occurrence.starts_at).desc()).limit(limit))
    return [meetup_of(Telling._make(row)) for row in ordered]


def venue_named(db: Session, slug: str) -> VenueShown | None:
    """Return the venue of this *slug*, or the one it turned out to be; None where there is none."""
    found = db.exec(select(Venue).where(Venue.slug == slug)).first()
    if found and found.heir_id:
        found = db.get(Venue, found.heir_id)
    return venue_shown(found)


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


def _shown(db: Session) -> list[Any]:
    looked_at = exists(select(Feed.id).where(Feed.id == Event.feed_id, col(Feed.retired).is_(False)))
    return [col(Source.retired).is_(False), looked_at, *not_taken_down(db, Event.source_id, Event.id)]


def _to_come(now: datetime) -> list[Any]:
    ahead = or_(col(Occurrence.starts_at) >= now, col(Occurrence.ends_at) > now)
    return [ahead, col(Occurrence.cancelled).is_(False), col(Event.cancelled).is_(False)]


def _places_of(db: Session, event_id: UUID) -> tuple[Evidenced, ...]:
    rows = select(EventPlace, Place).join(Place).where(EventPlace.event_id == event_id, col(Place.retired).is_(False))
    ordered = db.exec(rows.order_by(col(Place.name)))
    return tuple(Evidenced(place.slug, place.name, each.because, each.evidence) for each, place in ordered)
