"""Who answered whom in a place? Read from its conversations: posts that lead to others, and what people replied.

Posts that tell the same are no answers. Of replies only those count that everybody can read: from a number nobody
learns what was said among neighbours alone, nor that anything was.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import and_, bindparam, func, or_, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import EVERYTHING, Item, StreamEntry
from hub.communicate.bridging.rules import RESIDENTS, Answer
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.rules import Because
from hub.db.reads import Read, ReadAmong


def answers(db: Session, place_id: UUID, since: datetime) -> Iterator[Answer]:
    """Yield each answer that was given in a place since then: by posts, and by residents here."""
    for at, from_kind, from_id, to_kind, to_id in _POSTS.rows(
        db, place_id=place_id, tag_id=EVERYTHING, since=since, because=Because.LINK
    ):
        yield Answer(at, from_kind, to_kind, from_id, to_id)
    said = [_Said(*row) for row in _REPLIES.rows(db, place_id=place_id, since=since, state=State.SHOWN)]
    leads = _leads(db, (each.thread_id for each in said if not each.item_kind and not each.parent_id))
    for each in said:
        if each.parent_id:
            yield Answer(each.at, RESIDENTS, RESIDENTS, each.person_id, each.answered_id)
        elif kind := each.item_kind or leads.get(each.thread_id):
            yield Answer(each.at, RESIDENTS, kind)


class _Said(NamedTuple):
    """A reply, and whom it answers: somebody, else a post, else what the conversation began with."""

    at: datetime
    thread_id: int
    person_id: UUID | None  # None: erased since
    parent_id: UUID | None  # of a reply, where it answers one
    answered_id: UUID | None  # who said that
    item_kind: str | None


def _leads(db: Session, thread_ids: Iterable[int]) -> Mapping[int, str]:
    """Return which kind of voice began each of these conversations; one on the page of a tag nobody began."""
    found: dict[int, tuple[datetime, int, str]] = {}
    for thread_id, *first in _BEGAN.among(db, sorted(set(thread_ids))):
        found[thread_id] = min(found.get(thread_id, tuple(first)), tuple(first))
    return {thread_id: kind for thread_id, (_, _, kind) in found.items()}


_TOWARD, _ANSWERED = aliased(Item), aliased(Reply)
_TO, _FROM = aliased(Source), aliased(Source)
_SINCE = bindparam("since", type_=UTCDateTime())
_POSTS = Read(
    select(col(Item.sort_at), col(_FROM.kind), col(Item.source_id), col(_TO.kind), col(_TOWARD.source_id))
    .select_from(StreamEntry)
    .join(
        ThreadItem,
        and_(
            col(ThreadItem.place_id) == col(StreamEntry.place_id), col(ThreadItem.item_id) == col(StreamEntry.item_id)
        ),
    )
    .join(Item, col(Item.id) == col(StreamEntry.item_id))
    .join(_FROM, col(_FROM.id) == col(Item.source_id))
    .join(_TOWARD, col(_TOWARD.id) == col(ThreadItem.toward_id))
    .join(_TO, col(_TO.id) == col(_TOWARD.source_id))
    .where(
        col(StreamEntry.place_id) == bindparam("place_id"),
        col(StreamEntry.tag_id) == bindparam("tag_id"),
        col(StreamEntry.sort_at) >= _SINCE,
        col(ThreadItem.because) == bindparam("because"),
    )
)
_REPLIES = Read(
    select(
        *(col(Reply.said_at), func.coalesce(col(Thread.heir_id), col(Thread.id)), col(Reply.person_id)),
        *(col(Reply.parent_id), col(_ANSWERED.person_id), col(Source.kind)),
    )
    .select_from(Thread)
    .join(Reply, col(Reply.thread_id) == col(Thread.id))
    .outerjoin(_ANSWERED, col(_ANSWERED.id) == col(Reply.parent_id))
    .outerjoin(Item, col(Item.id) == col(Reply.item_id))
    .outerjoin(Source, col(Source.id) == col(Item.source_id))
    .where(
        col(Thread.place_id) == bindparam("place_id"),
        or_(col(Thread.last_at) >= _SINCE, col(Thread.heir_id).is_not(None)),
        col(Reply.said_at) >= _SINCE,
        col(Reply.state) == bindparam("state"),
        col(Reply.is_local).is_(False),
    )
)
_BEGAN = ReadAmong(
    select(col(ThreadItem.thread_id), col(Item.sort_at), col(Item.id), col(Source.kind))
    .join(Item, col(Item.id) == col(ThreadItem.item_id))
    .join(Source, col(Source.id) == col(Item.source_id)),
    col(ThreadItem.thread_id),
)
