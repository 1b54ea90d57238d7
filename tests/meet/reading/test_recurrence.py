"""On which dates a repeating event falls: by hand, by a second opinion, and across changing clocks."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.meet.calendars import MARCH, calendar, only, starts, unhurried, vevent

LONDON = ZoneInfo("Europe/London")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENING = time(19, 30)


def days(*lines: str, now: datetime = MARCH) -> list[str]:
    """Return the days an evening event with these lines falls on."""
    return [start[:10] for start in starts(only("DTSTART;TZID=Europe/London:20260303T193000", *lines, now=now))]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["RRULE:FREQ=WEEKLY;COUNT=3"], ["2026-03-03", "2026-03-10", "2026-03-17"]),
        (["RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;COUNT=3"], ["2026-03-03", "2026-03-17", "2026-03-31"]),
        (["RRULE:FREQ=MONTHLY;BYDAY=1TU;COUNT=3"], ["2026-03-03", "2026-04-07", "2026-05-05"]),
        (["RDATE;VALUE=PERIOD:20260305T193000/PT1H"], ["2026-03-03", "2026-03-05"]),
        # The day it starts on is its first, even where the rule alone would leave it out.
        (["RRULE:FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20260430T225959Z"], ["2026-03-03", "2026-03-27", "2026-04-24"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/London:20260310T193000"], ["2026-03-03", "2026-03-17"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE:20260310T193000Z"], ["2026-03-03", "2026-03-17"]),
        (["RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20260310"], ["2026-03-03", "2026-03-17"]),
        (
            ["RDATE;TZID=Europe/London:20260305T193000,20260401T193000"],
            ["2026-03-03", "2026-03-05", "2026-04-01"],
        ),
        (["RRULE:FREQ=MONTHLY;BYMONTHDAY=31;UNTIL=20260601"], ["2026-03-03", "2026-03-31", "2026-05-31"]),
        (["RRULE:FREQ=YEARLY"], ["2026-03-03", "2027-03-03"]),
        (["RRULE:FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20260312"], ["2026-03-03", "2026-03-05", "2026-03-10", "2026-03-12"]),
    ],
)
def test_repeating_events_fall_on_the_days_a_person_would_name(lines, expected):
    assert days(*lines) == expected


def test_one_date_moved_keeps_its_slot_and_says_what_differs():
    moved = vevent(
        "RECURRENCE-ID;TZID=Europe/London:20260310T193000",
        "DTSTART;TZID=Europe/London:20260311T200000",
        "LOCATION:The other pub",
        summary="Pub quiz (moved)",
    )
    weekly = vevent("DTSTART;TZID=Europe/London:20260303T193000", "LOCATION:The pub", "RRULE:FREQ=WEEKLY;COUNT=3")
    (event,) = calendar(weekly, moved).events
    assert starts(event) == ["2026-03-03 19:30", "2026-03-11 20:00", "2026-03-17 19:30"]
    assert [each.slot for each in event.dates] == ["20260303T193000Z", "20260310T193000Z", "20260317T193000Z"]
    assert [each.location for each in event.dates] == ["", "The other pub", ""]
    assert (event.title, event.dates[1].title) == ("Pub quiz", "Pub quiz (moved)")


def test_one_date_cancelled_stays_and_the_others_take_place():
    off = vevent(
        "RECURRENCE-ID;TZID=Europe/London:20260310T193000",
        "DTSTART;TZID=Europe/London:20260310T193000",
        "STATUS:CANCELLED",
    )
    (event,) = calendar(vevent("DTSTART;TZID=Europe/London:20260303T193000", "RRULE:FREQ=WEEKLY;COUNT=3"), off).events
    assert [each.cancelled for each in event.dates] == [False, True, False]
    assert not event.cancelled


def test_this_and_all_later_dates_move_together_and_keep_slots_of_their_own():
    later = vevent(
        "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Europe/London:20260310T193000",
        "DTSTART;TZID=Europe/London:20260310T180000",
        "DTEND;TZID=Europe/London:20260310T200000",
    )
    (event,) = calendar(vevent("DTSTART;TZID=Europe/London:20260303T193000", "RRULE:FREQ=WEEKLY;COUNT=4"), later).events
    assert starts(event) == ["2026-03-03 19:30", "2026-03-10 18:00", "2026-03-17 18:00", "2026-03-24 18:00"]
    assert len({each.slot for each in event.dates}) == 4


def test_a_changed_date_without_its_event_is_an_event():
    assert starts(only("RECURRENCE-ID:20260310T193000Z", "DTSTART:20260311T193000Z")) == ["2026-03-11 19:30"]


@pytest.mark.parametrize("year", [2026, 2027])
def test_a_weekly_meeting_keeps_its_wall_time_when_the_clocks_change(year):
    for month in (3, 10):
        start = datetime(year, month, 1, tzinfo=UTC)
        event = only(f"DTSTART;TZID=Europe/London:{year}{month:02}01T190000", "RRULE:FREQ=WEEKLY;COUNT=9", now=start)
        assert {each[-5:] for each in starts(event)} == {"19:00"}
        assert len({each.starts_at.hour for each in event.dates}) == 2


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Kolkata"])
def test_an_organiser_far_away_keeps_his_own_wall_time(zone):
    event = only(f"DTSTART;TZID={zone}:20260302T180000", "RRULE:FREQ=WEEKLY;COUNT=6")
    assert {each.starts_at.astimezone(ZoneInfo(zone)).hour for each in event.dates} == {18}
    assert event.timezone == zone


def naive(first: date, until: date, wanted: set[int], interval: int) -> Iterator[date]:
    """Walk day by day and keep every *interval*-th week's *wanted* weekdays."""
    monday = first - timedelta(days=first.weekday())
    day = first
    while day <= until:
        if day.weekday() in wanted and ((day - monday).days // 7) % interval == 0:
            yield day
        day += timedelta(days=1)


@settings(max_examples=25, deadline=None)
@given(
    offset=st.integers(0, 60),
    weekdays=st.sets(st.integers(0, 6), min_size=1, max_size=4),
    interval=st.integers(1, 4),
)
@unhurried()
def test_weekly_rules_agree_with_somebody_who_counts_days(offset, weekdays, interval):
    first = MARCH.date() + timedelta(days=offset)
    while first.weekday() not in weekdays:
        first += timedelta(days=1)
    codes = ",".join(CODES[day] for day in sorted(weekdays))
    event = only(
        f"DTSTART;TZID=Europe/London:{first:%Y%m%d}T193000", f"RRULE:FREQ=WEEKLY;INTERVAL={interval};BYDAY={codes}"
    )
    until = MARCH.date() + timedelta(days=400)
    expected = [datetime.combine(day, EVENING, LONDON) for day in naive(first, until, weekdays, interval)]
    assert [each.starts_at for each in event.dates] == [each for each in expected if each < MARCH + timedelta(days=400)]


def of_month(first: date, until: date, nth: int, weekday: int) -> Iterator[date]:
    """Walk day by day and keep every month's *nth* *weekday*; -1 is the last."""
    day = first
    while day <= until:
        is_nth = (day.day - 1) // 7 + 1 == nth if nth > 0 else (day + timedelta(days=7)).month != day.month
        if day.weekday() == weekday and is_nth:
            yield day
        day += timedelta(days=1)


@settings(max_examples=25, deadline=None)
@given(nth=st.sampled_from([1, 2, 3, 4, 5, -1]), weekday=st.integers(0, 6))
@unhurried()
def test_monthly_rules_agree_with_somebody_who_counts_days(nth, weekday):
    until = MARCH.date() + timedelta(days=399)
    expected = list(of_month(MARCH.date(), until, nth, weekday))
    event = only(
        f"DTSTART;TZID=Europe/London:{expected[0]:%Y%m%d}T193000", f"RRULE:FREQ=MONTHLY;BYDAY={nth}{CODES[weekday]}"
    )
    assert [each.starts_at for each in event.dates] == [datetime.combine(day, EVENING, LONDON) for day in expected]
