"""Writes of agreement: to decide, to take back, to propose, to speak, and to carry out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, select

from hub.db.turns import take_turn
from hub.establish.deciding import grounds, rows
from hub.establish.deciding.changing import (
    MATTER,
    carried_out,
    end,
    locked,
    made,
    note,
    rehearsed,
    taken_back,
    weigh,
    words_of,
    write,
)
from hub.establish.deciding.images import Image, Row
from hub.establish.deciding.images import to_json as images_json
from hub.establish.deciding.models import Proposal, Voice
from hub.establish.deciding.queries import Asked, decision, proposal
from hub.establish.deciding.rules import (
    BOTH,
    UNDO_FOR,
    Level,
    Origin,
    Refused,
    Stance,
    Standing,
    State,
    dates,
)
from hub.establish.deciding.script import to_json as script_json
from hub.establish.deciding.today import Today, stands_today
from hub.kit.saying import Dated, Saying, say
from hub.places.rules import WHOLE_HUB

_OVER = say("This proposal is settled already.")


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says to a proposal."""

    by_id: UUID
    stance: Stance | None = None  # None: words alone
    words: str = ""
    seals: bool = False  # as who may decide


def decide(db: Session, asked: Asked, origin: Origin, now: datetime) -> int | Refused:
    """Carry out a script and write it down with its way back; return the decision's id, or why it cannot be."""
    take_turn(db, MATTER)
    found = rehearsed(db, asked)
    if isinstance(found, Refused):
        return found
    return write(db, made(asked, origin, now), found.images)


def undo(db: Session, decision_id: int, by_id: UUID | None, reason: str, now: datetime) -> int | Refused:
    """Take a decision back, row by row; refused when a row is no longer as the decision left it.

    NotFound when there is no such decision.
    """
    take_turn(db, MATTER)
    held = decision(db, decision_id)
    if held.undone_by:
        return Refused((say("This was taken back already."),))
    if now - held.at > UNDO_FOR:
        return Refused((say("A decision can be taken back for a week. Propose the opposite, so that others see it."),))
    found = taken_back(db, held.images)
    if isinstance(found, Refused):
        return found
    back = made(Asked((), held.place_id, by_id, reason, held.reach), Origin.MENTOR, now)
    back.undoes = decision_id
    return write(db, back, found.images)


def note_loaded(db: Session, before: Sequence[Row], now: datetime) -> int | None:
    """Write down what loading the registry file changed; *before* are the rows that stood (``rows.registry``).

    Return the decision's id; None when nothing changed.
    """
    was = {(type(row), row.key): row for row in before}
    stands = {(type(row), row.key): row for row in rows.registry(db)}
    images = [Image(was.get(name), stands.get(name)) for name in (was | stands) if was.get(name) != stands.get(name)]
    if not images:
        return None
    return note(db, made(Asked((), WHOLE_HUB, None, ""), Origin.FILE, now), images)


def propose(db: Session, asked: Asked, level: Level, now: datetime) -> UUID | Refused:
    """Open a proposal for others to judge; refused when it could not be carried out today, or waits already."""
    take_turn(db, MATTER)
    found = rehearsed(db, asked)
    if isinstance(found, Refused):
        return found
    told = script_json(asked.script)
    waiting = db.exec(select(Proposal).where(Proposal.state == State.OPEN, Proposal.place_id == asked.place_id))
    if any(each.script == told for each in waiting):
        return Refused((say("Somebody has proposed exactly this: say yes there."),))
    until = dates(level, now)
    row = Proposal(
        place_id=asked.place_id,
        by_id=asked.by_id,
        script=told,
        reason=words_of(asked.reason),
        ground=images_json(grounds.kept(db, asked.script, found.images)),
        reach=asked.reach,
        level=level,
        opened_at=now,
        closes_at=until.closes_at,
        expires_at=until.expires_at,
    )
    db.add(row)
    db.flush()
    return row.id


def speak(db: Session, proposal_id: UUID, said: Said, now: datetime) -> Refused | None:
    """Keep what somebody says to a proposal; refused when it is over, and for a no without words."""
    row = locked(db, proposal_id)
    if row.state != State.OPEN:
        return Refused((_OVER,))
    words = words_of(said.words)
    if not words and said.stance in {None, Stance.NO}:
        return Refused((say("Say why, in a sentence or two."),))
    say_to(db, row.id, said, now)
    return None


def withdraw(db: Session, proposal_id: UUID, by_id: UUID, now: datetime) -> Refused | None:
    """Take one's own proposal back."""
    row = locked(db, proposal_id)
    if row.state != State.OPEN:
        return Refused((_OVER,))
    if row.by_id != by_id:
        return Refused((say("Only who proposed this can take it back."),))
    end(db, row, State.WITHDRAWN, by_id, now)
    return None


def decline(db: Session, proposal_id: UUID, by_id: UUID, words: str, now: datetime) -> Refused | None:
    """Decline a proposal as who may decide it, in words."""
    row = locked(db, proposal_id)
    if row.state != State.OPEN:
        return Refused((_OVER,))
    if not (ending := words_of(words)):
        return Refused((say("Say why, in a sentence or two."),))
    row.ending = ending
    end(db, row, State.DECLINED, by_id, now)
    return None


def carry_out(db: Session, proposal_id: UUID, by_id: UUID, today: Today, now: datetime) -> int | Refused:
    """Seal a proposal as who may decide it, and carry it out where nothing is missing any more.

    What it touches is counted anew, and so is who holds the right: the seal of who lost it counts no more.
    Return the decision's id, or why it was not carried out: it waits for its day or for a second seal, which leaves
    the seal; or what it would change has changed, which ends it.
    """
    take_turn(db, MATTER)
    row = locked(db, proposal_id)
    if row.state != State.OPEN:
        return Refused((_OVER,))
    if by_id not in proposal(db, proposal_id).sealed_by:
        say_to(db, proposal_id, Said(by_id, Stance.YES, seals=True), now)
    weigh(db, row, today.touches, now)
    view = proposal(db, proposal_id)
    stands_at = stands_today(view, {*today.sealers(row.place_id), by_id}, BOTH, now)
    if stands_at is not Standing.READY:
        return Refused((_missing(stands_at, view.closes_at),))
    return carried_out(db, row, Origin.AGREED, by_id, now)


def say_to(db: Session, proposal_id: UUID, said: Said, now: datetime) -> None:
    """Write down what somebody says; who calls has looked that they may."""
    # In one breath, what was said last still counts.
    told = db.exec(select(Voice.said_at).where(Voice.proposal_id == proposal_id))
    now = max([now, *(at + timedelta(microseconds=1) for at in told)])
    row = Voice(proposal_id=proposal_id, person_id=said.by_id, words=words_of(said.words), said_at=now)
    row.stance, row.seals = said.stance or "", said.seals
    db.add(row)
    db.flush()


def _missing(stands_at: Standing, closes_at: datetime) -> Saying:
    if stands_at is Standing.OVER:
        return _OVER
    if stands_at is Standing.WAITS:
        return say("Others can speak until %(day)s; it is carried out then.", day=Dated(closes_at.date()))
    return say("You have sealed it. Somebody else who may decide must do so too.")
