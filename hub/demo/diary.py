"""What does a calendar of the town say? Weekly groups for ever, single evenings around today."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, Timezone, vGeo, vRecur

from hub.demo.content import Voice, Written, offset
from hub.demo.timeline import CYCLE, EPOCH, LONDON, moment

# Greenwich and summer time as every calendar program writes them.
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
TZNAME:BST
DTSTART:19700329T010000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
TZNAME:GMT
DTSTART:19701025T020000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""
_Facts = Mapping[str, Any]


def diary(written: Written, voice: Voice, turn: int, url: str) -> bytes:
    """Write the calendar of *voice* during cycle *turn*: its bytes stay the same for nine weeks."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{voice.name}//Diary//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", voice.name)
    calendar.add("x-wr-timezone", "Europe/London")
    calendar.add_component(Timezone.from_ical(_ZONE.replace("\n", "\r\n")))
    for facts in written.diaries[voice.slug]:
        for event in _series(facts, voice, turn) if "rule" in facts else _singles(facts, voice, turn):
            event.add("url", f"{url}/{voice.slug}/#{facts['id']}")
            event.add("dtstamp", moment(timedelta(), turn - 1))
            calendar.add_component(event)
    written_out: bytes = calendar.to_ical()
    return written_out


def _series(facts: _Facts, voice: Voice, turn: int) -> Iterator[Event]:
    """Yield a repeating event, then the dates of it that are held otherwise."""
    uid = f"{facts['id']}@{voice.slug}"
    starts = offset(facts["starts"])
    event = _event(facts, uid, 0, starts)
    event.add("rrule", vRecur.from_ical(facts["rule"]))
    turns = range(turn - 1, turn + 2)
    for skipped in facts.get("skips", ()):
        for each in turns:
            event.add("exdate", _wall(each, _of_week(skipped, starts)))
    yield event
    for week, change in facts.get("changes", {}).items():
        for each in turns:
            yield _changed(facts, change, uid, (each, _of_week(week, starts)))


def _changed(facts: _Facts, change: _Facts, uid: str, planned: tuple[int, timedelta]) -> Event:
    """Return the one date of a series that moved, or was called off."""
    turn, usual = planned
    event = _event({**facts, **change}, uid, turn, offset(change["starts"]) if "starts" in change else usual)
    event.add("recurrence-id", _wall(turn, usual))
    event.add("sequence", 1)
    return event


def _singles(facts: _Facts, voice: Voice, turn: int) -> Iterator[Event]:
    for each in range(turn - 1, turn + 2):
        yield _event(facts, f"{facts['id']}-{each}@{voice.slug}", each, offset(facts["starts"]))


def _event(facts: _Facts, uid: str, turn: int, starts: timedelta) -> Event:
    event = Event()
    event.add("uid", uid)
    event.add("summary", facts["title"])
    event.add("description", facts["text"])
    event.add("location", facts["where"])
    event.add("status", "CANCELLED" if facts.get("cancelled") else "CONFIRMED")
    if "labels" in facts:
        event.add("categories", facts["labels"])
    if "point" in facts:
        event.add("geo", vGeo(facts["point"]))
    _span(event, facts, turn, starts)
    return event


def _span(event: Event, facts: _Facts, turn: int, starts: timedelta) -> None:
    if "days" in facts:
        first = _day(turn, starts)
        event.add("dtstart", first)
        event.add("dtend", first + timedelta(days=facts["days"]))
        return
    begins = _wall(turn, starts)
    event.add("dtstart", begins)
    event.add("dtend", begins + timedelta(minutes=facts["minutes"]))


def _of_week(week: int, starts: timedelta) -> timedelta:
    """Return when a weekly event is held in *week* of a cycle."""
    return starts % timedelta(weeks=1) + timedelta(weeks=week)


def _wall(turn: int, since: timedelta) -> datetime:
    return moment(since, turn).astimezone(LONDON)


def _day(turn: int, since: timedelta) -> date:
    return EPOCH + turn * CYCLE + since
