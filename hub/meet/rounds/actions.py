"""Writes of rounds: opened, put off, joined, left; and whom somebody never wants to meet."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, delete, func, select, update

from hub.db.once import insert_once
from hub.meet.rounds.models import Enrolment, NeverMatch, Pairing, Round, RoundPlan, RoundReminder
from hub.meet.rounds.rules import MOST_NEVER, State


@dataclass(frozen=True, slots=True)
class Joining:
    """What somebody says of themselves who joins a round."""

    name: str
    likes: str
    times: tuple[str, ...]
    ways: tuple[str, ...]
    organisation: str = ""
    rather_three: bool = False
    adult: bool = False


def open_round(db: Session, place_id: UUID, now: datetime, closes_at: datetime) -> UUID | None:
    """Open a round that is drawn at *closes_at*, and have the place go on with rounds; None where one is open."""
    plan = _plan(db, place_id, now)
    is_open = select(Round.id).where(Round.place_id == place_id, Round.state == State.OPEN)
    if db.exec(is_open).first():
        return None
    made = Round(place_id=place_id, state=State.OPEN, opened_at=now, closes_at=closes_at, adults_only=plan.adults_only)
    db.add(made)
    db.flush()
    return made.id


def set_plan(db: Session, place_id: UUID, now: datetime, *, paused: bool) -> None:
    """Have the rounds of a place rest, or go on: none is opened nor drawn while they rest."""
    _plan(db, place_id, now).is_paused = paused
    db.flush()


def set_adults_only(db: Session, place_id: UUID, now: datetime, *, to: bool) -> None:
    """Say whether rounds of a place, the open one too, are for adults alone."""
    _plan(db, place_id, now).adults_only = to
    still = update(Round).where(col(Round.place_id) == place_id, col(Round.state) == State.OPEN)
    db.execute(still.values(adults_only=to))


def put_off(db: Session, round_id: UUID, closes_at: datetime) -> None:
    """Have a round too few have joined be looked at again at *closes_at*."""
    still = update(Round).where(col(Round.id) == round_id, col(Round.state) == State.OPEN)
    db.execute(still.values(closes_at=closes_at))


def join(db: Session, round_id: UUID, person_id: UUID, said: Joining, now: datetime) -> bool:
    """Have somebody join a round, or change what they said there; return whether they are new in it.

    Who joins again keeps their place.
    """
    facts: dict[str, Any] = {
        "name": said.name,
        "likes": said.likes,
        "times": " ".join(said.times),
        "ways": " ".join(said.ways),
        "organisation": said.organisation,
        "rather_three": said.rather_three,
        "adult": said.adult,
    }
    row = Enrolment(round_id=round_id, person_id=person_id, joined_at=now, **facts)
    if insert_once(db, row):
        return True
    same = (col(Enrolment.round_id) == round_id, col(Enrolment.person_id) == person_id)
    db.execute(update(Enrolment).where(*same).values(**facts))
    return False


def withdraw(db: Session, round_id: UUID, person_id: UUID) -> bool:
    """Have somebody be out of a round; False where it is drawn, perhaps at this moment, for then they stay in."""
    still = select(Round.id).where(Round.id == round_id, Round.state == State.OPEN)
    if db.exec(still.with_for_update()).first() is None:  # a draw waits for who leaves, and who leaves for a draw
        return False
    db.execute(delete(Enrolment).where(col(Enrolment.round_id) == round_id, col(Enrolment.person_id) == person_id))
    return True


def remind(db: Session, place_id: UUID, person_id: UUID, now: datetime, *, wanted: bool) -> None:
    """Have somebody hear by mail when a round of a place opens, or no more."""
    if wanted:
        insert_once(db, RoundReminder(place_id=place_id, person_id=person_id, since=now))
        return
    theirs = (col(RoundReminder.place_id) == place_id, col(RoundReminder.person_id) == person_id)
    db.execute(delete(RoundReminder).where(*theirs))


def never_again(db: Session, person_id: UUID, other: tuple[UUID | None, str], said: str, now: datetime) -> bool:
    """Have somebody never be drawn with *other* (their id, the seal of an address, or both); False where it is full.

    Only addresses fill it: whoever was drawn with somebody, and perhaps did not feel safe, is kept apart from them.
    With the seal it holds even where the other one leaves, and comes back.
    """
    other_id, seal = other
    theirs = NeverMatch.person_id == person_id
    is_same = NeverMatch.other_id == other_id if other_id else NeverMatch.other_seal == seal
    if known := db.exec(select(NeverMatch).where(theirs, is_same)).first():
        known.other_seal = known.other_seal or seal
        db.flush()
        return True
    if other_id is None and _addresses_excluded(db, person_id) >= MOST_NEVER:
        return False
    db.add(NeverMatch(person_id=person_id, other_id=other_id, other_seal=seal, said=said, at=now))
    db.flush()
    return True


def take_off_never(db: Session, person_id: UUID, never_id: UUID) -> None:
    """Take one off somebody's list of whom they never want to be drawn with."""
    db.execute(delete(NeverMatch).where(col(NeverMatch.id) == never_id, col(NeverMatch.person_id) == person_id))


def note_asked(db: Session, round_id: UUID, now: datetime) -> bool:
    """Note that the people of a round are asked whether they met; False where they were."""
    still = update(Round).where(col(Round.id) == round_id, col(Round.asked_at).is_(None))
    return db.exec(still.values(asked_at=now)).rowcount == 1


def note_left_told(db: Session, pairing_id: UUID, number: int) -> bool:
    """Note of how many who have left those they were drawn with are told; False where somebody has just done so."""
    untold = (col(Pairing.id) == pairing_id, col(Pairing.left_told) < number)
    return db.exec(update(Pairing).where(*untold).values(left_told=number)).rowcount == 1


def _addresses_excluded(db: Session, person_id: UUID) -> int:
    typed = (NeverMatch.person_id == person_id, col(NeverMatch.other_id).is_(None))
    return db.exec(select(func.count()).select_from(NeverMatch).where(*typed)).one()


def _plan(db: Session, place_id: UUID, now: datetime) -> RoundPlan:
    """Return the plan of a place, made where there is none; nobody else opens a round there at the same moment."""
    insert_once(db, RoundPlan(place_id=place_id, since=now))
    return db.get_one(RoundPlan, place_id, with_for_update=True)
