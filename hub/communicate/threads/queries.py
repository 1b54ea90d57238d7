"""Reads of threads: what a place talks about now, and who says what in one conversation."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, cast
from uuid import UUID

from sqlalchemy import BigInteger, and_, bindparam, or_, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import EVERYTHING, Item, ItemTag, StreamEntry
from hub.aggregate.items.queries import Head
from hub.aggregate.items.twins import leads_of
from hub.communicate.threads.models import Thread, ThreadItem, ThreadRuling
from hub.communicate.threads.rules import ENOUGH_VOICES, score
from hub.db.reads import Read, ReadAmong
from hub.errors import NotFound
from hub.kit.saying import say

PAGE = 20
MOST_LISTED = 50  # decisions, on a desk
_MOST_HEIRS = 50  # threads put together one after the other


class Part(NamedTuple):
    """An item of a thread as it stands in a place's stream, and why it is one."""

    head: Head
    slug: str  # of its source
    name: str  # of its source
    kind: str  # of its source
    toward_id: int | None  # the item it answers, or tells the same as
    because: str  # a value of threads.rules.Because
    evidence: str  # the address it leads to, where it answers by a link


@dataclass(frozen=True, slots=True)
class State:
    """What is known of a thread besides its posts."""

    voices: int  # distinct sources, and people whose replies everybody sees
    posts: int
    replies: int  # that everybody sees
    last_at: datetime
    pinned_at: datetime | None
    closed_at: datetime | None
    closed_words: str
    slow_since: datetime | None

    @property
    def pinned(self) -> bool:
        """Whether it stands above all others."""
        return self.pinned_at is not None

    @property
    def closed(self) -> bool:
        """Whether nobody may reply any more."""
        return self.closed_at is not None

    @property
    def slow(self) -> bool:
        """Whether there has to be a while between two replies of one person."""
        return self.slow_since is not None


@dataclass(frozen=True, slots=True)
class ThreadView:
    """A whole conversation: its posts that stand in the stream, in the order of time."""

    id: int
    place_id: UUID
    tag_id: UUID | None  # talk on the page of a tag: no item leads it
    parts: tuple[Part, ...]
    state: State


@dataclass(frozen=True, slots=True)
class ThreadRow:
    """A conversation on a list; its parts say who speaks in it, the first of them leads."""

    id: int
    tag_id: UUID | None
    parts: tuple[Part, ...]
    state: State
    score: float

    @property
    def lead(self) -> Part | None:
        """The post it began with; None where people talk on the page of a tag."""
        return self.parts[0] if self.parts else None


@dataclass(frozen=True, slots=True)
class Cursor:
    """The last thread of a page: the next page starts below it."""

    heat: float
    thread_id: int


@dataclass(frozen=True, slots=True)
class Threads:
    """Some conversations, those wanted most first, and where the next page starts (None on the last one)."""

    rows: tuple[ThreadRow, ...] = ()
    next: Cursor | None = None


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a mentor decided of two items."""

    item_id: int
    other_id: int
    together: bool
    since: datetime


def ranked(  # noqa: PLR0913 -- a list is asked for in these ways
    db: Session,
    place_id: UUID,
    now: datetime,
    *,
    tag_id: UUID | None = None,
    before: Cursor | None = None,
    limit: int = PAGE,
) -> Threads:
    """Return what a place talks about: what is pinned first, on the first page, then by voices and how long ago.

    With a tag, those conversations of which some post is under it, and the talk on its own page.
    """
    pinned = [] if before else _PINNED.rows(db, place_id=place_id)
    bounds: dict[str, object] = {"place_id": place_id, "limit": limit + 1}
    bounds |= {"heat": before.heat if before else float("inf"), "thread_id": before.thread_id if before else 0}
    found = _TAGGED.rows(db, **bounds, tag_id=tag_id) if tag_id else _RANKED.rows(db, **bounds)
    if tag_id and pinned:
        there = {each for (each,) in _UNDER.rows(db, place_id=place_id, tag_id=tag_id)}
        pinned = [row for row in pinned if row[0] in there]
    shown = [*pinned, *found[:limit]]
    parts = parts_of(db, place_id, [row[0] for row in shown])
    last = found[limit - 1] if len(found) > limit else None
    rows = (_row(row, parts.get(row[0], ()), now) for row in shown)
    # What was withheld a moment ago stands nowhere: with all of its posts its thread goes.
    return Threads(tuple(row for row in rows if row.parts or row.tag_id), Cursor(last[1], last[0]) if last else None)


def thread(db: Session, place_id: UUID, thread_id: int) -> ThreadView:
    """Return a conversation of a place; NotFound where there is none, or it was put together with another one."""
    rows = _ONE.rows(db, place_id=place_id, thread_id=thread_id)
    parts = parts_of(db, place_id, [thread_id]).get(thread_id, ()) if rows else ()
    if not rows or not (parts or rows[0][2]):
        raise NotFound(say("There is no such conversation here, or nothing of it is left."))
    return ThreadView(thread_id, place_id, rows[0][2], parts, State(*rows[0][3:]))


def heir(db: Session, place_id: UUID, thread_id: int) -> int | None:
    """Return where a conversation goes on that was put together with another one; None where it was with none."""
    found = None
    for _ in range(_MOST_HEIRS):
        following = _HEIR.value(db, place_id=place_id, thread_id=thread_id)
        if following is None:
            break
        found = thread_id = following
    return found


def of_item(db: Session, place_id: UUID, item_id: int) -> int | None:
    """Return the conversation that an item, or what it is folded under, is part of in a place; None for none."""
    lead_id, _ = leads_of(db, [item_id]).get(item_id, (item_id, None))
    found: int | None = _OF_ITEM.value(db, place_id=place_id, item_id=item_id)
    if found is None and lead_id != item_id:
        found = _OF_ITEM.value(db, place_id=place_id, item_id=lead_id)
    return found


def of_items(db: Session, place_id: UUID, item_ids: Sequence[int]) -> Mapping[int, int]:
    """Return the conversations these items are part of in a place; those that are part of none are left out."""
    return {item_id: thread_id for item_id, of, thread_id in _OF_ITEMS.among(db, item_ids) if of == place_id}


def of_tag(db: Session, place_id: UUID, tag_id: UUID) -> int | None:
    """Return the talk on the page of a tag in a place; None where there is none."""
    found: int | None = _OF_TAG.value(db, place_id=place_id, tag_id=tag_id)
    return found


def place_of(db: Session, thread_id: int) -> UUID | None:
    """Return the place a conversation is held in; None where there is no such thread."""
    found: UUID | None = _PLACE.value(db, thread_id=thread_id)
    return found


def parts_of(db: Session, place_id: UUID, thread_ids: Sequence[int]) -> Mapping[int, tuple[Part, ...]]:
    """Return the posts of conversations as far as they stand in the stream of a place, in the order of time."""
    found = defaultdict(list)
    for thread_id, of, *row in _PARTS.among(db, thread_ids):
        if of == place_id:
            found[thread_id].append(Part(Head._make(row[:4]), *row[4:]))
    return {thread_id: _in_time(parts) for thread_id, parts in found.items()}


def rulings(db: Session, place_id: UUID) -> Sequence[Ruled]:
    """Return what was decided last in a place, the newest first."""
    asked = select(ThreadRuling).where(col(ThreadRuling.place_id) == place_id)
    rows = db.execute(asked.order_by(col(ThreadRuling.since).desc(), col(ThreadRuling.item_id)).limit(MOST_LISTED))
    return [Ruled(row.item_id, row.other_id, row.together, row.since) for row in rows.scalars()]


def _row(row: Sequence[Any], parts: tuple[Part, ...], now: datetime) -> ThreadRow:
    thread_id, _, tag_id, *facts = row
    state = State(*facts)
    return ThreadRow(thread_id, tag_id, parts, state, score(state.voices, now - state.last_at))


def _in_time(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda each: (each.head.sort_at, each.head.item_id)))


_ID = cast("Mapped[int]", col(Thread.id))  # a stored thread has its number
_FACTS = (
    *(_ID, col(Thread.heat), col(Thread.tag_id)),
    *(col(Thread.voices), col(Thread.posts), col(Thread.replies), col(Thread.last_at)),
    *(col(Thread.pinned_at), col(Thread.closed_at), col(Thread.closed_words), col(Thread.slow_since)),
)
_ASKED = bindparam("thread_id", type_=BigInteger())
_HERE = col(Thread.place_id) == bindparam("place_id")
_THERE = col(Thread.heir_id).is_(None)
_BELOW = or_(
    col(Thread.heat) < bindparam("heat"),
    and_(col(Thread.heat) == bindparam("heat"), _ID < _ASKED),
)
_TALKED = and_(_HERE, _THERE, col(Thread.pinned_at).is_(None), col(Thread.voices) >= ENOUGH_VOICES, _BELOW)
_UNDER = Read(
    select(col(ThreadItem.thread_id))
    .join(ItemTag, col(ItemTag.item_id) == col(ThreadItem.item_id))
    .where(col(ThreadItem.place_id) == bindparam("place_id"), col(ItemTag.tag_id) == bindparam("tag_id"))
    .union(select(_ID).where(_HERE, col(Thread.tag_id) == bindparam("tag_id")))
)
_RANKED = Read(select(*_FACTS).where(_TALKED).order_by(col(Thread.heat).desc(), _ID.desc()).limit(bindparam("limit")))
_TAGGED = Read(
    select(*_FACTS)
    .where(
        _TALKED,
        or_(
            col(Thread.tag_id) == bindparam("tag_id"),
            _ID.in_(
                select(col(ThreadItem.thread_id))
                .join(ItemTag, col(ItemTag.item_id) == col(ThreadItem.item_id))
                .where(col(ThreadItem.place_id) == bindparam("place_id"), col(ItemTag.tag_id) == bindparam("tag_id"))
            ),
        ),
    )
    .order_by(col(Thread.heat).desc(), _ID.desc())
    .limit(bindparam("limit"))
)
_PINNED = Read(
    select(*_FACTS)
    .where(_HERE, _THERE, col(Thread.pinned_at).is_not(None))
    .order_by(col(Thread.pinned_at).desc(), _ID.desc())
)
_ONE = Read(select(*_FACTS).where(_HERE, _THERE, _ID == _ASKED))
_HEIR = Read(select(col(Thread.heir_id)).where(_HERE, _ID == _ASKED))
_PLACE = Read(select(col(Thread.place_id)).where(_ID == _ASKED))
_OF_TAG = Read(select(_ID).where(_HERE, _THERE, col(Thread.tag_id) == bindparam("tag_id")))
_OF_ITEM = Read(
    select(col(ThreadItem.thread_id)).where(
        col(ThreadItem.place_id) == bindparam("place_id"),
        col(ThreadItem.item_id) == bindparam("item_id", type_=BigInteger()),
    )
)
_OF_ITEMS = ReadAmong(
    select(col(ThreadItem.item_id), col(ThreadItem.place_id), col(ThreadItem.thread_id)), col(ThreadItem.item_id)
)
# What is withheld, or folded under another one, stands in no stream, and so in no thread from that moment on.
STANDS = and_(
    col(StreamEntry.place_id) == col(ThreadItem.place_id),
    col(StreamEntry.tag_id) == EVERYTHING,
    col(StreamEntry.sort_at) == col(Item.sort_at),
    col(StreamEntry.item_id) == col(Item.id),
)
_PARTS = ReadAmong(
    select(
        *(col(ThreadItem.thread_id), col(ThreadItem.place_id)),
        *(col(Item.id), col(Item.sort_at), col(Item.source_id), col(Item.digest)),
        *(col(Source.slug), col(Source.name), col(Source.kind)),
        *(col(ThreadItem.toward_id), col(ThreadItem.because), col(ThreadItem.evidence)),
    )
    .join(Item, col(Item.id) == col(ThreadItem.item_id))
    .join(Source, col(Source.id) == col(Item.source_id))
    .join(StreamEntry, STANDS),
    col(ThreadItem.thread_id),
)
