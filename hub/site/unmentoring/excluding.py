"""Whom does somebody never want to meet again? Kept by who it is and by a seal of their address, so that it holds."""

from uuid import UUID

from hub.meet.rounds import actions
from hub.meet.rounds.rules import NEVER_KEY, seal_with
from hub.people.persons.somebody import somebody
from hub.secret import key_for
from hub.site.deps import Doing, chosen


def exclude(doing: Doing, person_id: UUID, other_id: UUID, said: str = "") -> None:
    """Have somebody never be brought together with another again, even if that one leaves and comes back."""
    key = next(iter(somebody(doing.db, other_id).keys), "")
    seal = seal_with(key_for(chosen(doing.db), NEVER_KEY), key) if key else ""
    actions.never_again(doing.db, person_id, (other_id, seal), said, doing.now)
