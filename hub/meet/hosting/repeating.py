"""How often do people meet? Plain choices as a calendar's rule, the rule as choices again, and the days it gives.

Pure. Every rule made here ends, after a last day or a number of times, and begins with a date of its own.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
WEEK = timedelta(days=7)
LONGEST_MONTH = timedelta(days=31)
_FREQUENT = "FREQ=WEEKLY;INTERVAL=2"


class Often(StrEnum):
    """What one may choose."""

    ONCE = "once"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    WEEKDAY = "weekday"  # every month on the second Tuesday
    LAST = "last"  # every month on the last Tuesday
    DAY = "day"  # every month on the 14th


@dataclass(frozen=True, slots=True)
class Repeat:
    """How often, and until when: a last day, or how many times; neither for what falls on one date."""

    often: Often = Often.ONCE
    until: date | None = None
    times: int | None = None


def rule_of(repeat: Repeat, first: date) -> str:
    """Return a choice as an RRULE whose first date is *first*; empty for what falls on one date.

    >>> rule_of(Repeat(Often.WEEKDAY, times=6), date(2026, 12, 8))
    'FREQ=MONTHLY;BYDAY=2TU;COUNT=6'
    """
    if repeat.often is Often.ONCE:
        return ""
    weekday = WEEKDAYS[first.weekday()]
    shapes = {
        Often.WEEKLY: f"FREQ=WEEKLY;BYDAY={weekday}",
        Often.FORTNIGHTLY: f"{_FREQUENT};BYDAY={weekday}",
        Often.WEEKDAY: f"FREQ=MONTHLY;BYDAY={week_of_month(first)}{weekday}",
        Often.LAST: f"FREQ=MONTHLY;BYDAY=-1{weekday}",
        Often.DAY: f"FREQ=MONTHLY;BYMONTHDAY={first.day}",
    }
    ending = f"UNTIL={repeat.until:%Y%m%d}" if repeat.until else f"COUNT={repeat.times}"
    return f"{shapes[repeat.often]};{ending}"


def repeat_of(rule: str) -> Repeat:
    """Return the choice a rule was made of; ValueError for one that was not made here.

    >>> repeat_of("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630")
    Repeat(often=<Often.WEEKLY: 'weekly'>, until=datetime.date(2027, 6, 30), times=None)
    """
    if not rule:
        return Repeat()
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    until, times = parts.get("UNTIL"), parts.get("COUNT")
    return Repeat(_often(parts), date.fromisoformat(until) if until else None, int(times) if times else None)


def begins_well(often: Often, first: date) -> bool:
    """Say whether *first* is a date of its own rule: not every Tuesday is the last of its month."""
    return often is not Often.LAST or first.day + 7 > monthrange(first.year, first.month)[1]


def days_of(repeat: Repeat, first: date) -> Iterator[date]:
    """Yield the days of a choice that begins on *first*, soonest first, until it ends.

    >>> [day.day for day in days_of(Repeat(Often.DAY, times=3), date(2026, 8, 31))]
    [31, 31, 31]
    """
    yield from islice(_until(repeat.until, _endless(repeat.often, first)), _most(repeat))


def week_of_month(day: date) -> int:
    """Return the how manieth of its weekday in its month *day* is, from 1 to 5."""
    return (day.day + 6) // 7


def _most(repeat: Repeat) -> int | None:
    return 1 if repeat.often is Often.ONCE else repeat.times


def _until(last: date | None, days: Iterator[date]) -> Iterator[date]:
    for day in days:
        if last and day > last:
            return
        yield day


def _often(parts: dict[str, str]) -> Often:
    if parts.get("FREQ") == "WEEKLY":
        return Often.FORTNIGHTLY if parts.get("INTERVAL") else Often.WEEKLY
    if parts.get("FREQ") != "MONTHLY":
        raise ValueError(parts)
    if "BYMONTHDAY" in parts:
        return Often.DAY
    return Often.LAST if parts["BYDAY"].startswith("-1") else Often.WEEKDAY


def _endless(often: Often, first: date) -> Iterator[date]:
    """Yield all days of a choice, until the last year a calendar has."""
    if often in {Often.ONCE, Often.WEEKLY, Often.FORTNIGHTLY}:
        step = 2 * WEEK if often is Often.FORTNIGHTLY else WEEK
        while first.year < date.max.year:
            yield first
            first += step
    for month in _months(first):
        day = _in_month(often, first, month)
        if day:
            yield day


def _months(day: date) -> Iterator[date]:
    """Yield the first day of the month of *day*, and of all later ones."""
    month = day.replace(day=1)
    while month.year < date.max.year:
        yield month
        month = (month + LONGEST_MONTH).replace(day=1)


def _in_month(often: Often, first: date, month: date) -> date | None:
    """Return the day a monthly choice gives in a month; None where that has none: no 31st, no fifth Tuesday."""
    if often is Often.DAY:
        found = [month + timedelta(days=first.day - 1)]
        wanted = 1
    else:
        begins = month + timedelta(days=(first.weekday() - month.weekday()) % 7)
        found = [begins + WEEK * each for each in range(5)]
        wanted = 0 if often is Often.LAST else week_of_month(first)
    inside = [each for each in found if each.month == month.month]
    return inside[wanted - 1] if wanted <= len(inside) else None
