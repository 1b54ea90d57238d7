"""Whom to introduce to whom, and that a no looks like no answer."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from hub.communicate.introducing.links import door, whose_door
from hub.communicate.introducing.rules import (
    Pair,
    Said,
    State,
    Wrote,
    outcome,
    pairs,
)

ANN, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))
BEANS, WEATHER = UUID(int=11), UUID(int=12)
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def strangers(_one: UUID, _other: UUID) -> bool:
    return False


def test_two_who_wrote_twice_about_the_same_could_meet() -> None:
    wrote = [Wrote(BEN, BEANS, 4), Wrote(ANN, BEANS, 2), Wrote(CAT, BEANS, 1)]
    assert pairs(wrote, strangers) == [Pair(ANN, BEN, BEANS, 2, 4)]


def test_who_knows_the_other_needs_no_introduction() -> None:
    wrote = [Wrote(BEN, BEANS, 4), Wrote(ANN, BEANS, 2)]
    assert pairs(wrote, lambda one, other: {one, other} == {ANN, BEN}) == []


def test_what_few_write_about_is_the_better_reason() -> None:
    weather = [Wrote(each, WEATHER, 9) for each in (ANN, BEN, CAT)]
    found = pairs([*weather, Wrote(BEN, BEANS, 5), Wrote(CAT, BEANS, 5)], strangers)
    assert found[0] == Pair(BEN, CAT, BEANS, 5, 5, also=1)
    assert [each.ids for each in found] == [(BEN, CAT), (ANN, BEN), (ANN, CAT)]


@pytest.mark.parametrize("one", list(Said))
@pytest.mark.parametrize("other", list(Said))
def test_only_two_yeses_are_a_meeting(one: Said, other: Said) -> None:
    yes = {Said.YES, Said.OPEN}
    assert outcome(one, other) is (State.MET if one in yes and other in yes else State.ASKED)


def test_nobody_makes_a_door_without_the_key() -> None:
    made = door(ANN, BEN, b"key")
    assert whose_door(ANN, made, b"key") == BEN
    assert whose_door(ANN, made, b"another key") is None
    assert whose_door(CAT, made, b"key") is None
    assert whose_door(ANN, made[:8], b"key") is None
    assert whose_door(ANN, "a", b"key") is None
