"""What an organiser writes into a calendar, and what the hub makes of it."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar
from tests.meet.calendars import MARCH, calendar, ics, only, starts, vevent


def test_an_event_is_read_with_all_it_says():
    event = only(
        "DTSTART;TZID=Europe/London:20260303T190000",
        "DTEND;TZID=Europe/London:20260303T210000",
        "DESCRIPTION:Six rounds\\, one of them <b>music</b>.\\nAll welcome",
        "LOCATION:The Red Lion\\; upstairs",
        "URL:https://example.org/quiz",
        'ORGANIZER;CN="Ben Blogger":mailto:ben@example.org',
        "CATEGORIES:Quiz,Pubs & bars",
        "SEQUENCE:3",
    )
    assert (event.uid, event.title, event.location) == ("quiz", "Pub quiz", "The Red Lion; upstairs")
    assert event.summary == "Six rounds, one of them music. All welcome"
    assert (event.url, event.organiser, event.timezone) == ("https://example.org/quiz", "Ben Blogger", "Europe/London")
    assert (event.categories, event.sequence, event.repeats) == (("Quiz", "Pubs & bars"), 3, "")
    (once,) = event.dates
    assert once.starts_at == datetime(2026, 3, 3, 19, tzinfo=UTC)
    assert once.ends_at == datetime(2026, 3, 3, 21, tzinfo=UTC)
    assert (once.starts_on, once.all_day, once.slot) == (date(2026, 3, 3), False, "")


def test_the_calendar_says_its_own_name_and_how_often_to_look():
    read = calendar(head="X-WR-CALNAME:Library\\, upstairs\r\nREFRESH-INTERVAL;VALUE=DURATION:PT12H")
    assert (read.title, read.hints.ttl_minutes) == ("Library, upstairs", 720)
    assert read.notes == {Note.EMPTY}


def test_a_day_is_a_day_and_not_midnight_to_midnight_somewhere_else():
    (fair,) = only("DTSTART;VALUE=DATE:20260704", timezone="Asia/Kolkata").dates
    assert (fair.starts_on, fair.all_day) == (date(2026, 7, 4), True)
    assert fair.ends_at
    assert fair.starts_at.isoformat() == "2026-07-03T18:30:00+00:00"
    assert (fair.ends_at - fair.starts_at).total_seconds() == 86_400


def test_several_days_are_one_date_with_an_end():
    (festival,) = only("DTSTART;VALUE=DATE:20260328", "DTEND;VALUE=DATE:20260331").dates
    assert festival.ends_at
    assert (festival.starts_on, festival.ends_at.isoformat()) == (date(2026, 3, 28), "2026-03-30T23:00:00+00:00")


def test_an_event_without_an_end_has_none():
    assert only("DTSTART:20260303T190000Z").dates[0].ends_at is None


def test_a_duration_is_an_end():
    assert str(only("DTSTART:20260303T190000Z", "DURATION:PT90M").dates[0].ends_at) == "2026-03-03 20:30:00+00:00"


def test_a_floating_time_is_meant_in_the_zone_of_the_place():
    assert starts(only("DTSTART:20260701T190000")) == ["2026-07-01 19:00"]
    assert starts(only("DTSTART:20260701T190000", timezone="America/New_York")) == ["2026-07-02 00:00"]


def test_a_calendar_may_name_its_own_zone_for_floating_times():
    assert starts(only("DTSTART:20260701T190000", head="X-WR-TIMEZONE:Europe/Berlin")) == ["2026-07-01 18:00"]


def test_utc_is_no_wall_clock_anybody_meets_by():
    event = only("DTSTART:20260701T233000Z")
    assert (event.timezone, event.dates[0].starts_on) == ("", date(2026, 7, 2))


def test_google_writes_repeating_times_in_utc_and_means_the_wall_clock():
    weekly = only("DTSTART:20260323T190000Z", "RRULE:FREQ=WEEKLY;COUNT=2", head="X-WR-TIMEZONE:Europe/London")
    assert starts(weekly) == ["2026-03-23 19:00", "2026-03-30 19:00"]


@pytest.mark.parametrize(
    "zone",
    ["GMT Standard Time", "/freeassociation.sourceforge.net/Europe/London", "Europe/London", '"Europe/London"'],
)
def test_the_same_zone_under_many_names(zone):
    event = only(f"DTSTART;TZID={zone}:20260701T190000")
    assert (starts(event), event.timezone) == (["2026-07-01 19:00"], "Europe/London")


HOUSE_TIME = "\r\n".join(
    [
        *("BEGIN:VTIMEZONE", "TZID:House time", "BEGIN:STANDARD", "DTSTART:19700101T000000"),
        *("TZOFFSETFROM:+0300", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE"),
    ]
)


def test_a_zone_of_its_own_is_believed_inside_its_calendar_only():
    line = "DTSTART;TZID=House time:20260701T190000"
    assert starts(only(line, head=HOUSE_TIME)) == ["2026-07-01 17:00"]
    assert starts(only(line)) == ["2026-07-01 19:00"]


def test_a_calendar_cannot_redefine_a_zone_everybody_knows():
    lie = HOUSE_TIME.replace("House time", "Europe/London")
    assert starts(only("DTSTART;TZID=Europe/London:20260701T190000", head=lie)) == ["2026-07-01 19:00"]


def test_a_zone_nobody_knows_is_that_of_the_place():
    assert starts(only("DTSTART;TZID=Middle-earth/Shire:20260701T190000")) == ["2026-07-01 19:00"]


def test_a_cancelled_event_stays_and_says_so():
    event = only("DTSTART:20260303T190000Z", "STATUS:CANCELLED")
    assert event.cancelled
    assert event.dates[0].cancelled


def test_what_is_marked_private_is_not_listed():
    read = calendar(vevent("DTSTART:20260303T190000Z", "CLASS:PRIVATE"))
    assert (read.events, read.total, read.notes) == ((), 1, frozenset({Note.PRIVATE}))


def test_what_is_over_is_counted_and_left_out():
    read = calendar(vevent("DTSTART:20200303T190000Z"), vevent("DTSTART:20260303T190000Z", uid="next"))
    assert ([event.uid for event in read.events], read.total) == (["next"], 2)


def test_an_exhibition_that_began_last_year_is_still_on():
    event = only("DTSTART;VALUE=DATE:20251101", "DTEND;VALUE=DATE:20260501")
    assert event.dates[0].starts_on == date(2025, 11, 1)


def test_only_a_name_of_the_organiser_is_kept_never_an_address():
    assert only("DTSTART:20260303T190000Z", "ORGANIZER:mailto:ben@example.org").organiser == ""
    assert only("DTSTART:20260303T190000Z", "ORGANIZER;CN=ben@example.org:mailto:ben@example.org").organiser == ""


def test_only_addresses_of_the_web_are_links():
    assert only("DTSTART:20260303T190000Z", "URL:javascript:alert(1)").url == ""


def test_a_stamp_of_the_export_is_no_change_but_a_word_is():
    then, later = (only("DTSTART:20260303T190000Z", f"DTSTAMP:2026030{n}T000000Z") for n in (1, 2))
    moved = only("DTSTART:20260303T193000Z")
    assert then.digest == later.digest != moved.digest


def test_tomorrow_the_same_calendar_has_the_same_digest_and_later_dates():
    weekly = ("DTSTART:20260101T190000Z", "RRULE:FREQ=WEEKLY")
    today, in_a_month = only(*weekly), only(*weekly, now=MARCH.replace(month=4))
    assert today.digest == in_a_month.digest
    assert today.dates != in_a_month.dates


def test_several_calendars_in_one_file_are_read_as_one():
    read = read_calendar(
        ics(vevent("DTSTART:20260303T190000Z")) + ics(vevent("DTSTART:20260304T190000Z", uid="second")),
        timezone="Europe/London",
        now=MARCH,
    )
    assert isinstance(read, Calendar)
    assert [event.uid for event in read.events] == ["quiz", "second"]


@pytest.mark.parametrize(
    ("body", "flaw"),
    [
        (b"", Flaw.NOTHING),
        (b"  \r\n ", Flaw.NOTHING),
        (b"<!DOCTYPE html><title>Events</title>", Flaw.HTML),
        (b"<html><body>404", Flaw.HTML),
        (b'<?xml version="1.0"?><rss version="2.0">', Flaw.NOT_A_FEED),
        (b'{"version": "https://jsonfeed.org/version/1.1"}', Flaw.NOT_A_FEED),
        (b"Sorry, not today", Flaw.NOT_A_FEED),
        (b"\x1f\x8b\x08\x00\x00\x00", Flaw.NOT_A_FEED),
    ],
)
def test_what_is_no_calendar_says_what_it_is(body, flaw):
    read = read_calendar(body, timezone="Europe/London", now=MARCH)
    assert isinstance(read, Unreadable)
    assert read.flaw is flaw


@given(st.binary(max_size=400))
def test_no_bytes_at_all_make_the_reader_fall_over(body):
    read = read_calendar(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + body, timezone="Europe/London", now=MARCH)
    assert isinstance(read, Calendar)
