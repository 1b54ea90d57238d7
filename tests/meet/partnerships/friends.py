"""When two Digital Friends of the tests begin, how one says that they did not feel safe, and how it stands then."""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlmodel import Session

from hub.meet.partnerships import queries, safety
from hub.meet.partnerships.values import PartnershipView

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
TODAY = date(2026, 3, 3)


def hold(db: Session, partnership_id: UUID, by: UUID) -> UUID:
    return safety.report(db, partnership_id, by, "He shouted.", NOON)


def view(db: Session, partnership_id: UUID) -> PartnershipView:
    db.expire_all()
    return queries.partnership(db, partnership_id)
