"""What is certain of any number stays so where only a part of the pairs can be weighed, or no more groups of three."""

from collections.abc import Collection
from itertools import combinations
from random import Random

import pytest

from hub.meet.rounds import arranging, triples
from hub.meet.rounds.arranging import arranged
from hub.meet.rounds.cheapest import Pairs
from hub.meet.rounds.exact import total
from hub.meet.rounds.levels import levels
from hub.meet.rounds.matching import bits
from hub.meet.rounds.weighing import MET, NO_COMMON_TIME, Costs, Group, Past, Seat
from tests.meet.rounds.oracle import cheapest, town_of, weary_of


def stream() -> Random:
    return Random(1)  # noqa: S311 -- to be found again


def test_of_more_people_than_are_weighed_at_once_parts_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranging, "WEIGHED", 0)
    monkeypatch.setattr(arranging, "PART", 24)
    for number in (14, 15):
        for seed in range(2):
            costs = weary_of(number, seed)
            found, least = (
                total(costs, range(number), arranged(costs, stream())),
                cheapest(number, costs.group, costs.out),
            )
            assert found // MET - least // MET <= 2
    monkeypatch.setattr(arranging, "TIMES", 1)
    assert len(arranged(weary_of(14, 1), stream())) > 5


def test_one_group_of_three_is_the_best_there_is() -> None:
    for seed in range(6):
        costs = weary_of(13, seed)
        assert total(costs, range(13), arranged(costs, stream())) == cheapest(13, costs.group, costs.out)


def test_with_no_tries_for_a_better_group_of_three_it_is_the_one_found_first(monkeypatch: pytest.MonkeyPatch) -> None:
    costs = weary_of(15, 3)
    best = total(costs, range(15), arranged(costs, stream()))
    monkeypatch.setattr(arranging, "POLISHED", 0)
    for steps in (0, 17 * (len(Pairs(costs, range(15), [1] * 15).prices) + 150)):
        monkeypatch.setattr(triples, "STEPS", steps)
        assert total(costs, range(15), arranged(costs, stream())) >= best


def test_the_cheapest_pairs_are_those_of_no_dearer_a_grouping() -> None:
    for seed in range(8):
        costs = town_of(10, seed)
        pairs = Pairs(costs, range(10), [each * 10**15 + 7 for each in range(10)])
        assert pairs.cost(pairs.best()) == cheapest(10, pairs.prices.get, costs.out)
        assert all(0 not in group for group in pairs.best([0]))


def test_levels_are_what_pairs_cost() -> None:
    town = town_of(12, 5)
    seats = [*town.seats, Seat("whenever")]
    costs = Costs(seats, {**town.history, frozenset(("00", "gone")): Past(1)}, {*town.never, frozenset(("00",))})
    near = levels(costs)
    for one, other in combinations(range(13), 2):
        cost = costs.pair(one, other)
        found = [level[one] >> other & 1 for level in (near.allowed, near.unmet, near.timely, near.free)]
        below = [cost is not None and cost < limit for limit in (10**30, MET, NO_COMMON_TIME, 1)]
        assert found == below
        assert found == [level[other] >> one & 1 for level in (near.allowed, near.unmet, near.timely, near.free)]
    assert all(each not in bits(near.allowed[each]) for each in range(13))


def test_where_nobody_could_afford_a_try_no_pairs_are_looked_for_but_the_last(monkeypatch: pytest.MonkeyPatch) -> None:
    looked = list[object]()
    best = Pairs.best

    def counted(pairs: Pairs, without: Collection[int] = ()) -> list[Group]:
        looked.append(without)
        return best(pairs, without)

    monkeypatch.setattr(Pairs, "best", counted)
    seats = [Seat(f"{index:02}", organisation="mill" if index % 2 else "", rather_three=True) for index in range(120)]
    groups = arranged(Costs(seats), stream())
    assert sum(len(group) > 2 for group in groups) > 10
    assert len(looked) == 1
