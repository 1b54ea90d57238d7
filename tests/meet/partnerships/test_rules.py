"""How long Digital Friends go on, and what came of it."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.meet.partnerships.rules import (
    GRACE,
    MONTHS,
    MOST_EXTENSIONS,
    SURE,
    Moment,
    Quiz,
    Side,
    change,
    half_time,
    is_agreed,
    is_quiet,
    may_extend,
    moments_open,
    months_on,
    moved,
    quiz_of,
    side_of,
)

START = date(2026, 3, 3)
END = date(2026, 6, 3)
ANN, BEN, CAT = (UUID(int=number) for number in (1, 2, 3))


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 40))
def test_months_are_counted_as_people_count_them(day: date, months: int) -> None:
    later = months_on(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later.day < day.day and (later + timedelta(days=1)).day == 1)


def test_three_months_have_a_middle() -> None:
    assert months_on(START, MONTHS) == END
    assert half_time(START, END) == date(2026, 4, 18)


@pytest.mark.parametrize(("mentor", "mentee"), [(True, False), (False, True), (False, False)])
def test_nothing_begins_before_both_agree(*, mentor: bool, mentee: bool) -> None:
    assert not is_agreed(mentor=mentor, mentee=mentee)
    assert is_agreed(mentor=True, mentee=True)


def test_a_month_is_added_near_the_end_and_three_times_at_most() -> None:
    assert not may_extend(0, END, END - timedelta(days=16))
    assert may_extend(0, END, END - timedelta(days=15))
    assert may_extend(MOST_EXTENSIONS - 1, END, END + GRACE)
    assert not may_extend(0, END, END + GRACE + timedelta(days=1))
    assert not may_extend(MOST_EXTENSIONS, END, END)


def test_three_weeks_without_meeting_are_quiet() -> None:
    assert not is_quiet(START, START + timedelta(days=20))
    assert is_quiet(START, START + timedelta(days=21))


def test_what_is_asked_follows_the_calendar() -> None:
    asked = (START, END)
    assert list(moments_open(asked, START - timedelta(days=1))) == []
    assert list(moments_open(asked, START)) == [Moment.START]
    assert list(moments_open(asked, half_time(*asked))) == [Moment.HALF]
    assert list(moments_open(asked, END - timedelta(days=14))) == [Moment.HALF, Moment.CLOSE]
    assert list(moments_open(asked, END + timedelta(days=9))) == [Moment.CLOSE]
    assert list(moments_open((None, None), START)) == []
    assert list(moments_open((START, None), START)) == []


def test_what_changed_is_the_difference_between_end_and_start() -> None:
    assert change({Moment.START: {SURE: 2}, Moment.CLOSE: {SURE: 5, "worth": 4}}) == 3
    assert change({Moment.START: {SURE: 2}}) is None
    assert change({Moment.CLOSE: {SURE: 2}}) is None


def test_only_the_two_have_a_side() -> None:
    assert side_of(ANN, ANN, BEN) is Side.MENTOR
    assert side_of(BEN, ANN, BEN) is Side.MENTEE
    assert side_of(CAT, ANN, BEN) is None
    assert (Side.MENTOR.other, Side.MENTEE.other) == (Side.MENTEE, Side.MENTOR)


def test_a_quiz_is_kept_as_it_was_written() -> None:
    quiz = Quiz("Which key pastes?", ("Ctrl V", "Ctrl X"), 0, "V looks like a wedge.")
    assert quiz_of(quiz.as_json()) == quiz
    assert quiz_of(None) is None


@given(st.lists(st.uuids(), min_size=1, unique=True), st.data())
def test_a_step_moved_up_and_down_is_where_it_was(order: list[UUID], data: st.DataObject) -> None:
    step = data.draw(st.sampled_from(order))
    up = moved(order, step, up=True)
    assert sorted(up) == sorted(order)
    assert list(moved(up, step, up=False)) == (order if up != order else list(moved(order, step, up=False)))
