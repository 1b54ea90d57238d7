"""Did one of two ask never to be brought together with the other? Whoever it was, nobody is told more than that."""

from collections.abc import Callable, Collection
from uuid import UUID

from sqlmodel import Session, col, select

from hub.meet.rounds.models import NeverMatch, Stopped, StoppedSeal
from hub.people.persons.somebody import by_seal, somebody


def kept_apart(db: Session, one: UUID, other: UUID, seal: Callable[[str], str]) -> bool:
    """Say whether one of two never wants to meet the other; *seal* seals the key of an address."""
    return _never(db, one, other, seal) or _never(db, other, one, seal)


def stopped(db: Session, person_ids: Collection[UUID], seal: Callable[[str], str]) -> frozenset[UUID]:
    """Return which of these people a report keeps from being brought together with anybody, those who came back too."""
    known = frozenset(db.exec(select(Stopped.person_id).where(col(Stopped.person_id).in_(person_ids))))
    seals = set(db.exec(select(StoppedSeal.seal).distinct()))
    if not seals:
        return known
    return known | {each for its, each in by_seal(db, person_ids, seal).items() if its in seals}


def _never(db: Session, person_id: UUID, other_id: UUID, seal: Callable[[str], str]) -> bool:
    theirs = {seal(key) for key in somebody(db, other_id).keys}  # of those they had before, too
    rows = db.exec(select(NeverMatch).where(NeverMatch.person_id == person_id))
    return any(row.other_id == other_id or row.other_seal in theirs for row in rows)
