"""How dates read, and how a listing falls into days."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.events.rules import Entry, day_meant, days, first_day, hours_in_words, last_day, when_in_words
from hub.meet.events.values import Meetup
from hub.meet.reading.values import Date

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
    ("slot", "day"), [("", 5), ("20260303", 3), ("20260302T233000Z", 2), ("20260702T233000Z", 3), ("odd", 5)]
)
def test_a_date_that_was_moved_was_meant_for_the_day_of_its_rule(slot: str, day: int) -> None:
    moved = replace(meetup("Chess", "2026-03-05T19:00"), slot=slot, timezone=LONDON)
    assert day_meant(moved).day == day


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (falls("2026-03-03T19:00", "2026-03-03T21:00"), "Tuesday 3 March, 19:00 to 21:00"),
        (falls("2026-07-03T09:05"), "Friday 3 July, 09:05"),
        (falls("2026-03-03T12:00", "2026-03-04T00:00"), "Tuesday 3 March, 12:00 to 00:00"),
        (falls("2026-03-03T20:00", "2026-03-04T00:30"), "Tuesday 3 March, 20:00 to 00:30"),
        (
            falls("2026-03-03T20:00", "2026-03-05T09:00"),
            "Tuesday 3 March, 20:00 to Thursday 5 March, 09:00",
        ),
        (falls("2026-07-04", "2026-07-05", all_day=True), "Saturday 4 July, all day"),
        (falls("2026-03-28", "2026-03-31", all_day=True), "Saturday 28 March to Monday 30 March"),
        (falls("2026-12-31", "2027-01-02", all_day=True), "Thursday 31 December to Friday 1 January 2027"),
    ],
)
def test_a_date_reads_as_a_neighbour_would_say_it(when, words):
    assert str(when_in_words(when, LONDON, date(2026, 3, 1))) == words


@pytest.mark.parametrize(
    ("when", "words"),
    [
        (falls("2026-03-03T19:00", "2026-03-03T21:00"), "19:00 to 21:00"),
        (falls("2026-03-03T20:00", "2026-03-05T09:00"), "20:00 to Thursday 5 March, 09:00"),
        (falls("2026-07-04", "2026-07-05", all_day=True), "all day"),
        (falls("2026-03-28", "2026-03-31", all_day=True), "until Monday 30 March"),
    ],
)
def test_under_its_day_only_the_hours_are_said(when, words):
    assert str(hours_in_words(when, LONDON)) == words


def test_the_clock_on_the_wall_is_that_of_the_place():
    assert str(when_in_words(falls("2026-07-03T19:00"), "Asia/Kolkata")) == "Friday 3 July, 23:30"


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
