"""Which grouping of a few people is the best of all? Found by looking at every one, a set of people at a time."""

from collections.abc import Callable, Iterator, Sequence
from itertools import combinations

from hub.meet.rounds.weighing import Costs, Group

MOST = 12  # people: four thousand sets, and a moment
NEVER = 10**26  # dearer than everybody sitting out


def best(costs: Costs, people: Sequence[int]) -> Sequence[Group]:
    """Return the groups of the grouping that costs least; who is in none of them sits out.

    Of several as cheap, the one in which the first of *people* are placed first.
    """
    known: dict[Group, tuple[int, tuple[Group, ...]]] = {(): (0, ())}

    def solve(left: Group) -> tuple[int, tuple[Group, ...]]:
        if left not in known:
            known[left] = _least(costs, left, solve)
        return known[left]

    return solve(tuple(people))[1]


def _least(
    costs: Costs, left: Group, solve: Callable[[Group], tuple[int, tuple[Group, ...]]]
) -> tuple[int, tuple[Group, ...]]:
    first, rest = left[0], left[1:]
    cost, groups = solve(rest)
    found = (cost + costs.out(first), groups)
    for group, price in _with(costs, first, rest):
        cost, groups = solve(tuple(each for each in rest if each not in group))
        if price + cost < found[0]:
            found = (price + cost, (group, *groups))
    return found


def _with(costs: Costs, first: int, rest: Group) -> Iterator[tuple[Group, int]]:
    for size in (1, 2):
        for others in combinations(rest, size):
            group = (first, *others)
            price = costs.group(group)
            if price is not None:
                yield group, price


def total(costs: Costs, people: Sequence[int], groups: Sequence[Group]) -> int:
    """Return what a grouping of *people* costs, with those it leaves out; all its groups are allowed."""
    placed = {each for group in groups for each in group}
    out = sum(costs.out(each) for each in people if each not in placed)
    return out + sum(costs.group(group) or 0 for group in groups)
