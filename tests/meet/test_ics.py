"""The listing as a calendar people subscribe to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meet.calendar import read_calendar
from hub.meet.ics import to_ics, uid_of
from hub.meet.values import Calendar, Meetup
from tests.hostile import every
from tests.meet.calendars import MARCH

QUIZ = Meetup(
    event_id=UUID(int=7),
    title="Pub quiz; bring friends, all of them",
    starts_at=datetime(2026, 3, 3, 19, tzinfo=UTC),
    ends_at=datetime(2026, 3, 3, 21, tzinfo=UTC),
    starts_on=date(2026, 3, 3),
    all_day=False,
    source_name="The Red Lion",
    source_slug="the-red-lion",
    slot="20260303T190000Z",
    summary="Six rounds. " * 20,
    location="The Red Lion, upstairs",
    url="https://example.org/quiz",
    organiser="Ben Blogger",
    sequence=4,
    changed_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
)
FAIR = replace(
    QUIZ,
    starts_at=datetime(2026, 3, 27, tzinfo=UTC),
    ends_at=datetime(2026, 3, 29, 23, tzinfo=UTC),  # three days, one of them an hour short
    starts_on=date(2026, 3, 27),
    all_day=True,
    slot="",
)


def read_back(written: bytes) -> Calendar:
    read = read_calendar(written, timezone="Europe/London", now=MARCH)
    assert isinstance(read, Calendar)
    assert read.notes == frozenset()
    return read


def test_our_own_reader_reads_back_what_we_write():
    read = read_back(to_ics([QUIZ, FAIR], "Kings Heath, meetups"))
    quiz, fair = read.events
    assert (read.title, read.hints.ttl_minutes) == ("Kings Heath, meetups", 360)
    assert (quiz.title, quiz.summary, quiz.location) == (QUIZ.title, QUIZ.summary.strip(), QUIZ.location)
    assert (quiz.url, quiz.sequence, quiz.dates[0].starts_at) == (QUIZ.url, 4, QUIZ.starts_at)
    assert (fair.dates[0].starts_on, fair.dates[0].all_day) == (date(2026, 3, 27), True)
    assert fair.dates[0].ends_at == datetime(2026, 3, 29, 23, tzinfo=UTC)


def test_lines_are_folded_and_end_as_the_standard_says():
    lines = to_ics([QUIZ], "Meetups").split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)


def test_the_same_meetups_give_the_same_bytes_whenever_they_are_asked_for():
    assert to_ics([QUIZ], "Meetups") == to_ics([QUIZ], "Meetups")
    assert b"DTSTAMP:20260201T080000Z" in to_ics([QUIZ], "Meetups")


def test_a_date_that_is_moved_keeps_its_identity():
    moved = replace(QUIZ, starts_at=QUIZ.starts_at + timedelta(days=1))
    assert uid_of(moved) == uid_of(QUIZ) != uid_of(replace(QUIZ, slot="20260310T190000Z"))


def test_a_cancelled_date_says_so_twice_because_some_calendars_look_at_one_only():
    event = icalendar.Calendar.from_ical(to_ics([replace(QUIZ, cancelled=True)], "Meetups")).walk("VEVENT")[0]
    assert (str(event["STATUS"]), str(event["SUMMARY"])[:11]) == ("CANCELLED", "Cancelled: ")


def test_nobody_is_woken_and_nobody_is_written_to():
    written = to_ics([QUIZ, FAIR], "Meetups")
    assert b"VALARM" not in written
    assert b"mailto" not in written.lower()


def test_an_event_that_says_little_is_written_with_little():
    bare = replace(QUIZ, ends_at=None, summary="", location="", url="", organiser="", changed_at=None)
    written = to_ics([bare], "Meetups")
    assert b"DTEND" not in written
    assert b"DTSTAMP:20260303T190000Z" in written
    assert read_back(written).events[0].dates[0].ends_at is None


@settings(max_examples=40)
@given(title=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80))
def test_any_title_comes_back_or_at_least_harms_nothing(title):
    written = to_ics([replace(QUIZ, title=title, summary="")], title)
    (event,) = icalendar.Calendar.from_ical(written).walk("VEVENT")
    assert str(event["SUMMARY"]) == title


INJECTIONS = [
    "a\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nEND:VALARM",
    "a\nATTACH:http://a.example/\n",
    "a\\nEND:VEVENT",
    "a;b,c",
]


@pytest.mark.parametrize("words", [*INJECTIONS, *(f"{text}\r\nEND:VEVENT\r\nBEGIN:VEVENT" for text in INJECTIONS)])
def test_no_words_make_a_line_of_their_own(words):
    harmed = replace(QUIZ, title=words, summary=words, location=words, organiser=words)
    calendar = icalendar.Calendar.from_ical(to_ics([harmed], words))
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert "ATTACH" not in calendar.walk("VEVENT")[0]


def test_whatever_odd_words_come_a_calendar_stays_one():
    for words in every():
        calendar = icalendar.Calendar.from_ical(to_ics([replace(QUIZ, title=words, summary=words)], words))
        assert len(calendar.walk("VEVENT")) == 1
