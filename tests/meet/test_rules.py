"""How dates and repetitions read, and how a listing falls into days."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.rules import Entry, days, first_day, last_day, repeats_in_words, when_in_words
from hub.meet.values import Date, Meetup

LONDON = "Europe/London"
QUIZ = UUID(int=1)


def falls(start: str, end: str = "", *, all_day: bool = False) -> Date:
    """Make a date from wall times in London."""
    starts_at, ends_at = (
        datetime.fromisoformat(each).replace(tzinfo=ZoneInfo(LONDON)) if each else None for each in (start, end)
    )
    assert starts_at
    return Date(
        starts_at.astimezone(UTC), ends_at.astimezone(UTC) if ends_at else None, starts_at.date(), all_day=all_day
    )


def meetup(title: str, start: str, end: str = "", *, all_day: bool = False) -> Meetup:
    """Make a meetup from wall times in London."""
    when = falls(start, end, all_day=all_day)
    return Meetup(
        event_id=QUIZ,
        title=title,
        starts_at=when.starts_at,
        ends_at=when.ends_at,
        starts_on=when.starts_on,
        all_day=all_day,
        source_name="The Red Lion",
        source_slug="the-red-lion",
    )


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (falls("2026-03-03T19:00", "2026-03-03T21:00"), "Tuesday 3 March, 7.00 pm to 9.00 pm"),
        (falls("2026-07-03T09:05"), "Friday 3 July, 9.05 am"),
        (falls("2026-03-03T12:00", "2026-03-04T00:00"), "Tuesday 3 March, midday to midnight"),
        (falls("2026-03-03T20:00", "2026-03-04T00:30"), "Tuesday 3 March, 8.00 pm to 12.30 am"),
        (
            falls("2026-03-03T20:00", "2026-03-05T09:00"),
            "Tuesday 3 March, 8.00 pm to Thursday 5 March, 9.00 am",
        ),
        (falls("2026-07-04", "2026-07-05", all_day=True), "Saturday 4 July, all day"),
        (falls("2026-03-28", "2026-03-31", all_day=True), "Saturday 28 March to Monday 30 March"),
        (falls("2026-12-31", "2027-01-02", all_day=True), "Thursday 31 December to Friday 1 January 2027"),
    ],
)
def test_a_date_reads_as_a_neighbour_would_say_it(when, words):
    assert when_in_words(when, LONDON, date(2026, 3, 1)) == words


def test_the_clock_on_the_wall_is_that_of_the_place():
    assert when_in_words(falls("2026-07-03T19:00"), "Asia/Kolkata") == "Friday 3 July, 11.30 pm"


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("", ""),
        ("FREQ=DAILY", "every day"),
        ("FREQ=DAILY;INTERVAL=10", "every 10 days"),
        ("FREQ=DAILY;INTERVAL=3;COUNT=10", "every third day, 10 times"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;BYDAY=TU;INTERVAL=1", "every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=MO,TH", "weekly on Mondays and Thursdays"),
        ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "weekly on Mondays, Wednesdays and Fridays"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday"),
        ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "every day"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "every second Tuesday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,FR", "every second week on Tuesdays and Fridays"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "monthly on the last Friday"),
        ("FREQ=MONTHLY;BYDAY=+1TU,3TU", "monthly on the first and third Tuesday"),
        ("FREQ=MONTHLY;BYDAY=1MO,3TH", "monthly on the first Monday and third Thursday"),
        ("FREQ=MONTHLY;BYDAY=TU;BYSETPOS=2", "monthly on the second Tuesday"),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "monthly on the last weekday"),
        ("FREQ=MONTHLY;INTERVAL=3;BYDAY=2SU", "every third month on the second Sunday"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=1,2,3,11,22,-1,-2",
            "monthly on the 1st, 2nd, 3rd, 11th, 22nd, last day and last but one day",
        ),
        ("FREQ=YEARLY;INTERVAL=2", "every second year"),
        ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20260630", "every Tuesday, until 30 June 2026"),
        ("freq=weekly;byday=tu;until=20260630T225959Z;wkst=su", "every Tuesday, until 30 June 2026"),
    ],
)
def test_a_rule_reads_as_a_neighbour_would_say_it(rule, words):
    assert repeats_in_words(rule) == words


@pytest.mark.parametrize(
    "rule",
    [
        *("nonsense", "FREQ=HOURLY", "FREQ=WEEKLY;BYDAY=XX", "FREQ=WEEKLY;INTERVAL=0", "FREQ=WEEKLY;INTERVAL=-2"),
        *("FREQ=WEEKLY;UNTIL=soon", "FREQ=WEEKLY;UNTIL=20261332", "FREQ=WEEKLY;COUNT=many", "FREQ=WEEKLY;BYMONTH=3"),
        *("FREQ=MONTHLY;BYDAY=TU", "FREQ=MONTHLY;BYDAY=MO,TU;BYSETPOS=1", "FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1"),
        *("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "FREQ=MONTHLY;BYSETPOS=1", "FREQ=YEARLY;BYEASTER=0"),
        *(
            "FREQ=DAILY;BYDAY=MO",
            "FREQ=MONTHLY;BYMONTHDAY=-9",
            "FREQ=MONTHLY;BYDAY=",
            "BYDAY=MO",
            "FREQ=YEARLY;BYDAY=MO",
        ),
    ],
)
def test_a_rule_that_takes_more_words_just_repeats(rule):
    assert repeats_in_words(rule) == "repeats"


@given(st.text(max_size=60))
def test_any_text_in_place_of_a_rule_gives_words(rule):
    assert repeats_in_words(rule) or not rule


def test_a_listing_falls_into_days_and_hours():
    quiz = meetup("Quiz", "2026-03-03T19:00", "2026-03-04T00:30")
    walk = meetup("Walk", "2026-03-03T10:00")
    choir = meetup("Choir", "2026-03-05T19:00")
    listed = days([quiz, choir, walk], LONDON)
    assert [(each.day.day, [entry.meetup.title for entry in each.entries]) for each in listed] == [
        (3, ["Walk", "Quiz"]),
        (5, ["Choir"]),
    ]
    assert listed[0].entries[1] == Entry(quiz)


def test_what_goes_on_for_days_is_listed_once_with_its_last_day():
    fair = meetup("Fair", "2026-03-28", "2026-03-31", all_day=True)
    (listed,) = days([fair], LONDON)
    assert (listed.day, listed.entries) == (date(2026, 3, 28), (Entry(fair, until=date(2026, 3, 30)),))


def test_what_began_earlier_stands_below_what_happens_today():
    show = meetup("Exhibition", "2026-02-01", "2026-05-01", all_day=True)
    quiz = meetup("Quiz", "2026-03-03T19:00")
    (today,) = days([show, quiz], LONDON, since=date(2026, 3, 3))
    assert [entry.meetup.title for entry in today.entries] == ["Quiz", "Exhibition"]
    assert (today.entries[1].began, today.entries[1].until) == (date(2026, 2, 1), date(2026, 4, 30))


def test_what_is_over_before_the_list_begins_keeps_its_own_day():
    (listed,) = days([meetup("Quiz", "2026-03-01T19:00")], LONDON, since=date(2026, 3, 3))
    assert listed.day == date(2026, 3, 1)


@given(
    start=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31)),  # noqa: DTZ001 -- hypothesis wants naive bounds
    length=st.timedeltas(timedelta(0), timedelta(days=30)),
    zone=st.sampled_from(["Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_the_last_day_is_never_before_the_first(start, length, zone):
    begin = start.replace(tzinfo=UTC)
    when = Date(begin, begin + length if length else None, begin.date())
    first, last = first_day(when, ZoneInfo(zone)), last_day(when, ZoneInfo(zone))
    assert first <= last <= first + length + timedelta(days=1)
    assert when_in_words(when, zone)
