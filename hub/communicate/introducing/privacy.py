"""What is known of who was introduced? Who offered it and who answered, while it is open; of a no, nothing after."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.introducing import actions, rules
from hub.communicate.introducing.models import Introduction
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

REFERENCES = (
    Reference(
        Introduction,
        "offered_by",
        Fate.PARTS,
        empties={"words": ""},
        shows=("place_id", "tag_id", "words", "state", "asked_at"),
    ),
    Reference(Introduction, "one_by", Fate.PARTS, empties={"one_said": ""}, shows=("tag_id", "one_said", "one_at")),
    Reference(
        Introduction, "other_by", Fate.PARTS, empties={"other_said": ""}, shows=("tag_id", "other_said", "other_at")
    ),
)
KEPT = (
    Kept.long(
        say("What you answered when a mentor asked whether you want to meet somebody"),
        rules.HOLDS,
        say("So long an offer is open. Of one that came to nothing we do not keep who said no."),
    ),
    Kept.long(
        say("That two sources were offered to meet, and whether they did"),
        rules.KEPT,
        say("So that the same two are not asked over and over."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return which introductions somebody offered, and what they answered to those they were asked about."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Take somebody out of the introductions they offered or answered."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget offers of long ago."""
    actions.forget(db, now)
