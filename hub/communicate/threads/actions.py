"""Writes of threads: what people begin, and what mentors decide."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.items.models import Item
from hub.aggregate.items.twins import leads_of
from hub.aggregate.stories.queries import stands_in
from hub.communicate.threads import queries
from hub.communicate.threads.gathering import Pair, pair_of
from hub.communicate.threads.models import Thread, ThreadItem, ThreadRuling
from hub.communicate.threads.queries import ThreadView
from hub.communicate.threads.rules import Because, Post
from hub.communicate.threads.settling import count, have_turn, new_thread, think_over
from hub.errors import HubError, NotFound
from hub.kit.saying import say
from hub.places.actions import bump

_IN_ONE = 500  # ids in one statement


class NothingLeft(HubError):
    """Taken apart at its first post, nothing of a conversation would be left together."""

    hint = say("Take out the posts that belong elsewhere instead.")


def for_item(db: Session, place_id: UUID, item_id: int, now: datetime) -> int:
    """Return the thread of an item in a place, made where there is none; NotFound where it does not stand there."""
    have_turn(db, place_id)
    if found := queries.of_item(db, place_id, item_id):
        return found
    item_id, _ = leads_of(db, [item_id]).get(item_id, (item_id, now))
    if not stands_in(db, place_id, item_id):
        raise NotFound(say("There is no such post here."))
    thread_id = new_thread(db, place_id, now)
    db.add(ThreadItem(place_id=place_id, item_id=item_id, thread_id=thread_id, because=Because.TALK))
    db.flush()
    _recount(db, place_id, thread_id)
    return thread_id


def for_tag(db: Session, place_id: UUID, tag_id: UUID, now: datetime) -> int:
    """Return the talk on the page of a tag in a place, made where there is none."""
    have_turn(db, place_id)
    return queries.of_tag(db, place_id, tag_id) or new_thread(db, place_id, now, tag_id=tag_id)


def count_reply(db: Session, thread_id: int) -> None:
    """Count anew who speaks in a thread, since a reply came, changed or went; its place shows it from now on."""
    db.flush()
    place_id = queries.place_of(db, thread_id)
    if place_id is not None:
        _recount(db, place_id, thread_id)
        bump(db, [place_id])


def split(db: Session, place_id: UUID, thread_id: int, item_id: int, now: datetime) -> int | None:
    """Decide that a post, with those that answer it, never stands with the others of a thread; it leaves at once.

    Return its thread from now on, None where it stands alone. NotFound where it is no part of it, NothingLeft where
    it is the first, which the others answer.
    """
    view = queries.thread(db, place_id, thread_id)
    leaving = _below(view, item_id)
    others = [part.head.item_id for part in view.parts if part.head.item_id not in leaving]
    if not leaving:
        raise NotFound(say("This post is no part of the conversation."))
    if not others:
        raise NothingLeft(say("This is the post that the others answer."))
    pairs = [pair_of(one, other) for one in leaving for other in others]
    _let_go(db, place_id, pairs)
    _rule(db, place_id, pairs, now, together=False)
    think_over(db, place_id, [*leaving, *others], now)
    return queries.of_item(db, place_id, item_id)


def join(db: Session, place_id: UUID, thread_id: int, other_id: int, now: datetime) -> int:
    """Decide that two threads are one, now and for ever; return the one that all posts are part of from now on."""
    one, other = (queries.thread(db, place_id, each) for each in (thread_id, other_id))
    if not one.parts or not other.parts:
        raise NotFound(say("The talk about a tag has no posts that could be put together with others."))
    ours, theirs = ([part.head.item_id for part in each.parts] for each in (one, other))
    _let_go(db, place_id, [pair_of(each, every) for each in ours for every in theirs if each != every])
    if thread_id != other_id:
        _rule(db, place_id, [pair_of(ours[0], theirs[0])], now, together=True)
    think_over(db, place_id, [*ours, *theirs], now)
    return queries.of_item(db, place_id, ours[0]) or thread_id


def take_back(db: Session, place_id: UUID, since: datetime, now: datetime) -> Sequence[Pair]:
    """Take back what was decided in a place at a moment; return of which items.

    What was taken apart is together again where anything ties it, what was put together only by that is not.
    """
    rows = db.exec(select(ThreadRuling).where(ThreadRuling.place_id == place_id, ThreadRuling.since == since)).all()
    pairs = [(row.item_id, row.other_id) for row in rows]
    _let_go(db, place_id, pairs)
    if pairs:
        think_over(db, place_id, sorted({each for pair in pairs for each in pair}), now)
    return pairs


def pin(db: Session, place_id: UUID, thread_id: int, now: datetime) -> None:
    """Have a thread stand above all others of its place; NotFound where there is none."""
    _decide(db, place_id, thread_id, pinned_at=now)


def unpin(db: Session, place_id: UUID, thread_id: int) -> None:
    """Let a thread stand where it belongs again."""
    _decide(db, place_id, thread_id, pinned_at=None)


def close(db: Session, place_id: UUID, thread_id: int, words: str, now: datetime) -> None:
    """Take no more replies in a thread, and say why in *words*."""
    _decide(db, place_id, thread_id, closed_at=now, closed_words=words)


def reopen(db: Session, place_id: UUID, thread_id: int) -> None:
    """Take replies in a thread again."""
    _decide(db, place_id, thread_id, closed_at=None, closed_words="")


def slow(db: Session, place_id: UUID, thread_id: int, now: datetime) -> None:
    """Have everybody wait a while between two replies in a thread."""
    _decide(db, place_id, thread_id, slow_since=now)


def unslow(db: Session, place_id: UUID, thread_id: int) -> None:
    """Let a thread go at its own pace again."""
    _decide(db, place_id, thread_id, slow_since=None)


def _decide(db: Session, place_id: UUID, thread_id: int, **decided: datetime | str | None) -> None:
    row = db.get(Thread, thread_id, populate_existing=True)
    if row is None or row.place_id != place_id or row.heir_id is not None:
        raise NotFound(say("There is no such conversation here, or nothing of it is left."))
    for name, value in decided.items():
        setattr(row, name, value)
    db.flush()
    bump(db, [place_id])


def _recount(db: Session, place_id: UUID, thread_id: int) -> None:
    heads = [part.head for part in queries.parts_of(db, place_id, [thread_id]).get(thread_id, ())]
    asked = select(Item.id, Item.is_archive).where(col(Item.id).in_([head.item_id for head in heads]))
    archive = {item_id: bool(is_archive) for item_id, is_archive in db.execute(asked)}
    count(db, thread_id, [Post(head.item_id, head.source_id, head.sort_at, archive[head.item_id]) for head in heads])


def _below(view: ThreadView, item_id: int) -> list[int]:
    """Return a post of a thread and all that answer it, or answer those; nothing where it is no part."""
    found = [part.head.item_id for part in view.parts if part.head.item_id == item_id]
    for part in view.parts:
        if part.toward_id in found and part.head.item_id not in found:
            found.append(part.head.item_id)
    return found


def _let_go(db: Session, place_id: UUID, pairs: Iterable[Pair]) -> None:
    wanted = frozenset(pairs)
    ids = sorted({one for one, _ in wanted})
    for start in range(0, len(ids), _IN_ONE):
        named = col(ThreadRuling.item_id).in_(ids[start : start + _IN_ONE])
        for ruling in db.exec(select(ThreadRuling).where(ThreadRuling.place_id == place_id, named)):
            if (ruling.item_id, ruling.other_id) in wanted:
                db.delete(ruling)
    db.flush()


def _rule(db: Session, place_id: UUID, pairs: Iterable[Pair], now: datetime, *, together: bool) -> None:
    db.add_all(
        ThreadRuling(place_id=place_id, item_id=one, other_id=other, together=together, since=now)
        for one, other in pairs
    )
    db.flush()
