"""What is new in a place? Read once for everybody, and found in memory by tag, source and thread."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from hub.aggregate.items.models import EVERYTHING, Item, ItemTag, StreamEntry
from hub.aggregate.stories.models import StoryItem
from hub.communicate.following.values import New, PlaceNews, Said, Talk
from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.establish.tags.models import Tag

LATE = timedelta(days=4)  # what was said longer before we saw it is no news
MOST = 5_000  # posts of a place
_IN_ONE = 500  # ids in one statement
_Key = TypeVar("_Key")


@dataclass(frozen=True, slots=True)
class Window:
    """What counts as new: all we came to know after *since*, and not after *until*."""

    since: datetime
    until: datetime


def news_of(db: Session, place_id: UUID, window: Window) -> PlaceNews:
    """Return what is new in a place: what stands in its stream and is no archive, and what was said in its threads.

    What waits to be read by somebody, what was taken down, and what is folded under another post are not in it.
    """
    rows = _items(db, place_id, window)
    ids = [row[0] for row in rows]
    tags, threads = _tags(db, ids), _one_each(db, ThreadItem.thread_id, ThreadItem, place_id, ids)
    stories = _one_each(db, StoryItem.story_id, StoryItem, place_id, ids)
    items = tuple(
        New(item_id, source_id, at, tags.get(item_id, frozenset()), stories.get(item_id), threads.get(item_id))
        for item_id, source_id, at in rows
    )
    return PlaceNews(
        place_id=place_id,
        items=items,
        talks=_talks(db, place_id, window, threads.values()),
        by_tag=_indexed((tag, each) for each in items for tag in each.tags),
        by_source=_indexed((each.source_id.hex, each) for each in items),
        by_thread=_indexed((str(each.thread_id), each) for each in items if each.thread_id is not None),
    )


def heirs(db: Session) -> Mapping[str, str]:
    """Return the tags, in hexadecimal, and the threads, by number, that are others now, each with what it became."""
    merged = select(Tag.id, Tag.heir_id).where(col(Tag.retired), col(Tag.heir_id).is_not(None))
    joined = select(Thread.id, Thread.heir_id).where(col(Thread.heir_id).is_not(None))
    tags = {before.hex: after.hex for before, after in db.execute(merged)}
    return {**tags, **{str(before): str(after) for before, after in db.execute(joined)}}


def heir_of(target: str, became: Mapping[str, str]) -> str:
    """Return what a tag or a thread is now.

    >>> heir_of("1", {"1": "2", "2": "3"}), heir_of("4", {}), heir_of("1", {"1": "2", "2": "1"})
    ('3', '4', '2')
    """
    met = {target}
    while (after := became.get(target, target)) not in met:
        met.add(after)
        target = after
    return target


def reads(
    db: Session, person_ids: Sequence[UUID], thread_ids: Collection[int]
) -> Mapping[UUID, Mapping[int, datetime]]:
    """Return how far each of these people has read any of these threads."""
    found = defaultdict[UUID, dict[int, datetime]](dict)
    for some in _parts(person_ids if thread_ids else ()):
        asked = select(ReadMark).where(col(ReadMark.person_id).in_(some))
        for mark in db.exec(asked):
            if mark.thread_id in thread_ids:
                found[mark.person_id][mark.thread_id] = mark.read_at
    return found


def _items(db: Session, place_id: UUID, window: Window) -> Sequence[tuple[int, UUID, datetime]]:
    asked = (
        select(col(Item.id), Item.source_id, Item.first_seen)
        .join(StreamEntry, col(StreamEntry.item_id) == col(Item.id))
        .where(col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == EVERYTHING)
        .where(col(StreamEntry.sort_at) > window.since - LATE)
        .where(col(Item.first_seen) > window.since, col(Item.first_seen) <= window.until)
        .where(col(Item.is_archive).is_(False))
    )
    rows = db.execute(asked.order_by(col(Item.first_seen).desc(), col(Item.id).desc()).limit(MOST))
    return [(item_id, source_id, at) for item_id, source_id, at in rows]


def _tags(db: Session, ids: Sequence[int]) -> Mapping[int, frozenset[str]]:
    found = defaultdict[int, set[str]](set)
    for some in _parts(ids):
        for item_id, tag_id in db.execute(
            select(ItemTag.item_id, ItemTag.tag_id).where(col(ItemTag.item_id).in_(some))
        ):
            found[item_id].add(tag_id.hex)
    return {item_id: frozenset(tags) for item_id, tags in found.items()}


def _one_each(db: Session, wanted: Any, model: Any, place_id: UUID, ids: Sequence[int]) -> Mapping[int, int]:  # noqa: ANN401 -- a column of a table
    found: dict[int, int] = {}
    for some in _parts(ids):
        asked = select(model.item_id, wanted).where(model.place_id == place_id, model.item_id.in_(some))
        found.update((item_id, number) for item_id, number in db.execute(asked))
    return found


def _talks(db: Session, place_id: UUID, window: Window, beside: Iterable[int]) -> Mapping[int, Talk]:
    said = _said(db, place_id, window)
    ids = sorted({*said, *beside})
    parts = _parts_of(db, ids)
    tags = _tags(db, [item_id for each in parts.values() for item_id, _ in each])
    found = {}
    for thread_id, tag_id in _threads(db, ids):
        own = parts.get(thread_id, [])
        found[thread_id] = Talk(
            thread_id=thread_id,
            said=tuple(said.get(thread_id, ())),
            lead_id=own[0][0] if own else None,
            tag=tag_id.hex if tag_id else "",
            tags=frozenset(tag for item_id, _ in own for tag in tags.get(item_id, ())),
            source_ids=frozenset(source_id for _, source_id in own),
        )
    return found


def _said(db: Session, place_id: UUID, window: Window) -> Mapping[int, Sequence[Said]]:
    who = (col(Reply.person_id), col(Reply.name), col(Reply.said_at), col(Reply.is_local))
    asked = (
        columns(col(Reply.thread_id), col(Reply.id), *who)
        .join(Thread, col(Thread.id) == col(Reply.thread_id))
        .where(col(Thread.place_id) == place_id, col(Reply.state) == State.SHOWN)
        .where(col(Reply.said_at) > window.since, col(Reply.said_at) <= window.until)
        .order_by(col(Reply.said_at), col(Reply.id))
    )
    found = defaultdict[int, list[Said]](list)
    for thread_id, *row in db.execute(asked):
        found[thread_id].append(Said(*row))
    return found


def _threads(db: Session, ids: Sequence[int]) -> Iterator[tuple[int, UUID | None]]:
    for some in _parts(ids):
        yield from ((number, tag_id) for number, tag_id in db.execute(_ABOUT.where(col(Thread.id).in_(some))))


_ABOUT = select(col(Thread.id), Thread.tag_id)


def _parts_of(db: Session, ids: Sequence[int]) -> Mapping[int, list[tuple[int, UUID]]]:
    """Return the posts of threads with their sources, the oldest first."""
    found = defaultdict[int, list[tuple[int, UUID]]](list)
    for some in _parts(ids):
        asked = select(ThreadItem.thread_id, col(Item.id), Item.source_id).join(
            Item, col(Item.id) == col(ThreadItem.item_id)
        )
        rows = db.execute(asked.where(col(ThreadItem.thread_id).in_(some)).order_by(col(Item.sort_at), col(Item.id)))
        for thread_id, item_id, source_id in rows:
            found[thread_id].append((item_id, source_id))
    return found


def _indexed(pairs: Iterable[tuple[str, New]]) -> Mapping[str, tuple[New, ...]]:
    found = defaultdict[str, list[New]](list)
    for key, each in pairs:
        found[key].append(each)
    return {key: tuple(several) for key, several in found.items()}


def _parts(ids: Sequence[_Key]) -> Iterator[Sequence[_Key]]:
    return (ids[start : start + _IN_ONE] for start in range(0, len(ids), _IN_ONE))
