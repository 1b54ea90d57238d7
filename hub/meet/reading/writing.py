"""How is an event that a page tells written down as one of a calendar? So that all kinds are read alike from there on.

Whatever a page says of an event becomes the lines of iCalendar that say the same. Windows, rules, swapped ends, caps,
plain words and digests are then the business of one reader.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from hub.kit.text import squeeze
from hub.meet.reading.taking_part import OWN

LONGEST = 20_000  # characters of a value; its reader cuts further
EARLIEST, LATEST = 1900, 2200  # years anybody meets in
_ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:(?:\s*T\s*|\s+)(\d\d?)(?::?(\d\d))?(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?\s*(?:\[[\w/+-]+\])?",
    re.IGNORECASE,
)
_LENGTH = re.compile(
    r"P(?=.)(?:\d{1,4}W)?(?:\d{1,4}D)?(?:T(?=\d)(?:\d{1,4}H)?(?:\d{1,5}M)?(?:\d{1,6}S)?)?", re.IGNORECASE
)
_TIMES, _RAW = frozenset({"DTSTART", "DTEND", "RECURRENCE-ID", "EXDATE"}), frozenset({"RRULE", "GEO"})
_SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
_NOT_SAFE = re.compile(r"[\"\x00-\x1f\x7f]+")


def moment(said: object) -> date | None:
    """Return the day or the time that somebody wrote, by ISO 8601 or as mails do; None where it is neither.

    >>> moment("2026-03-03"), moment("2026-03-03T19:30"), moment("0000-01-01"), moment("99999-01-01")
    (datetime.date(2026, 3, 3), datetime.datetime(2026, 3, 3, 19, 30), None, None)
    """
    text = str(said).strip()[:64]
    try:
        found = _ISO.fullmatch(text)
        when = _iso(found) if found else _as_in_mails(text)
    except (ValueError, OverflowError):
        return None
    return when if when and EARLIEST <= when.year <= LATEST else None


def _iso(found: re.Match[str]) -> date:
    year, month, day = (int(part) for part in found.groups()[:3])
    if found[4] is None:
        return date(year, month, day)
    hour, minute, second = (int(part or 0) for part in found.groups()[3:6])
    plain = f"{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    return datetime.fromisoformat(f"{plain}{(found[7] or '').upper()}")


def _as_in_mails(text: str) -> datetime | None:
    return parsedate_to_datetime(text) if "," in text or " " in text else None


def written(home: ZoneInfo, said: Iterable[tuple[str, object]]) -> list[str]:
    """Return the lines of an event of which a page *said* these properties, times at the wall clock of *home*.

    What says nothing is left out. Times may be text; an offset that is the one of *home* just then means its clock.
    """
    return [line for name, value in said if value not in {None, ""} for line in _lines(name, value, home)]


def own(name: str, value: bool | str | None) -> tuple[str, object]:  # noqa: FBT001 -- it is the value itself
    """Return as a property what iCalendar has no word for."""
    return f"{OWN}{name}", str(value).upper() if isinstance(value, bool) else value


def _lines(name: str, value: object, home: ZoneInfo) -> list[str]:
    if name in _TIMES:
        when = value if isinstance(value, date) else moment(value)
        return [] if when is None else [f"{name}{_time(when, home)}"]
    if name == "DURATION":
        return [f"DURATION:{value}"] if _LENGTH.fullmatch(str(value).strip()) else []
    if name == "ORGANIZER":
        return [f'ORGANIZER;CN="{_NOT_SAFE.sub(" ", squeeze(str(value)[:LONGEST]))}":invalid:nomail']
    text = str(value)[:LONGEST]
    return [f"{name}:{_NOT_SAFE.sub('', text) if name in _RAW else text.translate(_SPECIAL)}"]


def _time(when: date, home: ZoneInfo) -> str:
    if not isinstance(when, datetime):
        return f";VALUE=DATE:{when:%Y%m%d}"
    if when.tzinfo is None:
        return f":{when:%Y%m%dT%H%M%S}"
    at_home = when.astimezone(home)
    is_clock_of_home = at_home.utcoffset() == when.utcoffset()
    return (
        f";TZID={home.key}:{at_home:%Y%m%dT%H%M%S}" if is_clock_of_home else f":{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    )
