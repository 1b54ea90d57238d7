"""Which events are told together: the surest first, as far as nothing keeps them apart."""

import random
from collections.abc import Sequence
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.merging.gathering import Decided, Group, gather
from hub.meet.merging.rules import Because, Likeness, Telling, judge, ordered
from tests.meet.merging.telling import TODAY, begins, told

PAGE = "https://hall.example/folk"
NOTHING = Decided()


def alike(events: Sequence[Telling]) -> list[Likeness]:
    return [found for one, other in combinations(events, 2) if (found := judge(one, other, TODAY))]


def together(events: Sequence[Telling], decided: Decided = NOTHING) -> list[set[str]]:
    groups = gather({each.id: each for each in events}, alike(events), decided)
    return [{f"{each.source} {each.uid}" for each in events if each.id in group.members} for group in groups]


HALL, COUNCIL, BEN = told("hall"), told("council"), told("ben")


def test_what_three_calendars_tell_is_one_group_led_by_one_of_them() -> None:
    events = [HALL, COUNCIL, BEN]
    (group,) = gather({each.id: each for each in events}, alike(events), Decided())
    assert group == Group(min(events, key=lambda each: each.key).id, frozenset(each.id for each in events))
    assert gather({HALL.id: HALL}, [], Decided()) == []


def test_two_of_one_calendar_are_never_told_together_because_of_a_third() -> None:
    twin = told("hall", uid="2")
    assert together([HALL, twin, COUNCIL]) == [{"hall 1", "council 1"}]


def test_unless_both_lead_to_one_page() -> None:
    pair = [told("hall", uid="1", url=PAGE), told("hall", uid="2", url=PAGE)]
    assert together([*pair, COUNCIL]) == [{"hall 1", "hall 2", "council 1"}]


def test_a_series_takes_all_its_dates_that_another_calendar_tells_one_by_one() -> None:
    series = told("hall", dates=begins(3, 10, 17))
    singles = [told("council", uid=f"{day}", url=f"{PAGE}/{day}", dates=begins(day)) for day in (3, 10, 17)]
    assert together([series, *singles]) == [{"hall 1", "council 3", "council 10", "council 17"}]


def test_but_without_the_series_these_dates_are_meetups_of_their_own() -> None:
    assert together([told("council", uid=f"{day}", dates=begins(day)) for day in (3, 10)]) == []


@pytest.mark.parametrize(
    "other",
    [
        {"dates": begins(3)},  # at the same time
        {"dates": begins(10, 3, hour=14)},  # on the same day
        {"title": "Folk songs for children"},
        {"location": "Library"},
        {"dates": ()},
    ],
)
def test_two_of_one_calendar_that_are_no_dates_of_one_series_stay_apart(other: Any) -> None:
    series = told("hall", dates=begins(3, 10, 17))
    one, two = told("council", uid="1"), told("council", uid="2", **{"dates": begins(10)} | other)
    found = [
        Likeness(*ordered(series.id, each.id), sure=True, because=Because.ALIKE, evidence="") for each in (one, two)
    ]
    groups = gather({each.id: each for each in (series, one, two)}, found, NOTHING)
    assert [group.members for group in groups] == [{series.id, one.id}]


def test_the_surest_likeness_comes_first() -> None:
    by_id = told("hall", uid="4k2@google.com", title="Songs")
    assert together([HALL, by_id, told("council", uid="4k2@google.com")]) == [
        {"hall 4k2@google.com", "council 4k2@google.com"}
    ]


def test_what_is_not_sure_is_not_put_together() -> None:
    unsure = Likeness(*ordered(HALL.id, COUNCIL.id), sure=False, because=Because.ALIKE, evidence="")
    assert gather({HALL.id: HALL, COUNCIL.id: COUNCIL}, [unsure], Decided()) == []


def test_what_a_mentor_decided_holds_whatever_the_rule_says() -> None:
    twin, bins = told("hall", uid="2", title="Ceilidh"), told("council", uid="9", title="Bins", dates=begins(20))
    joined = Decided(together=frozenset([ordered(HALL.id, twin.id), ordered(HALL.id, bins.id)]))
    assert together([HALL, twin, bins], joined) == [{"hall 1", "hall 2", "council 9"}]
    split = Decided(apart=frozenset([ordered(HALL.id, COUNCIL.id), ordered(HALL.id, BEN.id)]))
    assert together([HALL, COUNCIL, BEN], split) == [{"council 1", "ben 1"}]
    gone = Decided(together=frozenset([ordered(HALL.id, BEN.id)]))
    assert together([HALL, COUNCIL], gone) == [{"hall 1", "council 1"}]


events = st.builds(
    told,
    st.sampled_from(["hall", "council", "ben"]),
    st.sampled_from(["1", "2", "4k2@google.com"]),
    st.sampled_from(["Folk night", "Folk night with Jan", "Jazz"]),
    url=st.sampled_from(["", PAGE]),
    location=st.sampled_from(["", "Mill Hall", "Library"]),
    dates=st.sampled_from([begins(3), begins(3, 10), begins(10), begins(17), begins(3, 10, 17), begins(3, hour=14)]),
)


@given(st.lists(events, max_size=7, unique_by=lambda each: each.id), st.randoms(use_true_random=False))
def test_the_order_of_arrival_is_nothing(found: list[Telling], chance: random.Random) -> None:
    shuffled = chance.sample(found, len(found))
    likenesses = alike(found)
    mixed = chance.sample(likenesses, len(likenesses))
    before = gather({each.id: each for each in found}, likenesses, Decided())
    assert gather({each.id: each for each in shuffled}, mixed, Decided()) == before
    members = [each for group in before for each in group.members]
    assert len(members) == len(set(members))


@given(st.lists(events, max_size=7, unique_by=lambda each: each.id))
def test_one_calendar_is_never_told_to_hold_two_at_once(found: list[Telling]) -> None:
    known = {each.id: each for each in found}
    for group in gather(known, alike(found), NOTHING):
        for one, other in combinations([known[each] for each in group.members], 2):
            if one.feed_id == other.feed_id and (one.page is None or one.page != other.page):
                assert not {each.on for each in one.dates} & {each.on for each in other.dates}
