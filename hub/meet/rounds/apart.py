"""Did one of two ask never to be brought together with the other? Whoever it was, nobody is told more than that."""

from collections.abc import Callable, Collection
from uuid import UUID

from sqlmodel import Session, col, select

from hub.meet.rounds.models import NeverMatch, Stopped
from hub.people.persons.somebody import somebody


def kept_apart(db: Session, one: UUID, other: UUID, seal: Callable[[str], str]) -> bool:
    """Say whether one of two never wants to meet the other; *seal* seals the key of an address."""
    return _never(db, one, other, seal) or _never(db, other, one, seal)


def stopped(db: Session, person_ids: Collection[UUID]) -> frozenset[UUID]:
    """Return which of these people a report keeps from being brought together with anybody."""
    return frozenset(db.exec(select(Stopped.person_id).where(col(Stopped.person_id).in_(person_ids))))


def _never(db: Session, person_id: UUID, other_id: UUID, seal: Callable[[str], str]) -> bool:
    sealed = {seal(key) for key in somebody(db, other_id).keys}  # of those they had before, too
    rows = db.exec(select(NeverMatch).where(NeverMatch.person_id == person_id))
    return any(row.other_id == other_id or row.other_seal in sealed for row in rows)
