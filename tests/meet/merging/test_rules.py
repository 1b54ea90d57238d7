"""What makes two events one meetup, and what does not."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest

from hub.meet.merging.rules import (
    Because,
    Telling,
    dates_agree,
    is_global,
    judge,
    key_of,
    lead,
    lie_apart,
    may_be,
    may_be_one_series,
    near_titles,
    title_words,
)
from tests.meet.merging.telling import TODAY, begins, told

PAGE = "https://hall.example/folk"
SOMEWHERE, ELSEWHERE = uuid4(), uuid4()


def verdict(one: Telling, other: Telling) -> tuple[Because, bool] | None:
    found, turned = judge(one, other, TODAY), judge(other, one, TODAY)
    assert (found is None) == (turned is None)
    if found is None or turned is None:
        return None
    assert (found.one, found.other, found.because, found.sure) == (
        turned.one,
        turned.other,
        turned.because,
        turned.sure,
    )
    return (found.because, found.sure)


def council(**more: Any) -> Telling:
    return told("council", **more)


@pytest.mark.parametrize(
    ("uid", "known"),
    [
        ("4k2@google.com", True),
        ("event-17", False),
        ("17@localhost", False),
        ("@hall.example", False),
        ("2f6f7d3e57a44c099a6e0a3b2f5e9d11", True),
        ("a-long-name-of-an-event", False),
    ],
)
def test_an_id_counts_where_nobody_else_would_come_up_with_it(uid: str, *, known: bool) -> None:
    assert is_global(uid) is known


def test_an_id_is_found_by_the_same_number_everywhere() -> None:
    assert key_of("4k2@google.com") == key_of("4k2@google.com") != key_of("4k3@google.com")
    assert 0 <= key_of("\udcff") < 2**63


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("Folk night", "FOLK NIGHT!", True),
        ("Folk night", "Folk night at the Mill Hall", True),
        ("Hall: Folk night", "Folk night", True),
        ("CANCELLED: Folk night", "Folk night", True),
        ("Folk night", "Jazz night", False),
        ("Rhyme time 1", "Rhyme time 2", False),
        ("Yoga", "Yoga and tea for carers", False),
        ("", "", False),
        ("東京の夕べ", "東京の夕べ", True),
    ],
)
def test_titles_are_near_that_name_one_thing(one: str, other: str, *, near: bool) -> None:
    assert near_titles(told("hall", title=one), council(title=other)) is near
    assert near_titles(council(title=other), told("hall", title=one)) is near


def test_the_name_of_either_source_before_a_title_says_nothing() -> None:
    assert title_words("Mill Hall: Folk night", "Mill Hall") == {"folk", "night"}
    assert title_words("Mill Hall", "Mill Hall") == {"mill", "hall"}
    assert title_words("The", "Mill Hall") == {"the"}
    assert near_titles(told(title="Runners", source="Runners"), council(title="Runners: 5k", source="Council")) is False


@pytest.mark.parametrize(
    ("minute", "agree"),
    [(0, True), (15, True), (16, False)],
)
def test_a_quarter_of_an_hour_is_the_same_start(minute: int, *, agree: bool) -> None:
    assert dates_agree(begins(3), begins(3, minute=minute), TODAY) is agree


def test_a_whole_day_is_as_good_as_any_hour_of_it() -> None:
    assert dates_agree(begins(3, all_day=True), begins(3), TODAY)
    assert not dates_agree(begins(4, all_day=True), begins(3), TODAY)
    assert not dates_agree(begins(3, hour=14), begins(3, hour=19), TODAY)
    assert not dates_agree((), begins(3), TODAY)


def test_two_that_repeat_agree_twice_and_one_date_may_be_moved_in_one_of_them() -> None:
    weekly, moved = begins(3, 10, 17), (*begins(3, 17), *begins(11))
    assert dates_agree(weekly, moved, TODAY)
    assert not dates_agree(weekly, begins(3, 4, 5), TODAY)
    assert dates_agree(weekly, begins(10), TODAY)


def test_what_was_is_held_against_what_was_and_what_comes_against_what_comes() -> None:
    late = date(2026, 3, 12)
    assert not dates_agree(begins(3, 10, 17), begins(3, 10, 19), late)
    assert dates_agree(begins(3, 10), begins(3, 10), late + timedelta(days=99))


def test_one_id_in_two_calendars_is_one_meetup_wherever_it_is_said_to_be() -> None:
    one = told(uid="4k2@google.com", location="Mill Hall")
    assert verdict(one, council(uid="4k2@google.com", location="Leeds", title="An evening")) == (Because.UID, True)
    assert verdict(one, council(uid="4k2@google.com", dates=begins(9))) == (Because.UID, True)
    assert verdict(one, council(uid="4k2@google.com", title="Bins", dates=begins(9))) is None
    assert verdict(told(uid="17", title="Bins"), council(uid="17")) is None


def test_one_page_is_one_meetup_where_only_that_is_told_there() -> None:
    one = told(url=PAGE, title="An evening of songs")
    assert verdict(one, council(url=f"{PAGE}/?utm_source=council")) == (Because.PAGE, True)
    assert verdict(one, council(url=PAGE, has_page_alone=False)) is None
    assert verdict(one, council(url=PAGE, dates=begins(9))) is None
    assert verdict(told(url="https://hall.example/"), council(url="https://hall.example/", title="Bins")) is None


def test_one_page_one_name_and_another_day_is_for_a_mentor_to_see() -> None:
    assert verdict(told(url=PAGE), council(url=PAGE, dates=begins(9))) == (Because.PAGE, False)


@pytest.mark.parametrize(
    ("here", "there", "found"),
    [
        ({}, {}, True),
        ({"venue_id": SOMEWHERE}, {"venue_id": SOMEWHERE, "location": "upstairs"}, True),
        ({"venue_id": SOMEWHERE}, {"venue_id": ELSEWHERE}, None),
        ({"location": "The Mill, B14 7SA"}, {"location": "Room 2, b147sa"}, True),
        ({"location": "Mill Hall B14 7SA"}, {"location": "Mill Hall B13 8QA"}, None),
        ({"location": ""}, {}, True),
        ({"location": ""}, {"title": "Folk night with Jan"}, False),
        ({"location": "St Mary's"}, {"location": "Library"}, False),
        ({"location": "St Mary's"}, {"location": "Library", "title": "Folk night with Jan"}, None),
        ({}, {"dates": begins(3, hour=14)}, None),
        ({}, {"title": "Jazz night"}, None),
    ],
)
def test_without_either_title_start_and_place_have_to_agree(here: Any, there: Any, *, found: bool | None) -> None:
    assert verdict(told(**here), council(**there)) == (None if found is None else (Because.ALIKE, found))


def test_inside_one_calendar_two_ids_are_two_meetups_unless_they_lead_to_one_page() -> None:
    assert verdict(told(uid="1"), told(uid="2")) is None
    assert verdict(told(uid="1", url=PAGE), told(uid="2", url=PAGE)) == (Because.PAGE, True)
    assert verdict(told(uid="1", url=PAGE), told(uid="2", url=PAGE, dates=begins(9))) is None


def test_dates_are_asked_for_only_where_something_else_speaks_for_it() -> None:
    assert may_be(told(), council())
    assert may_be(told(url=PAGE, title="A"), council(url=PAGE, title="B"))
    assert may_be(told(uid="4k2@google.com", title="A"), council(uid="4k2@google.com", title="B"))
    assert not may_be(told(), council(title="Bins"))


def test_dates_lie_apart_when_no_day_is_shared_and_none_lasts_into_another() -> None:
    long = (replace(begins(3)[0], until=begins(4, hour=20)[0].at),)
    assert lie_apart(begins(3, 10), begins(4, 17))
    assert not lie_apart(begins(3), begins(3, hour=9))
    assert not lie_apart(long, begins(4))
    assert lie_apart(long, begins(5))
    assert not lie_apart((), begins(3))


def test_dates_of_one_series_are_called_alike_and_not_known_to_be_elsewhere() -> None:
    one = told(dates=begins(3))
    assert may_be_one_series(one, told(uid="2", dates=begins(10), location=""))
    assert not may_be_one_series(one, told(uid="2", dates=begins(10), title="Jazz"))
    assert not may_be_one_series(one, told(uid="2", dates=begins(10), location="Library"))
    assert not may_be_one_series(one, told(uid="2", dates=begins(3)))


def test_who_takes_place_most_and_tells_most_stands_for_all() -> None:
    once, weekly = told(length=90), council(dates=begins(3, 10), length=10)
    assert lead([once, weekly]) is weekly
    assert lead([once, council(length=20)]) is once
    assert lead([told(cancelled=True), council()]).feed_id == council().feed_id
    assert lead([told(uid="1"), told(uid="2")]).uid == "1"
