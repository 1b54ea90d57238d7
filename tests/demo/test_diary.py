from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import icalendar
import pytest
import recurring_ical_events

from hub.demo.content import offset, wherrybridge
from hub.demo.diary import diary
from hub.demo.timeline import cycle, moment

TOWN = wherrybridge()
TURN = 7
STARTS = moment(timedelta(), TURN)
URL = "http://127.0.0.1:1"


@pytest.fixture(scope="module", params=["arts-centre", "town-diary"])
def calendar(request: pytest.FixtureRequest) -> icalendar.Calendar:
    return _calendar(request.param)


def test_a_calendar_is_complete(calendar: icalendar.Calendar) -> None:
    events = calendar.walk("VEVENT")
    assert len(events) >= 20
    for event in events:
        assert {"UID", "SUMMARY", "DTSTART", "DTSTAMP", "LOCATION", "STATUS"} <= {key.upper() for key in event}
    assert [str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")] == ["Europe/London"]


def test_dates_within_a_series_are_told_apart(calendar: icalendar.Calendar) -> None:
    identities = [(str(event["UID"]), _key(event)) for event in calendar.walk("VEVENT")]
    assert len(identities) == len(set(identities))


def test_two_months_ahead_there_is_something_most_days(calendar: icalendar.Calendar) -> None:
    dates = recurring_ical_events.of(calendar).between(STARTS, STARTS + timedelta(days=60))
    assert len(dates) >= 25


def test_choir_moves_once_and_is_called_off_once() -> None:
    choir = [event for event in _nine_weeks("arts-centre") if str(event["UID"]).startswith("choir@")]
    assert len(choir) == 9
    days = [event["DTSTART"].dt.strftime("%a") for event in choir]
    assert sorted(days) == ["Fri", *["Thu"] * 8]
    assert [str(event["STATUS"]) for event in choir].count("CANCELLED") == 1


def test_life_drawing_takes_one_week_off() -> None:
    assert len([event for event in _nine_weeks("arts-centre") if str(event["UID"]).startswith("life-drawing")]) == 8


def test_the_planning_committee_meets_every_second_tuesday() -> None:
    meetings = [event for event in _nine_weeks("town-diary") if str(event["UID"]).startswith("planning@")]
    starts = sorted(event["DTSTART"].dt for event in meetings)
    assert {(later - earlier).days for earlier, later in pairwise(starts)} == {14}


def test_the_repair_cafe_is_on_the_first_saturday() -> None:
    cafes = [event for event in _nine_weeks("town-diary") if str(event["UID"]).startswith("repair-cafe")]
    assert cafes
    assert all(event["DTSTART"].dt.day <= 7 and event["DTSTART"].dt.weekday() == 5 for event in cafes)


def test_some_events_last_all_day_and_some_for_days() -> None:
    studios = next(event for event in _nine_weeks("arts-centre") if "studios" in str(event["SUMMARY"]))
    assert studios["DTEND"].dt - studios["DTSTART"].dt == timedelta(days=2)
    assert not isinstance(studios["DTSTART"].dt, datetime)


def test_an_evening_called_off_says_so() -> None:
    folk = next(event for event in _nine_weeks("arts-centre") if str(event["UID"]).startswith("folk-"))
    assert str(folk["STATUS"]) == "CANCELLED"


@pytest.mark.parametrize("facts", [each for events in TOWN.diaries.values() for each in events], ids=lambda e: e["id"])
def test_the_first_date_of_a_series_obeys_its_own_rule(facts: dict[str, str]) -> None:
    if "rule" in facts:
        starts = moment(offset(facts["starts"]), 0)
        probe = icalendar.Event()
        probe.add("dtstart", starts)
        probe.add("rrule", icalendar.vRecur.from_ical(facts["rule"]))
        probe.add("uid", "probe")
        probe.add("dtstamp", starts)
        whole = icalendar.Calendar()
        whole.add_component(probe)
        dates: list[Any] = list(recurring_ical_events.of(whole).between(starts, starts + timedelta(days=40)))
        later = [event["DTSTART"].dt for event in dates][1:]
        assert later
        assert all(date.weekday() == starts.weekday() for date in later)
        if "BYDAY" in facts["rule"]:
            assert {(date.day - 1) // 7 for date in later} == {(starts.day - 1) // 7}


def test_the_bytes_stay_the_same_for_nine_weeks() -> None:
    voice = TOWN.voices["town-diary"]
    first, last = STARTS, STARTS + timedelta(days=62)
    assert diary(TOWN, voice, cycle(first), URL) == diary(TOWN, voice, cycle(last), URL)
    assert diary(TOWN, voice, TURN, URL) != diary(TOWN, voice, TURN + 1, URL)


def test_a_single_evening_keeps_its_identity_into_the_next_cycle() -> None:
    now = {str(event["UID"]) for event in _calendar("arts-centre").walk("VEVENT")}
    then = {str(event["UID"]) for event in _calendar("arts-centre", TURN + 1).walk("VEVENT")}
    assert f"comedy-{TURN + 1}@arts-centre" in now & then


def _calendar(slug: str, turn: int = TURN) -> icalendar.Calendar:
    read = icalendar.Calendar.from_ical(diary(TOWN, TOWN.voices[slug], turn, URL))
    assert isinstance(read, icalendar.Calendar)
    return read


def _nine_weeks(slug: str) -> list[Any]:
    return list(recurring_ical_events.of(_calendar(slug)).between(STARTS, STARTS + timedelta(weeks=9)))


def _key(event: Any) -> datetime | None:
    return event["RECURRENCE-ID"].dt.astimezone(UTC) if "RECURRENCE-ID" in event else None
