"""How people say when they meet: repetitions and dates in words, and a list of meetups day by day."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Protocol
from zoneinfo import ZoneInfo

from hub.kit.zones import wall
from hub.meet.values import Meetup

DAY = timedelta(days=1)
SMALL_HOURS = time(6)  # what ends before it still belongs to the evening before
REPEATS = "repeats"
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    *("January", "February", "March", "April", "May", "June", "July"),
    *("August", "September", "October", "November", "December"),
)
_CODES = dict(zip(("MO", "TU", "WE", "TH", "FR", "SA", "SU"), WEEKDAYS, strict=True))
_WORKING_DAYS = list(WEEKDAYS[:5])
_ORDINALS = {"1": "first", "2": "second", "3": "third", "4": "fourth", "5": "fifth", "-1": "last", "-2": "last but one"}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_END_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?")
_SHAPE = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"})


class _Hard(ValueError):
    """A rule that has no short words."""


class Falls(Protocol):
    """Anything that falls on a date: a meetup of a listing, or a date just read."""

    @property
    def starts_at(self) -> datetime:
        """Its start in UTC."""
        ...

    @property
    def ends_at(self) -> datetime | None:
        """Its end in UTC, outside."""
        ...

    @property
    def starts_on(self) -> date:
        """Its day at the organiser's wall clock."""
        ...

    @property
    def all_day(self) -> bool:
        """Whether it has days, but no hours."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A meetup in the list of a day."""

    meetup: Meetup
    until: date | None = None  # the last day of one that goes on for several
    began: date | None = None  # the first day of one that is under way already


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a place, and what is on."""

    day: date
    entries: tuple[Entry, ...]


def days(meetups: Iterable[Meetup], timezone: str, since: date | None = None) -> Sequence[Day]:
    """Group meetups by the day they start on in *timezone*; one of several days is listed once, with its last day.

    What began before *since* stands first on that day.
    """
    zone = ZoneInfo(timezone)
    found: dict[date, list[Entry]] = {}
    for meetup in meetups:
        first, last = first_day(meetup, zone), last_day(meetup, zone)
        shown = max(first, since) if since and last >= since else first
        entry = Entry(meetup, until=last if last > first else None, began=first if shown > first else None)
        found.setdefault(shown, []).append(entry)
    return [Day(day, tuple(sorted(found[day], key=_order))) for day in sorted(found)]


def first_day(falls: Falls, zone: ZoneInfo) -> date:
    """Return the day something starts on, as people in *zone* count days."""
    return falls.starts_on if falls.all_day else wall(falls.starts_at, zone).date()


def last_day(falls: Falls, zone: ZoneInfo) -> date:
    """Return the last day of something; an evening that ends in the small hours has only one."""
    first = first_day(falls, zone)
    if falls.ends_at is None:
        return first
    if falls.all_day:
        # In hours a day can be 23 or 25 long where the clocks change.
        length = round((falls.ends_at - falls.starts_at) / DAY)
        return first + DAY * max(length - 1, 0)
    end = wall(falls.ends_at, zone)
    small_hours = end.time() <= SMALL_HOURS and end.date() > first
    return max(end.date() - DAY if small_hours else end.date(), first)


def when_in_words(falls: Falls, timezone: str, today: date | None = None) -> str:
    """Say when something is, at the wall clock of *timezone*; the year is named where it is not that of *today*.

    >>> from datetime import UTC
    >>> from hub.meet.values import Date
    >>> evening = Date(datetime(2026, 3, 3, 19, tzinfo=UTC), datetime(2026, 3, 3, 21, 30, tzinfo=UTC), date(2026, 3, 3))
    >>> when_in_words(evening, "Europe/London")
    'Tuesday 3 March, 7.00 pm to 9.30 pm'
    """
    zone = ZoneInfo(timezone)
    first, last = first_day(falls, zone), last_day(falls, zone)
    if falls.all_day:
        return f"{_days_in_words(first, last, today)}{', all day' if first == last else ''}"
    begin = f"{day_in_words(first, today)}, {clock_in_words(wall(falls.starts_at, zone).time())}"
    if falls.ends_at is None:
        return begin
    end = wall(falls.ends_at, zone)
    closing = clock_in_words(end.time())
    return f"{begin} to {closing}" if last == first else f"{begin} to {day_in_words(end.date(), today)}, {closing}"


def day_in_words(day: date, today: date | None = None) -> str:
    """Say a day; its year only where it is not that of *today*.

    >>> day_in_words(date(2027, 1, 2), today=date(2026, 12, 30))
    'Saturday 2 January 2027'
    """
    year = f" {day.year}" if today and day.year != today.year else ""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}{year}"


def clock_in_words(at: time) -> str:
    """Say a time of day; the two that people mix up have names.

    >>> clock_in_words(time(19, 5)), clock_in_words(time(12)), clock_in_words(time(0, 30))
    ('7.05 pm', 'midday', '12.30 am')
    """
    if at.minute == 0 and at.hour in {0, 12}:
        return "midday" if at.hour else "midnight"
    return f"{at.hour % 12 or 12}.{at.minute:02} {'pm' if at.hour >= 12 else 'am'}"  # noqa: PLR2004 -- a clock's half


@lru_cache(maxsize=2_000)
def repeats_in_words(rule: str) -> str:
    """Say an RRULE as neighbours would; “repeats” where that takes more than a few words, nothing without a rule.

    >>> repeats_in_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU")
    'every second Tuesday'
    >>> repeats_in_words("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630T215959Z")
    'monthly on the last Friday, until 30 June 2027'
    >>> repeats_in_words("FREQ=YEARLY;BYEASTER=0")
    'repeats'
    """
    if not rule:
        return ""
    try:
        parts = _parts(rule)
        said = _FREQUENCIES[parts.get("FREQ", "")](parts)
        return said + _ending(parts)
    except (KeyError, ValueError):
        return REPEATS


def text_of(summary: str, location: str) -> str:
    """Return the words an event's phrases are looked for in; the same from a calendar just read and from its row.

    >>> text_of("All welcome", "Kings Heath library")
    'Kings Heath library. All welcome'
    """
    return ". ".join(filter(None, (location, summary)))


def _parts(rule: str) -> dict[str, str]:
    parts = dict(pair.split("=", 1) for pair in rule.upper().strip().strip(";").split(";"))
    if parts.get("INTERVAL") == "1":
        del parts["INTERVAL"]
    if not parts.keys() <= _SHAPE or int(parts.get("INTERVAL", "1")) < 1:
        raise _Hard(rule)
    return parts


def _allow(parts: Mapping[str, str], *names: str) -> None:
    """Refuse a rule that says more than these parts."""
    if parts.keys() - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", *names}:
        raise _Hard


def _daily(parts: Mapping[str, str]) -> str:
    _allow(parts)
    return _every(parts, "day")


def _weekly(parts: Mapping[str, str]) -> str:
    _allow(parts, "BYDAY")
    named = [_plain_day(code) for code in parts["BYDAY"].split(",")] if "BYDAY" in parts else []
    if len(named) == len(WEEKDAYS) and "INTERVAL" not in parts:
        return "every day"
    if len(named) < 2:  # noqa: PLR2004 -- one day, or none named
        return _every(parts, named[0] if named else "week")
    if named == _WORKING_DAYS and "INTERVAL" not in parts:
        return "every weekday"
    often = _every(parts, "week") if "INTERVAL" in parts else "weekly"
    return f"{often} on {_list([f'{day}s' for day in named])}"


def _monthly(parts: Mapping[str, str]) -> str:
    _allow(parts, "BYDAY", "BYMONTHDAY", "BYSETPOS")
    often = _every(parts, "month") if "INTERVAL" in parts else "monthly"
    if "BYDAY" in parts and "BYMONTHDAY" not in parts:
        return f"{often} on the {_month_days(parts)}"
    if "BYSETPOS" in parts or "BYDAY" in parts:
        raise _Hard
    if "BYMONTHDAY" not in parts:
        return _every(parts, "month")
    return f"{often} on the {_list([_day_of_month(number) for number in parts['BYMONTHDAY'].split(',')])}"


def _yearly(parts: Mapping[str, str]) -> str:
    _allow(parts)
    return _every(parts, "year")


_FREQUENCIES = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}


def _month_days(parts: Mapping[str, str]) -> str:
    """Say which days of a month: “first and third Tuesday”, “last weekday”."""
    found = [_BY_DAY.fullmatch(code) for code in parts["BYDAY"].split(",")]
    if None in found:
        raise _Hard
    named = [(each[1] or "", _CODES[each[2]]) for each in found if each]
    weekdays = list(dict.fromkeys(day for _, day in named))
    if "BYSETPOS" in parts:
        if any(number for number, _ in named):
            raise _Hard
        day = "weekday" if weekdays == _WORKING_DAYS else weekdays[0]
        if len(weekdays) > 1 and day != "weekday":
            raise _Hard
        return f"{_list([_ORDINALS[number] for number in parts['BYSETPOS'].split(',')])} {day}"
    if len(weekdays) == 1:
        return f"{_list([_ORDINALS[number.lstrip('+')] for number, _ in named])} {weekdays[0]}"
    return _list([f"{_ORDINALS[number.lstrip('+')]} {day}" for number, day in named])


def _plain_day(code: str) -> str:
    return _CODES[code]  # a number before it means nothing in a week


def _day_of_month(number: str) -> str:
    day = int(number)
    if day < 0:
        return "last day" if day == -1 else f"{_ORDINALS[number]} day"
    ending = "th" if day in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _every(parts: Mapping[str, str], what: str) -> str:
    interval = parts.get("INTERVAL", "1")
    if interval == "1":
        return f"every {what}"
    return f"every {_ORDINALS[interval]} {what}" if interval in _ORDINALS else f"every {int(interval)} {what}s"


def _ending(parts: Mapping[str, str]) -> str:
    # The day is that of UTC, which in a few zones is the neighbouring one: “until” leaves it open either way.
    if "UNTIL" in parts:
        found = _END_DAY.fullmatch(parts["UNTIL"])
        if found is None:
            raise _Hard
        last = date(*map(int, found.groups()))
        return f", until {last.day} {MONTHS[last.month - 1]} {last.year}"
    return f", {int(parts['COUNT'])} times" if "COUNT" in parts else ""


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _days_in_words(first: date, last: date, today: date | None) -> str:
    if first == last:
        return day_in_words(first, today)
    return f"{day_in_words(first, today)} to {day_in_words(last, today)}"


def _order(entry: Entry) -> tuple[bool, datetime, str]:
    # What goes on for days stands below what happens on this one.
    return (entry.began is not None, entry.meetup.starts_at, entry.meetup.title)
