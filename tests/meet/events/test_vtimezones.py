"""A time zone as calendars are told of it."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.meet.events.vtimezones import changes, timezone

ZONES = (
    *("Europe/London", "Europe/Dublin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo"),
    *("Africa/Casablanca", "Africa/Cairo", "Asia/Gaza", "Pacific/Apia", "America/Santiago"),
)


def told(name: str, year: int = 2026) -> list[str]:
    lines: list[str] = timezone(name, year).to_ical().decode().split("\r\n")
    return lines


def test_london_lives_by_two_rules():
    lines = told("Europe/London")
    assert [line for line in lines if line.startswith(("BEGIN", "RRULE"))] == [
        "BEGIN:VTIMEZONE",
        "BEGIN:DAYLIGHT",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "BEGIN:STANDARD",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
    ]


def test_a_second_sunday_is_told_from_a_last_one():
    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in told("America/New_York")


def test_where_the_clocks_are_never_put_one_offset_is_told():
    lines = told("Asia/Kolkata")
    assert "TZOFFSETTO:+0530" in lines
    assert not any(line.startswith(("RRULE", "RDATE", "BEGIN:DAYLIGHT")) for line in lines)


def test_what_no_rule_makes_is_told_time_by_time():
    lines = told("Africa/Casablanca")
    assert any(line.startswith("RDATE") for line in lines)
    assert not any(line.startswith("RRULE") for line in lines)


def test_what_was_before_the_last_change_is_told_where_none_came_in_the_year_before():
    # Brazil put its clocks for the last time in February 2019.
    assert "TZOFFSETTO:-0300" in told("America/Sao_Paulo", 2021)
    assert told("America/Sao_Paulo", 2021).count("BEGIN:STANDARD") == 1


def test_changes_are_told_to_the_second_by_the_clock_that_is_put():
    (forward, back) = changes(
        ZoneInfo("Europe/London"), datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    )
    assert (forward.at.isoformat(), forward.name, forward.in_month) == ("2026-03-29T01:00:00", "BST", (5, -1))
    assert (back.at.isoformat(), back.name, back.in_month) == ("2026-10-25T02:00:00", "GMT", (4, -1))


@pytest.mark.parametrize("name", ZONES)
@settings(max_examples=25, deadline=None)
@given(at=st.datetimes(datetime.fromisoformat("2026-01-02"), datetime.fromisoformat("2028-12-01")))
def test_every_hour_is_told_as_the_zone_has_it(name, at):
    """The rules as told, worked out by icalendar, give the offset the zone database gives."""
    zone = ZoneInfo(name)
    wall = at.replace(microsecond=0)
    real = wall.replace(tzinfo=zone)
    around = {real.replace(fold=0).utcoffset(), real.replace(fold=1).utcoffset()}
    if len(around) > 1:
        return  # an hour that is skipped, or shown twice
    told_as = timezone(name, 2026).to_tz(lookup_tzid=False)
    assert real.utcoffset() == told_as.utcoffset(wall)
