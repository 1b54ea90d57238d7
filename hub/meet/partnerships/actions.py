"""Writes of partnerships: asked, agreed, and gone on with; nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.db.base import Table
from hub.db.turns import take_turn
from hub.meet.partnerships.models import (
    Partnership,
    PartnershipReport,
)
from hub.meet.partnerships.offering import take_wish
from hub.meet.partnerships.outcome import forget, locked
from hub.meet.partnerships.rules import (
    GOES_ON,
    MONTHS,
    Side,
    State,
    is_agreed,
    may_extend,
    months_on,
)
from hub.places.actions import bump


@dataclass(frozen=True, slots=True)
class Two:
    """Who is asked whether they want to be Digital Friends."""

    place_id: UUID
    mentor_id: UUID
    mentee_id: UUID
    mentor_name: str
    mentee_name: str
    why: str = ""


def ask(db: Session, two: Two, now: datetime, *, by: UUID | None, in_silence: bool = False) -> UUID:
    """Ask two whether they want to be Digital Friends; *by* who suggested it. Return the id of the partnership.

    Where one of the two began it, their own yes is said by ``agree``. *in_silence* neither of them hears of it, and it
    runs out like any question: so nobody learns by suggesting it that one of them does not want the other.
    """
    made = Partnership(
        place_id=two.place_id,
        mentor_id=two.mentor_id,
        mentee_id=two.mentee_id,
        mentor_name=two.mentor_name,
        mentee_name=two.mentee_name,
        why=two.why,
        suggested_by=by,
        hidden_mentor=in_silence,
        hidden_mentee=in_silence,
        state=State.ASKED,
        asked_at=now,
    )
    db.add(made)
    db.flush()
    return made.id


def agree(db: Session, partnership_id: UUID, side: Side, today: date, now: datetime) -> State:
    """Keep that one of the two says yes; with both it begins *today*. Return where it stands then.

    A mentee has one mentor at a time: what else they were asked runs out.
    """
    row = locked(db, partnership_id)
    if row.state != State.ASKED:
        return State(row.state)
    if side is Side.MENTOR:
        row.mentor_agreed_at = row.mentor_agreed_at or now
    else:
        row.mentee_agreed_at = row.mentee_agreed_at or now
    both = is_agreed(mentor=bool(row.mentor_agreed_at), mentee=bool(row.mentee_agreed_at))
    if both and not (row.hidden_mentor or row.hidden_mentee or _has_mentor(db, row)):
        row.state, row.starts_on, row.ends_on = State.RUNNING, today, months_on(today, MONTHS)
        take_wish(db, row.mentee_id)
        bump(db, [row.place_id])
    db.flush()
    return State(row.state)


def decline(db: Session, partnership_id: UUID, side: Side) -> bool:
    """Have a question be gone for who says no; for the other it runs out as if nobody had answered.

    False where both had said yes already.
    """
    column = "hidden_mentor" if side is Side.MENTOR else "hidden_mentee"
    asked = update(Partnership).where(col(Partnership.id) == partnership_id, col(Partnership.state) == State.ASKED)
    return db.exec(asked.values({column: True})).rowcount == 1


def drop(db: Session, partnership_id: UUID) -> bool:
    """Forget a question: it was open long enough, or one of the two has left; False where it is none any more."""
    row = locked(db, partnership_id)
    if row.state != State.ASKED or _is_reported(db, partnership_id):
        return False
    forget(db, partnership_id)
    return True


def pause(db: Session, partnership_id: UUID) -> bool:
    """Have the two be left in peace for a while; False where it does not run."""
    return _turn(db, partnership_id, State.RUNNING, State.PAUSED)


def resume(db: Session, partnership_id: UUID) -> bool:
    """Go on after a pause; False where there was none."""
    return _turn(db, partnership_id, State.PAUSED, State.RUNNING)


def ask_longer(db: Session, partnership_id: UUID, side: Side, today: date) -> bool:
    """Keep that one of the two wants a month more; once both do, it is added. Return whether it was."""
    row = locked(db, partnership_id)
    if row.state not in GOES_ON or row.ends_on is None or not may_extend(row.extended, row.ends_on, today):
        return False
    row.longer_mentor |= side is Side.MENTOR
    row.longer_mentee |= side is Side.MENTEE
    if not (row.longer_mentor and row.longer_mentee):
        db.flush()
        return False
    row.ends_on = months_on(max(row.ends_on, today), 1)
    row.extended += 1
    row.longer_mentor = row.longer_mentee = False
    row.end_told_at = None
    db.flush()
    return True


def show_address(db: Session, partnership_id: UUID, side: Side, *, shown: bool) -> None:
    """Keep whether one of the two lets the other see their e-mail address."""
    column = "address_mentor" if side is Side.MENTOR else "address_mentee"
    db.execute(update(Partnership).where(col(Partnership.id) == partnership_id).values({column: shown}))


def note_told(db: Session, partnership_id: UUID, column: str, now: datetime) -> bool:
    """Note when both were told something; False where somebody else has just done so."""
    untold = (col(Partnership.id) == partnership_id, Table.metadata.tables["partnership"].c[column].is_(None))
    return db.exec(update(Partnership).where(*untold).values({column: now})).rowcount == 1


def _turn(db: Session, partnership_id: UUID, before: State, after: State) -> bool:
    turned = update(Partnership).where(col(Partnership.id) == partnership_id, col(Partnership.state) == before)
    return db.exec(turned.values(state=after)).rowcount == 1


def _has_mentor(db: Session, row: Partnership) -> bool:
    take_turn(db, f"mentee {row.mentee_id}")
    others = (Partnership.mentee_id == row.mentee_id, Partnership.id != row.id)
    busy = select(Partnership.id).where(*others, col(Partnership.state).in_([*GOES_ON, State.HELD]))
    return db.exec(busy.limit(1)).first() is not None


def _is_reported(db: Session, partnership_id: UUID) -> bool:
    unread = (PartnershipReport.partnership_id == partnership_id, col(PartnershipReport.reviewed_at).is_(None))
    return db.exec(select(PartnershipReport.id).where(*unread).limit(1)).first() is not None
