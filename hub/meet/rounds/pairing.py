"""Who meets whom this round? Seeded, so that whoever knows the seed and the list finds the same again.

Up to a dozen people the best grouping of all is found by looking at every one; among more, what matters most is proven.
Only ``random()`` of the seeded stream is used: it is promised to stay the same in every version of Python.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from random import Random

from hub.meet.rounds import exact
from hub.meet.rounds.arranging import arranged
from hub.meet.rounds.second.improving import improved
from hub.meet.rounds.weighing import Costs, Group, Past, Seat, Two

VERSION = "3"  # of the way to draw: raise it with every change that could change a draw, and keep the way before
_WAYS: Mapping[str, Callable[[Costs, Random], Sequence[Group]]] = {"2": improved, VERSION: arranged}  # for many people


@dataclass(frozen=True, slots=True)
class Draw:
    """Who meets whom, by the ids of their seats, and for whom there was nobody."""

    groups: tuple[tuple[str, ...], ...]
    sat_out: tuple[str, ...] = ()


def is_known(version: str) -> bool:
    """Say whether what was drawn by this version of the way to draw can be drawn again."""
    return version in _WAYS


def draw(
    people: Sequence[Seat], history: Mapping[Two, Past], never: Collection[Two], seed: str, version: str = VERSION
) -> Draw:
    """Return who meets whom: pairs, and groups of three where needed or wished; the same for the same *seed*.

    Nobody meets whom they must *never* meet, or has no way to meet; nobody sits out who could be placed; nobody meets
    again whom they met while that can be avoided. The order in which *people* come does not matter.
    """
    stream = Random(f"{version}:{seed}")  # noqa: S311 -- to be found again by everybody, not kept from anybody
    dealt = sorted(((stream.random(), each) for each in sorted(people, key=lambda each: each.id)), key=itemgetter(0))
    seats = [each for _, each in dealt]
    costs, everybody = Costs(seats, history, never), range(len(seats))
    groups = exact.best(costs, everybody) if len(seats) <= exact.MOST else _WAYS[version](costs, stream)
    placed = {each for group in groups for each in group}
    named = sorted(tuple(sorted(seats[each].id for each in group)) for group in groups)
    return Draw(tuple(named), tuple(sorted(seats[each].id for each in everybody if each not in placed)))
