"""What waits for somebody's code, and when is it forgotten? Within its day."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete

from hub.db import personal
from hub.db.personal import By, Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.pending.models import PendingDeed
from hub.people.pending.rules import WAITS
from hub.people.persons.somebody import somebody

REFERENCES = (Reference(PendingDeed, "email_key", Fate.GOES, By.KEY),)
COVERED = ("pending_deed.email",)
KEPT = (
    Kept.long(
        say("What you sent and have not confirmed with a code"),
        WAITS,
        say("Nobody sees it before you confirm it; after a day you have surely thought better of it."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what waits for somebody's code."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget what waits."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Forget what was not confirmed within its day, and that something was."""
    db.execute(delete(PendingDeed).where(col(PendingDeed.expires_at) <= now))
