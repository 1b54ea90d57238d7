"""Who agreed to what, and may it still be relied on? Reads of what people agreed to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.people.persons.models import Consent

BEHALF = "behalf"  # a mentor may do something for them; its subject is the place whose mentors may
TOLD = "told"  # how they told a mentor to do something; its subject is what that was about
DUTY_NAME = "duty-name"  # their name may stand on a place’s page in the weeks they look after it


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to, in which words, and who heard it."""

    kind: str
    subject: str
    words: str
    given_at: datetime
    withdrawn_at: datetime | None
    recorded_by: UUID | None  # none: given by themselves


def given(db: Session, person_id: UUID, kind: str) -> Sequence[Agreed]:
    """Return what of a *kind* somebody agreed to and has not taken back, the oldest first."""
    asked = select(Consent).where(
        Consent.person_id == person_id, Consent.kind == kind, col(Consent.withdrawn_at).is_(None)
    )
    return [_view(row) for row in db.exec(asked.order_by(col(Consent.given_at)))]


def agreeing(db: Session, kind: str, subjects: Collection[str]) -> Sequence[UUID]:
    """Return who agreed to this *kind* of thing about any of these *subjects*, and has not taken it back."""
    asked = select(Consent.person_id).where(
        Consent.kind == kind, col(Consent.subject).in_(subjects), col(Consent.withdrawn_at).is_(None)
    )
    return list(dict.fromkeys(db.exec(asked.order_by(col(Consent.given_at)))))


def _view(row: Consent) -> Agreed:
    return Agreed(row.kind, row.subject, row.words, row.given_at, row.withdrawn_at, row.recorded_by)
