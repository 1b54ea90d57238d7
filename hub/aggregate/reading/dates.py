"""When was that, in any of the ways people write it; to the second, in UTC."""

import re
from calendar import timegm
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from functools import cache, lru_cache
from importlib import import_module
from time import struct_time

_MONTHS = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_ZONES = {  # hours east of Greenwich
    "": 0, "ut": 0, "utc": 0, "gmt": 0, "z": 0, "bst": 1, "cet": 1, "cest": 2, "met": 1, "mest": 2, "eet": 2, "eest": 3,
    "adt": -3, "ast": -4, "edt": -4, "est": -5, "cdt": -5, "cst": -6, "mdt": -6, "mst": -7, "pdt": -7, "pst": -8,
}  # fmt: skip
_ISO = re.compile(
    r"(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ](\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\Z",
    re.IGNORECASE,
)
_RFC = re.compile(
    r"(?:[a-z]{3,9}\.?,?\s+)?(\d\d?)[ -]([a-z]{3})[a-z]*\.?,?[ -](\d{4}|\d\d)"
    r"(?:\s+(\d\d?):(\d\d)(?::(\d\d))?\s*([a-z]{0,5}|(?:gmt|utc)?[+-]\d\d:?\d\d)(?:\s*\(\w+\))?)?\Z",
    re.IGNORECASE,
)
# The odd ones. Not all that feedparser has: the one for ISO 8601 takes what is missing from today's date.
_ODD = ("w3dtf", "rfc822", "asctime", "perforce", "hungarian", "greek", "nate", "onblog")
_LONGEST = 100
_LEAP_SECOND = 60
_AHEAD = timedelta(days=2 * 365)
_FIRST = datetime(1970, 1, 1, tzinfo=UTC)
_CENTURY_TURNS = 90  # two-digit years from here on belong to the last century


def moment(raw: str) -> datetime | None:
    """Read *raw*; a date without a zone is UTC, an impossible one is None.

    >>> moment("Tue, 03 Jun 2008 11:05:30 EST")
    datetime.datetime(2008, 6, 3, 16, 5, 30, tzinfo=datetime.timezone.utc)
    >>> moment("2024-02-30") is None
    True
    """
    text = raw.strip()
    return _moment(text) if text and len(text) <= _LONGEST else None


def believable(when: datetime | None, now: datetime) -> datetime | None:
    """Return *when* if it lies between 1970 and two years from *now*: beyond, it is a slip or a joke, and no date.

    >>> believable(moment("9999-12-31"), datetime(2026, 6, 1, tzinfo=UTC)) is None
    True
    """
    return when if when is not None and _FIRST <= when <= now + _AHEAD else None


@lru_cache(maxsize=2_048)  # of short strings only: what is kept here stays small, whatever is sent
def _moment(text: str) -> datetime | None:
    try:
        return _iso(text) or _rfc(text) or _oddity(text)
    except (ValueError, OverflowError):
        return None


def _iso(text: str) -> datetime | None:
    found = _ISO.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    return _utc(
        (int(year), int(month), int(day)), (int(hour or 0), int(minute or 0), int(second or 0)), _offset(zone or "")
    )


def _rfc(text: str) -> datetime | None:
    found = _RFC.match(text)
    if found is None:
        return None
    day, name, year, hour, minute, second, zone = found.groups()
    month = _MONTHS.get(name.lower())
    offset = _offset((zone or "").lower())
    if month is None or offset is None:
        return None
    full = int(year) if len(year) > 2 else int(year) + (1900 if int(year) >= _CENTURY_TURNS else 2000)  # noqa: PLR2004 - digits of a short year
    return _utc((full, month, int(day)), (int(hour or 0), int(minute or 0), int(second or 0)), offset)


def _oddity(text: str) -> datetime | None:
    for reader in _odd_readers():
        try:
            parsed = reader(text)
        except (LookupError, ValueError, AttributeError, OverflowError):
            continue
        if parsed:
            return datetime.fromtimestamp(timegm(parsed), UTC)
    return None


@cache
def _odd_readers() -> list[Callable[[str], struct_time | None]]:
    # Loaded with the first odd date: whoever fetches needs this module for other things, and feedparser not at all.
    theirs = import_module("feedparser.datetimes")
    return [getattr(theirs, f"_parse_date_{name}") for name in _ODD]  # its own names, and the only way to them


def _offset(zone: str) -> int | None:
    """Return the minutes east of UTC that *zone* says, None when we never heard of it."""
    zone = zone.lower()
    digits = zone.removeprefix("gmt").removeprefix("utc").replace(":", "")
    if digits[:1] in {"+", "-"} and digits:
        minutes = int(digits[1:3]) * 60 + int(digits[3:5] or 0)
        return -minutes if digits[0] == "-" else minutes
    hours = _ZONES.get(zone)
    return None if hours is None else hours * 60


def _utc(day: tuple[int, int, int], time: tuple[int, int, int], offset: int | None) -> datetime:
    hour, minute, second = time
    leap = second == _LEAP_SECOND
    local = datetime(*day, hour, minute, second - leap, tzinfo=timezone(timedelta(minutes=offset or 0)))
    return local.astimezone(UTC) + timedelta(seconds=int(leap))
