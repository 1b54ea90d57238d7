"""Who meets whom: what every draw promises, beside all the groupings there are."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from itertools import combinations
from random import Random

from hypothesis import example, given, settings
from hypothesis import strategies as st

from hub.meet.rounds.arranging import arranged
from hub.meet.rounds.exact import best, total
from hub.meet.rounds.pairing import Draw, draw
from hub.meet.rounds.weighing import MET, SITS_OUT, Costs, Group, Past, Seat, Two
from tests.meet.rounds.oracle import cheapest, town_of, weary_of

Groups = list[Group]


def rounds(least: int = 0, most: int = 6) -> st.SearchStrategy[Costs]:
    return st.builds(town_of, st.integers(least, most), st.integers(0, 10**6))


def most_placed(costs: Costs) -> int:
    """Return how many people a grouping can place at most."""
    number = len(costs.seats)
    return number - cheapest(number, lambda each: None if costs.group(each) is None else 0, lambda _: 1)


def drawn(costs: Costs, seed: str = "a") -> Draw:
    return draw(costs.seats, costs.history, costs.never, seed)


def places(costs: Costs, made: Draw) -> Groups:
    index = {seat.id: at for at, seat in enumerate(costs.seats)}
    return [tuple(index[each] for each in group) for group in made.groups]


@given(rounds(most=10))
@settings(max_examples=12, deadline=None)
def test_of_up_to_ten_people_no_grouping_at_all_is_better(costs: Costs) -> None:
    people = range(len(costs.seats))
    found = total(costs, people, places(costs, drawn(costs)))
    assert found == cheapest(len(people), costs.group, costs.out)


@given(rounds(most=10))
@settings(max_examples=12, deadline=None)
def test_nobody_sits_out_who_could_be_placed(costs: Costs) -> None:
    assert sum(map(len, drawn(costs).groups)) == most_placed(costs)


@given(rounds(most=10))
@settings(max_examples=12, deadline=None)
def test_nobody_meets_again_whom_they_met_while_any_grouping_avoids_it(town: Costs) -> None:
    costs = replace(town, seats=[replace(each, sat_out=0) for each in town.seats])  # else who waited longer comes first
    unmet = Costs(costs.seats, costs.history, {*costs.never, *costs.history})
    if most_placed(unmet) == most_placed(costs):
        assert sum(_again(costs, places(costs, drawn(costs)))) == 0


@example(town_of(9, 6))  # a circle in which three may meet, but not the others then
@given(rounds(least=7, most=10))
@settings(max_examples=25, deadline=None)
def test_the_way_for_many_people_leaves_nobody_out_either_and_has_nobody_meet_again(costs: Costs) -> None:
    found = list(arranged(costs, Random(1)))  # noqa: S311 -- likewise
    assert sum(map(len, found)) == most_placed(costs)
    unmet = Costs(costs.seats, costs.history, {*costs.never, *costs.history})
    if most_placed(unmet) == len(costs.seats):
        assert sum(_again(costs, found)) == 0


@given(st.builds(weary_of, st.integers(13, 15), st.integers(0, 10**6)))
@settings(max_examples=8, deadline=None)
def test_of_thirteen_to_fifteen_as_few_meet_again_as_can_be(costs: Costs) -> None:
    people = range(len(costs.seats))
    least = cheapest(len(people), costs.group, costs.out)
    assert total(costs, people, places(costs, drawn(costs))) // MET == least // MET


@given(st.integers(16, 40), st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_of_many_nobody_meets_again_where_one_way_to_avoid_it_was_hidden(number: int, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- likewise
    ids = [f"{index:02}" for index in range(number)]
    mixed = sorted(ids, key=lambda _: chance.random())
    hidden = [mixed[at : at + 2] for at in range(0, number - number % 2, 2)]
    hidden[0] += mixed[number - number % 2 :]  # the odd one
    new = {frozenset(two) for group in hidden for two in combinations(group, 2)}
    every = [frozenset(two) for two in combinations(ids, 2)]
    history = {two: Past(1) for two in every if two not in new and chance.random() < 0.95}
    made = draw([Seat(each) for each in ids], history, set(), "seed")
    twos = {frozenset(two) for group in made.groups for two in combinations(group, 2)}
    assert (made.sat_out, twos & history.keys()) == ((), set())


@given(rounds(most=14), st.integers(0, 10**6))
@settings(max_examples=25, deadline=None)
def test_the_same_seed_draws_the_same_in_whatever_order_people_came(costs: Costs, seed: int) -> None:
    mixed = list(costs.seats)
    Random(seed).shuffle(mixed)  # noqa: S311 -- likewise
    assert draw(mixed, costs.history, costs.never, "seed") == drawn(costs, "seed")


@given(rounds(least=9, most=40))
@settings(max_examples=25, deadline=None)
def test_whatever_the_size_everybody_is_in_one_group_that_is_allowed_or_sits_out(costs: Costs) -> None:
    made = drawn(costs)
    told = [each for group in made.groups for each in group] + list(made.sat_out)
    assert sorted(told) == [each.id for each in costs.seats]
    assert all(costs.group(group) is not None for group in places(costs, made))
    assert {len(group) for group in made.groups} <= {2, 3}


@given(st.integers(7, 30), st.integers(0, 10**6))
@settings(max_examples=15, deadline=None)
def test_of_many_people_all_are_placed_where_one_way_to_pair_them_was_hidden(number: int, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 -- likewise
    ids = [f"{index:02}" for index in range(number * 2)]
    chance.shuffle(ids)
    hidden = {frozenset(two) for two in zip(ids[::2], ids[1::2], strict=True)}
    every = [frozenset(two) for two in combinations(ids, 2)]
    more = {two for two in every if chance.random() < 1.2 / number}
    made = draw([Seat(each) for each in ids], {}, set(every) - hidden - more, "seed")
    assert made.sat_out == ()


@given(st.integers(4, 8), st.integers(2, 8))
@settings(max_examples=10, deadline=None)
def test_of_people_who_are_alike_none_sits_out_twice_before_all_did_once(people: int, number: int) -> None:
    """Somebody whom all would have to meet: of the others one is placed each time."""
    ids = [f"{index:02}" for index in range(people)]
    never = {frozenset(two) for two in combinations(ids[1:], 2)}
    sat_out: Counter[str] = Counter()
    for turn in range(number):
        seats = [Seat(each, sat_out=sat_out[each]) for each in ids]
        sat_out.update(draw(seats, {}, never, f"{turn}").sat_out)
    counts = [sat_out[each] for each in ids[1:]]
    assert max(counts) - min(counts) <= 1


def test_in_thirteen_months_of_fourteen_few_meet_twice_and_none_three_times() -> None:
    seats, history = [Seat(f"{index:02}") for index in range(14)], dict[Two, Past]()
    for month in range(13):
        for group in draw(seats, history, set(), f"{month}").groups:
            two = frozenset(group)
            history[two] = Past(history[two].times + 1 if two in history else 1)
    assert max(past.times for past in history.values()) <= 2
    assert sum(past.times > 1 for past in history.values()) <= 14  # of 91; a plain shuffle has some 27 of them


def test_nobody_and_one_alone_meet_nobody_two_and_three_meet_each_other() -> None:
    assert draw([], {}, set(), "a") == Draw(())
    assert draw([Seat("a")], {}, set(), "a") == Draw((), ("a",))
    assert draw([Seat("b"), Seat("a")], {}, set(), "a") == Draw((("a", "b"),))
    assert draw([Seat("c"), Seat("b"), Seat("a")], {}, set(), "a") == Draw((("a", "b", "c"),))


def test_who_excludes_everybody_sits_out_alone() -> None:
    for number in (6, 7, 30, 31):
        ids = [f"{index:02}" for index in range(number)]
        made = draw([Seat(each) for each in ids], {}, {frozenset(("00", each)) for each in ids[1:]}, "a")
        assert made.sat_out == ("00",)


def test_of_two_crowds_that_exclude_each_other_nobody_sits_out() -> None:
    ids = [f"{index:03}" for index in range(300)]
    here, there = ids[:151], ids[151:]
    made = draw([Seat(each) for each in ids], {}, {frozenset((one, other)) for one in here for other in there}, "a")
    assert (made.sat_out, sum(len(group) == 3 for group in made.groups)) == ((), 2)


def test_of_hundreds_with_one_they_have_not_met_two_meet_anew() -> None:
    ids = [f"{index:03}" for index in range(140)]
    history = {frozenset(two): Past(1, 30) for two in combinations(ids[1:], 2)}
    made = draw([Seat(each) for each in ids], history, set(), "a")
    assert made.sat_out == ()
    assert sum(frozenset(group) in history for group in made.groups) == 69


def test_twenty_who_meet_for_five_years_meet_each_other_about_as_often() -> None:
    """Sixty rounds of ten pairs are three or four times for each of 190 pairs."""
    seats, history = [Seat(f"{index:02}") for index in range(20)], dict[Two, Past]()
    for two in combinations(seats, 2):
        history[frozenset(each.id for each in two)] = Past(3)
    least = {frozenset((f"{at:02}", f"{19 - at:02}")) for at in range(10)}
    history |= {two: Past(2) for two in least}
    assert {frozenset(group) for group in draw(seats, history, set(), "a").groups} == least


def test_the_third_way_draws_the_same_on_every_machine() -> None:
    drawn_here = [drawn(make(number, number)) for make in (town_of, weary_of) for number in (9, 24, 41)]
    assert sha256(repr(drawn_here).encode()).hexdigest()[:16] == "47d13e4af1593247"


def test_where_only_threes_are_possible_there_are_threes() -> None:
    ids, circles = "abcdef", ("abc", "def")
    inside = {frozenset(two) for circle in circles for two in combinations(circle, 2)}
    made = draw([Seat(each) for each in ids], {}, {frozenset(two) for two in combinations(ids, 2)} - inside, "s")
    assert made == Draw((("a", "b", "c"), ("d", "e", "f")))


def test_many_circles_of_three_are_all_placed() -> None:
    ids = [f"{index:02}" for index in range(30)]
    inside = {frozenset(two) for at in range(0, 30, 3) for two in combinations(ids[at : at + 3], 2)}
    made = draw([Seat(each) for each in ids], {}, {frozenset(two) for two in combinations(ids, 2)} - inside, "s")
    assert (made.sat_out, {len(group) for group in made.groups}) == ((), {3})


def test_those_who_would_rather_be_three_are_three_with_each_other_first() -> None:
    wishing = [Seat(each, rather_three=True) for each in "abc"]
    made = draw([*wishing, *(Seat(each) for each in "defghi")], {}, set(), "a")
    assert ("a", "b", "c") in made.groups
    crowd = [Seat(f"{index:02}", rather_three=index < 6) for index in range(40)]
    assert sum(len(group) == 3 for group in draw(crowd, {}, set(), "a").groups) == 2


def test_of_many_who_met_before_hardly_anybody_meets_again() -> None:
    seats, history = [Seat(f"{index:03}") for index in range(101)], dict[Two, Past]()
    for month in range(12):
        for group in draw(seats, history, set(), f"{month}").groups:
            for one, other in combinations(group, 2):
                assert frozenset((one, other)) not in history
                history[frozenset((one, other))] = Past(1)


def test_rather_without_a_time_in_common_than_with_somebody_they_met() -> None:
    early, late = frozenset({"mornings"}), frozenset({"evenings"})
    seats = [Seat("a", times=early), Seat("b", times=early), Seat("c", times=late), Seat("d", times=late)]
    assert draw(seats, {}, set(), "a").groups == (("a", "b"), ("c", "d"))
    history = {frozenset("ab"): Past(1, 30), frozenset("cd"): Past(1, 30)}
    again = {frozenset(group) for group in draw(seats, history, set(), "a").groups}
    assert again in ({frozenset("ac"), frozenset("bd")}, {frozenset("ad"), frozenset("bc")})


def test_who_sat_out_before_does_not_sit_out_of_many_who_could() -> None:
    """Somebody whom all would have to meet: one of the others is placed, who waits longest."""
    ids = [f"{index:02}" for index in range(30)]
    never = {frozenset(two) for two in combinations(ids[1:], 2)}
    made = draw([Seat(each, sat_out=each == "17") for each in ids], {}, never, "a")
    assert made.groups == (("00", "17"),)


def test_who_would_rather_be_three_part_for_those_who_may_meet_nobody_else() -> None:
    wishing, shy, crowd = "abc", "rst", "klmnopqu"
    friends = {frozenset(two) for two in (*zip(wishing, shy, strict=True), *combinations(wishing, 2))}
    friends |= {frozenset(two) for two in combinations(crowd, 2)}
    ids = wishing + shy + crowd
    seats = [Seat(each, rather_three=each in wishing) for each in ids]
    made = draw(seats, {}, {frozenset(two) for two in combinations(ids, 2)} - friends, "a")
    assert made.sat_out == ()
    assert {("a", "r"), ("b", "s"), ("c", "t")} < set(made.groups)


def test_three_need_one_way_to_meet_that_suits_all() -> None:
    both, here, online = frozenset({"here", "online"}), frozenset({"here"}), frozenset({"online"})
    costs = Costs([Seat("a", both), Seat("b", here), Seat("c", online)])
    assert costs.group((0, 1, 2)) is None
    assert costs.out(0) == SITS_OUT
    assert best(costs, [0, 1, 2]) in ([(0, 1)], [(0, 2)], ((0, 1),), ((0, 2),))


def _again(costs: Costs, found: Groups) -> Iterator[int]:
    for group in found:
        for one, other in combinations(group, 2):
            yield frozenset((costs.seats[one].id, costs.seats[other].id)) in costs.history
