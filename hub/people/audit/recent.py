"""What was done about which things lately? Reads of the log by what was done."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed, Thing

LATELY = timedelta(days=60)


def done_lately(db: Session, deed: Deed, target_kind: Thing, now: datetime) -> frozenset[str]:
    """Return the things of a kind to which this was done in the last sixty days."""
    noted = select(AuditEntry.target_id).where(
        AuditEntry.deed == deed, AuditEntry.target_kind == target_kind, col(AuditEntry.at) > now - LATELY
    )
    return frozenset(db.exec(noted))
