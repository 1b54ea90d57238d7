"""Whom does somebody never want to meet again? Kept by who it is and by a seal of their address, so that it holds."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from uuid import UUID

from sqlmodel import Session

from hub.meet.rounds import actions
from hub.meet.rounds.rules import NEVER_KEY, seal_with
from hub.people.persons.somebody import somebody
from hub.secret import key_for
from hub.site.deps import Doing, chosen


def sealer(db: Session) -> Callable[[str], str]:
    """Return what seals the key of an address, so that nobody without the secret of this hub can tell whose it was."""
    return partial(seal_with, key_for(chosen(db), NEVER_KEY))


def seal_of(db: Session, person_id: UUID) -> str:
    """Return the seal of the address somebody has now; empty where they have none."""
    key = next(iter(somebody(db, person_id).keys), "")
    return sealer(db)(key) if key else ""


def seals_of(db: Session, person_ids: Iterable[UUID]) -> Sequence[str]:
    """Return the seals of all addresses these people have, and of those they had and nobody else has now."""
    return [sealer(db)(key) for each in person_ids for key in somebody(db, each).keys]


def exclude(doing: Doing, person_id: UUID, other_id: UUID, said: str = "") -> None:
    """Have somebody never be brought together with another again, even if that one leaves and comes back."""
    actions.never_again(doing.db, person_id, (other_id, seal_of(doing.db, other_id)), said, doing.now)
