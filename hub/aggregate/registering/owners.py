"""Who speaks for a source? Reads of its owners."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.registering.models import SourceOwner


def owners(db: Session, source_id: UUID) -> Sequence[UUID]:
    """Return the persons who speak for a source, those who have longest first."""
    asked = select(SourceOwner.person_id).where(SourceOwner.source_id == source_id).order_by(col(SourceOwner.since))
    return db.exec(asked).all()
