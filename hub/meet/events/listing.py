"""Which meetings stand in the list of a place, and who tells of each? One line for what several calendars tell."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, Select, Subquery, func, union
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, exists, or_, select

from hub.aggregate.feeds.models import Feed, Source
from hub.aggregate.feeds.neighbours import KEPT_TRUE
from hub.db.bulk import batches
from hub.meet.events.models import Event, EventTag, ListedDate, Occurrence
from hub.meet.events.repeats import repeats_in_words
from hub.meet.events.together import ABOUT_THE_SAME
from hub.meet.events.values import AlsoTold, Meetup, Narrowed, Suits, VenueShown
from hub.meet.events.withheld import not_taken_down
from hub.meet.reading.values import Span
from hub.meet.venues.models import Venue

BEFORE = timedelta(days=1) + ABOUT_THE_SAME  # so long before, what does not go on for days may have been told to begin
Condition = ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Titled:
    """A meeting in a day of a month."""

    event_id: UUID
    title: str
    starts_at: datetime
    all_day: bool


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """How much begins on a day, and what of it first."""

    count: int
    first: tuple[Titled, ...]


def during(db: Session, place_id: UUID, span: Span, narrowed: Narrowed, limit: int) -> Sequence[Meetup]:
    """Return the meetings in a place that touch *span*, those under way too, soonest first."""
    listed = _listed(db, place_id)
    found = _during(span, [*listed, *_narrowing(narrowed)])
    return _told(db, listed, db.execute(found.order_by("meeting_at", "meeting").limit(limit)))


def number_during(db: Session, place_id: UUID, span: Span, narrowed: Narrowed) -> int:
    """Return how many meetings in a place touch *span*, those under way too."""
    found = _during(span, shown_in(db, place_id, narrowed)).subquery()
    return int(db.execute(columns(func.count()).select_from(found)).scalar_one())


def _during(span: Span, shown: Sequence[Condition]) -> CompoundSelect[datetime, UUID]:
    date = ListedDate
    touching = or_(col(date.starts_at) >= span.since, col(date.ends_at) > span.since)
    near = and_(col(date.meeting_at) >= span.since - BEFORE, col(date.starts_at) < span.until, touching)
    bound = col(date.meeting_at) < span.until
    # What goes on for days may have begun long ago: it is looked for by its end, and is rare.
    on = and_(col(date.goes_on), col(date.ends_at) > span.since, col(date.meeting_at) < span.since - BEFORE)
    return union(*(_keys(each, *shown) for each in (and_(near, bound), on)))


def beginning(db: Session, place_id: UUID, condition: Condition, narrowed: Narrowed, limit: int) -> Sequence[Meetup]:
    """Return the first meetings in a place whose dates meet a *condition*, soonest first."""
    listed = _listed(db, place_id)
    found = _keys(condition, *listed, *_narrowing(narrowed))
    ordered = found.order_by(col(ListedDate.meeting_at), col(ListedDate.meeting))
    return _told(db, listed, db.execute(ordered.limit(limit)))


def by_day(
    db: Session, place_id: UUID, days: tuple[date, date], narrowed: Narrowed, most: int
) -> Mapping[date, DayOfMonth]:
    """Return how many meetings begin on each day from the first of *days* to the last, and the first *most* of each.

    What is cancelled is not counted.
    """
    listed = _listed(db, place_id)
    shown = [*listed, *_narrowing(narrowed)]
    rows = db.execute(_first_of_days(_beginning_on(days, shown), shown, most)).all()
    titled = _titled(db, listed, [(row.meeting_at, row.meeting) for row in rows])
    first: dict[date, list[UUID]] = {}
    for row in rows:
        first.setdefault(row.day, []).append(row.meeting)
    counts = {row.day: row.number for row in rows}
    return {day: DayOfMonth(counts[day], _some(titled, first[day][:most])) for day in counts}


def _some(titled: Mapping[UUID, Titled], meetings: Iterable[UUID]) -> tuple[Titled, ...]:
    return tuple(titled[each] for each in meetings if each in titled)


def _first_of_days(each: Subquery, shown: Sequence[Condition], most: int) -> Select[Any]:
    """Ask for the first *most* meetings of each day, and those that begin with the last of them, with its number.

    Ranking all of a month would sort them all; here an index is read on each day as far as it is needed.
    """
    counted = columns(each.c.day, func.count().label("number")).group_by(each.c.day).subquery()
    key = (col(ListedDate.meeting_at), col(ListedDate.meeting))
    of_day = (*shown, col(ListedDate.day) == counted.c.day, col(ListedDate.cancelled).is_(False))
    some = columns(*key).where(*of_day).group_by(*key).order_by(*key).limit(most).correlate(counted).subquery()
    last = columns(func.max(some.c.meeting_at)).scalar_subquery()
    rows = columns(counted.c.day, counted.c.number, *key).join_from(counted, ListedDate, and_(*of_day))
    return rows.where(key[0] <= last).group_by(counted.c.day, counted.c.number, *key).order_by(counted.c.day, *key)


def number_beginning(db: Session, place_id: UUID, days: tuple[date, date], narrowed: Narrowed) -> int:
    """Return how many meetings begin on the days from the first of *days* to the last, without what is cancelled."""
    each = _beginning_on(days, shown_in(db, place_id, narrowed))
    return int(db.execute(columns(func.count()).select_from(each)).scalar_one())


def _beginning_on(days: tuple[date, date], shown: Sequence[Condition]) -> Subquery:
    within = and_(col(ListedDate.day).between(*days), col(ListedDate.cancelled).is_(False))
    key = (col(ListedDate.day), col(ListedDate.meeting_at), col(ListedDate.meeting))
    return columns(*key).where(within, *shown).group_by(*key).subquery()


def shown_in(db: Session, place_id: UUID, narrowed: Narrowed) -> list[Condition]:
    """Return the conditions on listed dates by which they are shown in a place, to who narrows it down so."""
    return [*_listed(db, place_id), *_narrowing(narrowed)]


def preferred(event: Event) -> tuple[int, bool, str]:
    """Return by what one telling is preferred to others of the same meeting: the most words, then a page of its own."""
    return (-len(event.summary), not event.url, str(event.id))


def meetup_of(date: Occurrence, event: Event, source: Source, venue: Venue | None = None) -> Meetup:
    """Return one telling of a date as a list shows it."""
    return Meetup(
        event_id=event.id,
        title=date.title or event.title,
        starts_at=date.starts_at,
        ends_at=date.ends_at,
        starts_on=date.starts_on,
        all_day=date.all_day,
        source_name=source.name,
        source_slug=source.slug,
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
        venue=venue_shown(venue) if not date.location or date.location == event.location else None,
        online_url=event.online_url,
        price=event.price,
        suits=suits(event, venue),
    )


def suits(event: Event, venue: Venue | None) -> Suits:
    """Return whom an event suits; whether one gets in without steps is its venue's to say where it does not."""
    step_free = venue.step_free if event.step_free is None and venue else event.step_free
    return Suits(event.free, event.online, event.children, step_free)


def venue_shown(venue: Venue | None) -> VenueShown | None:
    """Return a venue as a list names it; None for one that is no longer used."""
    return VenueShown(venue.id, venue.slug, venue.name) if venue and not venue.retired else None


def also_told_by(event: Event, source_name: str, source_slug: str) -> AlsoTold:
    """Return one telling as a page names it beside another."""
    leads = event.id == event.group_id
    return AlsoTold(event.id, event.title, source_name, source_slug, event.url, event.cancelled, leads=leads)


def _keys(*conditions: Condition) -> Select[datetime, UUID]:
    return columns(col(ListedDate.meeting_at), col(ListedDate.meeting)).where(*conditions).distinct()


def _listed(db: Session, place_id: UUID) -> list[Condition]:
    # A calendar that is no longer looked at is not listed: nobody would hear of a change.
    unread = select(Feed.id).join(Source).where(or_(~KEPT_TRUE, col(Source.retired)))
    here = col(ListedDate.place_id) == place_id
    return [
        here,
        col(ListedDate.feed_id).not_in(unread),
        *not_taken_down(db, ListedDate.source_id, ListedDate.event_id),
    ]


def _narrowing(narrowed: Narrowed) -> list[Condition]:
    asked = (name for name in ("free", "online", "children") if getattr(narrowed, name))
    facts: list[Any] = [col(getattr(Event, name)) for name in asked]
    if narrowed.venue_id:
        facts.append(col(Event.venue_id) == narrowed.venue_id)
    if narrowed.step_free:
        steps = select(Venue.step_free).where(Venue.id == Event.venue_id).scalar_subquery()
        facts.append(func.coalesce(col(Event.step_free), steps).is_(True))
    of_event = [exists(select(Event.id).where(Event.id == ListedDate.event_id, *facts))] if facts else []
    tagged = select(EventTag.tag_id).where(EventTag.event_id == ListedDate.event_id, EventTag.tag_id == narrowed.tag_id)
    of_source = [col(ListedDate.source_id) == narrowed.source_id] if narrowed.source_id else []
    return [*of_event, *of_source, *([exists(tagged)] if narrowed.tag_id else [])]


def _told(db: Session, listed: Sequence[Condition], keys: Iterable[tuple[datetime, UUID]]) -> Sequence[Meetup]:
    wanted = [(moment, meeting) for moment, meeting in keys]
    found: dict[UUID, list[tuple[Occurrence, Event, Source, Venue | None]]] = {}
    rows = (
        columns(col(ListedDate.meeting), Occurrence, Event, Source, Venue)
        .join(Occurrence, col(ListedDate.occurrence_id) == Occurrence.id)
        .join(Event, col(ListedDate.event_id) == Event.id)
        .join(Source, col(Event.source_id) == Source.id)
        .outerjoin(Venue, col(Event.venue_id) == Venue.id)
        .where(*listed)
    )
    for batch in batches(wanted):
        for meeting, *telling in db.execute(rows.where(_among(batch))):
            found.setdefault(meeting, []).append((telling[0], telling[1], telling[2], telling[3]))
    meetups = [_one(found[meeting]) for _, meeting in wanted if meeting in found]
    return sorted(meetups, key=lambda each: (each.starts_at, each.title, str(each.event_id)))


def _one(tellings: Sequence[tuple[Occurrence, Event, Source, Venue | None]]) -> Meetup:
    """Return what several tell of one meeting as one line, in the words of whoever says most."""
    first, *others = sorted(tellings, key=lambda each: preferred(each[1]))
    told = meetup_of(*first)
    if not others:
        return told
    also = tuple(also_told_by(event, source.name, source.slug) for _, event, source, _ in others)
    return replace(told, suits=_agreed([suits(event, venue) for _, event, _, venue in (first, *others)]), also=also)


def _agreed(several: Sequence[Suits]) -> Suits:
    return Suits(**{name: _of_any([getattr(each, name) for each in several]) for name in Suits.__dataclass_fields__})


def _of_any(told: Sequence[bool | None]) -> bool | None:
    """Return what anybody says: yes before no, and no before nothing."""
    said = [each for each in told if each is not None]
    return any(said) if said else None


def _titled(db: Session, listed: Sequence[Condition], keys: Sequence[tuple[datetime, UUID]]) -> Mapping[UUID, Titled]:
    """Return what meetings are called, by the words of whoever says most of them."""
    if not keys:
        return {}
    told = func.length(col(Event.summary)), col(Event.url) == ""
    titles = (col(Event.id), col(Event.title), col(Occurrence.title))
    rows = (
        columns(col(ListedDate.meeting), col(ListedDate.starts_at), col(ListedDate.all_day), *titles)
        .join(Occurrence, col(ListedDate.occurrence_id) == Occurrence.id)
        .join(Event, col(ListedDate.event_id) == Event.id)
        .where(*listed, _among(keys))
        .order_by(told[0], told[1].desc(), col(Event.id).desc())
    )
    # Of several, the last one counts: whoever says most.
    return {
        meeting: Titled(event_id, own or title, starts_at, all_day)
        for meeting, starts_at, all_day, event_id, title, own in db.execute(rows)
    }


def _among(keys: Sequence[tuple[datetime, UUID]]) -> Condition:
    # The moments are what the table is in order by; without them, all of a place would be read.
    moments, meetings = zip(*keys, strict=True)
    return and_(col(ListedDate.meeting_at).in_(moments), col(ListedDate.meeting).in_(meetings))
