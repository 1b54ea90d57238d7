"""What does the log know of somebody? Their id, which names nobody once they are gone."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, and_, col, or_, select, update

from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Somebody, Told
from hub.kit.saying import say
from hub.people.audit.models import AuditEntry
from hub.people.rules import Thing

REFERENCES = (
    Reference(AuditEntry, "actor_id", Fate.STAYS),
    Reference(AuditEntry, "for_id", Fate.STAYS, shows=("at", "deed", "target_kind", "target_id")),
)
KEPT = (
    Kept(
        say("What mentors and moderators decided: what was done, when and why, with numbers in place of names"),
        None,
        say("Decisions must be open to question for as long as they hold. After an erasure the numbers name nobody."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody decided, what was done on their behalf, and what was decided about them."""
    about = col(AuditEntry.target_id) == person_id.hex
    rows = db.exec(select(AuditEntry).where(AuditEntry.target_kind == Thing.PERSON, about).order_by(col(AuditEntry.at)))
    decided = [{"at": row.at, "deed": row.deed, "after": row.after, "why": row.why} for row in rows]
    return {**personal.told(db, REFERENCES, Somebody(person_id)), "audit_entry.target_id": decided}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Forget the words said for them and about them; what is left holds ids and no names."""
    theirs = or_(
        col(AuditEntry.for_id) == person_id,
        and_(col(AuditEntry.target_kind) == Thing.PERSON, col(AuditEntry.target_id) == person_id.hex),
    )
    db.execute(update(AuditEntry).where(theirs).values(why=""))


def expire(db: Session, now: datetime) -> None:
    """Forget nothing of what was decided."""
