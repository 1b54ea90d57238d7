"""Repeating meetups fall on the days a person finds on a paper calendar, and on those that a slow walk finds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar
from hub.settings import Settings
from tests.meet.calendars import MARCH, calendar, only, unhurried, vevent
from tests.meet.reading.expected_dates import COLLECTED, INVENTED, Row, spelt_out

CORPUS = Settings().corpus
LONDON = ZoneInfo("Europe/London")
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
EVENING = time(19, 30)
DAY = timedelta(days=1)
UNTIL = MARCH.date() + timedelta(days=399)


@pytest.mark.corpus
@pytest.mark.skipif(CORPUS is None, reason="HUB_CORPUS names no folder of collected feeds")
@pytest.mark.parametrize("row", COLLECTED, ids=lambda row: f"{row.file} {row.uid[:20]}")
def test_a_collected_meetup_falls_on_the_days_worked_out_by_hand(row: Row):
    assert CORPUS
    body = (CORPUS / "calendars" / f"{row.file}.ics").read_bytes()
    begins = datetime.fromisoformat(f"{spelt_out(row.days)[0]}T00:00:00+00:00")
    read = read_calendar(body, timezone="Europe/London", now=begins)
    assert isinstance(read, Calendar)
    event = next(each for each in read.events if each.uid.startswith(row.uid))
    days = [each.starts_on.isoformat() for each in event.dates]
    expected = spelt_out(row.days)
    assert (days if row.whole else days[: len(expected)]) == expected, row.rule


@pytest.mark.parametrize("name", INVENTED)
def test_an_invented_meetup_falls_on_the_days_worked_out_by_hand(name: str):
    lines, days = INVENTED[name]
    events = calendar(vevent(*lines)).events
    assert [each.starts_on.isoformat() for event in events for each in event.dates] == spelt_out(days)


CHANGES = {
    "London": ("Europe/London", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"]),
    "New York": ("America/New_York", ["2026-03-08", "2026-11-01", "2027-03-14", "2027-11-07"]),
    "Kolkata": ("Asia/Kolkata", ["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31"]),  # where no clock changes
}


@pytest.mark.parametrize("city", CHANGES)
@pytest.mark.parametrize("number", range(4))
def test_a_weekly_meeting_stays_at_its_organisers_hour_when_clocks_change(city: str, number: int):
    zone, days = CHANGES[city]
    change = date.fromisoformat(days[number])
    first = change - 10 * DAY
    event = only(
        f"DTSTART;TZID={zone}:{first:%Y%m%d}T183000",
        "RRULE:FREQ=WEEKLY;COUNT=4",
        now=datetime.combine(first - DAY, time(12), UTC),
    )
    walls = [each.starts_at.astimezone(ZoneInfo(zone)) for each in event.dates]
    assert [f"{each:%H:%M}" for each in walls] == ["18:30"] * 4
    assert [each.date() for each in walls] == [first + 7 * DAY * week for week in range(4)]
    assert len({each.starts_at.time() for each in event.dates}) == (1 if city == "Kolkata" else 2)


def test_an_hour_that_is_not_and_one_that_is_twice_are_still_one_date_each():
    for month, day in ((3, 29), (10, 25)):
        start = datetime(2026, month, day, 12, tzinfo=UTC) - 10 * DAY
        event = only(
            f"DTSTART;TZID=Europe/London:2026{month:02}{day - 7:02}T013000", "RRULE:FREQ=WEEKLY;COUNT=3", now=start
        )
        assert [each.starts_on.day for each in event.dates] == [day - 7, day, (day + 7) % 31]


def walked(first: date, rule: dict[str, object]) -> Iterator[date]:
    """Walk day by day from *first* and keep what the rule keeps: slow, and nothing like a library."""
    taken = 0
    day = first
    while day <= UNTIL and (not rule.get("count") or taken < rule["count"]):  # type: ignore[operator] # numbers
        if rule.get("until") and day > rule["until"]:  # type: ignore[operator] # days
            return
        if _falls(day, first, rule):
            taken += 1
            yield day
        day += DAY


def _falls(day: date, first: date, rule: dict[str, object]) -> bool:
    if not _in_turn(day, first, str(rule["freq"]), int(str(rule["interval"]))):
        return False
    if not rule.get("setpos"):
        return _wanted(day, first, rule)
    alike = [each for each in _month_of(day) if _wanted(each, first, rule)]
    position = int(str(rule["setpos"]))
    place = position - 1 if position > 0 else len(alike) + position
    return 0 <= place < len(alike) and alike[place] == day


def _in_turn(day: date, first: date, freq: str, interval: int) -> bool:
    monday, first_monday = day - day.weekday() * DAY, first - first.weekday() * DAY
    passed = {
        "DAILY": (day - first).days,
        "WEEKLY": (monday - first_monday).days // 7,
        "MONTHLY": (day.year - first.year) * 12 + day.month - first.month,
        "YEARLY": day.year - first.year,
    }
    return passed[freq] % interval == 0


def _wanted(day: date, first: date, rule: dict[str, object]) -> bool:
    byday, bymonthday = rule.get("byday"), rule.get("bymonthday")
    if bymonthday:
        backwards = day.day - len(_month_of(day)) - 1
        return bool({day.day, backwards} & bymonthday)  # type: ignore[operator] # a set of numbers
    usual = {
        "DAILY": True,
        "WEEKLY": day.weekday() == first.weekday(),
        "MONTHLY": day.day == first.day,
        "YEARLY": (day.month, day.day) == (first.month, first.day),
    }
    return day.weekday() in byday if byday else usual[str(rule["freq"])]  # type: ignore[operator] # a set of numbers


def _month_of(day: date) -> list[date]:
    start = day.replace(day=1)
    return [start + number * DAY for number in range(31) if (start + number * DAY).month == day.month]


WEEKDAYS = st.sets(st.integers(0, 6), min_size=1, max_size=4)
MONTHDAYS = st.sets(st.sampled_from([1, 2, 15, 28, 29, 30, 31, -1, -2]), min_size=1, max_size=3)
WAYS: dict[str, list[dict[str, st.SearchStrategy[object]]]] = {  # what a rule of each frequency may say besides
    "DAILY": [{}],
    "WEEKLY": [{}, {"byday": WEEKDAYS}],
    "MONTHLY": [
        {},
        {"byday": WEEKDAYS},
        {"bymonthday": MONTHDAYS},
        {"byday": WEEKDAYS, "setpos": st.sampled_from([1, 2, -1, -2])},
    ],
    "YEARLY": [{}],
}
ENDINGS: list[dict[str, st.SearchStrategy[object]]] = [
    {},
    {"count": st.integers(1, 20)},
    {"until": st.dates(MARCH.date() + 40 * DAY, MARCH.date() + 380 * DAY)},
]


@st.composite
def rules(draw: st.DrawFn) -> dict[str, object]:
    """Draw a rule that says what it means by itself."""
    freq = draw(st.sampled_from(list(WAYS)))
    said = draw(st.sampled_from(WAYS[freq])) | draw(st.sampled_from(ENDINGS))
    return {"freq": freq, "interval": draw(st.integers(1, 4))} | {name: draw(way) for name, way in said.items()}


def spelt(rule: dict[str, object]) -> str:
    """Write a rule as iCalendar does."""
    days = rule.get("byday")
    said = {
        "FREQ": rule["freq"],
        "INTERVAL": rule["interval"],
        "BYDAY": ",".join(CODES[day] for day in sorted(days)) if days else None,  # type: ignore[call-overload] # a set
        "BYMONTHDAY": ",".join(map(str, sorted(rule["bymonthday"]))) if "bymonthday" in rule else None,  # type: ignore[call-overload] # a set
        "BYSETPOS": rule.get("setpos"),
        "COUNT": rule.get("count"),
        "UNTIL": f"{rule['until']:%Y%m%d}" if "until" in rule else None,
    }
    return ";".join(f"{name}={value}" for name, value in said.items() if value is not None)


@settings(max_examples=60, deadline=None)
@given(rule=rules(), offset=st.integers(0, 60), left_out=st.sets(st.integers(1, 12), max_size=4))
@unhurried()
def test_rules_agree_with_somebody_who_walks_from_day_to_day(rule, offset, left_out):
    first = MARCH.date() + offset * DAY
    for _ in range(62):  # a meetup starts on a day of its own rule: what is else, the standard leaves open
        if _falls(first, first, rule):
            break
        first += DAY
    assume(_falls(first, first, rule))
    expected = list(walked(first, rule))
    gone = {expected[number] for number in left_out if number < len(expected)}
    assume(expected and len(gone) < len(expected))
    exdates = [f"EXDATE;TZID=Europe/London:{day:%Y%m%d}T193000" for day in sorted(gone)]
    event = only(f"DTSTART;TZID=Europe/London:{first:%Y%m%d}T193000", f"RRULE:{spelt(rule)}", *exdates)
    wanted = [datetime.combine(day, EVENING, LONDON) for day in expected if day not in gone]
    end = MARCH + timedelta(days=400)
    assert [each.starts_at for each in event.dates] == [each for each in wanted if each < end]
