"""What do those who were drawn together write, agree on and answer? And what happens when one did not feel safe."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select, update

from hub.db.once import insert_once
from hub.meet.rounds import actions
from hub.meet.rounds.models import Pairing, PairingMember, RelayedMessage, Stopped, StoppedSeal, Unsafe
from hub.meet.rounds.rules import Met, Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What safeguarding found of a report, and wrote down."""

    outcome: Outcome
    words: str
    by: UUID | None


def relay(db: Session, pairing_id: UUID, person_id: UUID, words: str, now: datetime) -> None:
    """Keep what somebody writes to those they were drawn with."""
    db.add(RelayedMessage(pairing_id=pairing_id, person_id=person_id, words=words, at=now))
    db.flush()


def share(db: Session, pairing_id: UUID, person_id: UUID, *, wanted: bool) -> bool:
    """Keep whether the others may have somebody's address; True once all say so, and whoever came last says it now."""
    db.get_one(Pairing, pairing_id, with_for_update=True)
    before = _all_share(db, pairing_id)
    db.execute(update(PairingMember).where(*_one(pairing_id, person_id)).values(shares=wanted))
    return not before and _all_share(db, pairing_id)


def answer_met(db: Session, pairing_id: UUID, person_id: UUID, met: Met) -> None:
    """Keep whether somebody says they met; it may be changed."""
    db.execute(update(PairingMember).where(*_one(pairing_id, person_id)).values(met=met))


def report(db: Session, pairing_id: UUID, place_id: UUID, said: tuple[UUID, str], now: datetime) -> UUID:
    """Keep that somebody (their id, and their words) did not feel safe, and have nobody of that pairing be drawn.

    Until it is reviewed, nothing is passed on any more; whoever says so is never drawn with the others again.
    """
    person_id, words = said
    made = Unsafe(pairing_id=pairing_id, place_id=place_id, person_id=person_id, words=words, at=now)
    db.add(made)
    db.execute(update(Pairing).where(col(Pairing.id) == pairing_id).values(stopped_at=now))
    db.flush()
    members = set(db.exec(select(PairingMember.person_id).where(PairingMember.pairing_id == pairing_id)))
    if not _all_share(db, pairing_id):  # what is not exchanged by now, is not to be
        db.execute(update(PairingMember).where(*_one(pairing_id, person_id)).values(shares=False))
    db.add_all(Stopped(report_id=made.id, person_id=each) for each in sorted(members))
    for other in sorted(members - {person_id}):
        actions.never_again(db, person_id, (other, ""), "", now)
    db.flush()
    return made.id


def seal(db: Session, report_id: UUID, seals: Iterable[str]) -> None:
    """Have a report hold by the *seals* of their addresses for whom it is about, should they leave and come back."""
    for each in sorted(set(seals)):
        insert_once(db, StoppedSeal(report_id=report_id, seal=each))


def review(db: Session, report_id: UUID, verdict: Verdict, now: datetime) -> bool:
    """Keep what safeguarding found of a report; False where somebody had reviewed it to the same end already."""
    row = db.get_one(Unsafe, report_id, with_for_update=True)
    if row.outcome == verdict.outcome and row.review == verdict.words:
        return False
    row.outcome, row.review, row.reviewed_by, row.reviewed_at = verdict.outcome, verdict.words, verdict.by, now
    db.execute(delete(Stopped).where(col(Stopped.report_id) == report_id))
    if verdict.outcome is Outcome.STOPPED:  # perhaps it was found otherwise at first, and all of them could go on
        members = select(PairingMember.person_id).where(PairingMember.pairing_id == row.pairing_id)
        others = sorted(set(db.exec(members)) - {row.person_id})
        db.add_all(Stopped(report_id=report_id, person_id=each) for each in others)
    else:
        db.execute(delete(StoppedSeal).where(col(StoppedSeal.report_id) == report_id))
    db.flush()
    return True


def _all_share(db: Session, pairing_id: UUID) -> bool:
    said = db.exec(select(PairingMember.shares).where(PairingMember.pairing_id == pairing_id)).all()
    return len(said) > 1 and all(said)


def _one(pairing_id: UUID, person_id: UUID) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(PairingMember.pairing_id) == pairing_id, col(PairingMember.person_id) == person_id
