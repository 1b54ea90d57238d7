"""The best of all groupings, worked out beside the hub's own ways: for each set of people, by whom its first meets."""

from collections import defaultdict
from collections.abc import Callable
from functools import cache
from itertools import combinations
from random import Random

from hub.meet.rounds.weighing import Costs, Group, Past, Seat


def cheapest(number: int, group: Callable[[Group], int | None], out: Callable[[int], int]) -> int:
    """Return what the best of all groupings of so many costs."""
    led = defaultdict[int, list[tuple[int, int]]](list)
    for members in (each for size in (2, 3) for each in combinations(range(number), size)):
        cost = group(members)
        if cost is not None:
            led[members[0]].append((sum(1 << each for each in members), cost))

    @cache
    def least(people: int) -> int:
        if not people:
            return 0
        first = (people & -people).bit_length() - 1
        found = [cost + least(people & ~members) for members, cost in led[first] if members & people == members]
        return min([out(first) + least(people & ~(1 << first)), *found])

    return least((1 << number) - 1)


def town_of(number: int, seed: int) -> Costs:
    """Return so many people, who of them met before, and who never wants to meet whom."""
    chance = Random(seed)  # noqa: S311 -- invented people
    seats = [
        Seat(
            id=f"{index:02}",
            ways=frozenset(chance.choice(("online", "here", "online here")).split()),
            times=frozenset(chance.sample(("mornings", "evenings", "weekends"), chance.randint(1, 3))),
            organisation=chance.choice(("", "mill", "school")),
            rather_three=chance.random() < 0.3,
            sat_out=chance.choice((0, 0, 1, 2)),
        )
        for index in range(number)
    ]
    twos = [frozenset((one.id, other.id)) for one, other in combinations(seats, 2)]
    known, shy = chance.random(), chance.random() / 2
    history = {two: Past(chance.randint(1, 3), chance.randint(1, 4)) for two in twos if chance.random() < known}
    return Costs(seats, history, frozenset(two for two in twos if chance.random() < shy))


def weary_of(number: int, seed: int) -> Costs:
    """Return people who have met nearly everybody, some of whom may meet hardly anybody."""
    chance = Random(seed)  # noqa: S311 -- likewise
    seats = [
        Seat(f"{index:02}", times=frozenset(chance.sample("mew", 1)), organisation=chance.choice(("", "mill")))
        for index in range(number)
    ]
    twos = [frozenset((one.id, other.id)) for one, other in combinations(seats, 2)]
    known, shy = chance.choice((0.6, 0.9, 1)), chance.choice((0, 0.2, 0.5))
    history = {two: Past(chance.randint(1, 3), chance.randint(1, 6)) for two in twos if chance.random() < known}
    return Costs(seats, history, frozenset(two for two in twos if chance.random() < shy))
