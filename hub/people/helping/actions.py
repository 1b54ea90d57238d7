"""Writes of what mentors are asked: asked, taken up, answered."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, update

from hub.kit.text import storable
from hub.people.audit.actions import Entry, note
from hub.people.helping.models import HelpRequest
from hub.people.helping.rules import Kind
from hub.people.rules import Actor, Deed, Thing


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks, checked."""

    kind: Kind
    place_id: UUID | None
    reach: str
    words: str
    name: str = ""
    target_kind: str = ""
    target_id: str = ""
    person_id: UUID | None = None


def ask(db: Session, question: Question, now: datetime) -> UUID:
    """Ask the mentors of a place; return the id of the question."""
    made = HelpRequest(
        kind=question.kind,
        place_id=question.place_id,
        target_kind=question.target_kind,
        target_id=question.target_id,
        name=storable(question.name),
        reach=storable(question.reach),
        words=storable(question.words),
        person_id=question.person_id,
        asked_at=now,
    )
    db.add(made)
    db.flush()
    return made.id


def take(db: Session, actor: Actor, request_id: UUID) -> bool:
    """Say that *actor* answers a question, so that nobody else starts on it; False where somebody does already."""
    free = update(HelpRequest).where(
        col(HelpRequest.id) == request_id, col(HelpRequest.taken_by).is_(None), col(HelpRequest.answered_at).is_(None)
    )
    return db.exec(free.values(taken_by=actor.person_id)).rowcount == 1


def answer(db: Session, actor: Actor, request_id: UUID, words: str, now: datetime) -> bool:
    """Keep what was answered, and by whom; False where somebody was faster."""
    still = update(HelpRequest).where(col(HelpRequest.id) == request_id, col(HelpRequest.answered_at).is_(None))
    values = {"answer": storable(words), "answered_at": now, "taken_by": actor.person_id}
    if db.exec(still.values(**values)).rowcount != 1:
        return False
    done = db.get_one(HelpRequest, request_id, populate_existing=True)
    entry = Entry(Deed.ANSWER, Thing.QUESTION, done.id, done.place_id, after={"kind": done.kind})
    note(db, actor, entry, now)
    return True
