"""How do people say how often they meet? A repetition rule of a calendar in words. Pure."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache

from hub.kit.saying import IN_FULL, NOTHING, WEEKDAY_ONLY, Dated, Saying, listed, say, say_count

REPEATS = say("repeats")
# Bare names, because languages bend what stands around them: the word for “day” comes with the sentence.
_WEEKDAYS = {
    "MO": (say("Monday"), say("Mondays")),
    "TU": (say("Tuesday"), say("Tuesdays")),
    "WE": (say("Wednesday"), say("Wednesdays")),
    "TH": (say("Thursday"), say("Thursdays")),
    "FR": (say("Friday"), say("Fridays")),
    "SA": (say("Saturday"), say("Saturdays")),
    "SU": (say("Sunday"), say("Sundays")),
}
_WORKING_DAYS = ["MO", "TU", "WE", "TH", "FR"]
_OF_A_MONTH = (
    *(say("1st"), say("2nd"), say("3rd"), say("4th"), say("5th"), say("6th"), say("7th"), say("8th"), say("9th")),
    *(say("10th"), say("11th"), say("12th"), say("13th"), say("14th"), say("15th"), say("16th"), say("17th")),
    *(say("18th"), say("19th"), say("20th"), say("21st"), say("22nd"), say("23rd"), say("24th"), say("25th")),
    *(say("26th"), say("27th"), say("28th"), say("29th"), say("30th"), say("31st")),
)
_FROM_ITS_END = {-1: say("last day"), -2: say("last day but one")}
_BY_DAY = re.compile(r"([+-]?\d{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_END_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})(?:T\d{6}Z?)?")
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
MOST_NAMED = 3  # days that are left out
_SHAPE = frozenset({"FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYSETPOS", "UNTIL", "COUNT", "WKST"})


class _Hard(ValueError):
    """A rule that has no short words."""


@lru_cache(maxsize=2_000)
def repeats_in_words(rule: str) -> Saying:
    """Say an RRULE as neighbours would; “repeats” where that takes more than a few words, nothing without a rule.

    >>> str(repeats_in_words("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"))
    'every second Tuesday'
    >>> str(repeats_in_words("FREQ=MONTHLY;BYDAY=-1FR;UNTIL=20270630T215959Z"))
    'every month on the last Friday, until 30 June 2027'
    >>> str(repeats_in_words("FREQ=YEARLY;BYEASTER=0"))
    'repeats'
    """
    if not rule:
        return NOTHING
    try:
        parts = _parts(rule)
        return _ending(parts, _FREQUENCIES[parts.get("FREQ", "")](parts))
    except (KeyError, IndexError, ValueError):
        return REPEATS


def but_not(rule: str, days: Sequence[date]) -> Saying:
    """Say an RRULE, and which days of a weekly one are left out between the first and the last of *days*.

    >>> str(but_not("FREQ=WEEKLY", [date(2026, 12, 7), date(2026, 12, 21)]))
    'every week, but not on Monday 14 December'
    """
    often, missing = repeats_in_words(rule), _left_out(rule, days)
    if not missing:
        return often
    if len(missing) > MOST_NAMED:
        return say("%(often)s, with breaks", often=often)
    named = [say("%(day)s", day=Dated(day, WEEKDAY_ONLY)) for day in missing]
    return say("%(often)s, but not on %(days)s", often=often, days=listed(named))


def _left_out(rule: str, days: Sequence[date]) -> Sequence[date]:
    """Return what a weekly rule falls on between these days, and is none of them; nothing where one is not of it."""
    is_clear = repeats_in_words(rule) not in {NOTHING, REPEATS}
    parts = _parts(rule) if days and is_clear else {}
    if parts.get("FREQ") != "WEEKLY":
        return ()
    first, last = min(days), max(days)
    codes = parts["BYDAY"].split(",") if "BYDAY" in parts else [list(_WEEKDAYS)[first.weekday()]]
    monday = first - _DAY * first.weekday()
    span = (first + _DAY * number for number in range((last - first).days + 1))
    on = [day for day in span if list(_WEEKDAYS)[day.weekday()] in codes]
    meant = [day for day in on if (day - monday) // _WEEK % _interval(parts) == 0]
    return sorted(set(meant) - set(days)) if set(days) <= set(meant) else ()


def _parts(rule: str) -> dict[str, str]:
    parts = dict(pair.split("=", 1) for pair in rule.upper().strip().strip(";").split(";"))
    if not parts.keys() <= _SHAPE or _interval(parts) < 1:
        raise _Hard(rule)
    return parts


def _interval(parts: Mapping[str, str]) -> int:
    return int(parts.get("INTERVAL", "1"))


def _allow(parts: Mapping[str, str], *names: str) -> None:
    """Refuse a rule that says more than these parts."""
    if parts.keys() - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "WKST", *names}:
        raise _Hard


def _daily(parts: Mapping[str, str]) -> Saying:
    _allow(parts)
    return _every_day(_interval(parts))


def _weekly(parts: Mapping[str, str]) -> Saying:
    _allow(parts, "BYDAY")
    # A number before a day means nothing in a week.
    codes = parts["BYDAY"].split(",") if "BYDAY" in parts else []
    named = [_WEEKDAYS[code] for code in codes]
    weeks = _interval(parts)
    if not named:
        return _every_week(weeks)
    if len(named) == 1 and weeks <= 2:  # noqa: PLR2004 -- every third Tuesday could be the third of a month
        return _every_weekday(named[0][0], weeks)
    if weeks == 1 and (len(named) == len(_WEEKDAYS) or codes == _WORKING_DAYS):
        return say("every weekday") if codes == _WORKING_DAYS else _every_day(1)
    return say("%(often)s on %(weekdays)s", often=_every_week(weeks), weekdays=listed([many for _, many in named]))


def _monthly(parts: Mapping[str, str]) -> Saying:
    _allow(parts, "BYDAY", "BYMONTHDAY", "BYSETPOS")
    often = _every_month(_interval(parts))
    if "BYDAY" in parts and "BYMONTHDAY" not in parts:
        return say("%(often)s on the %(days)s", often=often, days=listed(_days_by_week(parts)))
    if "BYSETPOS" in parts or "BYDAY" in parts:
        raise _Hard
    if "BYMONTHDAY" not in parts:
        return often
    days = [_day_of_month(int(number)) for number in parts["BYMONTHDAY"].split(",")]
    return say("%(often)s on the %(days)s", often=often, days=listed(days))


def _yearly(parts: Mapping[str, str]) -> Saying:
    _allow(parts)
    return _every_year(_interval(parts))


_FREQUENCIES = {"DAILY": _daily, "WEEKLY": _weekly, "MONTHLY": _monthly, "YEARLY": _yearly}


def _days_by_week(parts: Mapping[str, str]) -> Sequence[Saying]:
    """Say which days of a month: “first Tuesday”, “last weekday”."""
    found = [_BY_DAY.fullmatch(code) for code in parts["BYDAY"].split(",")]
    named = [(each[1] or "", each[2]) for each in found if each]
    if len(named) < len(found):
        raise _Hard
    if "BYSETPOS" in parts:
        if any(number for number, _ in named):
            raise _Hard
        weekday = _one_of([code for _, code in named])
        return [_in_a_month(number, weekday) for number in parts["BYSETPOS"].split(",")]
    return [_in_a_month(number, _WEEKDAYS[code][0]) for number, code in named]


def _one_of(codes: Sequence[str]) -> Saying:
    if list(codes) == _WORKING_DAYS:
        return say("weekday")
    (code,) = codes  # the first of several days has no short words: a ValueError
    return _WEEKDAYS[code][0]


def _in_a_month(number: str, weekday: Saying) -> Saying:
    ways = {
        "1": say("first %(weekday)s", weekday=weekday),
        "2": say("second %(weekday)s", weekday=weekday),
        "3": say("third %(weekday)s", weekday=weekday),
        "4": say("fourth %(weekday)s", weekday=weekday),
        "5": say("fifth %(weekday)s", weekday=weekday),
        "-1": say("last %(weekday)s", weekday=weekday),
        "-2": say("last %(weekday)s but one", weekday=weekday),
    }
    return ways[number.lstrip("+")]


def _day_of_month(number: int) -> Saying:
    return _FROM_ITS_END[number] if number < 0 else _OF_A_MONTH[number - 1]


def _every_day(interval: int) -> Saying:
    ways = {1: say("every day"), 2: say("every second day")}
    return ways.get(interval) or say_count("every %(count)s day", "every %(count)s days", interval)


def _every_week(interval: int) -> Saying:
    ways = {1: say("every week"), 2: say("every second week")}
    return ways.get(interval) or say_count("every %(count)s week", "every %(count)s weeks", interval)


def _every_month(interval: int) -> Saying:
    ways = {1: say("every month"), 2: say("every second month")}
    return ways.get(interval) or say_count("every %(count)s month", "every %(count)s months", interval)


def _every_year(interval: int) -> Saying:
    ways = {1: say("every year"), 2: say("every second year")}
    return ways.get(interval) or say_count("every %(count)s year", "every %(count)s years", interval)


def _every_weekday(weekday: Saying, interval: int) -> Saying:
    if interval == 1:
        return say("every %(weekday)s", weekday=weekday)
    return say("every second %(weekday)s", weekday=weekday)


def _ending(parts: Mapping[str, str], often: Saying) -> Saying:
    # The day is that of UTC, which in a few zones is the neighbouring one: “until” leaves it open either way.
    if "UNTIL" in parts:
        found = _END_DAY.fullmatch(parts["UNTIL"])
        if found is None:
            raise _Hard
        last = Dated(date(*map(int, found.groups())), IN_FULL)
        return say("%(often)s, until %(last)s", often=often, last=last)
    if "COUNT" in parts:
        return say_count("%(often)s, %(count)s time", "%(often)s, %(count)s times", int(parts["COUNT"]), often=often)
    return often
