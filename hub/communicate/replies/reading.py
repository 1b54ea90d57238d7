"""How far has somebody read, and what is new to them since? Read marks, and the threads they are in."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, and_, col, or_, select, update

from hub.aggregate.items.models import Item, StreamEntry
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.replies.rules import OPEN, State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.queries import STANDS
from hub.db.once import insert_once

MOST_THREADS = 50


@dataclass(frozen=True, slots=True)
class MyThread:
    """A thread somebody is in or follows, and how much in it is new to them."""

    id: int
    place_id: UUID
    tag_id: UUID | None
    last_at: datetime
    new: int


def read_until(db: Session, person_id: UUID, thread_id: int) -> datetime | None:
    """Return until when somebody has read a thread; None where they never said."""
    found = db.get(ReadMark, (person_id, thread_id))
    return found.read_at if found else None


def mark(db: Session, person_id: UUID, thread_id: int, until: datetime) -> None:
    """Note that somebody has read a thread so far; a mark never moves back."""
    insert_once(db, ReadMark(person_id=person_id, thread_id=thread_id, read_at=until))
    earlier = update(ReadMark).where(col(ReadMark.person_id) == person_id, col(ReadMark.thread_id) == thread_id)
    db.execute(earlier.where(col(ReadMark.read_at) < until).values(read_at=until))


def threads_of(
    db: Session, person_id: UUID, followed: Collection[int], is_known: Callable[[UUID], bool]
) -> Sequence[MyThread]:
    """Return the threads somebody speaks in, whose posts are of sources they own, or that they follow; newest first.

    What is new counts the replies for neighbours alone only of places they are known in, which each place is asked of.
    """
    mine = select(Reply.thread_id).where(Reply.person_id == person_id, col(Reply.state).in_(OPEN))
    owned = (
        select(ThreadItem.thread_id)
        .join(Item, col(Item.id) == col(ThreadItem.item_id))
        .join(SourceOwner, col(SourceOwner.source_id) == col(Item.source_id))
        .where(SourceOwner.person_id == person_id)
    )
    is_mine = or_(col(Thread.id).in_(mine), col(Thread.id).in_(owned), col(Thread.id).in_(followed))
    wanted = select(Thread).where(is_mine, col(Thread.heir_id).is_(None)).order_by(col(Thread.last_at).desc())
    found = db.exec(wanted.limit(MOST_THREADS)).all()
    ids = [each.id for each in found if each.id is not None]
    new = _new(db, person_id, ids, [each for each in {row.place_id for row in found} if is_known(each)])
    return [
        MyThread(each.id, each.place_id, each.tag_id, each.last_at, new.get(each.id, 0))
        for each in found
        if each.id is not None
    ]


def came_at(db: Session, item_ids: Collection[int]) -> Mapping[int, datetime]:
    """Return when these posts came here, which may be long after they were published."""
    asked = select(Item.id, Item.first_seen).where(col(Item.id).in_(item_ids))
    return {item_id: at for item_id, at in db.execute(asked) if item_id is not None} if item_ids else {}


def _new(db: Session, person_id: UUID, ids: Collection[int], known_in: Collection[UUID]) -> Mapping[int, int]:
    """Count, thread by thread, what ``rules.is_new`` calls new: replies of others, and posts that still stand."""
    marked = and_(col(ReadMark.thread_id) == col(Thread.id), col(ReadMark.person_id) == person_id)
    is_theirs = or_(col(Reply.person_id) != person_id, col(Reply.person_id).is_(None))
    is_for_me = or_(col(Reply.is_local).is_(False), col(Thread.place_id).in_(known_in))
    said = (
        select(Thread.id, func.count())
        .join(Reply, col(Reply.thread_id) == col(Thread.id))
        .outerjoin(ReadMark, marked)
        .where(col(Thread.id).in_(ids), col(Reply.state) == State.SHOWN, is_theirs, is_for_me)
        .where(or_(col(ReadMark.read_at).is_(None), col(Reply.said_at) > col(ReadMark.read_at)))
        .group_by(col(Thread.id))
    )
    posted = (
        select(Thread.id, func.count())
        .join(ThreadItem, col(ThreadItem.thread_id) == col(Thread.id))
        .join(Item, col(Item.id) == col(ThreadItem.item_id))
        .join(StreamEntry, STANDS)
        .join(ReadMark, marked)
        .where(col(Thread.id).in_(ids), col(Item.first_seen) > col(ReadMark.read_at))
        .group_by(col(Thread.id))
    )
    counted = dict[int, int]()
    for asked in (said, posted) if ids else ():
        for thread_id, number in db.execute(asked):
            counted[thread_id] = counted.get(thread_id, 0) + number
    return counted
