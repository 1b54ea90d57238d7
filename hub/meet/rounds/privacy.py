"""What is known of who met whom? What they said of themselves and wrote; of who excludes them, nobody ever hears."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import SelectOfScalar

from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.meet.rounds import rules
from hub.meet.rounds.models import (
    Enrolment,
    NeverMatch,
    Pairing,
    PairingMember,
    RelayedMessage,
    Round,
    RoundReminder,
    Stopped,
    StoppedSeal,
    Unsafe,
)
from hub.meet.rounds.rules import Outcome
from hub.people.persons.somebody import somebody

# Of an address somebody excludes we know no more ourselves than its seal.
_NEVER = Reference(NeverMatch, "person_id", Fate.GOES, shows=("said", "at"))
_THEIRS = (
    Reference(PairingMember, "person_id", Fate.GOES),
    Reference(RelayedMessage, "person_id", Fate.PARTS),
    Reference(Enrolment, "person_id", Fate.GOES),
    _NEVER,
    Reference(RoundReminder, "person_id", Fate.GOES),
    Reference(Unsafe, "person_id", Fate.PARTS, empties={"words": ""}, shows=("words", "at")),
    Reference(Unsafe, "reviewed_by", Fate.PARTS, shows=("outcome", "review", "reviewed_at")),
)
# That somebody excluded or reported them is the other one’s, and told to nobody.
_OF_OTHERS = (Reference(NeverMatch, "other_id", Fate.PARTS), Reference(Stopped, "person_id", Fate.GOES))
REFERENCES = (*_OF_OTHERS, *_THEIRS)
KEPT = (
    Kept.long(
        say("Which rounds of UnMentoring you joined, what you said of yourself there, and whom you were drawn with"),
        rules.KEPT,
        say("So that you are not drawn with the same person again."),
    ),
    Kept.long(
        say("What you and those you were drawn with wrote to each other by way of this hub"),
        rules.MESSAGES_KEPT,
        say("Nobody reads it but you, unless one of you says that they did not feel safe."),
    ),
    Kept(
        say("Whom you never want to be drawn with"),
        None,
        say(
            "Until you take it back, or leave. Only you and who looks after safety see it. Of whom you exclude we keep "
            "a seal of their address, from which nobody can read it, so that it holds even if they leave and come back."
        ),
    ),
    Kept(
        say("That somebody did not feel safe with you, as long as you are not brought together with anybody for it"),
        None,
        say(
            "Until who looks after safety has read it and found that you may go on; else as long as you are here. "
            "If you leave, all that stays is a seal of each address you had when we were told, from which nobody can "
            "read it: until the report is read, and for two years after where it was found to be so; longer where it "
            "holds for somebody else who was drawn with you. Leaving and coming back under such an address is no way "
            "around it."
        ),
    ),
    Kept(
        say("That you told us you did not feel safe, in your words"),
        None,
        say("Until you leave: who looks after safety must be able to look it up."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody said in rounds, wrote and answered, and whom they never want to be drawn with."""
    told = dict(personal.told(db, _THEIRS, somebody(db, person_id)))
    excluded = told.pop(_NEVER.name)
    return {**told, str(NeverMatch.__tablename__): excluded}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget somebody's part in rounds; what they wrote stays, without a name, where a report of it is not reviewed."""
    wrote = delete(RelayedMessage).where(col(RelayedMessage.person_id) == person_id)
    db.execute(wrote.where(col(RelayedMessage.pairing_id).not_in(_unreviewed())))
    personal.erase(db, REFERENCES, somebody(db, person_id))
    # With a seal of their address they stay excluded, should they come back; without one the row means nobody now.
    nobody = (col(NeverMatch.other_id).is_(None), col(NeverMatch.other_seal) == "")
    db.execute(delete(NeverMatch).where(*nobody))


def expire(db: Session, now: datetime) -> None:
    """Forget what was written four months ago, and rounds of two years ago but those with a report that holds."""
    old = col(RelayedMessage.at) < now - rules.MESSAGES_KEPT
    db.execute(delete(RelayedMessage).where(old, col(RelayedMessage.pairing_id).not_in(_unreviewed())))
    # Of who is still here, their own row says so; of who has left, it ends with the time who met whom is kept.
    read = select(Unsafe.id).where(col(Unsafe.reviewed_at) < now - rules.KEPT)
    ended = delete(StoppedSeal).where(col(StoppedSeal.report_id).in_(read))
    db.execute(ended.where(col(StoppedSeal.report_id).not_in(select(Stopped.report_id))))
    held = select(Pairing.round_id).join(Unsafe).where(Unsafe.outcome != Outcome.CLEARED)
    over = select(Round.id).where(col(Round.drawn_at) < now - rules.KEPT, col(Round.id).not_in(held))
    _forget(db, list(db.exec(over)))


def _forget(db: Session, round_ids: list[UUID]) -> None:
    pairings = select(Pairing.id).where(col(Pairing.round_id).in_(round_ids))
    wheres: tuple[tuple[type[object], ColumnElement[bool]], ...] = (
        (Stopped, col(Stopped.report_id).in_(select(Unsafe.id).where(col(Unsafe.pairing_id).in_(pairings)))),
        (StoppedSeal, col(StoppedSeal.report_id).in_(select(Unsafe.id).where(col(Unsafe.pairing_id).in_(pairings)))),
        (Unsafe, col(Unsafe.pairing_id).in_(pairings)),
        (RelayedMessage, col(RelayedMessage.pairing_id).in_(pairings)),
        (PairingMember, col(PairingMember.pairing_id).in_(pairings)),
        (Pairing, col(Pairing.round_id).in_(round_ids)),
        (Enrolment, col(Enrolment.round_id).in_(round_ids)),
        (Round, col(Round.id).in_(round_ids)),
    )
    for model, where in wheres if round_ids else ():
        db.execute(delete(model).where(where))


def _unreviewed() -> SelectOfScalar[UUID]:
    return select(Unsafe.pairing_id).where(col(Unsafe.reviewed_at).is_(None))
