"""Who suggested which question to begin a talk with? Their name goes with them; a question that was let in stays."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.meet.icebreakers.models import Icebreaker
from hub.meet.icebreakers.rules import State
from hub.people.persons.somebody import somebody
from hub.places.actions import bump

REFUSED_KEPT = timedelta(days=30)
REFERENCES = (Reference(Icebreaker, "person_id", Fate.PARTS, empties={"name": ""}),)
KEPT = (
    Kept(
        say("Questions to begin a talk with that you suggested, and the name you gave with them"),
        None,
        say("They are for everybody. When you leave, your name goes and the question stays."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody suggested."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget who suggested what was let in, and all of what was not."""
    theirs = col(Icebreaker.person_id) == person_id
    db.execute(delete(Icebreaker).where(theirs, col(Icebreaker.state) != State.SHOWN))
    bump(db, set(db.exec(select(Icebreaker.place_id).where(theirs))))
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget what was refused a month ago."""
    old = col(Icebreaker.decided_at) < now - REFUSED_KEPT
    db.execute(delete(Icebreaker).where(col(Icebreaker.state) == State.REFUSED, old))
