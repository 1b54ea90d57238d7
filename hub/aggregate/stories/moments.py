"""Which days does a post speak of? Pure; days are those of the calendar, told from when it was published."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*\b"
_WEEKDAY = (
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day|tues?|weds?|thu(?:rs?)?|fri)"  # sat and sun are words as well
)
_OF_MONTH = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?(?:\s*(?P<join>to|until|and|or|-|–|&)\s*(?:{_WEEKDAY}\s+)?(\d{{1,2}})(?:st|nd|rd|th)?)?"
    rf"\s+{_MONTH}"
)
# “Saturdays” and “on a Saturday” are no day of any week.
_ON_WEEKDAY = re.compile(rf"(?<!\ba )(?<!every )(\bnext\s+)?\b({_WEEKDAY})\b")
_NEAR = (  # words, and the days they may mean, counted from when they are written
    (re.compile(r"\b(?:today|tonight|this (?:morning|evening|afternoon)|heno|heddiw)\b"), (0, 1)),
    (re.compile(r"\b(?:yesterday|last night|overnight|neithiwr|ddoe)\b"), (-1, 0)),
    (re.compile(r"\b(?:tomorrow|yfory)\b"), (1,)),
)
_WEEK = timedelta(days=7)
_LONGEST = 62  # days between two dates that are told together
_NEAREST = 183  # days: a date without a year is the nearest one


def days_of(text: str, published: date) -> frozenset[date]:
    """Return the days a *text* published on a day may mean; a weekday is the one before it and the one after.

    >>> sorted(str(day) for day in days_of("From 9 to 11 October, as announced on Monday.", date(2026, 10, 6)))
    ['2026-10-05', '2026-10-09', '2026-10-10', '2026-10-11', '2026-10-12']
    """
    plain = text.lower()
    found = {day for match in _OF_MONTH.finditer(plain) for day in _of_month(match, published)}
    rest = _OF_MONTH.sub(" ", re.sub(rf"\b{_WEEKDAY},?\s+(?=\d)", " ", plain))
    found |= {day for match in _ON_WEEKDAY.finditer(rest) for day in _of_week(match, published)}
    for words, steps in _NEAR:
        if words.search(rest):
            found |= {published + timedelta(days=step) for step in steps}
    return frozenset(found)


def without_days(text: str) -> str:
    """Return *text* without the dates in it, whose numbers mean nothing else."""
    return re.sub(_OF_MONTH.pattern, " ", text, flags=re.IGNORECASE)


def _of_month(found: re.Match[str], published: date) -> Iterator[date]:
    month = _MONTHS.index(found[4]) + 1
    last = _nearest(int(found[3] or found[1]), month, published)
    first = _nearest(int(found[1]), month, published)
    if first is None or last is None:
        return
    yield from (first, last)
    if found["join"] not in {"and", "or", "&"} and 0 < (last - first).days <= _LONGEST:
        yield from (first + timedelta(days=n) for n in range(1, (last - first).days))


def _nearest(day: int, month: int, published: date) -> date | None:
    try:
        found = date(published.year, month, day)
        if abs((found - published).days) <= _NEAREST:
            return found
        return found.replace(year=published.year + (1 if found < published else -1))
    except ValueError:  # 31 June, or 29 February in another year
        return None


def _of_week(found: re.Match[str], published: date) -> Iterator[date]:
    wanted = _WEEKDAYS.index(found[2][:3])
    ahead = published + timedelta(days=(wanted - published.weekday()) % 7)
    yield from (ahead, ahead + _WEEK if found[1] else ahead - _WEEK)
    if ahead == published:  # on a Monday, “Monday” may be any of three
        yield ahead + _WEEK
