"""Real calendars, read from the folder of collected ones."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bench.soak_calendars import calendars, first_day, trouble
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar, IncomingEvent
from hub.settings import Settings

CORPUS = Settings().corpus
EVERY = 9
pytestmark = [
    pytest.mark.corpus,
    pytest.mark.skipif(CORPUS is None, reason="HUB_CORPUS names no folder of collected feeds"),
]


def events(name: str, timezone: str = "Europe/London") -> list[IncomingEvent]:
    """Read a calendar of the corpus as of the day its first event starts on."""
    assert CORPUS is not None
    body = (CORPUS / "calendars" / f"{name}.ics").read_bytes()
    found = read_calendar(body, timezone=timezone, now=first_day(body))
    assert isinstance(found, Calendar)
    return list(found.events)


def wall(event: IncomingEvent, zone: str) -> list[str]:
    """Return its dates at the wall clock of *zone*."""
    return [f"{date.starts_at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}" for date in event.dates]


@pytest.mark.parametrize("path", calendars(CORPUS)[::EVERY] if CORPUS else [], ids=lambda path: path.name)
def test_a_real_calendar_is_read_or_says_why_not(path: Path):
    assert list(trouble(path)) == []


def test_a_bin_day_every_second_thursday_moves_to_friday_in_bank_holiday_weeks():
    black, blue = events("rie-issue-28-rrule-with-utc-endinginz")
    assert [f"{date.starts_on:%d %b}" for date in black.dates] == [
        *("02 Apr", "17 Apr", "30 Apr", "14 May", "29 May", "11 Jun", "25 Jun", "09 Jul", "23 Jul", "06 Aug"),
        *("20 Aug", "04 Sep", "17 Sep"),
    ]
    assert (blue.dates[0].starts_on.day, blue.dates[-1].starts_on.day, len(blue.dates)) == (9, 24, 13)


def test_every_week_but_two_that_were_deleted():
    (event,) = events("rie-each-week-but-two-deleted")
    assert wall(event, "Europe/Berlin") == [
        *("2019-03-04 00:30", "2019-03-18 00:30", "2019-04-01 00:30"),
        *("2019-04-08 00:30", "2019-04-15 00:30", "2019-04-22 00:30"),
    ]


def test_three_days_running_one_of_them_edited():
    (event,) = events("rie-three-events-one-edited")
    assert wall(event, "Europe/Berlin") == ["2019-03-18 04:00", "2019-03-19 04:00", "2019-03-20 04:00"]
    assert [(date.title, date.location) for date in event.dates] == [("", ""), ("test7 - edited", "location"), ("", "")]


def test_four_days_running_two_of_them_moved_by_an_hour():
    moved, _ = events("rie-recurring-events-moved")
    assert wall(moved, "Europe/Berlin") == [
        *("2019-03-07 02:00", "2019-03-08 01:00", "2019-03-09 03:00", "2019-03-10 02:00"),
    ]
    assert [date.slot[6:8] for date in moved.dates] == ["07", "08", "09", "10"]


def test_what_was_taken_out_of_a_winter_of_tuesdays_stays_out():
    (event,) = events("rie-issue-20-exdate-ignored")
    assert wall(event, "Europe/Berlin") == [
        *("2019-10-29 16:15", "2019-11-12 16:15", "2019-12-10 16:15"),
        *("2020-01-07 16:15", "2020-01-14 16:15", "2020-01-21 16:15", "2020-01-28 16:15"),
    ]


def test_a_meeting_in_lisbon_stays_at_half_past_eleven_all_year():
    (event,) = events("rie-issue-48-daylight-aware-repeats-2")
    assert {moment[-5:] for moment in wall(event, "Europe/Lisbon")} == {"11:30"}
    assert (len(event.dates), event.dates[0].starts_on.isoformat()) == (58, "2020-09-21")


def test_two_rules_of_one_event_both_count():
    (event,) = events("rie-multiple-rrule")
    assert wall(event, "Europe/London")[:6] == [
        *("2023-01-12 10:00", "2023-01-19 10:00", "2023-01-26 10:00", "2023-02-02 10:00", "2023-02-09 10:00"),
        "2023-02-13 10:00",
    ]
    assert len(event.dates) == 20 + 2


def test_third_tuesdays_of_a_club_in_oregon():
    club = events("calagator-ical-google", timezone="America/Los_Angeles")[0]
    assert (club.title, club.repeats.split(";")[1]) == ("Adobe Developer User Group", "BYDAY=3TU")
    january_to_june = [f"{date.starts_on:%m-%d}" for date in club.dates][:6]
    assert january_to_june == ["01-16", "02-20", "03-20", "04-17", "05-15", "06-19"]


def test_board_meetings_of_a_council_keep_their_zone():
    found = events("council-chi-low-income-housing-trust-fund")
    assert len(found) == 30
    meeting = next(event for event in found if event.title == "Finance Meeting")
    assert datetime.fromisoformat(wall(meeting, "America/Chicago")[0]) == datetime(2024, 5, 9, 15, 30)  # noqa: DTZ001 -- a wall clock has no zone
