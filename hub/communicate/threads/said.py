"""How many people reply in a thread, and when was the last time? And their replies go where their post goes.

Replies live upstairs, and know threads: here they and their read marks are tables with a few columns, and nothing of
their rules.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Boolean, String, Uuid, bindparam, column, func, select, table, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.notices.models import Notice
from hub.aggregate.registering.models import SourceOwner
from hub.communicate.threads.rules import SHOWN
from hub.db.engine import is_sqlite

_REPLY = table(
    "reply",
    *(column("thread_id", BigInteger()), column("item_id", BigInteger()), column("person_id", Uuid())),
    *(column("is_local", Boolean()), column("state", String()), column("said_at", UTCDateTime())),
)
_MARK = table(
    "read_mark", column("person_id", Uuid()), column("thread_id", BigInteger()), column("read_at", UTCDateTime())
)


@dataclass(frozen=True, slots=True)
class Said:
    """What people reply in a thread, as far as everybody sees it."""

    people: frozenset[UUID] = frozenset()
    replies: int = 0
    last_at: datetime | None = None


def said_in(db: Session, thread_id: int) -> Said:
    """Return who replies in a thread, and when the last of it was said."""
    rows = db.execute(
        select(_REPLY.c.person_id, func.count(), func.max(_REPLY.c.said_at))
        .where(_REPLY.c.thread_id == thread_id, _REPLY.c.state == SHOWN, _REPLY.c.is_local.is_(False))
        .group_by(_REPLY.c.person_id)
    ).all()
    last = max((moment for *_, moment in rows), default=None)
    return Said(frozenset(person for person, *_ in rows), sum(number for _, number, _ in rows), last)


def writers(db: Session, item_ids: Collection[int], source_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return whose voices these posts are already: of those who own a source, or pinned up a notice."""
    owners = select(col(SourceOwner.person_id)).where(col(SourceOwner.source_id).in_(source_ids))
    authors = select(col(Notice.person_id)).where(col(Notice.item_id).in_(item_ids))
    return frozenset(db.execute(owners.union(authors)).scalars())


def follow_posts(db: Session, item_ids: Sequence[int], left_id: int, thread_id: int) -> None:
    """Have what was said at posts in the thread they left go with them; in other places they stand where they stood."""
    _move(db, thread_id, _REPLY.c.item_id.in_(item_ids), _REPLY.c.thread_id == left_id)


def follow_thread(db: Session, gone_id: int, thread_id: int) -> None:
    """Have all that was said in a thread go with it into another one."""
    _move(db, thread_id, _REPLY.c.thread_id == gone_id)


def follow_marks(db: Session, gone_id: int, thread_id: int) -> None:
    """Have who read a thread have read the one it goes on in as far, but no further than they had read that.

    The old marks stay, for when the threads are told apart again.
    """
    theirs = select(_MARK.c.person_id, bindparam("heir", thread_id, BigInteger()), _MARK.c.read_at)
    make = (sqlite.insert if is_sqlite(db) else postgresql.insert)(_MARK)
    made = make.from_select(["person_id", "thread_id", "read_at"], theirs.where(_MARK.c.thread_id == gone_id))
    new = made.excluded.read_at
    keys = ["person_id", "thread_id"]
    db.execute(made.on_conflict_do_update(index_elements=keys, set_={"read_at": new}, where=new < _MARK.c.read_at))


def _move(db: Session, thread_id: int, *which: Any) -> None:  # noqa: ANN401 -- conditions
    db.execute(update(_REPLY).where(*which).values(thread_id=thread_id))
