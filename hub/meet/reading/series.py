"""Components that belong to one event: its rule, its exceptions and its moved dates."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from icalendar import Event, Timezone
from icalendar.prop import vBroken

from hub.meet.reading.lines import Blocks
from hub.meet.reading.plainly import Properties, plainly
from hub.meet.reading.zones import UTC_NAMES, iana

LONGEST_UID = 500
MIDNIGHT = time(0)
_MANY = frozenset({"RRULE", "RDATE", "EXDATE", "CATEGORIES"})  # all others say one thing
_TIMES = ("DTSTART", "DTEND", "RECURRENCE-ID", "RDATE", "EXDATE")
_ZONE = re.compile(r';TZID=("[^"]*"|[^;:]*)', re.IGNORECASE)
_HIDDEN = frozenset({"PRIVATE", "CONFIDENTIAL"})


@dataclass(slots=True)
class Part:
    """One component of an event, and the lines it was made from."""

    event: Properties
    lines: list[str]
    repaired: bool = False

    @property
    def is_exception(self) -> bool:
        """Whether it speaks of one date of a repeating event only."""
        return "RECURRENCE-ID" in self.event


@dataclass(slots=True)
class Series:
    """One event: all components that share its identity, the main one first."""

    uid: str
    parts: list[Part]
    shared_uid: bool = False  # its publisher gave this UID to several events
    made_uid: bool = False  # its publisher gave none

    @property
    def main(self) -> Properties:
        """The component that describes the event as a whole."""
        return self.parts[0].event

    @property
    def repeats(self) -> bool:
        """Whether it can fall on several dates."""
        return any("RRULE" in part.event or "RDATE" in part.event or part.is_exception for part in self.parts)


@dataclass(slots=True)
class Read:
    """All series of a calendar, and how many components are not among them."""

    series: list[Series]
    broken: int = 0  # no start that can be read
    hidden: int = 0  # private
    repaired: bool = False
    unknown_zone: bool = False  # times name one that is nowhere


def parse(found: Blocks, home: ZoneInfo) -> Read:
    """Parse every component on its own; floating times are meant in *home*."""
    learned = {_learn_zone(lines) for lines in found.zones}
    parts = [_part(lines) for lines in found.events]
    whole = [part for part in parts if part is not None]
    shift_utc = bool(iana(found.head.get("X-WR-TIMEZONE", "")))
    for part in whole:
        _settle(part.event, home, shift_utc=shift_utc)
    shown = [part for part in whole if str(part.event.get("CLASS", "")).upper() not in _HIDDEN]
    return Read(
        series=list(_group(shown)),
        broken=len(parts) - len(whole),
        hidden=len(whole) - len(shown),
        repaired=any(part.repaired for part in whole),
        unknown_zone=any(
            _names_no_zone(line, learned) for part in whole for line in part.lines if "TZID" in line[:200]
        ),
    )


def _names_no_zone(line: str, learned: set[str]) -> bool:
    """Say whether a line's time is meant in a zone that neither the world nor its calendar knows."""
    found = _ZONE.search(_split_head(line)[0])
    name = found[1].strip('"') if found else ""
    return bool(name) and not iana(name) and name not in learned


def _learn_zone(lines: list[str]) -> str:
    """Teach the parser a zone that only this calendar knows; common names always mean what everybody means.

    Return the name of the zone that was learned; empty for none.
    """
    name = next((line.partition(":")[2] for line in lines if line.upper().startswith(("TZID:", "TZID;"))), "")
    if name and not iana(name):
        with suppress(Exception):  # whatever a hostile zone does to the parser, its name stays unknown
            Timezone.from_ical(_component("VTIMEZONE", lines))
            return name
    return ""


def _part(lines: list[str]) -> Part | None:
    """Parse one component, without the lines that cannot be read; None when it has no start."""
    said, rest = plainly(lines)
    # Most events need no parser at all, and then not what it keeps them in either: a dictionary takes half the time.
    event, repaired = _completed(said, rest) if rest else (said, False)
    return Part(event, lines, repaired) if isinstance(getattr(event.get("DTSTART"), "dt", None), date) else None


def _completed(said: Properties, rest: list[str]) -> tuple[Event, bool]:
    """Return what was said plainly with what the *rest* says, and whether something of it could not be read."""
    event, repaired = _read(rest)
    for name, value in said.items():
        if name not in event:
            event[name] = value
    for name, value in list(event.items()):
        sound = _sound(name, value)
        if sound is None:
            del event[name]
        elif sound is not value:
            event[name] = sound
        repaired |= sound is not value
    return event, repaired


def _read(lines: list[str]) -> tuple[Event, bool]:
    """Parse what was not said plainly, without the lines that cannot be read, and say whether there were any."""
    common = [_with_common_zone(line) for line in lines]
    if (event := _parsed(common)) is not None:
        return event, bool(event.errors)
    return _parsed([line for line in common if _parsed([line]) is not None]) or Event(), True


def _parsed(lines: list[str]) -> Event | None:
    try:
        event = Event.from_ical(_component("VEVENT", lines))
    except Exception:  # noqa: BLE001 -- the parser raises half a dozen types on hostile text
        return None
    return event if isinstance(event, Event) else None


def _sound(name: str, value: Any) -> Any:  # noqa: ANN401 -- a property is one of thirty types, or a list of them
    """Return *value* itself when all of it could be read, else what could, else None."""
    if not isinstance(value, list):
        return None if isinstance(value, vBroken) else value
    kept = [each for each in value if not isinstance(each, vBroken)]
    if name in _MANY:
        return value if len(kept) == len(value) else (kept or None)
    return kept[0] if kept else None


def start_of(event: Properties) -> date:
    """Return when a component says it starts: a day, or a moment."""
    said = getattr(event.get("DTSTART"), "dt", None)
    if not isinstance(said, date):
        raise TypeError("a component without a start")
    return said


def _component(name: str, lines: Iterable[str]) -> bytes:
    # Bytes on purpose: text without a line break would be taken for the path of a file.
    return "\r\n".join((f"BEGIN:{name}", *lines, f"END:{name}", "")).encode()


def _with_common_zone(line: str) -> str:
    if "TZID=" not in line[:200].upper():
        return line
    head, colon, value = _split_head(line)
    parameters = head.split(";")
    return (
        ";".join(
            f"TZID={iana(each[5:])}" if each.upper().startswith("TZID=") and iana(each[5:]) else each
            for each in parameters
        )
        + colon
        + value
    )


def _split_head(line: str) -> tuple[str, str, str]:
    """Split a line at the colon before its value; a quoted parameter may hold colons of its own."""
    if '"' not in line:
        return line.partition(":")
    quoted = False
    for position, character in enumerate(line):
        quoted ^= character == '"'
        if character == ":" and not quoted:
            return line[:position], ":", line[position + 1 :]
    return line, "", ""


def _settle(event: Properties, home: ZoneInfo, *, shift_utc: bool) -> None:
    """Give floating times the zone *home*; with *shift_utc* a repeating event's UTC times too.

    Google writes repeating events of a calendar with X-WR-TIMEZONE in UTC and means the wall clock of that zone.
    """
    shift = shift_utc and "RRULE" in event
    _settle_until(event, home)
    for name in _TIMES:
        value = event.get(name)
        for each in value if isinstance(value, list) else [value]:
            for holder in getattr(each, "dts", [each]):
                moment = getattr(holder, "dt", None)
                if isinstance(moment, datetime):
                    holder.dt = _settled(moment, home, shift=shift)
                elif isinstance(moment, tuple):  # a period
                    holder.dt = tuple(
                        _settled(end, home, shift=shift) if isinstance(end, datetime) else end for end in moment
                    )


def _settle_until(event: Properties, home: ZoneInfo) -> None:
    """Make the end of a rule include the day its publisher named."""
    rules = event.get("RRULE", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        for last in rule.get("UNTIL", [])[:1]:
            if isinstance(last, date):
                rule["UNTIL"] = [_last_moment(start_of(event), last, home)]


def _last_moment(start: date, last: date, home: ZoneInfo) -> date:
    if not isinstance(start, datetime) and isinstance(last, datetime):
        # Outlook writes the midnight a last whole day begins with, in UTC: with summer time on the evening before.
        local = last.astimezone(home) if last.tzinfo else last
        return local.date() if local.time() == MIDNIGHT else last.date()
    if isinstance(start, datetime) and not isinstance(last, datetime):
        # Who names a day means to meet on it.
        return datetime(last.year, last.month, last.day, 23, 59, 59, tzinfo=home).astimezone(UTC)
    return last


def _settled(moment: datetime, home: ZoneInfo, *, shift: bool) -> datetime:
    if moment.tzinfo is None:
        return moment.replace(tzinfo=home)
    if shift and (moment.tzinfo is UTC or zone_name(moment) in UTC_NAMES):
        return moment.astimezone(home)
    return moment


def zone_name(moment: Any) -> str:  # noqa: ANN401 -- whatever a calendar's time turned out to be
    """Return the IANA name of a time's zone; empty for days, floating times and zones nobody else knows."""
    return str(getattr(getattr(moment, "tzinfo", None), "key", "") or "")


def _group(parts: list[Part]) -> Iterator[Series]:
    by_uid: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_uid[str(part.event.get("UID", "")).strip()].append(part)
    for uid, same in by_uid.items():
        if uid:
            yield from _split(_short(uid), same)
        else:
            yield from (Series(uid=_made_up(part), parts=[part], made_uid=True) for part in same)


def _split(uid: str, parts: list[Part]) -> Iterator[Series]:
    """Tell one event and its exceptions from several events that were given one UID."""
    exceptions = [part for part in parts if part.is_exception]
    mains = sorted((part for part in parts if not part.is_exception), key=_sequence, reverse=True)
    newest = {_start(part): part for part in mains if _sequence(part) == _sequence(mains[0])}
    if len(newest) > 1:  # the newest versions start at different times: they are different events
        for start, part in newest.items():
            yield Series(uid=_short(f"{uid} {start}"), parts=[part], shared_uid=True)
    else:
        yield Series(uid=uid, parts=[*newest.values(), *exceptions])


def _sequence(part: Part) -> int:
    return int(part.event.get("SEQUENCE", 0))


def _start(part: Part) -> str:
    return start_of(part.event).isoformat()


def _made_up(part: Part) -> str:
    return "made-" + _hash(f"{part.event.get('SUMMARY', '')}|{_start(part)}")


def _short(uid: str) -> str:
    return uid if len(uid) <= LONGEST_UID else f"{uid[:400]}…{_hash(uid)}"


def _hash(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()
