"""What did nobody answer? Notices, first posts of new voices, questions of neighbours, and first replies."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, String, cast, exists, literal, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import EVERYTHING, Item, ItemTwin, StreamEntry
from hub.aggregate.notices.models import Notice
from hub.aggregate.notices.rules import State as Pinned
from hub.aggregate.registering.models import Registration
from hub.aggregate.registering.rules import State as Registered
from hub.communicate.answered.models import LeftBe
from hub.communicate.answered.rules import NEWCOMER, OFFICES, UNANSWERED_AFTER, UNANSWERED_FOR, By, asks
from hub.communicate.links.models import ItemLink
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.db.hexed import Hexed
from hub.kit.ids import as_id
from hub.kit.markup import plain
from hub.places.models import Place

MOST = 200
_DIGITS = 18  # of a number the database can hold
_Other: Any = aliased(Item)
_Later: Any = aliased(Reply)


class Why(StrEnum):
    """Why somebody may wait for an answer."""

    NOTICE = "notice"
    FIRST_POST = "first-post"
    QUESTION = "question"
    FIRST_REPLY = "first-reply"


@dataclass(frozen=True, slots=True)
class Unanswered:
    """Something nobody answered."""

    by: By
    id: str
    place_id: UUID
    why: Why
    at: datetime
    title: str
    words: str
    who: str
    thread_id: int = 0  # in which a reply stands; 0 for a post
    is_local: bool = False  # for neighbours alone: only members read it, in its conversation

    @property
    def key(self) -> str:
        """By what it is known."""
        return f"{self.by}:{self.id}"


def unanswered(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Unanswered]:
    """Return what nobody in these places (None: in any) answered for a week, what waits longest first."""
    found = [*_posts(db, place_ids, now), *_replies(db, place_ids, now)]
    return sorted({each.key: each for each in found}.values(), key=lambda each: (each.at, each.key))[:MOST]


def one(db: Session, place_ids: Collection[UUID] | None, now: datetime, key: str) -> Unanswered | None:
    """Return what is known by *key* as far as nobody in these places answered it; None where it does not wait there."""
    by, _, named = key.partition(":")
    if by == By.POST and named.isascii() and named.isdigit() and len(named) <= _DIGITS:
        return next(iter(_posts(db, place_ids, now, int(named))), None)
    reply_id = as_id(named) if by == By.REPLY else None
    return next(iter(_replies(db, place_ids, now, reply_id)), None) if reply_id else None


def _posts(
    db: Session, place_ids: Collection[UUID] | None, now: datetime, item_id: int | None = None
) -> Sequence[Unanswered]:
    said = (col(Item.sort_at), col(Item.title), col(Item.summary), col(Source.name), col(Source.kind))
    asked = (
        columns(col(Item.id), col(StreamEntry.place_id), *said, _is_pinned(), _is_first(now))
        .join(StreamEntry, col(StreamEntry.item_id) == col(Item.id))
        .join(Source, col(Source.id) == col(Item.source_id))
        .where(
            # By the index every stream is read from: the posts of two months, however long the place has been told of.
            col(StreamEntry.place_id).in_(columns(col(Place.id)) if place_ids is None else place_ids),
            col(StreamEntry.tag_id) == EVERYTHING,
            *_waits(col(StreamEntry.sort_at), now),
            col(Item.is_archive).is_(False),
            or_(_is_pinned(), _is_first(now), _may_ask()),
            *_is_left(),
            ~_is_seen("item:", cast(col(Item.id), String)),
        )
        .order_by(col(Item.sort_at), col(Item.id))
    )
    if item_id is not None:
        asked = asked.where(col(Item.id) == item_id)
    found = []
    for found_id, place_id, at, title, words, who, kind, is_pinned, is_first in db.execute(asked.limit(MOST * 5)):
        why = _why(is_pinned=is_pinned, is_first=is_first, asks=kind not in OFFICES and asks(title, words))
        if why:
            found.append(Unanswered(By.POST, str(found_id), place_id, why, at, title, words, who))
    return found


def _why(*, is_pinned: bool, is_first: bool, asks: bool) -> Why | None:
    if is_pinned:
        return Why.NOTICE
    if is_first:
        return Why.FIRST_POST
    return Why.QUESTION if asks else None


def _waits(at: Any, now: datetime) -> tuple[ColumnElement[bool], ...]:  # noqa: ANN401 -- a mapped column
    return (at > now - UNANSWERED_FOR, at <= now - UNANSWERED_AFTER)


def _is_pinned() -> ColumnElement[bool]:
    return exists().where(col(Notice.item_id) == col(Item.id), col(Notice.state) == Pinned.SHOWN).correlate(Item)


def _is_first(now: datetime) -> ColumnElement[bool]:
    """Be true of the first post of a source that was let in lately; what its feed held already is no news."""
    earlier = exists().where(
        _Other.source_id == col(Item.source_id), _Other.is_archive.is_(False), _Other.sort_at < col(Item.sort_at)
    )
    let_in = exists().where(
        col(Registration.source_id) == col(Item.source_id),
        col(Registration.state) == Registered.ADMITTED,
        col(Registration.decided_at) > now - NEWCOMER,
    )
    return let_in.correlate(Item) & ~earlier.correlate(Item)


def _may_ask() -> ColumnElement[bool]:
    """Be true of what may end with a question: the rule looks closer."""
    marks = (col(text).contains(mark) for text in (Item.title, Item.summary) for mark in ("?", "\uff1f", "\u061f"))
    return or_(*marks) & col(Source.kind).not_in(OFFICES)


def _is_left() -> tuple[ColumnElement[bool], ...]:
    """Be true of posts nobody linked to, replied to, or told more about in a conversation."""
    linked = (
        exists()
        .where(col(ItemLink.page_key) == col(Item.page_key), col(ItemLink.item_id) == _Other.id)
        .where(_Other.source_id != col(Item.source_id))
    )
    replied = exists().where(col(Reply.item_id) == col(Item.id), col(Reply.state) == State.SHOWN)
    talked = exists().where(col(ThreadItem.toward_id) == col(Item.id), col(ThreadItem.item_id) != col(Item.id))
    twin = exists().where(col(ItemTwin.item_id) == col(Item.id))
    return tuple(~each.correlate(Item) for each in (linked, replied, talked, twin))


def _replies(
    db: Session, place_ids: Collection[UUID] | None, now: datetime, reply_id: UUID | None = None
) -> Sequence[Unanswered]:
    earlier = exists().where(_Later.person_id == col(Reply.person_id), _Later.said_at < col(Reply.said_at))
    said = (col(Reply.html), col(Reply.name), col(Reply.thread_id), col(Reply.is_local))
    later = exists().where(
        _Later.thread_id == col(Reply.thread_id),
        _Later.said_at > col(Reply.said_at),
        _Later.state == State.SHOWN,
        or_(_Later.person_id.is_(None), _Later.person_id != col(Reply.person_id)),
    )
    asked = (
        columns(col(Reply.id), col(Thread.place_id), col(Reply.said_at), *said)
        .join(Thread, col(Thread.id) == col(Reply.thread_id))
        .where(
            *_waits(col(Reply.said_at), now),
            col(Reply.state) == State.SHOWN,
            col(Reply.person_id).is_not(None),
            ~earlier.correlate(Reply),
            ~later.correlate(Reply),
            ~_is_seen("reply:", Hexed(col(Reply.id))),
        )
        .order_by(col(Reply.said_at))
    )
    if place_ids is not None:
        asked = asked.where(col(Thread.place_id).in_(place_ids))
    if reply_id is not None:
        asked = asked.where(col(Reply.id) == reply_id)
    return [
        Unanswered(By.REPLY, each.hex, place_id, Why.FIRST_REPLY, at, "", plain(html), name, thread_id, local)
        for each, place_id, at, html, name, thread_id, local in db.execute(asked.limit(MOST))
    ]


def _is_seen(kind: str, named: Any) -> ColumnElement[bool]:  # noqa: ANN401 -- an id as text
    return exists().where(col(LeftBe.key) == literal(kind) + named)
