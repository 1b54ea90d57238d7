"""How much was said, by whom, under which words and when? Counts and narrow lists over a stretch of time.

Every count is a walk along one index: of a place and a tag (``stream_entry``), or of a source (``item``). Nothing here
reads an item itself but the sources of those it returns, at most as many as it is asked for.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Select, func, literal, select, true, union_all
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, StreamEntry
from hub.establish.tags.models import Tag
from hub.places.models import Place

_Id = UUID | Mapped[UUID]
WEEKS = 12  # of a source that are shown to whoever publishes it
_WEEK = timedelta(days=7)


# What is taken down is in no place.
_IS_SHOWN = select(col(ItemPlace.item_id)).where(col(ItemPlace.item_id) == col(Item.id)).exists()


@dataclass(frozen=True, slots=True)
class Said:
    """As much of an item as decides whether it is shown among few."""

    item_id: int
    sort_at: datetime
    kind: str
    source_id: UUID


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of time, its start inside and its end outside."""

    since: datetime
    until: datetime


def last_weeks(now: datetime, number: int) -> Sequence[Stretch]:
    """Return the last *number* weeks, each seven whole days of UTC, today the last of them; the oldest first."""
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return [Stretch(midnight - (ago + 1) * _WEEK, midnight - ago * _WEEK) for ago in reversed(range(number))]


def said_in(db: Session, place_id: UUID, stretch: Stretch, limit: int) -> Sequence[Said]:
    """Return the newest of what was said in a place during *stretch*, newest first."""
    rows = (
        select(col(StreamEntry.item_id), col(StreamEntry.sort_at), col(StreamEntry.kind), col(Item.source_id))
        .join(Item, col(Item.id) == col(StreamEntry.item_id))
        .where(
            *_under(place_id, EVERYTHING, stretch),
        )
    )
    newest = rows.order_by(col(StreamEntry.sort_at).desc(), col(StreamEntry.item_id).desc()).limit(limit)
    return [Said(*row) for row in db.execute(newest)]


def count_in(db: Session, place_id: UUID, stretch: Stretch) -> int:
    """Count what was said in a place during *stretch*."""
    counted = (
        select(func.count())
        .select_from(StreamEntry)
        .where(
            *_under(place_id, EVERYTHING, stretch),
        )
    )
    return int(db.execute(counted).scalar_one())


def tags_in(db: Session, place_id: UUID, stretch: Stretch) -> Mapping[UUID, int]:
    """Count a place's items under each agreed tag during *stretch*; tags without any are left out."""
    counted = (
        select(func.count())
        .select_from(StreamEntry)
        .where(
            *_under(place_id, col(Tag.id), stretch),
        )
    )
    rows = db.execute(select(col(Tag.id), counted.correlate(Tag).scalar_subquery()).where(col(Tag.retired).is_(False)))
    return {tag_id: count for tag_id, count in rows if count}


def sources_in(db: Session, place_id: UUID, stretch: Stretch, limit: int) -> Mapping[UUID, int]:
    """Count what each source said in a place during *stretch*: of those who said most, at most *limit*."""
    count = func.count()
    rows = (
        select(col(Item.source_id), count)
        .select_from(StreamEntry)
        .join(Item, col(Item.id) == col(StreamEntry.item_id))
        .where(
            *_under(place_id, EVERYTHING, stretch),
        )
        .group_by(col(Item.source_id))
    )
    most = rows.order_by(count.desc(), col(Item.source_id)).limit(limit)
    return dict(db.execute(most).all())


def places_in(
    db: Session, place_ids: Collection[UUID], stretch: Stretch, tag_id: UUID = EVERYTHING
) -> Mapping[UUID, int]:
    """Count what was said in each of these places under a tag during *stretch*; silent ones are left out."""
    counted = (
        select(func.count())
        .select_from(StreamEntry)
        .where(
            *_under(col(Place.id), tag_id, stretch),
        )
    )
    wanted = select(col(Place.id), counted.correlate(Place).scalar_subquery()).where(col(Place.id).in_(place_ids))
    return {place_id: count for place_id, count in db.execute(wanted) if count}


def tags_by_stretch(
    db: Session, place_id: UUID, tag_ids: Collection[UUID], stretches: Sequence[Stretch]
) -> Mapping[UUID, tuple[int, ...]]:
    """Count a place's items under each of these tags, in each of *stretches*."""
    span = _spans(stretches)
    counted = (
        select(func.count())
        .select_from(StreamEntry)
        .where(
            col(StreamEntry.place_id) == place_id,
            col(StreamEntry.tag_id) == col(Tag.id),
            col(StreamEntry.sort_at) >= span.c.since,
            col(StreamEntry.sort_at) < span.c.until,
        )
    )
    wanted = select(col(Tag.id), span.c.number, counted.correlate(Tag, span).scalar_subquery())
    return _series(db, wanted.join(span, true()).where(col(Tag.id).in_(tag_ids)), len(stretches))


def sources_by_stretch(
    db: Session, source_ids: Collection[UUID], stretches: Sequence[Stretch]
) -> Mapping[UUID, tuple[int, ...]]:
    """Count what each of these sources said anywhere, in each of *stretches*."""
    span = _spans(stretches)
    counted = (
        select(func.count())
        .select_from(Item)
        .where(
            col(Item.source_id) == col(Source.id),
            _IS_SHOWN,
            col(Item.sort_at) >= span.c.since,
            col(Item.sort_at) < span.c.until,
        )
    )
    wanted = select(col(Source.id), span.c.number, counted.correlate(Source, span).scalar_subquery())
    return _series(db, wanted.join(span, true()).where(col(Source.id).in_(source_ids)), len(stretches))


def by_week(db: Session, source_id: UUID, now: datetime) -> tuple[int, ...]:
    """Count what a source said anywhere in each of the last weeks, the one under way last."""
    return sources_by_stretch(db, [source_id], last_weeks(now, WEEKS)).get(source_id, (0,) * WEEKS)


def _under(place: _Id, tag: _Id, stretch: Stretch) -> tuple[ColumnElement[bool], ...]:
    moment = col(StreamEntry.sort_at)
    said = col(StreamEntry.place_id) == place, col(StreamEntry.tag_id) == tag
    return (*said, moment >= stretch.since, moment < stretch.until)


def _spans(stretches: Sequence[Stretch]) -> CTE:
    """Return *stretches* as a small table, so that one statement counts all of them."""
    moment = UTCDateTime()
    rows = [
        select(
            literal(number).label("number"),
            literal(stretch.since, moment).label("since"),
            literal(stretch.until, moment).label("until"),
        )
        for number, stretch in enumerate(stretches)
    ]
    return union_all(*rows).cte("span")


def _series(db: Session, counted: Select[Any], length: int) -> Mapping[UUID, tuple[int, ...]]:
    found: dict[UUID, list[int]] = {}
    for key, number, count in db.execute(counted):
        found.setdefault(key, [0] * length)[number] = count
    return {key: tuple(counts) for key, counts in found.items()}
