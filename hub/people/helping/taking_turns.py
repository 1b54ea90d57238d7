"""Writes of the desk: mentors leave each other notes, and take, give and give up weeks."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, text
from sqlmodel import Session, col, delete, update

from hub.people.audit.actions import Entry, note
from hub.people.helping.models import DutyTurn, HandoverNote
from hub.people.rules import Actor, Deed, Thing

# Of two who want one week at the same moment, one has it.
_TAKEN = text(
    "INSERT INTO duty_turn (place_id, week, person_id) VALUES (:place_id, :week, :person_id)"
    " ON CONFLICT (place_id, week) DO NOTHING"
).bindparams(bindparam("place_id", type_=Uuid()), bindparam("week", type_=Date()), bindparam("person_id", type_=Uuid()))


def leave_note(db: Session, actor: Actor, place_id: UUID, words: str, now: datetime) -> UUID:
    """Leave a note to the other mentors of a place; return its id."""
    assert actor.person_id is not None  # noqa: S101 -- who has a desk is somebody
    left = HandoverNote(place_id=place_id, person_id=actor.person_id, words=words, written_at=now)
    db.add(left)
    note(db, actor, Entry(Deed.HAND_OVER, Thing.NOTE, left.id, place_id), now)
    return left.id


def finish_note(db: Session, actor: Actor, note_id: UUID, now: datetime) -> bool:
    """Note that what a note asks for is done; False where it was already."""
    left = update(HandoverNote).where(col(HandoverNote.id) == note_id, col(HandoverNote.done_at).is_(None))
    if db.exec(left.values(done_at=now)).rowcount != 1:
        return False
    place_id = db.get_one(HandoverNote, note_id).place_id
    note(db, actor, Entry(Deed.HAND_OVER, Thing.NOTE, note_id, place_id, after={"done": True}), now)
    return True


def take(db: Session, actor: Actor, place_id: UUID, week: date, now: datetime) -> bool:
    """Take a week, by its Monday; False where somebody has it."""
    db.flush()
    made = db.connection().execute(_TAKEN, {"place_id": place_id, "week": week, "person_id": actor.person_id})
    if made.rowcount != 1:
        return False
    note(db, actor, _entry(place_id, week, None, actor.person_id), now)
    return True


def give(db: Session, actor: Actor, turn: tuple[UUID, date], to: UUID | None, now: datetime) -> bool:
    """Give a week of one’s own (a place and a Monday) to another mentor, or up (None); False where it is not theirs."""
    place_id, week = turn
    mine = (col(DutyTurn.place_id) == place_id, col(DutyTurn.week) == week, col(DutyTurn.person_id) == actor.person_id)
    change = update(DutyTurn).where(*mine).values(person_id=to) if to else delete(DutyTurn).where(*mine)
    if db.exec(change).rowcount != 1:
        return False
    note(db, actor, _entry(place_id, week, actor.person_id, to), now)
    return True


def leave_rota(db: Session, person_id: UUID, place_ids: Collection[UUID], since: date) -> None:
    """Have the weeks somebody took in these places free again, from the week that began at *since*."""
    theirs = (col(DutyTurn.person_id) == person_id, col(DutyTurn.place_id).in_(place_ids), col(DutyTurn.week) >= since)
    db.exec(delete(DutyTurn).where(*theirs))


def _entry(place_id: UUID, week: date, before: UUID | None, after: UUID | None) -> Entry:
    named = [{"person": str(each) if each else None} for each in (before, after)]
    return Entry(Deed.TAKE_TURN, Thing.WEEK, week.isoformat(), place_id, named[0], named[1])
