"""What is known of who hears of answers? Their wish until they leave, and for a while what they were told."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.answered import actions
from hub.communicate.answered.models import AnswerTold, AnswerWish
from hub.communicate.answered.rules import TOLD_KEPT
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

REFERENCES = (
    Reference(AnswerWish, "person_id", Fate.GOES),
    Reference(AnswerTold, "person_id", Fate.GOES),
)
KEPT = (
    Kept(
        say("How you want to hear of answers to your posts, and when you last looked"),
        None,
        say("Until you change it, or have yourself erased."),
    ),
    Kept.long(
        say("Of which answers we mailed you"), TOLD_KEPT, say("So that we never write to you twice of the same one.")
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return how somebody wants to hear of answers, and of which they were told."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget what somebody wished and was told."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget what people were told, once it cannot come up again."""
    actions.forget(db, now)
