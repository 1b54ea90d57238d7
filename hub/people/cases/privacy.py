"""What do cases know of somebody, and when is it forgotten? Decisions stay; whose words they were about does not."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, or_, select, update

from hub.db import personal
from hub.db.personal import By, Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.cases.models import Appeal, Case, Decision, Report, Withholding
from hub.people.cases.rules import UNDECIDED, Target
from hub.people.persons.somebody import somebody

WORDS_KEPT = timedelta(days=730)  # of a case, from when it was closed or last decided
REFERENCES = (
    Reference(Case, "person_id", Fate.PARTS, empties={"title": ""}),
    Reference(Report, "person_id", Fate.PARTS, empties={"words": "", "email": ""}),
    Reference(Report, "email", Fate.PARTS, By.ADDRESS, empties={"words": "", "person_id": None}),
    Reference(Appeal, "person_id", Fate.PARTS, empties={"words": ""}),
    Reference(Decision, "decided_by", Fate.PARTS, shows=("measure", "reason", "words", "on_appeal", "at")),
)
KEPT = (
    Kept.long(
        say("Reports and appeals, with the e-mail address of who sent them, counted from the decision"),
        WORDS_KEPT,
        say("So that who asks what became of it gets an answer, and a decision can be looked at again."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody reported, what they said to a decision, and what was decided about what they wrote."""
    about = select(Decision).join(Case).where(Case.person_id == person_id).order_by(col(Decision.at))
    decided = [
        {"measure": row.measure, "reason": row.reason, "words": row.words, "at": row.at, "until": row.until}
        for row in db.exec(about)
    ]
    return {**personal.told(db, REFERENCES, somebody(db, person_id)), "decision": decided}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Take somebody and their words out of cases; what was decided stays."""
    who = somebody(db, person_id)
    personal.erase(db, REFERENCES, who)
    theirs = (col(Case.target_kind) == Target.PERSON, col(Case.target_id) == person_id.hex)
    db.execute(update(Case).where(*theirs).values(title=""))
    held = (col(Withholding.target_kind) == Target.PERSON, col(Withholding.target_id) == person_id.hex)
    db.execute(delete(Withholding).where(*held))


def expire(db: Session, now: datetime) -> None:
    """Forget who reported and appealed, and their words, two years after the decision; and what holds no more."""
    db.execute(delete(Withholding).where(col(Withholding.until) <= now))
    decided = select(Decision.case_id).where(col(Decision.at) > now - WORDS_KEPT)
    old = select(Case.id).where(
        col(Case.opened_at) <= now - WORDS_KEPT,
        col(Case.state).not_in(UNDECIDED),
        col(Case.id).not_in(decided),
    )
    reported = or_(col(Report.words) != "", col(Report.email) != "", col(Report.person_id).is_not(None))
    db.execute(update(Report).where(col(Report.case_id).in_(old), reported).values(words="", email="", person_id=None))
    appealed = or_(col(Appeal.words) != "", col(Appeal.person_id).is_not(None))
    db.execute(update(Appeal).where(col(Appeal.case_id).in_(old), appealed).values(words="", person_id=None))


def take_back(db: Session, target: Target, target_id: str) -> None:
    """Forget the words by which something is called that its author took back; what was decided about it stays."""
    same = (col(Case.target_kind) == target, col(Case.target_id) == target_id)
    db.execute(update(Case).where(*same, col(Case.state).in_(UNDECIDED)).values(title=""))
