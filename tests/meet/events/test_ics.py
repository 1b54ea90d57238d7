"""The listing as a calendar people subscribe to, read back by ourselves and by a reader of somebody else."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import icalendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ical.calendar_stream import IcsCalendarStream
from ical.event import Event
from ical.types import Geo

from hub.meet.events.ics import Entry, Head, to_ics, uid_of, zone_of
from hub.meet.events.values import Meetup
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar
from tests.hostile import every
from tests.meet.calendars import MARCH, clock

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


LONDON = ZoneInfo("Europe/London")
CLOCKS_BACK = datetime(2026, 10, 25, 1, tzinfo=UTC)  # in London it is one o’clock for the second time


def written(*meetups: Meetup, name: str = "Meetups") -> bytes:
    return to_ics([Entry(each) for each in meetups], Head(name))


def by_another(ics: bytes) -> list[Event]:
    """Read a calendar by a strict reader that is not the one we write with."""
    return IcsCalendarStream.calendar_from_ics(ics.decode()).events


def read_back(written: bytes) -> Calendar:
    read = read_calendar(written, timezone="Europe/London", now=MARCH)
    assert isinstance(read, Calendar)
    assert read.notes == frozenset()
    return read


def test_our_own_reader_reads_back_what_we_write():
    read = read_back(written(QUIZ, FAIR, name="Kings Heath, meetups"))
    quiz, fair = read.events
    assert (read.title, read.hints.ttl_minutes) == ("Kings Heath, meetups", 360)
    assert (quiz.title, quiz.summary, quiz.location) == (QUIZ.title, QUIZ.summary.strip(), QUIZ.location)
    assert (quiz.url, quiz.sequence, quiz.dates[0].starts_at) == (QUIZ.url, 4, QUIZ.starts_at)
    assert (fair.dates[0].starts_on, fair.dates[0].all_day) == (date(2026, 3, 27), True)
    assert fair.dates[0].ends_at == datetime(2026, 3, 29, 23, tzinfo=UTC)


def test_lines_are_folded_and_end_as_the_standard_says():
    lines = written(QUIZ).split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert lines[-1] == b""
    assert not any(b"\n" in line for line in lines)


def test_the_same_meetups_give_the_same_bytes_whenever_they_are_asked_for():
    assert written(QUIZ) == written(QUIZ)
    assert b"DTSTAMP:20260201T080000Z" in written(QUIZ)


def test_a_date_that_is_moved_keeps_its_identity():
    moved = replace(QUIZ, starts_at=QUIZ.starts_at + timedelta(days=1))
    assert uid_of(moved) == uid_of(QUIZ) != uid_of(replace(QUIZ, slot="20260310T190000Z"))


def test_a_cancelled_date_says_so_twice_because_some_calendars_look_at_one_only():
    event = icalendar.Calendar.from_ical(written(replace(QUIZ, cancelled=True))).walk("VEVENT")[0]
    assert (str(event["STATUS"]), str(event["SUMMARY"])[:11]) == ("CANCELLED", "Cancelled: ")


def test_nobody_is_woken_and_nobody_is_written_to():
    ics = written(QUIZ, FAIR)
    assert b"VALARM" not in ics
    assert b"mailto" not in ics.lower()
    assert ics.count(b"TRANSP:TRANSPARENT") == 2


def test_an_event_that_says_little_is_written_with_little():
    bare = replace(QUIZ, ends_at=None, summary="", location="", url="", organiser="", changed_at=None)
    ics = written(bare)
    assert b"DTEND" not in ics
    assert b"DTSTAMP:20260303T190000Z" in ics
    assert read_back(ics).events[0].dates[0].ends_at is None
    assert (by_another(ics)[0].description, by_another(ics)[0].url) == (None, None)


@settings(max_examples=40)
@given(title=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=80))
def test_any_title_comes_back_or_at_least_harms_nothing(title):
    ics = written(replace(QUIZ, title=title, summary=""), name=title)
    (event,) = icalendar.Calendar.from_ical(ics).walk("VEVENT")
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
    calendar = icalendar.Calendar.from_ical(written(harmed, name=words))
    assert [part.name for part in calendar.walk()] == ["VCALENDAR", "VEVENT"]
    assert "ATTACH" not in calendar.walk("VEVENT")[0]


def test_whatever_odd_words_come_a_calendar_stays_one():
    for words in every():
        calendar = icalendar.Calendar.from_ical(written(replace(QUIZ, title=words, summary=words), name=words))
        assert len(calendar.walk("VEVENT")) == 1


def test_everything_we_know_of_a_meetup_reaches_a_reader_of_somebody_else():
    entry = Entry(
        replace(QUIZ, timezone="Europe/London"),
        page="https://hub.example/kings-heath/meetups/7",
        tags=("Arts & crafts", "Games; quizzes"),
        where="The Red Lion, 1 Mill Lane, B14 7SA",
        point=(52.43, -1.89),
        online="https://meet.example/quiz?a=1;b,2",
    )
    (quiz,) = by_another(to_ics([entry], Head("Meetups", "https://hub.example/kings-heath/meetups")))
    assert (quiz.uid, quiz.summary, quiz.sequence) == (uid_of(QUIZ), QUIZ.title, 4)
    assert (quiz.location, quiz.contacts) == ("The Red Lion, 1 Mill Lane, B14 7SA", ["Ben Blogger"])
    assert str(quiz.url) == "https://hub.example/kings-heath/meetups/7"
    assert quiz.description == f"{QUIZ.summary}\n\nhttps://meet.example/quiz?a=1;b,2\n\n{QUIZ.url}"
    assert quiz.categories == ["Arts & crafts", "Games; quizzes"]
    assert quiz.geo == Geo(lat=52.43, lng=-1.89)
    assert (quiz.dtstart, quiz.dtstamp) == (QUIZ.starts_at, QUIZ.changed_at)
    assert str(clock(quiz.dtstart).tzinfo) == "Europe/London"


def test_a_tag_with_a_comma_stays_one():
    ics = to_ics([Entry(QUIZ, tags=("Arts, crafts", "Games"))], Head("Meetups"))
    (quiz,) = icalendar.Calendar.from_ical(ics).walk("VEVENT")
    assert quiz.get("CATEGORIES").cats == ["Arts, crafts", "Games"]


def test_without_a_page_of_ours_its_own_address_stands_alone():
    (quiz,) = by_another(written(QUIZ))
    assert (str(quiz.url), quiz.description) == (QUIZ.url, QUIZ.summary)


def test_a_weekly_meeting_stays_at_its_hour_when_the_clocks_change():
    evenings = [datetime(2026, 10, day, 19, 30, tzinfo=LONDON) for day in (13, 20, 27)]
    dates = [
        replace(QUIZ, timezone="Europe/London", slot=f"{at:%Y%m%d}", starts_at=at.astimezone(UTC), ends_at=None)
        for at in evenings
    ]
    ics = written(*dates)
    assert re.findall(rb"DTSTART;TZID=Europe/London:(\d+T\d+)", ics) == [
        f"{at:%Y%m%dT%H%M%S}".encode() for at in evenings
    ]
    assert [each.dtstart for each in by_another(ics)] == evenings
    assert ics.count(b"BEGIN:VTIMEZONE") == 1


def test_every_zone_that_is_used_is_told_once():
    far = replace(QUIZ, timezone="America/New_York", slot="2")
    ics = written(replace(QUIZ, timezone="Europe/London"), far, replace(far, slot="3"), FAIR)
    assert sorted(re.findall(rb"TZID:(\S+)", ics)) == [b"America/New_York", b"Europe/London"]
    assert set(re.findall(rb";TZID=([^:]+)", ics)) == {b"America/New_York", b"Europe/London"}


@pytest.mark.parametrize("zone", ["", "UTC", "Middle-earth/Shire"])
def test_where_nobody_meets_by_a_clock_that_is_known_times_are_in_utc(zone):
    ics = written(replace(QUIZ, timezone=zone))
    assert b"DTSTART:20260303T190000Z" in ics
    assert b"VTIMEZONE" not in ics


def test_the_hour_the_clocks_show_twice_is_told_apart():
    first = replace(QUIZ, timezone="Europe/London", starts_at=CLOCKS_BACK - timedelta(hours=1), ends_at=None)
    second = replace(first, starts_at=CLOCKS_BACK)
    assert (zone_of(first), zone_of(second)) == ("Europe/London", "")
    read = by_another(written(first, replace(second, slot="2")))
    assert [clock(each.dtstart).astimezone(UTC) for each in read] == [first.starts_at, second.starts_at]


def test_what_ends_before_it_begins_is_told_without_an_end():
    assert b"DTEND" not in written(replace(QUIZ, ends_at=QUIZ.starts_at))


def test_a_date_no_zone_can_tell_of_is_in_utc():
    assert zone_of(replace(QUIZ, timezone="Europe/London", starts_at=datetime(1, 1, 1, tzinfo=UTC))) == ""


WORDS = st.text(st.sampled_from("ab é😀\\;,:\"'\nn^%ł"), max_size=90)
ZONES = st.sampled_from(["", "Europe/London", "America/New_York", "Asia/Kolkata", "Africa/Casablanca", "Africa/Cairo"])
MOMENTS = st.datetimes(datetime.fromisoformat("2026-03-01T12:00"), datetime.fromisoformat("2027-03-01")).map(
    lambda at: at.replace(microsecond=0, tzinfo=UTC)
)


@settings(max_examples=120, deadline=None)
@given(title=WORDS, summary=WORDS, zone=ZONES, at=MOMENTS, minutes=st.integers(1, 3_000))
def test_whatever_we_write_two_readers_read_as_the_same(title, summary, zone, at, minutes):
    ends_at = at + timedelta(minutes=minutes)
    told = replace(QUIZ, title=f"T{title}", summary=summary, timezone=zone, starts_at=at, ends_at=ends_at)
    ics = written(told)
    assert max(map(len, ics.split(b"\r\n"))) <= 75
    (theirs,) = by_another(ics)
    assert (theirs.summary, clock(theirs.dtstart).astimezone(UTC), clock(theirs.dtend).astimezone(UTC)) == (
        told.title,
        at,
        ends_at,
    )
    assert (theirs.description or "") == summary
    ours = read_back(ics)
    assert [(each.starts_at, each.ends_at) for each in ours.events[0].dates] == [(at, ends_at)]
    assert ours.events[0].title.split() == told.title.split()
