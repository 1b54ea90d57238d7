"""Which day it is somewhere, and which one somebody typed."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.days import day_typed, today


def test_the_day_is_that_of_the_clock_on_the_wall() -> None:
    late = datetime(2026, 7, 3, 23, 30, tzinfo=UTC)
    assert [today(late, zone).day for zone in ("Europe/London", "UTC", "America/New_York")] == [4, 3, 3]


@given(st.dates())
def test_a_day_is_read_as_browsers_and_as_people_write_it(day: date) -> None:
    assert day_typed(day.isoformat()) == day
    assert day_typed(f"{day.day}/{day.month}/{day.year:04}") == day
    assert day_typed(f"{day.day:02}.{day.month:02}.{day.year:04}") == day


@pytest.mark.parametrize("typed", ["", "31/2/2026", "2026-02-31", "tomorrow", "1/2", "0/0/0000"])
def test_what_is_no_day_is_none(typed: str) -> None:
    assert day_typed(typed) is None
