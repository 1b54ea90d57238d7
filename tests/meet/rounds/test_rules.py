"""When rounds are opened and drawn, by the clocks of the place."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.rounds.rules import (
    HOUR,
    OPEN_FOR,
    common,
    draws_at,
    is_to_open,
    last_opening,
    next_opening,
    put_off,
    seal_with,
)

LONDON = "Europe/London"
moments = st.integers(946_684_800, 3_786_912_000).map(lambda second: datetime.fromtimestamp(second, UTC))


def at(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


def test_a_round_opens_on_the_first_at_nine_by_the_clocks_there() -> None:
    assert last_opening(at("2026-07-15 12:00"), LONDON) == at("2026-07-01 08:00")
    assert last_opening(at("2026-07-01 07:59"), LONDON) == at("2026-06-01 08:00")
    assert last_opening(at("2026-01-01 08:59"), LONDON) == at("2025-12-01 09:00")
    assert next_opening(at("2026-12-15 12:00"), LONDON) == at("2027-01-01 09:00")


def test_it_is_drawn_on_the_eighth_at_nine() -> None:
    assert draws_at(at("2026-07-01 08:00"), LONDON) == at("2026-07-08 08:00")
    assert draws_at(at("2026-07-01 08:01"), LONDON) == at("2026-07-08 08:00")


def test_one_opened_in_the_afternoon_is_drawn_in_the_morning_after_a_week() -> None:
    assert draws_at(at("2026-11-22 15:00"), LONDON) == at("2026-11-30 09:00")


@pytest.mark.parametrize("opened", ["2026-03-22 09:00", "2026-10-18 08:00"])
def test_a_week_in_which_the_clocks_change_is_a_week_of_the_clocks(opened: str) -> None:
    drawn = draws_at(at(opened), LONDON)
    assert abs(drawn - at(opened) - OPEN_FOR) == timedelta(hours=1)


@given(moments)
def test_a_draw_comes_a_week_or_a_little_more_after_its_round_opened_at_the_usual_hour(opened: datetime) -> None:
    drawn = draws_at(opened, LONDON)
    assert OPEN_FOR - timedelta(hours=1) <= drawn - opened < OPEN_FOR + timedelta(days=1, hours=1)
    assert drawn.hour == HOUR


@given(moments)
def test_between_two_openings_lies_every_moment(now: datetime) -> None:
    assert last_opening(now, LONDON) <= now < next_opening(now, LONDON)


def test_a_month_has_one_round_and_late_in_it_none_begins() -> None:
    now = at("2026-07-01 08:00")
    assert is_to_open(now, LONDON, None)
    assert is_to_open(now, LONDON, at("2026-06-01 08:00"))
    assert not is_to_open(now, LONDON, now)
    assert not is_to_open(at("2026-07-08 08:00"), LONDON, None)


def test_what_is_put_off_is_put_off_to_a_day_to_come() -> None:
    assert put_off(at("2026-07-08 08:00"), at("2026-07-08 08:00"), LONDON) == at("2026-07-15 08:00")
    assert put_off(at("2026-07-08 08:00"), at("2026-08-20 08:00"), LONDON) == at("2026-08-26 08:00")


def test_who_ticked_nothing_can_whenever() -> None:
    assert common([(), ()]) == frozenset()
    assert common([("evenings",), ("mornings",)]) == frozenset()


def test_a_seal_is_the_same_for_the_same_address_and_key_alone() -> None:
    assert seal_with(b"a", "ben@hub.example") == seal_with(b"a", "ben@hub.example")
    assert len({seal_with(b"a", "ben@hub.example"), seal_with(b"b", "ben@hub.example"), seal_with(b"a", "b")}) == 3
