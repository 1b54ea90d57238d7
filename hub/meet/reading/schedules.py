"""When is an event, and by which rule again, in the words of schema.org? What a Schedule says becomes a rule."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from hub.meet.reading.things import Thing, bare, many, parts, text
from hub.meet.reading.writing import moment
from hub.meet.reading.zones import iana, zone

MOST_EXCEPT = 400  # dates that are left out
_DAYS: Final = {
    day: day[:2].upper() for day in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
}
_OFTEN: Final = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY", "Y": "YEARLY"}
_IN_WORDS: Final = {"daily": "P1D", "weekly": "P1W", "fortnightly": "P2W", "monthly": "P1M", "yearly": "P1Y"}
_EVERY = re.compile(r"P(\d{1,3})([DWMY])")
_DAY_OF_RULE = re.compile(r"[+-]?\d{0,2}(?:MO|TU|WE|TH|FR|SA|SU)")


def times(thing: Thing) -> Iterator[tuple[str, object]]:
    """Yield when an event begins and ends, how it repeats, and when it does not."""
    schedule = next(iter(parts(thing.get("eventSchedule"))), {})
    name = iana(text(schedule.get("scheduleTimezone")))
    start = _by_clock(text(thing.get("startDate")) or _joined(schedule, "startDate", "startTime"), name)
    yield "DTSTART", start
    yield "DTEND", _by_clock(text(thing.get("endDate")) or _end_of(schedule), name)
    if not thing.get("endDate"):
        yield "DURATION", text(thing.get("duration")) or text(schedule.get("duration"))
    rule = _rule(schedule)
    yield "RRULE", rule
    for day in many(schedule.get("exceptDate"))[:MOST_EXCEPT] if rule else ():
        yield "EXDATE", _left_out(_by_clock(text(day), name), start)


def by_schedule(thing: Thing) -> list[Thing]:
    """Return an event once for each schedule it has: Mondays at ten are not Wednesdays at two."""
    schedules = parts(thing.get("eventSchedule"))
    if len(schedules) < 2:  # noqa: PLR2004 -- one, or none
        return [thing]
    name = text(thing.get("@id")) or text(thing.get("identifier")) or text(thing.get("url"))
    # What is said of the whole says of none of them when it begins.
    of_all = {key: value for key, value in thing.items() if key not in {"startDate", "endDate", "duration"}}
    return [
        {**of_all, "eventSchedule": each, **({"identifier": f"{name} {number}", "@id": None} if name else {})}
        for number, each in enumerate(schedules, 1)
    ]


def zone_meant(thing: Thing, home: ZoneInfo) -> ZoneInfo:
    """Return the zone in which the schedule of an event names hours, else *home*."""
    schedule = next(iter(parts(thing.get("eventSchedule"))), {})
    name = iana(text(schedule.get("scheduleTimezone")))
    return zone(name) if name else home


def _by_clock(said: str, name: str) -> date | None:
    """Return a moment by the clock of the zone called *name*, if any is; one that names an offset is none of it."""
    when = moment(said)
    is_wall = isinstance(when, datetime) and when.tzinfo is None
    return when.replace(tzinfo=zone(name)) if name and is_wall and isinstance(when, datetime) else when


def _joined(schedule: Thing, day: str, hour: str) -> str:
    when, at = text(schedule.get(day)), text(schedule.get(hour))
    return f"{when[:10]}T{at}" if at and when else when


def _end_of(schedule: Thing) -> str:
    return _joined(schedule, "startDate", "endTime") if schedule.get("endTime") else ""


def _left_out(day: date | None, start: date | None) -> date | None:
    """Return a day that is left out as the start it would have had; a moment stays one."""
    if isinstance(start, datetime) and day is not None and not isinstance(day, datetime):
        return datetime.combine(day, start.timetz())
    return day


def _rule(schedule: Thing) -> str:
    """Return the rule of a schedule; nothing where it names none we know."""
    often = text(schedule.get("repeatFrequency"))
    every = _EVERY.fullmatch(_IN_WORDS.get(often.casefold(), often))
    if every is None:
        return ""
    rule = [f"FREQ={_OFTEN[every[2]]}", f"INTERVAL={max(int(every[1]), 1)}"]
    rule += [f"{name}={','.join(said)}" for name, said in _parts_of_rule(schedule) if said]
    if (last := moment(text(schedule.get("endDate")))) is not None:
        rule.append(f"UNTIL={last:%Y%m%d}")
    elif (count := text(schedule.get("repeatCount"))).isdecimal():
        rule.append(f"COUNT={int(count[:4])}")
    return ";".join(rule)


def _parts_of_rule(schedule: Thing) -> Iterator[tuple[str, list[str]]]:
    said = [part.strip() for each in many(schedule.get("byDay"))[:14] for part in text(each).split(",")]
    yield (
        "BYDAY",
        [day for each in said if (day := _DAYS.get(bare(each), each.upper())) and _DAY_OF_RULE.fullmatch(day)],
    )
    yield "BYMONTHDAY", _numbers(schedule, "byMonthDay", 31)
    yield "BYMONTH", _numbers(schedule, "byMonth", 12)


def _numbers(schedule: Thing, name: str, most: int) -> list[str]:
    said = (text(each) for each in many(schedule.get(name))[:most])
    return [each for each in said if re.fullmatch(r"[1-9]\d?", each) and int(each) <= most]
