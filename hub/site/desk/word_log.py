"""What was decided or proposed lately about the words of a place? For who goes through them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from hub.establish.deciding import queries as deciding
from hub.establish.deciding.queries import DecisionView
from hub.establish.deciding.rules import State
from hub.establish.deciding.script import Agree, Operation, Rule, Spell
from hub.kit.saying import Saying
from hub.kit.text import label_key
from hub.places.queries import PlaceView
from hub.site import agreeing
from hub.site.deps import Doing
from hub.site.proposing import telling
from hub.site.proposing.shown import around_here
from hub.site.render import path

MOST_PROPOSED = 200  # open proposals that are looked through
LATELY = 50  # decisions looked through for those that may be taken back


@dataclass(frozen=True, slots=True)
class Proposed:
    """A word others were asked about."""

    proposal_id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class Last:
    """What somebody decided last or asked others about, and where just that is taken back."""

    sentences: Sequence[Saying]
    at: datetime
    undo: str
    is_asked: bool = False  # it is a proposal


def proposed(asked: Doing, here: PlaceView) -> Sequence[Proposed]:
    """Return the words of a place others were asked about, by their keys each once."""
    found = deciding.proposals(asked.db, around_here(asked.db, here), [State.OPEN], MOST_PROPOSED)
    words = ((each.id, word) for each in found for step in each.script if (word := _word(step)))
    by_key = {label_key(word): Proposed(proposal_id, word) for proposal_id, word in words}
    return list(by_key.values())


def last(asked: Doing, here: PlaceView) -> Last | None:
    """Return what who asks did last in a place, as long as it may be taken back: decided it, or asked others."""
    done = [each for each in (_decided(asked, here), _asked(asked, here)) if each]
    return max(done, key=lambda each: each.at, default=None)


def lately(asked: Doing, here: PlaceView) -> Sequence[DecisionView]:
    """Return what was decided for a place and may be taken back by who asks, the newest first."""
    newest = deciding.decisions(asked.db, around_here(asked.db, here), None, LATELY)
    open_still = (each for each in newest if each.undoes is None and telling.may_be_undone(each, asked.now))
    return [each for each in open_still if agreeing.may_decide(asked, each.place_id)]


def undo_address(here: PlaceView, decision: DecisionView) -> str:
    """Return where a decision is taken back, to go on with the queue."""
    return path("desk", "words", here.slug, "undo", decision.id)


def _decided(asked: Doing, here: PlaceView) -> Last | None:
    mine = next((each for each in lately(asked, here) if each.by_id == asked.actor.person_id), None)
    return Last(deciding.told_of(asked.db, mine), mine.at, undo_address(here, mine)) if mine else None


def _asked(asked: Doing, here: PlaceView) -> Last | None:
    found = deciding.proposals(asked.db, around_here(asked.db, here), [State.OPEN], MOST_PROPOSED)
    mine = [each for each in found if each.by_id == asked.actor.person_id]
    newest = max(mine, key=lambda each: each.opened_at, default=None)
    if newest is None:
        return None
    undo = f"{path(here.slug, 'proposals', newest.id, 'say')}#withdraw"
    return Last(deciding.told(asked.db, newest.script), newest.opened_at, undo, is_asked=True)


def _word(operation: Operation) -> str:
    """Return the word an operation gives a meaning, or none; nothing where it does something else."""
    if isinstance(operation, Agree):
        return operation.name
    return operation.label if isinstance(operation, Spell | Rule) else ""
