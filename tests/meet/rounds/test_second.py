"""Rounds of many that were drawn by the second way come out as they did."""

from hashlib import sha256
from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meet.rounds.pairing import Draw, draw, is_known
from hub.meet.rounds.second import improving, matching
from hub.meet.rounds.weighing import Costs, Seat, Two
from tests.meet.rounds.oracle import town_of


def drawn(costs: Costs) -> Draw:
    return draw(costs.seats, costs.history, costs.never, "seed", "2")


def among(ids: list[str], friends: set[Two]) -> set[Two]:
    """Return who never meets: all but friends."""
    return {frozenset(two) for two in combinations(ids, 2)} - friends


def test_what_it_drew_is_drawn_again() -> None:
    """As it was told in those days: of twelve and fewer, of even and odd numbers of many."""
    told = {9: "f2c1ce4e69a3e0b6", 40: "ca2d1c55f9643985", 41: "031d1d34757a54c1", 101: "ba591e1db4c409f8"}
    for number, sealed in told.items():
        assert sha256(repr(drawn(town_of(number, number))).encode()).hexdigest()[:16] == sealed
    assert (is_known("2"), is_known("1")) == (True, False)


@given(st.builds(town_of, st.integers(13, 40), st.integers(0, 10**6)))
@settings(max_examples=6, deadline=None)
def test_everybody_is_in_one_group_or_sits_out(costs: Costs) -> None:
    made = drawn(costs)
    assert sorted([*(each for group in made.groups for each in group), *made.sat_out]) == [s.id for s in costs.seats]


def test_it_places_circles_of_three() -> None:
    ids = [f"{index:02}" for index in range(30)]
    friends = {frozenset(two) for at in range(0, 30, 3) for two in combinations(ids[at : at + 3], 2)}
    assert drawn(Costs([Seat(each) for each in ids], {}, frozenset(among(ids, friends)))).sat_out == ()


def test_it_places_rings_of_fifteen_in_which_three_may_meet() -> None:
    ids = [f"{index:02}" for index in range(30)]
    friends = {frozenset((ids[at + step], ids[at + (step + 1) % 15])) for at in (0, 15) for step in range(15)}
    friends |= {frozenset((ids[at], ids[at + 2])) for at in (0, 15)}
    assert drawn(Costs([Seat(each) for each in ids], {}, frozenset(among(ids, friends)))).sat_out == ()


def test_it_lets_who_sat_out_before_come_first() -> None:
    ids = [f"{index:02}" for index in range(30)]
    friends = {frozenset(("00", each)) for each in ids[1:]}
    seats = [Seat(each, sat_out=each == "17") for each in ids]
    assert drawn(Costs(seats, {}, frozenset(among(ids, friends)))).groups == (("00", "17"),)


def test_it_parts_three_who_wished_to_be_for_those_who_may_meet_nobody_else() -> None:
    wishing, shy, crowd = "abc", "rst", "klmnopqu"
    friends = {frozenset(two) for two in (*zip(wishing, shy, strict=True), *combinations(wishing, 2))}
    friends |= {frozenset(two) for two in combinations(crowd, 2)}
    ids = [*wishing, *shy, *crowd]
    seats = [Seat(each, rather_three=each in wishing) for each in ids]
    assert drawn(Costs(seats, {}, frozenset(among(ids, friends)))).sat_out == ()


def test_three_in_a_ring_are_none_where_the_others_could_not_be_paired_then() -> None:
    costs = town_of(9, 6)
    groups = improving.improved(costs, Random(1))  # noqa: S311 -- to be found again
    assert sum(map(len, groups)) == len({each for group in groups for each in group})


def test_its_search_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(matching, "LOOKS", 0)
    monkeypatch.setattr(improving, "ROUNDS", 0)
    assert drawn(town_of(40, 7)).groups
