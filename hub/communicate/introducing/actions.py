"""Writes of introductions: offered, taken back, asked, answered, and over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select, update

from hub.communicate.introducing.models import Introduction
from hub.communicate.introducing.rules import KEPT, Pair, Said, State, outcome

_FORGOTTEN = {"one_said": "", "one_at": None, "one_by": None, "other_said": "", "other_at": None, "other_by": None}


@dataclass(frozen=True, slots=True)
class Offering:
    """What a mentor offers: two who write about the same, in a place, with words to both."""

    place_id: UUID
    pair: Pair
    words: str
    offered_by: UUID | None


def offer(db: Session, offering: Offering, now: datetime) -> UUID:
    """Keep that two are to be asked; the mails leave a while later. Return the id of the offer."""
    pair = offering.pair
    made = Introduction(
        place_id=offering.place_id,
        tag_id=pair.tag_id,
        one_id=pair.one,
        other_id=pair.other,
        offered_by=offering.offered_by,
        words=offering.words,
        state=State.OFFERED,
        asked_at=now,
    )
    db.add(made)
    db.flush()
    return made.id


def take_back(db: Session, introduction_id: UUID) -> bool:
    """Take an offer back as if it had never been made; False where people were asked already."""
    gone = delete(Introduction).where(col(Introduction.id) == introduction_id)
    return db.exec(gone.where(col(Introduction.state) == State.OFFERED)).rowcount == 1


def ask(db: Session, introduction_id: UUID, now: datetime) -> None:
    """Note that both are asked from now on."""
    _set(db, introduction_id, state=State.ASKED, asked_at=now)


def answer(db: Session, introduction_id: UUID, side: tuple[UUID, UUID], said: Said, now: datetime) -> State:
    """Keep what a *side* (a source, and who speaks for it) answers; return where the offer stands then.

    It may be changed as long as the offer is open; what is said to one that is not, changes nothing.
    """
    row = db.exec(select(Introduction).where(Introduction.id == introduction_id).with_for_update()).one()
    source_id, person_id = side
    if row.state != State.ASKED:
        return State(row.state)
    if source_id == row.one_id:
        row.one_said, row.one_at, row.one_by = said, now, person_id
    else:
        row.other_said, row.other_at, row.other_by = said, now, person_id
    row.state = outcome(Said(row.one_said), Said(row.other_said))
    db.flush()
    return State(row.state)


def forget_said(db: Session, introduction_id: UUID) -> None:
    """Forget what each of two said who have met: both know, and nobody else needs to."""
    _set(db, introduction_id, **_FORGOTTEN)


def end(db: Session, introduction_id: UUID) -> None:
    """Have an offer be over; what was said to it is not kept, so that nobody can ever look up who said no."""
    _set(db, introduction_id, state=State.OVER, **_FORGOTTEN)


def forget_source(db: Session, source_id: UUID) -> None:
    """Forget every offer to a source that leaves the hub."""
    theirs = or_(col(Introduction.one_id) == source_id, col(Introduction.other_id) == source_id)
    db.execute(delete(Introduction).where(theirs))


def forget(db: Session, now: datetime) -> None:
    """Forget offers of long ago: the same two may be offered again."""
    db.execute(delete(Introduction).where(col(Introduction.asked_at) < now - KEPT))


def _set(db: Session, introduction_id: UUID, **values: object) -> None:
    db.execute(update(Introduction).where(col(Introduction.id) == introduction_id).values(**values))
