"""On which dates does a typed meetup fall? The same reading as of calendars, of a calendar written for it. Pure."""

import hashlib
from collections.abc import Iterator
from dataclasses import astuple, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar as Document
from icalendar import Event as Component
from icalendar.prop import vRecur

from hub.kit.text import labels_of
from hub.meet.hosting.values import HostedView, OddDate, Written
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar, Date, IncomingEvent

DAY = timedelta(days=1)


def calendar_of(held: HostedView, now: datetime) -> Calendar:
    """Return a typed meetup as a part of what its feed tells, with its dates from yesterday to 400 days ahead."""
    written = held.written
    read = read_calendar(_document(held), timezone=written.timezone, now=now)
    dates = read.events[0].dates if isinstance(read, Calendar) and read.events else ()
    event = _event(held, tuple(_named(each, written) for each in dates))
    return Calendar(timezone=written.timezone, events=(event,), total=1, is_part=True)


def slot_of(written: Written, day: date) -> str:
    """Return what an occurrence calls the date the rule gives *day*: the same, at whatever hour it begins."""
    return f"{day:%Y%m%d}" if written.rule else ""


def _event(held: HostedView, dates: tuple[Date, ...]) -> IncomingEvent:
    written = held.written
    return IncomingEvent(
        uid=held.id.urn,
        title=written.title,
        summary=written.words,
        location=written.location,
        url=written.url,
        organiser=written.name,
        timezone=written.timezone if written.clock else "",
        repeats=written.rule,
        sequence=held.sequence,
        cancelled=held.cancelled,
        categories=labels_of([written.labels]),
        online_url=written.online_url,
        price=written.price,
        free=written.free,
        online=True if written.online_url else None,
        children=written.children,
        step_free=written.step_free,
        digest=_digest(held),
        dates=dates,
    )


def _document(held: HostedView) -> bytes:
    document = Document()
    for each in _components(held):
        document.add_component(each)
    return bytes(document.to_ical())


def _components(held: HostedView) -> Iterator[Component]:
    written = held.written
    main = _component(written, written.day, written.clock)
    if written.rule:
        main.add("RRULE", vRecur.from_ical(written.rule))
    yield main
    for odd in held.dates.values():
        if odd.cancelled or odd.day or odd.clock:
            yield _exception(written, odd)


def _exception(written: Written, odd: OddDate) -> Component:
    found = _component(written, odd.day or odd.slot, odd.clock or written.clock)
    found.add("RECURRENCE-ID", _at(written, odd.slot, written.clock))
    if odd.cancelled:
        found.add("STATUS", "CANCELLED")
    return found


def _component(written: Written, day: date, clock: str) -> Component:
    found = Component()
    found.add("UID", "one")
    found.add("SUMMARY", "one")
    found.add("DTSTART", _at(written, day, clock))
    if end := _end(written, day, clock):
        found.add("DTEND", end)
    return found


def _end(written: Written, day: date, clock: str) -> date | None:
    """Return when a date ends that begins on *day* at *clock*; as long after it as the first one does."""
    last = day + ((written.until_day or written.day) - written.day)
    if not written.clock:
        return last + DAY
    if not written.until_clock:
        return _at(written, last, "23:59") if last > day else None
    length = _naive(written.until_day or written.day, written.until_clock) - _naive(written.day, written.clock)
    return (_naive(day, clock) + length).replace(tzinfo=ZoneInfo(written.timezone))


def _at(written: Written, day: date, clock: str) -> date:
    return _naive(day, clock).replace(tzinfo=ZoneInfo(written.timezone)) if written.clock else day


def _naive(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock))


def _named(found: Date, written: Written) -> Date:
    """Name a date by the day its rule gives it, so that it is the same one when its hour changes."""
    if not written.rule or not written.clock:
        return found
    moment = datetime.strptime(found.slot, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    return replace(found, slot=slot_of(written, moment.astimezone(ZoneInfo(written.timezone)).date()))


def _digest(held: HostedView) -> str:
    said = (astuple(held.written), held.cancelled, held.sequence, [astuple(each) for each in held.dates.values()])
    return hashlib.blake2s(repr(said).encode("utf-8", "replace"), digest_size=16).hexdigest()
