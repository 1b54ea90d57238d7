"""Which locations does nobody know? What calendars write of where, grouped as labels are, the commonest first."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, exists, func, select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.kit.text import label_key
from hub.meet.events.models import Event, Occurrence
from hub.meet.venues.rules import Because, tidy

MOST_TEXTS = 2_000  # different locations that are looked through
MOST_EXAMPLES = 3


@dataclass(frozen=True, slots=True)
class Unknown:
    """A location nobody knows, as calendars that speak for a place write it."""

    place_id: UUID
    key: str  # kit.text.label_key(label)
    label: str  # as most of them write it
    count: int  # events ahead
    since: datetime  # when the oldest of them was told


@dataclass(frozen=True, slots=True)
class Example:
    """A meetup whose location nobody knows."""

    event_id: UUID
    title: str
    source_name: str
    source_slug: str
    feed_id: UUID


def unknown(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Unknown]:
    """Return the locations of events ahead nobody knows, told by sources of these places (None: all)."""
    rows = (
        select(SourcePlace.place_id, Event.location, func.count(), func.min(Event.changed_at))
        .join(SourcePlace, col(SourcePlace.source_id) == col(Event.source_id))
        .where(*_waiting(now))
        .group_by(col(SourcePlace.place_id), col(Event.location))
        .order_by(func.count().desc(), col(Event.location))
        .limit(MOST_TEXTS)
    )
    if place_ids is not None:
        rows = rows.where(col(SourcePlace.place_id).in_(place_ids))
    found: dict[tuple[UUID, str], Unknown] = {}
    for place_id, location, count, since in db.exec(rows):
        if key := label_key(tidy(location)):
            held = found.get((place_id, key))
            first = Unknown(place_id, key, tidy(location), count, since)
            found[place_id, key] = _both(held, first) if held else first
    return sorted(found.values(), key=lambda each: (-each.count, each.label, each.place_id))


def titles(db: Session, place_ids: Collection[UUID], now: datetime) -> Mapping[tuple[UUID, str], Sequence[str]]:
    """Return a few titles of the meetups at each location nobody knows, by place and key: “Quiz (Town diary)”."""
    rows = (
        select(SourcePlace.place_id, Event.location, Event.title, Source.name)
        .select_from(Event)
        .join(Source, col(Source.id) == col(Event.source_id))
        .join(SourcePlace, col(SourcePlace.source_id) == col(Event.source_id))
        .where(*_waiting(now), col(SourcePlace.place_id).in_(place_ids))
        .order_by(col(Event.title), col(Event.id))
        .limit(MOST_TEXTS)
    )
    found: dict[tuple[UUID, str], dict[str, None]] = {}
    for place_id, location, title, source in db.exec(rows):
        found.setdefault((place_id, label_key(tidy(location))), {})[f"{title} ({source})"] = None
    return {key: tuple(each)[:MOST_EXAMPLES] for key, each in found.items()}


def examples(db: Session, which: Unknown, now: datetime) -> Sequence[Example]:
    """Return a few meetups whose location this is."""
    rows = (
        select(Event, Source)
        .join(Source)
        .join(SourcePlace, col(SourcePlace.source_id) == col(Event.source_id))
        .where(*_waiting(now), SourcePlace.place_id == which.place_id)
        .order_by(col(Event.id))
    )
    written = rows.where(col(Event.location).contains(which.label.partition(",")[0], autoescape=True))
    return [
        Example(event.id, event.title, source.name, source.slug, event.feed_id)
        for event, source in db.exec(written.limit(MOST_EXAMPLES * 10))
        if label_key(tidy(event.location)) == which.key
    ][:MOST_EXAMPLES]


def _waiting(now: datetime) -> list[Any]:
    ahead = exists(select(Occurrence.id).where(Occurrence.event_id == Event.id, Occurrence.starts_at > now))
    told = exists(select(Feed.id).where(Feed.id == Event.feed_id, col(Feed.retired).is_(False)))
    unsettled = (col(Event.venue_id).is_(None), Event.venue_because == Because.NOTHING, Event.location != "")
    return [*unsettled, ahead, told]


def _both(one: Unknown, other: Unknown) -> Unknown:
    """Put two writings of one location together; the commoner one names it."""
    return Unknown(one.place_id, one.key, one.label, one.count + other.count, min(one.since, other.since))
