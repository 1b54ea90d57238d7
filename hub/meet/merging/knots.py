"""Which of many pairs hang together? Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

Pair = tuple[UUID, UUID]  # the smaller id first


@dataclass(frozen=True, slots=True)
class Knot:
    """What hangs together: what was looked at of it, and what it leads on to."""

    seen: frozenset[UUID]
    beyond: frozenset[UUID] = frozenset()
    is_big: bool = False  # more than may be thought over at once


def knots(seen: Collection[UUID], pairs: Iterable[Pair], most: int) -> Sequence[Knot]:
    """Return what hangs together by *pairs* among those *seen*; more than *most* are big.

    A pair of which one was not seen may turn out to be none once it is: so it puts nothing together.
    """
    beside: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for one, other in pairs:
        beside[one].add(other)
        beside[other].add(one)
    left, there, found = set(seen), frozenset(seen), []
    while left:
        inside = _inside(left.pop(), beside, there)
        left -= inside
        beyond = frozenset(other for each in inside for other in beside[each]) - there
        found.append(Knot(frozenset(inside), beyond, len(inside) > most))
    return found


def _inside(begin: UUID, beside: defaultdict[UUID, set[UUID]], seen: frozenset[UUID]) -> set[UUID]:
    inside, todo = {begin}, [begin]
    while todo:
        new = (beside[todo.pop()] & seen) - inside
        inside |= new
        todo += new
    return inside
