"""What was said in a place, newest first? Reads of the stream, in pages that start where the last one ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, select, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.items.cards import Card, cards
from hub.aggregate.items.models import EVERYTHING, Item, StreamEntry
from hub.db import search
from hub.establish.models import Tag
from hub.places.models import Place

PAGE = 30
FEW = 2_000  # items that are looked up one by one, rather than looked for in the stream
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id

Ids = Select[tuple[int]] | Select[int]  # of items that fit a question
Entries = Select[int, datetime]


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


@dataclass(frozen=True, slots=True)
class Head:
    """As much of an item as decides where it stands on a page, and whether what was rendered of it still holds."""

    item_id: int
    sort_at: datetime
    source_id: UUID
    digest: str  # of its content


@dataclass(frozen=True, slots=True)
class Heads:
    """Some items, newest first, and where the next page starts (None on the last one)."""

    heads: tuple[Head, ...] = ()
    next: Cursor | None = None


def heads(db: Session, wanted: Wanted, limit: int = PAGE) -> Heads:
    """Return what was said, newest first, without a word of it; words that hold nothing to search for find nothing."""
    found = _entries(db, wanted, limit)
    ids = [item_id for item_id, _ in found.rows]
    facts = select(_ITEM_ID, col(Item.source_id), col(Item.digest)).where(_ITEM_ID.in_(ids))
    told = {item_id: (source_id, digest) for item_id, source_id, digest in db.execute(facts)}
    listed = (Head(item_id, moment, *told[item_id]) for item_id, moment in found.rows if item_id in told)
    return Heads(tuple(listed), found.next)


def stream(db: Session, wanted: Wanted, limit: int = PAGE) -> Page:
    """Return what was said, newest first; words that hold nothing to search for find nothing."""
    found = _entries(db, wanted, limit)
    return Page(cards(db, [item_id for item_id, _ in found.rows]), found.next)


def tag_counts(db: Session, place_id: UUID, since: datetime) -> Mapping[UUID, int]:
    """Count a place's items under each tag since *since*; tags without any are left out."""
    # One short walk of the index for each tag: grouping the whole place would read every item it ever had.
    recent = (
        select(func.count())
        .select_from(StreamEntry)
        .where(
            col(StreamEntry.place_id) == place_id,
            col(StreamEntry.tag_id) == col(Tag.id),
            col(StreamEntry.sort_at) >= since,
        )
    )
    rows = db.execute(select(col(Tag.id), recent.correlate(Tag).scalar_subquery()).where(col(Tag.retired).is_(False)))
    return {tag_id: count for tag_id, count in rows if count}


def kind_counts(db: Session, place_id: UUID, since: datetime) -> Mapping[str, int]:
    """Count a place's items by the kind of their source since *since*."""
    everything = _here(Wanted(place_id))
    rows = db.execute(
        select(col(StreamEntry.kind), func.count())
        .where(*everything, col(StreamEntry.sort_at) >= since)
        .group_by(col(StreamEntry.kind))
    )
    return dict(sorted((str(kind), int(count)) for kind, count in rows))


def latest(db: Session) -> Mapping[UUID, datetime]:
    """Return when each place was last heard of; silent ones are left out."""
    newest = select(func.max(col(StreamEntry.sort_at))).where(
        col(StreamEntry.place_id) == col(Place.id), col(StreamEntry.tag_id) == EVERYTHING
    )
    rows = db.execute(select(col(Place.id), newest.correlate(Place).scalar_subquery()))
    return {place_id: moment for place_id, moment in rows if moment}


def speaks_in(db: Session, source_id: UUID, place_id: UUID) -> bool:
    """Say whether anything of a source is in the stream of a place."""
    listed = exists().where(
        *_here(Wanted(place_id)),
        col(StreamEntry.sort_at) == col(Item.sort_at),
        col(StreamEntry.item_id) == _ITEM_ID,
    )
    return bool(db.execute(select(exists().where(col(Item.source_id) == source_id, listed))).scalar_one())


def total(db: Session) -> int:
    """Count all items there are."""
    return int(db.execute(select(func.count()).select_from(Item)).scalar_one())


@dataclass(frozen=True, slots=True)
class _Entries:
    rows: tuple[tuple[int, datetime], ...] = ()
    next: Cursor | None = None


def _entries(db: Session, wanted: Wanted, limit: int) -> _Entries:
    found = search.matching(db, wanted.words) if wanted.words else None
    if wanted.words and found is None:
        return _Entries()
    spoken = select(_ITEM_ID).where(col(Item.source_id) == wanted.source_id) if wanted.source_id else None
    fitting = [each for each in (found, spoken) if each is not None]
    walk = _from_items if any(_few(db, each) for each in fitting) else _from_stream
    rows = [(item_id, moment) for item_id, moment in db.execute(walk(wanted, fitting).limit(limit + 1))]
    shown = tuple(rows[:limit])
    return _Entries(shown, Cursor(shown[-1][1], shown[-1][0]) if len(rows) > limit else None)


def _few(db: Session, fitting: Ids) -> bool:
    return int(db.execute(select(func.count()).select_from(fitting.limit(FEW + 1).subquery())).scalar_one()) <= FEW


def _from_stream(wanted: Wanted, fitting: Sequence[Ids]) -> Entries:
    """Walk the stream itself, newest first, and stop when the page is full: right where most of it fits."""
    moment, item_id = col(StreamEntry.sort_at), col(StreamEntry.item_id)
    chosen = select(item_id, moment).where(*_here(wanted), *(item_id.in_(each) for each in fitting))
    if wanted.before:
        chosen = chosen.where(tuple_(moment, item_id) < (wanted.before.sort_at, wanted.before.item_id))
    return chosen.order_by(moment.desc(), item_id.desc())


def _from_items(wanted: Wanted, fitting: Sequence[Ids]) -> Entries:
    """Start at the items that fit and ask of each whether it is in the stream: right where they are few.

    SQLite would otherwise walk a whole place for one rare word: 60 ms instead of 3 at 200,000 items.
    """
    moment = col(Item.sort_at)
    listed = exists().where(*_here(wanted), col(StreamEntry.sort_at) == moment, col(StreamEntry.item_id) == _ITEM_ID)
    chosen = select(_ITEM_ID, moment).where(listed, *(_ITEM_ID.in_(each) for each in fitting))
    if wanted.before:
        chosen = chosen.where(tuple_(moment, _ITEM_ID) < (wanted.before.sort_at, wanted.before.item_id))
    return chosen.order_by(moment.desc(), _ITEM_ID.desc())


def _here(wanted: Wanted) -> list[ColumnElement[bool]]:
    asked = [col(StreamEntry.place_id) == wanted.place_id, col(StreamEntry.tag_id) == wanted.tag_id]
    return [*asked, col(StreamEntry.kind) == wanted.kind] if wanted.kind else asked
