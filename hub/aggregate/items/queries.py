"""What was said in a place, newest first? Reads of the stream, in pages that start where the last one ended."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import BigInteger, ColumnElement, Select, bindparam, exists, func, select, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.items import facets
from hub.aggregate.items.cards import Card, cards
from hub.aggregate.items.models import EVERYTHING, Item, ItemPlace, StreamEntry
from hub.aggregate.items.searching import unfolded
from hub.aggregate.items.twins import leads_of
from hub.db import search
from hub.db.reads import Read, ReadAmong, Told
from hub.db.sought import NO_WORDS, Key, Sought
from hub.establish.tags.models import Tag
from hub.kit.question import Question
from hub.places.models import Place

PAGE = 30
MOST_LISTS = 100  # whose items are remembered: at some thirty kilobytes each
_ITEM_ID = cast("Mapped[int]", col(Item.id))  # a stored item has its id
_EVER, _FOREVER = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last item of a page: the next page starts below it."""

    sort_at: datetime
    item_id: int


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which part of a place's stream is asked for; every filter narrows the others."""

    place_id: UUID
    tags: tuple[UUID, ...] = ()  # all of them
    without: tuple[UUID, ...] = ()  # tags: none of them
    kinds: tuple[str, ...] = ()  # any of them
    sources: tuple[UUID, ...] = ()  # any of them
    places: tuple[UUID, ...] = ()  # any of them
    since: datetime | None = None
    until: datetime | None = None  # what was said at that moment is left out
    words: Question = NO_WORDS
    by_relevance: bool = False  # the best of the newest matches first, instead of the newest
    is_void: bool = False  # something is asked for that nobody knows here: nothing fits
    before: Cursor | None = None

    @property
    def is_ranked(self) -> bool:
        """Whether what fits the words best is to come first, and there may be something that does."""
        return self.by_relevance and bool(self.words.wanted) and not self.is_void

    @property
    def is_searched(self) -> bool:
        """Whether the index must be asked: the stream itself holds all else in its order, and nothing fits a void."""
        filters = (self.words, self.without, self.kinds, self.sources, self.places)
        return (len(self.tags) > 1 or any(filters)) and not self.is_void


@dataclass(frozen=True, slots=True)
class Page:
    """Some items, newest first, and where the next page starts (None on the last one)."""

    cards: tuple[Card, ...] = ()
    next: Cursor | None = None


class Head(NamedTuple):
    """As much of an item as decides where it stands on a page, and whether what was rendered of it still holds.

    A tuple, since a page makes forty of them and a frozen object takes four times as long.
    """

    item_id: int
    sort_at: datetime
    source_id: UUID
    digest: str  # of its content


@dataclass(frozen=True, slots=True, eq=False)
class Heads:
    """Some items, newest first, and where the next page starts (None on the last one).

    The same object where the same was read a moment ago, so that nobody need compare forty items.
    """

    heads: tuple[Head, ...] = ()
    next: Cursor | None = None


def heads(db: Session, wanted: Wanted, limit: int = PAGE) -> Heads:
    """Return what was said without a word of it, newest first unless the best is wanted first."""
    if wanted.is_ranked:
        return heads_among(db, after(ranking(db, wanted), wanted.before), limit)
    if wanted.is_searched:
        return heads_among(db, matches(db, wanted, limit + 1), limit)
    return Heads() if wanted.is_void else _walked(_WALK.told(db, **_bounds(wanted), limit=limit + 1), limit)


def ranking(db: Session, wanted: Wanted) -> Sequence[int]:
    """Return the ids of all that is ranked, the best first, on whichever page it stands."""
    found = search.best(db, replace(_sought(wanted), before=None))
    leads, there = leads_of(db, found), frozenset(found)
    return [each for each in found if each not in leads or leads[each][0] not in there]


def matches(db: Session, wanted: Wanted, limit: int) -> Sequence[int]:
    """Return the ids of the first of what the index finds, newest first."""
    return unfolded(db, _sought(wanted), limit)


def after(ids: Sequence[int], last: Cursor | None) -> Sequence[int]:
    """Return what stands after the *last* item seen; nothing when newer matches have pushed it out of the ranking."""
    if last is None:
        return ids
    return ids[ids.index(last.item_id) + 1 :] if last.item_id in ids else ()


def heads_among(db: Session, ids: Sequence[int], limit: int) -> Heads:
    """Return the first of the items *ids* in their order; those that are gone by now are left out."""
    told = {row[0]: Head._make(row) for row in _FACTS.among(db, ids[: limit + 1])}
    return _cut(tuple(told[item_id] for item_id in ids if item_id in told), limit)


def stream(db: Session, wanted: Wanted, limit: int = PAGE) -> Page:
    """Return what was said, newest first unless the best is wanted first."""
    found = heads(db, wanted, limit)
    return Page(cards(db, [head.item_id for head in found.heads]), found.next)


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
    rows = db.execute(
        select(col(StreamEntry.kind), func.count())
        .where(*_everything(place_id), col(StreamEntry.sort_at) >= since)
        .group_by(col(StreamEntry.kind))
    )
    return dict(sorted((str(kind), int(count)) for kind, count in rows))


def latest(db: Session) -> Mapping[UUID, datetime]:
    """Return when each place was last heard of; silent ones are left out."""
    return {place_id: moment for place_id, moment in _LATEST.rows(db) if moment}


def recent_titles(db: Session, place_id: UUID, limit: int) -> Sequence[str]:
    """Return the titles of what was said last in a place, newest first."""
    said = select(col(StreamEntry.item_id)).where(*_everything(place_id))
    newest = said.order_by(col(StreamEntry.sort_at).desc(), col(StreamEntry.item_id).desc()).limit(limit).subquery()
    return list(db.execute(select(col(Item.title)).join(newest, newest.c.item_id == _ITEM_ID)).scalars())


def speaks_in(db: Session, source_id: UUID, place_id: UUID) -> bool:
    """Say whether anything of a source is in the stream of a place."""
    # Not the stream: what a source says may all be folded there under what others say.
    listed = exists().where(col(ItemPlace.place_id) == place_id, col(ItemPlace.item_id) == _ITEM_ID)
    return bool(db.execute(select(exists().where(col(Item.source_id) == source_id, listed))).scalar_one())


def total(db: Session) -> int:
    """Count all items there are."""
    return int(db.execute(select(func.count()).select_from(Item)).scalar_one())


@lru_cache(MOST_LISTS)
def _walked(told: Told, limit: int) -> Heads:
    return _cut(tuple(map(Head._make, told.meant())), limit)


def _cut(found: tuple[Head, ...], limit: int) -> Heads:
    shown = found[:limit]
    return Heads(shown, Cursor(shown[-1].sort_at, shown[-1].item_id) if len(found) > limit else None)


def _everything(place_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == EVERYTHING


def _bounds(wanted: Wanted) -> dict[str, object]:
    above = Cursor(wanted.until or _FOREVER, 0)
    if wanted.before and (wanted.before.sort_at, wanted.before.item_id) < (above.sort_at, above.item_id):
        above = wanted.before
    return {
        "place_id": wanted.place_id,
        "tag_id": wanted.tags[0] if wanted.tags else EVERYTHING,
        "since": wanted.since or _EVER,
        "above_at": above.sort_at,
        "above_id": above.item_id,
    }


def _sought(wanted: Wanted) -> Sought:
    any_of = (
        tuple(map(facets.of_kind, wanted.kinds)),
        tuple(map(facets.of_source, wanted.sources)),
        tuple(map(facets.of_place, wanted.places)),
    )
    all_of = ((facets.of_place(wanted.place_id),), *((facets.of_tag(each),) for each in wanted.tags))
    return Sought(
        words=wanted.words,
        groups=(*all_of, *filter(None, any_of)),
        without=tuple(map(facets.of_tag, wanted.without)),
        since=wanted.since,
        until=wanted.until,
        before=Key(wanted.before.item_id, wanted.before.sort_at) if wanted.before else None,
    )


def _walk() -> Select[Any]:
    moment, item_id = col(StreamEntry.sort_at), col(StreamEntry.item_id)
    above = tuple_(bindparam("above_at", type_=UTCDateTime()), bindparam("above_id", type_=BigInteger()))
    walk = (
        select(item_id, moment, col(Item.source_id), col(Item.digest))
        .join(Item, item_id == _ITEM_ID)
        .where(
            col(StreamEntry.place_id) == bindparam("place_id"),
            col(StreamEntry.tag_id) == bindparam("tag_id"),
            moment >= bindparam("since"),
            tuple_(moment, item_id) < above,
        )
        .order_by(moment.desc(), item_id.desc())
        .limit(bindparam("limit"))
    )
    return cast("Select[Any]", walk)


_LATEST = Read(
    select(
        col(Place.id),
        select(func.max(col(StreamEntry.sort_at)))
        .where(col(StreamEntry.place_id) == col(Place.id), col(StreamEntry.tag_id) == EVERYTHING)
        .correlate(Place)
        .scalar_subquery(),
    )
)
_WALK = Read(_walk())
_FACTS = ReadAmong(select(_ITEM_ID, col(Item.sort_at), col(Item.source_id), col(Item.digest)), _ITEM_ID)
