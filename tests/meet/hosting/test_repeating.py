"""Plain choices become a calendar's rule, and that rule the same choices again."""

from datetime import UTC, date, datetime, timedelta
from itertools import islice
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.hosting.expanding import calendar_of
from hub.meet.hosting.repeating import Often, Repeat, begins_well, days_of, repeat_of, rule_of
from hub.meet.hosting.rules import State
from hub.meet.hosting.values import HostedView, Written

DAYS = st.dates(date(2026, 1, 1), date(2027, 12, 31))
REPEATING = st.sampled_from([often for often in Often if often is not Often.ONCE])


@st.composite
def repeats(draw: st.DrawFn) -> tuple[Repeat, date]:
    """Draw a choice and a day it may begin on."""
    first = draw(DAYS)
    often = draw(REPEATING.filter(lambda each: begins_well(each, first)))
    if draw(st.booleans()):
        return Repeat(often, times=draw(st.integers(2, 60))), first
    return Repeat(often, until=first + timedelta(days=draw(st.integers(0, 366)))), first


@given(repeats())
def test_a_rule_says_the_choice_it_was_made_of(made: tuple[Repeat, date]) -> None:
    repeat, first = made
    assert repeat_of(rule_of(repeat, first)) == repeat


def test_what_falls_on_one_date_has_no_rule() -> None:
    assert rule_of(Repeat(), date(2026, 12, 8)) == ""
    assert repeat_of("") == Repeat()


@pytest.mark.parametrize("rule", ["FREQ=DAILY;COUNT=3", "FREQ=YEARLY;COUNT=2"])
def test_a_rule_that_was_not_made_here_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="FREQ"):
        repeat_of(rule)


@given(repeats())
def test_days_and_the_reading_of_calendars_agree(made: tuple[Repeat, date]) -> None:
    repeat, first = made
    now = datetime(first.year, first.month, first.day, tzinfo=UTC)
    dates = calendar_of(_held(rule_of(repeat, first), first), now).events[0].dates
    seen = [day for day in days_of(repeat, first) if day < (now + timedelta(days=399)).date()]
    assert [each.starts_on for each in dates][: len(seen)] == seen
    assert [each.slot for each in dates] == [f"{each.starts_on:%Y%m%d}" for each in dates]


@pytest.mark.parametrize(
    ("often", "first", "days"),
    [
        (Often.ONCE, date(2026, 12, 8), ["2026-12-08"]),
        (Often.WEEKLY, date(2026, 12, 29), ["2026-12-29", "2027-01-05", "2027-01-12"]),
        (Often.FORTNIGHTLY, date(2026, 12, 29), ["2026-12-29", "2027-01-12", "2027-01-26"]),
        (Often.WEEKDAY, date(2026, 12, 8), ["2026-12-08", "2027-01-12", "2027-02-09"]),
        (Often.WEEKDAY, date(2026, 12, 29), ["2026-12-29", "2027-03-30", "2027-06-29"]),
        (Often.LAST, date(2026, 12, 29), ["2026-12-29", "2027-01-26", "2027-02-23"]),
        (Often.DAY, date(2026, 12, 31), ["2026-12-31", "2027-01-31", "2027-03-31"]),
    ],
)
def test_the_days_by_hand(often: Often, first: date, days: list[str]) -> None:
    times = None if often is Often.ONCE else 3
    assert [day.isoformat() for day in days_of(Repeat(often, times=times), first)] == days


@pytest.mark.parametrize("often", list(Often))
def test_days_end_with_the_calendar(often: Often) -> None:
    assert list(islice(days_of(Repeat(often, until=date.max), date(9998, 12, 29)), 100))


def test_not_every_tuesday_is_the_last_of_its_month() -> None:
    assert begins_well(Often.LAST, date.max)
    assert begins_well(Often.LAST, date(2026, 12, 29))
    assert not begins_well(Often.LAST, date(2026, 12, 22))
    assert begins_well(Often.WEEKLY, date(2026, 12, 22))


def _held(rule: str, first: date) -> HostedView:
    written = Written(
        UUID(int=1), "Knitting", "", "Europe/London", first, clock="19:00", until_clock="21:00", rule=rule
    )
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    return HostedView(
        id=UUID(int=2),
        person_id=None,
        event_id=None,
        state=State.SHOWN,
        written=written,
        cancelled=False,
        unread=False,
        sequence=0,
        written_at=moment,
        changed_at=moment,
        ends_on=first,
        dates={},
    )
