"""As many people are placed as any grouping places, and those for whom it matters most."""

from itertools import combinations
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meet.rounds.matching import as_bits, bits
from hub.meet.rounds.placing import Placing
from hub.meet.rounds.weighing import Group
from tests.meet.rounds.oracle import cheapest


class Town:
    """So many people, who of them may meet, which three may, who asked to be three, and what it costs to sit out."""

    def __init__(self, number: int, seed: int) -> None:
        chance = Random(seed)  # noqa: S311 -- invented people
        often, threes = chance.choice((0.1, 0.2, 0.3, 0.5)), chance.choice((0, 0.3, 1))
        self.number, self.near = number, [0] * number
        for one, other in combinations(range(number), 2):
            if chance.random() < often:
                self.near[one] |= 1 << other
                self.near[other] |= 1 << one
        self.threes = {each for each in combinations(range(number), 3) if self._meet(each) and chance.random() < threes}
        self.wished: list[Group] = []
        for group in sorted(self.threes):
            if chance.random() < 0.2 and not any({*group} & {*each} for each in self.wished):
                self.wished.append(group)
        self.cost = [1000 + chance.choice((0, 0, 1, 2)) for _ in range(number)]

    def price(self, group: Group) -> int | None:
        may = tuple(sorted(group)) in self.threes if len(group) == 3 else self._meet(group)
        return 0 if may else None

    def placed(self) -> tuple[Placing, int]:
        """Return who is placed, and what it costs that the others are not."""
        placing = Placing(self.price, self.wished)
        placing.grow(self.near)
        placing.place(self.cost.__getitem__)
        return placing, sum(self.cost[each] for each in bits(placing.alone()))

    def _meet(self, group: Group) -> bool:
        return all(self.near[one] >> other & 1 for one, other in combinations(group, 2))


@given(st.builds(Town, st.integers(1, 12), st.integers(0, 10**6)))
@settings(max_examples=120, deadline=None)
def test_nobody_sits_out_whom_any_grouping_of_pairs_and_threes_places(town: Town) -> None:
    placing, left = town.placed()
    groups = [*placing.threes(), *placing.pairs()]
    assert sorted(each for group in groups for each in group) == [*bits(~placing.alone() & (1 << town.number) - 1)]
    assert None not in map(town.price, groups)
    assert left == cheapest(town.number, town.price, town.cost.__getitem__)


def placed(near: dict[int, list[int]], threes: tuple[Group, ...] = (), wished: tuple[Group, ...] = ()) -> list[Group]:
    """Return the groups of people of whom some may meet, and some threes."""
    among = [
        as_bits([*near.get(one, ()), *(each for each in near if one in near[each])]) for one in range(max(near) + 1)
    ]
    placing = Placing(lambda group: 0 if len(group) == 2 or tuple(sorted(group)) in threes else None, wished)
    placing.grow(among)
    placing.place(lambda _: 1)
    return sorted(tuple(sorted(each)) for each in [*placing.threes(), *placing.pairs()])


def test_a_wished_for_three_part_where_each_has_somebody_who_meets_nobody_else() -> None:
    near = {0: [1, 2, 3], 1: [2, 4], 2: [5], 3: [], 4: [], 5: []}
    assert placed(near, ((0, 1, 2),), ((0, 1, 2),)) == [(0, 3), (1, 4), (2, 5)]


def test_three_in_a_circle_of_five_are_a_group_and_the_other_two_a_pair() -> None:
    near = {0: [1, 4], 1: [2], 2: [3], 3: [4, 1], 4: []}
    assert placed(near, ((1, 2, 3),)) == [(0, 4), (1, 2, 3)]


def test_three_in_a_circle_who_would_leave_somebody_are_none() -> None:
    near = {0: [1, 2], 1: [2], 2: [3, 4], 3: [4], 4: []}
    assert placed(near, ()) in (
        [(0, 1), (2, 3)],
        [(0, 1), (2, 4)],
        [(0, 1), (3, 4)],
        [(0, 2), (3, 4)],
        [(1, 2), (3, 4)],
    )
