"""Writes of being answered: how somebody wants to hear of it, what they saw, what they were told, what may be left."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.communicate.answered.models import AnswerTold, AnswerWish, LeftBe
from hub.communicate.answered.rules import LEFT_BE_KEPT, TOLD_KEPT, Answer
from hub.db.once import insert_once


def prefer(db: Session, person_id: UUID, *, at_once: bool, introduce: bool) -> None:
    """Keep how somebody wants to hear of answers, and whether mentors may ask them to meet somebody."""
    row = _row(db, person_id)
    row.at_once, row.introduce = at_once, introduce
    db.flush()


def see(db: Session, person_id: UUID, until: datetime) -> None:
    """Note that somebody saw all that came until a moment."""
    row = _row(db, person_id)
    row.seen_at = max(until, row.seen_at or until)
    db.flush()


def note_told(db: Session, person_id: UUID, answers: Iterable[Answer], now: datetime) -> None:
    """Note that somebody was mailed of these answers, so that they never are again."""
    known = select(AnswerTold.item_id, AnswerTold.answer).where(AnswerTold.person_id == person_id)
    told = {(item_id, answer) for item_id, answer in db.execute(known)}
    for item_id, answer in dict.fromkeys((each.item_id, each.key) for each in answers):
        if (item_id, answer) not in told:
            db.add(AnswerTold(person_id=person_id, item_id=item_id, answer=answer, told_at=now))
    _row(db, person_id).told_at = now
    db.flush()


def leave_be(db: Session, key: str, now: datetime) -> bool:
    """Keep that something need not be answered; False where that was said before."""
    return insert_once(db, LeftBe(key=key, since=now))


def forget(db: Session, now: datetime) -> None:
    """Forget what people were told, and what was left be, once neither can come up again."""
    db.execute(delete(AnswerTold).where(col(AnswerTold.told_at) < now - TOLD_KEPT))
    db.execute(delete(LeftBe).where(col(LeftBe.since) < now - LEFT_BE_KEPT))


def _row(db: Session, person_id: UUID) -> AnswerWish:
    insert_once(db, AnswerWish(person_id=person_id))
    return db.get_one(AnswerWish, person_id, with_for_update=True)
