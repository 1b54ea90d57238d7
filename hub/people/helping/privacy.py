"""What do mentors know of somebody who asked them, and when is it forgotten? A year after the answer."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, update

from hub.db import personal
from hub.db.personal import By, Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.helping.models import DutyTurn, HandoverNote, HelpRequest, SafetyDocument
from hub.people.persons.somebody import somebody

WORDS_KEPT = timedelta(days=365)  # of a question, from when it was answered
NOTES_KEPT = timedelta(days=90)  # from when they were ticked off
TURNS_KEPT = timedelta(days=365)
_SAID = {"name": "", "reach": "", "words": "", "answer": ""}
REFERENCES = (
    Reference(HelpRequest, "person_id", Fate.PARTS, empties=_SAID),
    Reference(HelpRequest, "reach", Fate.PARTS, By.ADDRESS, empties=_SAID | {"person_id": None}),
    Reference(HelpRequest, "taken_by", Fate.PARTS, shows=("kind", "answer", "answered_at")),
    Reference(HandoverNote, "person_id", Fate.GOES),
    Reference(DutyTurn, "person_id", Fate.GOES),
    Reference(SafetyDocument, "made_by", Fate.PARTS, shows=("kind", "version", "made_at")),
)
KEPT = (
    Kept.long(
        say("What you asked a mentor or complained about, and how to reach you, counted from the answer"),
        WORDS_KEPT,
        say("So that a mentor you come back to knows what was said."),
    ),
    Kept.long(
        say("What mentors write to each other, counted from when it is done"),
        NOTES_KEPT,
        say("So that somebody who was away can look it up."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody asked the mentors, and what they did as one."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget what somebody asked, and their notes to others; that something was asked stays."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget the words of what was answered a year ago, notes that are long done, and turns long over."""
    answered = update(HelpRequest).where(col(HelpRequest.answered_at) <= now - WORDS_KEPT)
    db.execute(answered.values(**_SAID, person_id=None))
    db.execute(delete(HandoverNote).where(col(HandoverNote.done_at) <= now - NOTES_KEPT))
    db.execute(delete(DutyTurn).where(col(DutyTurn.week) <= (now - TURNS_KEPT).date()))
