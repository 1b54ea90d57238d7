"""When somebody's mail comes, by their clock, and how often they may be written to."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.communicate.following.rules import (
    BUNDLE,
    MOST_AT_ONCE,
    STILL_HERE,
    Rhythm,
    When,
    is_time_to_say_so,
    may_write_at_once,
    today,
)

LONDON = "Europe/London"
NOON = datetime(2026, 3, 28, 12, tzinfo=UTC)  # the day before the clocks go forward
zones = st.sampled_from([LONDON, "America/New_York", "Australia/Lord_Howe", "Pacific/Kiritimati", "Asia/Kathmandu"])
moments = st.integers(0, 15 * 365 * 24 * 60).map(
    lambda minutes: datetime(2020, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


def test_a_daily_mail_comes_at_the_hour_of_the_place_in_winter_and_in_summer() -> None:
    when = When(Rhythm.DAILY, hour=7, zone=LONDON)
    dues = [when.next(NOON - timedelta(days=1)), when.next(NOON)]
    assert dues == [datetime(2026, 3, 28, 7, tzinfo=UTC), datetime(2026, 3, 29, 6, tzinfo=UTC)]


def test_a_weekly_mail_comes_on_its_day() -> None:
    assert When(Rhythm.WEEKLY, hour=18, weekday=4, zone=LONDON).next(NOON) == datetime(2026, 4, 3, 17, tzinfo=UTC)


def test_who_wants_none_has_none_due() -> None:
    assert When(Rhythm.NEVER).next(NOON) is None


def test_an_hour_the_clock_skips_is_the_one_after_it() -> None:
    due = When(hour=1, zone=LONDON).next(NOON)
    assert due
    assert due.astimezone(ZoneInfo(LONDON)).hour == 2
    assert due.date() == NOON.date() + timedelta(days=1)


def test_an_hour_the_clock_has_twice_is_the_first_of_them() -> None:
    when = When(hour=1, zone=LONDON)
    first = when.next(datetime(2026, 10, 24, 12, tzinfo=UTC))
    assert first == datetime(2026, 10, 25, 0, tzinfo=UTC)
    assert when.next(datetime(2026, 10, 25, 0, 30, tzinfo=UTC)) == datetime(2026, 10, 26, 1, tzinfo=UTC)


@given(moments, zones, st.integers(0, 23), st.integers(0, 6), st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]))
def test_the_next_mail_is_the_next_day_of_its_sort_and_none_is_left_out(
    now: datetime, zone: str, hour: int, weekday: int, rhythm: Rhythm
) -> None:
    when = When(rhythm, hour, weekday, zone)
    due = when.next(now)
    assert due
    after = when.next(due)
    assert after
    days = 1 if rhythm is Rhythm.DAILY else 7
    assert now < due <= now + timedelta(days=days, hours=2)
    here = ZoneInfo(zone)
    assert after.astimezone(here).date() - due.astimezone(here).date() == timedelta(days=days)
    assert rhythm is Rhythm.DAILY or due.astimezone(here).weekday() == weekday


@pytest.mark.parametrize(("when", "says"), [(When(weekday=5), True), (When(weekday=4), False)])
def test_a_daily_mail_tells_of_silence_once_a_week(when: When, says: bool) -> None:  # noqa: FBT001 -- told by the test
    assert when.says_more(NOON) is says
    assert When(Rhythm.WEEKLY, weekday=2).says_more(NOON)


def test_mails_at_once_are_bundled_and_counted_by_the_day_of_the_place() -> None:
    day = today(NOON, LONDON)
    assert may_write_at_once(NOON, LONDON, None, None, 0)
    assert not may_write_at_once(NOON, LONDON, NOON - BUNDLE / 2, day, 1)
    assert may_write_at_once(NOON, LONDON, NOON - BUNDLE, day, MOST_AT_ONCE - 1)
    assert not may_write_at_once(NOON, LONDON, NOON - BUNDLE, day, MOST_AT_ONCE)
    assert may_write_at_once(NOON, LONDON, NOON - BUNDLE, day - timedelta(days=1), MOST_AT_ONCE)


def test_after_four_weeks_of_nothing_we_say_that_we_are_here() -> None:
    assert is_time_to_say_so(NOON, NOON - STILL_HERE)
    assert not is_time_to_say_so(NOON, NOON - STILL_HERE + timedelta(seconds=1))
