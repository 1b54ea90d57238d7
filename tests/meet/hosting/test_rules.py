"""What is wrong with when a meetup is to take place? One sentence beside each field."""

from datetime import date, time, timedelta

import pytest

from hub.meet.hosting.repeating import Often, Repeat
from hub.meet.hosting.rules import When, clock_typed, dates_of, faults_of, last_of, next_day

TODAY = date(2026, 12, 1)
TUESDAY = date(2026, 12, 8)
SEVEN, NINE = time(19), time(21)


@pytest.mark.parametrize(
    "when",
    [
        When(TODAY),
        When(TUESDAY, SEVEN, None, NINE),
        When(TUESDAY, SEVEN, TUESDAY + timedelta(days=1), time(1)),
        When(TUESDAY, None, TUESDAY + timedelta(days=2)),
        When(TUESDAY, SEVEN, repeat=Repeat(Often.WEEKLY, until=date(2027, 12, 2))),
        When(TUESDAY, SEVEN, repeat=Repeat(Often.DAY, times=12)),
    ],
)
def test_what_is_well_is_not_blamed(when: When) -> None:
    assert faults_of(when, TODAY) == {}


@pytest.mark.parametrize(
    ("field", "when"),
    [
        ("day", When(TODAY - timedelta(days=1))),
        ("day", When(TODAY + timedelta(days=367))),
        ("until_day", When(TUESDAY, until_day=TODAY)),
        ("until_day", When(TUESDAY, until_day=date(2126, 1, 1))),
        ("until_day", When(TUESDAY, None, TUESDAY + timedelta(days=7), repeat=Repeat(Often.WEEKLY, times=3))),
        ("until_clock", When(TUESDAY, NINE, None, SEVEN)),
        ("until_clock", When(TUESDAY, SEVEN, None, SEVEN)),
        ("until_clock", When(TUESDAY, None, None, SEVEN)),
        ("often", When(TUESDAY, repeat=Repeat(Often.LAST, times=3))),
        ("until", When(TUESDAY, repeat=Repeat(Often.WEEKLY))),
        ("until", When(TUESDAY, repeat=Repeat(Often.WEEKLY, TUESDAY + timedelta(days=30), 3))),
        ("until", When(TUESDAY, repeat=Repeat(Often.WEEKLY, until=TODAY))),
        ("until", When(TUESDAY, repeat=Repeat(Often.WEEKLY, until=TUESDAY))),
        ("until", When(TUESDAY, repeat=Repeat(Often.WEEKLY, until=date(2028, 1, 1)))),
        ("times", When(TUESDAY, repeat=Repeat(Often.WEEKLY, times=1))),
        ("times", When(TUESDAY, repeat=Repeat(Often.WEEKLY, times=400))),
        ("times", When(TUESDAY, repeat=Repeat(Often.DAY, times=60))),
    ],
)
def test_each_fault_has_its_field(field: str, when: When) -> None:
    assert list(faults_of(when, TODAY)) == [field]


@pytest.mark.parametrize(
    ("text", "at"),
    [("19:00", SEVEN), ("7pm", SEVEN), ("12pm", time(12)), ("0:30", time(0, 30)), ("13pm", None), ("25:00", None)],
)
def test_times_are_read_as_people_write_them(text: str, at: time | None) -> None:
    assert clock_typed(text) == at


@pytest.mark.parametrize("text", ["", "soon", "7", "19:60", "12:61am"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert clock_typed(text) is None


def test_five_dates_are_said_back_and_the_last_one_ends_it() -> None:
    when = When(TUESDAY, until_day=TUESDAY + timedelta(days=1), repeat=Repeat(Often.WEEKLY, times=9))
    assert [day.day for day in dates_of(when)] == [8, 15, 22, 29, 5]
    assert last_of(when) == date(2027, 2, 3)


@pytest.mark.parametrize(
    ("when", "day"),
    [
        (When(date(2026, 10, 6)), date(2026, 12, 8)),
        (When(date(2026, 12, 29)), date(2027, 1, 5)),
        (When(date(2026, 1, 31), repeat=Repeat(Often.DAY, times=2)), date(2026, 12, 31)),
        (When(date(2026, 11, 10), repeat=Repeat(Often.WEEKDAY, times=2)), date(2027, 1, 12)),  # not on 8 December again
        (When(TUESDAY, until_day=date(2026, 12, 17)), date(2026, 12, 22)),
    ],
)
def test_what_is_held_once_more_falls_on_the_next_of_its_days_after_the_last(when: When, day: date) -> None:
    assert next_day(when, TODAY) == day
