"""What was said in a place, newest first? Reads of the stream, in pages that start where the last one ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, tuple_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from hub.aggregate.items.cards import Card, cards
from hub.aggregate.items.models import EVERYTHING, Item, StreamEntry
from hub.db import search
from hub.establish.models import Tag
from hub.places.models import Place

PAGE = 30


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last item of a page: the next page starts below it."""

    sort_at: datetime
    item_id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a place's stream is asked for; every filter narrows the others."""

    place_id: UUID
    tag_id: UUID = EVERYTHING
    kind: str = ""
    words: str = ""
    source_id: UUID | None = None
    before: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, newest first, and where the next page starts (None on the last one)."""

    cards: tuple[Card, ...] = ()
    next: Cursor | None = None


def stream(db: Session, wanted: Wanted, limit: int = PAGE) -> Page:
    """Return what was said, newest first; words that hold nothing to search for find nothing."""
    narrowed = _narrowed(db, wanted)
    if narrowed is None:
        return Page()
    newest = narrowed.order_by(col(StreamEntry.sort_at).desc(), col(StreamEntry.item_id).desc())
    rows = db.execute(newest.limit(limit + 1)).all()
    shown = rows[:limit]
    last = Cursor(shown[-1][1], shown[-1][0]) if len(rows) > limit else None
    return Page(cards(db, [row[0] for row in shown]), last)


def tag_counts(db: Session, place_id: UUID, since: datetime) -> Mapping[UUID, int]:
    """Count a place's items under each tag since *since*; tags without any are left out."""
    # One short walk of the index for each tag: grouping the whole place would read every item it ever had.
    recent = (
        select(func.count())
        .select_from(StreamEntry)
        .where(StreamEntry.place_id == place_id, col(StreamEntry.tag_id) == Tag.id, StreamEntry.sort_at >= since)
    )
    rows = db.execute(select(Tag.id, recent.correlate(Tag).scalar_subquery()).where(col(Tag.retired).is_(False)))
    return {tag_id: count for tag_id, count in rows if count}


def kind_counts(db: Session, place_id: UUID, since: datetime) -> Mapping[str, int]:
    """Count a place's items by the kind of their source since *since*."""
    everything = (StreamEntry.place_id == place_id, StreamEntry.tag_id == EVERYTHING, StreamEntry.sort_at >= since)
    rows = db.execute(select(StreamEntry.kind, func.count()).where(*everything).group_by(col(StreamEntry.kind)))
    return dict(sorted((str(kind), int(count)) for kind, count in rows))


def latest(db: Session) -> Mapping[UUID, datetime]:
    """Return when each place was last heard of; silent ones are left out."""
    newest = select(func.max(StreamEntry.sort_at)).where(
        StreamEntry.place_id == Place.id, StreamEntry.tag_id == EVERYTHING
    )
    rows = db.execute(select(Place.id, newest.correlate(Place).scalar_subquery()))
    return {place_id: moment for place_id, moment in rows if moment}


def total(db: Session) -> int:
    """Count all items there are."""
    return int(db.execute(select(func.count()).select_from(Item)).scalar_one())


def _narrowed(db: Session, wanted: Wanted) -> Select[int, datetime] | None:
    chosen: Select[int, datetime] = select(StreamEntry.item_id, StreamEntry.sort_at).where(
        StreamEntry.place_id == wanted.place_id, StreamEntry.tag_id == wanted.tag_id
    )
    if wanted.kind:
        chosen = chosen.where(StreamEntry.kind == wanted.kind)
    if wanted.source_id:
        chosen = chosen.join(Item, col(Item.id) == StreamEntry.item_id).where(Item.source_id == wanted.source_id)
    if wanted.before:
        last = (wanted.before.sort_at, wanted.before.item_id)
        chosen = chosen.where(tuple_(col(StreamEntry.sort_at), col(StreamEntry.item_id)) < last)
    if not wanted.words:
        return chosen
    found = search.matching(db, wanted.words)
    return None if found is None else chosen.where(col(StreamEntry.item_id).in_(found))
