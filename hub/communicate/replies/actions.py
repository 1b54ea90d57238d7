"""Writes of replies: said, let through or refused, changed, taken back, and taken down by decisions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.communicate.replies import queries
from hub.communicate.replies.models import Reply
from hub.communicate.replies.quoting import close_around, is_local
from hub.communicate.replies.rules import OPEN, TAKEN, Door, State
from hub.communicate.replies.writing import html_of
from hub.communicate.threads import actions as threads
from hub.kit.text import storable
from hub.people.cases.privacy import take_back
from hub.people.cases.rules import Target

_NO_WORDS = {"words": "", "html": "", "name": ""}


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says, checked: where, to whom, in which words, and by which door."""

    thread_id: int
    words: str
    name: str = ""  # as it stands beside it
    item_id: int | None = None  # the post it is said at; what answers a reply is said where that was
    parent_id: UUID | None = None  # the reply it answers
    is_local: bool = False
    door: Door = Door.WEB


def say(db: Session, person_id: UUID, said: Said, now: datetime, *, state: State = State.SHOWN) -> UUID:
    """Say something in a thread, seen at once or (WAITING) once somebody has read it; return its id.

    It is for neighbours alone where it answers or quotes what is, whatever was chosen.
    """
    thread, words = queries.thread_told(db, said.thread_id), storable(said.words)
    parent = db.get(Reply, said.parent_id) if said.parent_id else None
    is_below = parent is not None and parent.is_local
    made = Reply(
        thread_id=thread.id,
        item_id=parent.item_id if parent else said.item_id,
        parent_id=parent.id if parent else None,
        person_id=person_id,
        door=said.door,
        name=storable(said.name),
        words=words,
        html=html_of(words),
        is_local=said.is_local or is_local(db, thread.place_id, words, parent_is_local=is_below),
        state=state,
        said_at=now,
    )
    db.add(made)
    db.flush()
    if state is State.SHOWN:
        settle(db, [made.id])
    return made.id


def edit(db: Session, reply_id: UUID, words: str, now: datetime, *, state: State) -> frozenset[UUID] | None:
    """Put other words in place of those said, seen at once or once they were read; None where it was over.

    Where it is for neighbours alone by its new words, so is all that answers or quotes it: return the ids of that.
    """
    row, html = db.get_one(Reply, reply_id), html_of(storable(words))
    place_id, before, was_local = queries.place_of(db, reply_id), row.html, row.is_local
    turns = was_local or is_local(db, place_id, words, parent_is_local=False)
    values = {"words": storable(words), "html": html, "edited_at": now, "state": state, "is_local": turns}
    turned = update(Reply).where(col(Reply.id) == reply_id, col(Reply.state).in_(OPEN))
    if db.exec(turned.values(**values)).rowcount != 1:
        return None
    closed = close_around(db, place_id, reply_id, before) if turns and not was_local else frozenset[UUID]()
    settle(db, [reply_id, *closed])
    return closed


def withdraw(db: Session, reply_id: UUID) -> bool:
    """Take a reply back by the word of who said it, and forget its words; False where it was gone already."""
    is_gone = _turn(db, reply_id, {*OPEN, *TAKEN.values()}, State.WITHDRAWN)
    if is_gone:
        take_back(db, Target.REPLY, reply_id.hex)
    return is_gone


def let_through(db: Session, reply_id: UUID, words: str, now: datetime) -> bool:
    """Have a reply that waits appear, as said now: so nobody has read past it.

    False where it waits no more, or says other *words* by now than those somebody read.
    """
    is_read = (col(Reply.state) == State.WAITING, col(Reply.words) == words)
    turned = update(Reply).where(col(Reply.id) == reply_id, *is_read)
    if db.exec(turned.values(state=State.SHOWN, said_at=now)).rowcount != 1:
        return False
    settle(db, [reply_id])
    return True


def refuse(db: Session, reply_id: UUID) -> bool:
    """Leave a reply that waits unseen; False where it waits no more."""
    return _turn(db, reply_id, {State.WAITING}, State.REFUSED)


def take_down(db: Session, reply_ids: Collection[UUID], *, with_words: bool = False) -> None:
    """Take replies down by a decision; *with_words* deletes what they said."""
    for before, hidden in TAKEN.items() if reply_ids else ():
        values = {"state": State.REMOVED, **_NO_WORDS} if with_words else {"state": hidden}
        standing = {before, hidden} if with_words else {before}
        taken = update(Reply).where(col(Reply.id).in_(reply_ids), col(Reply.state).in_(standing))
        db.execute(taken.values(**values))
    settle(db, reply_ids)


def put_back(db: Session, reply_ids: Collection[UUID]) -> None:
    """Have replies that a decision took down stand as before: seen, or waiting for somebody to read them.

    Those whose words are gone stay gone.
    """
    for before, hidden in TAKEN.items() if reply_ids else ():
        back = update(Reply).where(col(Reply.id).in_(reply_ids), col(Reply.state) == hidden)
        db.execute(back.values(state=before))
    settle(db, reply_ids)


def _turn(db: Session, reply_id: UUID, before: Collection[State], after: State) -> bool:
    """Move a reply on, unless somebody else did: of two who press a button at once, one wins."""
    words = _NO_WORDS if after is State.WITHDRAWN else {}
    turned = update(Reply).where(col(Reply.id) == reply_id, col(Reply.state).in_(before))
    if db.exec(turned.values(state=after, **words)).rowcount != 1:
        return False
    settle(db, [reply_id])
    return True


def settle(db: Session, reply_ids: Collection[UUID]) -> None:
    """Have threads counted anew and pages made anew; rows in hand are read anew too."""
    db.expire_all()
    for thread_id in db.exec(select(Reply.thread_id).where(col(Reply.id).in_(reply_ids)).distinct()).all():
        thread = queries.thread_told(db, thread_id)
        threads.count_reply(db, thread.id)
