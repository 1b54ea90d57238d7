"""What differs between the threads that stand and those there are now, written; with the numbers of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.communicate.threads import said
from hub.communicate.threads.around import around
from hub.communicate.threads.gathering import Around, Gathered, gather
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.rules import Because, Post, heat, last_news
from hub.db import bulk
from hub.db.turns import take_turn
from hub.places.actions import bump

_Row = tuple[int, int | None, str, str]  # its thread, what it goes towards, why, what shows it


def think_over(db: Session, place_id: UUID, item_ids: Sequence[int], now: datetime) -> bool:
    """Put items of a place into the threads they are part of from now on; say whether anything differs."""
    have_turn(db, place_id)
    seen = around(db, place_id, item_ids)
    outcome = gather(seen)
    threads = [each if each.id else replace(each, id=new_thread(db, place_id, now)) for each in outcome.threads]
    _bring_back(db, [each.id for each in outcome.threads if each.id in seen.gone])
    moved = _write(db, place_id, seen, threads)
    for gone_id, heir_id in outcome.heirs.items():
        _inherit(db, seen, gone_id, heir_id)
    touched = {*moved, *outcome.heirs, *outcome.heirs.values(), *_naming(threads, item_ids)}
    posts = {each.id: [seen.posts[item_id] for item_id in each.item_ids] for each in threads}
    changed = [count(db, thread_id, posts.get(thread_id, [])) for thread_id in sorted(touched)]
    if moved or any(changed):
        bump(db, [place_id])
    return bool(moved) or any(changed)


def have_turn(db: Session, place_id: UUID) -> None:
    """Wait until nobody else puts the threads of a place in order."""
    take_turn(db, f"the threads of {place_id.hex}")


def count(db: Session, thread_id: int, posts: list[Post]) -> bool:
    """Write how many speak in a thread of these posts, and when the last of them did; say whether that differs."""
    row = db.get(Thread, thread_id, populate_existing=True)
    if row is None:
        return False
    people = said.said_in(db, thread_id)
    sources = {post.source_id for post in posts}
    others = people.people - said.writers(db, [post.id for post in posts], sources) if people.people else frozenset()
    last_at = last_news(posts, people.last_at) if posts or people.last_at else row.last_at
    voices = len(sources) + len(others)
    facts = {"voices": voices, "posts": len(posts), "replies": people.replies, "last_at": last_at}
    facts["heat"] = heat(voices, last_at)
    differs = any(getattr(row, name) != value for name, value in facts.items())
    for name, value in facts.items():
        setattr(row, name, value)
    db.flush()
    return differs


def new_thread(db: Session, place_id: UUID, now: datetime, **more: Any) -> int:  # noqa: ANN401 -- columns
    """Make a thread of which nothing is told yet, and return its number."""
    row = Thread(place_id=place_id, made_at=now, last_at=now, **more)
    db.add(row)
    db.flush()
    return cast("int", row.id)  # it has been given one


def _write(db: Session, place_id: UUID, seen: Around, threads: Sequence[Gathered]) -> set[int]:
    """Write what differs of the parts of threads; return the threads of which anything does."""
    held = _held(db, list(seen.standing))
    wanted: dict[int, _Row] = {
        part.item_id: (cast("int", each.id), part.toward, part.because, part.evidence)
        for each in threads
        for part in each.parts
    }
    gone = [item_id for item_id, row in held.items() if wanted.get(item_id) != row]
    new = {item_id: row for item_id, row in wanted.items() if held.get(item_id) != row}
    bulk.delete(db, ThreadItem, [{"place_id": place_id, "item_id": item_id} for item_id in gone])
    bulk.insert(db, ThreadItem, [_row(place_id, item_id, row) for item_id, row in new.items()])
    for item_id, (thread_id, *_) in new.items():
        if item_id in held and held[item_id][0] != thread_id:
            said.follow_posts(db, [item_id], held[item_id][0], thread_id)
    return {row[0] for row in new.values()} | {held[item_id][0] for item_id in gone}


def _held(db: Session, thread_ids: Sequence[int]) -> Mapping[int, _Row]:
    rows = db.execute(
        select(
            *(ThreadItem.item_id, ThreadItem.thread_id, ThreadItem.toward_id),  # type: ignore[call-overload]  # so many columns
            *(ThreadItem.because, ThreadItem.evidence),
        ).where(col(ThreadItem.thread_id).in_(thread_ids))
    )
    return {item_id: (thread_id, toward, because, evidence) for item_id, thread_id, toward, because, evidence in rows}


def _row(place_id: UUID, item_id: int, row: _Row) -> dict[str, Any]:
    thread_id, toward, because, evidence = row
    return {
        "place_id": place_id,
        "item_id": item_id,
        "thread_id": thread_id,
        "toward_id": toward,
        "because": Because(because).value,
        "evidence": evidence,
    }


def _inherit(db: Session, seen: Around, gone_id: int, heir_id: int) -> None:
    """Note where a thread goes on, and have what was said in it go there too; what mentors decided of it ends."""
    for thread_id in (gone_id, heir_id):
        first = min((seen.posts[each] for each in seen.standing[thread_id] if each in seen.posts), key=_turn)
        new = (col(Thread.id) == thread_id, col(Thread.began_with).is_(None))
        db.execute(update(Thread).where(*new).values(began_with=first.id))
    said.follow_thread(db, gone_id, heir_id)
    said.follow_marks(db, gone_id, heir_id)
    _hold_back(db, gone_id, heir_id)
    ended = {"heir_id": heir_id, "pinned_at": None}
    db.execute(update(Thread).where(col(Thread.id) == gone_id).values(**ended))


def _hold_back(db: Session, gone_id: int, heir_id: int) -> None:
    """Have a thread be closed or slow as the one that goes on in it was: nobody opens it by another post."""
    gone, heir = (db.get_one(Thread, each, populate_existing=True) for each in (gone_id, heir_id))
    if gone.closed_at and not heir.closed_at:
        heir.closed_at, heir.closed_words = gone.closed_at, gone.closed_words
    heir.slow_since = heir.slow_since or gone.slow_since
    db.flush()


def _bring_back(db: Session, thread_ids: Sequence[int | None]) -> None:
    """Let threads that went on in another one stand by themselves again."""
    if thread_ids:
        db.execute(update(Thread).where(col(Thread.id).in_(thread_ids)).values(heir_id=None))


def _turn(post: Post) -> tuple[datetime, int]:
    return post.turn


def _naming(threads: Sequence[Gathered], item_ids: Sequence[int]) -> set[int]:
    asked = set(item_ids)
    return {each.id for each in threads if each.id and not asked.isdisjoint(each.item_ids)}
