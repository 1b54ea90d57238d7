"""What do the lines of an event say that need no parser? Most of a calendar: words, and times written as usual.

The library’s parser takes half a millisecond for an event; of five thousand that is longer than a child may work.
So it is given only what it is needed for: rules, lists of dates, and whatever is not written as usual.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from icalendar.parser import Parameters
from icalendar.prop import vCalAddress, vDDDTypes

from hub.meet.reading.zones import iana

Properties = dict[str, Any]  # what a component says, by names in capitals; an Event where a parser was needed
_LINE = re.compile(r'([A-Za-z][A-Za-z-]*)((?:;[A-Za-z0-9-]+=(?:"[^"\\]*"|[^";:,\\^]*))*):(.*)', re.DOTALL)
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)(Z?))?")
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=("[^"]*"|[^;]*)')
_ESCAPED = re.compile(r"\\([\\;,nN:\"])")
_COMMA = re.compile(r"(?<!\\),")
_LETTERS: Final = {"n": "\n", "N": "\n"}
_WORDS = frozenset({"UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "CLASS", "STATUS", "GEO", "CONFERENCE"})
_MOST_DIGITS = 9


class _Told(vDDDTypes):
    """A time as the parser has it, but for the parameters it would be written with.

    To find out how programs call its zone takes longer than everything else about a time, and nobody writes this one.
    """

    def __init__(self, moment: date) -> None:
        self.dt = moment
        self.params = Parameters()


def plainly(lines: Iterable[str]) -> tuple[Properties, list[str]]:
    """Return the properties that *lines* say plainly, the first of each, and the lines that a parser must read."""
    said: Properties = {}
    rest = []
    for line in lines:
        found = _LINE.fullmatch(line)
        name = found[1].upper() if found and "ENCODING=" not in found[2].upper() else ""
        value = _value(name, found[2], found[3]) if found and name else None
        if value is None:
            rest.append(line)
        elif name == "CATEGORIES":
            said.setdefault(name, []).extend(value)
        else:
            said.setdefault(name, value)
    return said, rest


def _value(name: str, parameters: str, value: str) -> Any:  # noqa: ANN401 -- a property is one of several types
    if name in _WORDS or name.startswith("X-"):
        return unescaped(value)
    way = _WAYS.get(name)
    return way(_named(parameters), value) if way else None


def _labels(_: Mapping[str, str], value: str) -> list[str]:
    return [unescaped(each) for each in _COMMA.split(value)]


def _number(_: Mapping[str, str], value: str) -> int | None:
    return int(value) if value.isascii() and value.isdigit() and len(value) <= _MOST_DIGITS else None


def _person(parameters: Mapping[str, str], value: str) -> vCalAddress:
    return vCalAddress(value, params=dict(parameters))


def unescaped(text: str) -> str:
    r"""Return *text* of a calendar as it was meant.

    >>> unescaped(r"Tea\, cake\; and\nmore")
    'Tea, cake; and\nmore'
    """
    return _ESCAPED.sub(lambda found: _LETTERS.get(found[1], found[1]), text) if "\\" in text else text


def _named(parameters: str) -> dict[str, str]:
    return {name.upper(): value.strip('"') for name, value in _PARAMETER.findall(parameters)} if parameters else {}


def _time(parameters: Mapping[str, str], value: str) -> vDDDTypes | None:
    """Return a time as its parser would; None for what is not written as usual, or in a zone of its own making."""
    found = _MOMENT.fullmatch(value.strip())
    zone = iana(parameters.get("TZID", ""))
    is_day = found is not None and found[4] is None
    kind = parameters.get("VALUE", "DATE" if is_day else "DATE-TIME").upper()
    known = not parameters.keys() - {"TZID", "VALUE"} and (zone or not parameters.get("TZID"))
    if found is None or not known or kind != ("DATE" if is_day else "DATE-TIME"):
        return None
    try:
        return _Told(_moment(found, "UTC" if found[7] else zone))
    except ValueError:
        return None


def _moment(found: re.Match[str], zone: str) -> date:
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    if found[4] is None:
        return date(year, month, day)
    return datetime(year, month, day, hour, minute, second, tzinfo=ZoneInfo(zone) if zone else None)


_WAYS: Final[Mapping[str, Callable[[Mapping[str, str], str], Any]]] = {
    **dict.fromkeys(("DTSTART", "DTEND", "RECURRENCE-ID"), _time),
    "CATEGORIES": _labels,
    "SEQUENCE": _number,
    "ORGANIZER": _person,
}
