"""What does a calendar say? From bytes to values; pure, and run in a child that can be stopped."""

import re
import warnings
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar.timezone import tzp

from hub.aggregate.reading.document import Flaw, Hints, Note, Unreadable
from hub.meet.expansion import Budget, expand
from hub.meet.facts import described, words
from hub.meet.lines import Blocks, blocks
from hub.meet.series import Read, parse
from hub.meet.values import LOOK_BACK, Calendar, IncomingEvent, Span
from hub.meet.zones import iana, zone

__all__ = ["Calendar", "read_calendar"]

WINDOW_DAYS = 400
MOST_COMPONENTS = 2_000  # parsed; of more, the soonest
MOST_DATES = 2_000  # of a calendar
LONGEST_TITLE = 500
LONGEST_WAIT = 7 * 24 * 60  # minutes a calendar may ask us to stay away

_ESCAPED = re.compile(r"\\(.)")
_DAY = re.compile(r":(\d{8})")
_REPEATING = ("RRULE", "RDATE", "RECURRENCE-ID")
_LENGTH = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?(?:\d+S)?", re.IGNORECASE)


def read_calendar(body: bytes, *, timezone: str, now: datetime, days: int = WINDOW_DAYS) -> Calendar | Unreadable:
    """Read a calendar's events with their dates from yesterday to *days* ahead; *timezone* is the place's, by its name.

    Floating times are meant in the calendar's own zone (X-WR-TIMEZONE) or else in the place's. Nothing is raised for
    anything a calendar says: what cannot be read is left out and noted.
    """
    found = blocks(body)
    if found.too_deep or not found.seen:
        return Unreadable(Flaw.BOMB) if found.too_deep else Unreadable(*_flaw(body))
    home_name = iana(found.head.get("X-WR-TIMEZONE", "")) or iana(timezone) or "UTC"
    span = Span(now - LOOK_BACK, now + timedelta(days=days))
    total = len(found.events)
    cut = _keep_soonest(found, span)
    tzp.use_default()  # a zone one calendar made up must not mean anything in the next
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parsers' kind: a calendar's oddities, told by our notes
        read = parse(found, zone(home_name))
        events, notes = _events(read, span, zone(home_name))
    if cut:
        notes.add(Note.MANY_DATES)
    return Calendar(
        title=_said(found, "X-WR-CALNAME", "NAME"),
        description=_said(found, "X-WR-CALDESC", "DESCRIPTION"),
        timezone=home_name,
        events=events,
        total=total,
        hints=_hints(found),
        notes=frozenset(notes | _document_notes(found, read, total)),
    )


def _flaw(body: bytes) -> tuple[Flaw, str]:
    start = body.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n")[:2_000].lower()
    if not start:
        return Flaw.NOTHING, ""
    if any(mark in start for mark in (b"<rss", b"<feed", b"<rdf:rdf", b"jsonfeed.org")):
        return Flaw.NOT_A_FEED, "a feed of posts where a calendar should be"
    if start.startswith(b"<!doctype html") or b"<html" in start or b"<head" in start or b"<body" in start:
        return Flaw.HTML, "a web page where a calendar should be"
    return Flaw.NOT_A_FEED, "no iCalendar"


def _keep_soonest(found: Blocks, span: Span) -> bool:
    """Drop events that are long over before they cost anything, and all but the soonest of too many."""
    # Two days more than a date can be away from its own UTC; an end decides where there is one.
    gone = f"{span.since - 2 * LOOK_BACK:%Y%m%d}"
    repeating = {_line(lines, "UID") for lines in found.events if any(_line(lines, name) for name in _REPEATING)}
    kept = []
    for lines in found.events:
        last = max(_day(_line(lines, "DTSTART")), _day(_line(lines, "DTEND")))
        if not last or last >= gone or _line(lines, "DURATION") or _line(lines, "UID") in repeating:
            kept.append(lines)
    found.events = kept
    if len(kept) <= MOST_COMPONENTS:
        return False
    # Those before today are repeating ones, which have dates ahead: they come first.
    found.events = sorted(kept, key=lambda lines: _day(_line(lines, "DTSTART")))[:MOST_COMPONENTS]
    return True


def _line(lines: Sequence[str], name: str) -> str:
    return next((line for line in lines if line[: len(name)].upper() == name), "")


def _day(line: str) -> str:
    found = _DAY.search(line)
    return found[1] if found else ""


def _events(read: Read, span: Span, home: ZoneInfo) -> tuple[tuple[IncomingEvent, ...], set[Note]]:
    budget = Budget()
    notes: set[Note] = set()
    made: dict[str, IncomingEvent] = {}
    for series in read.series:
        found = expand(series, span, home, budget)
        if found.too_many:
            notes.add(Note.MANY_DATES)
        if found.broken:
            notes.add(Note.NOT_WELL_FORMED)
        if found.dates:
            event = described(series, found)
            made.setdefault(event.uid, event)
    soonest = sorted(made.values(), key=lambda event: (event.dates[0].starts_at, event.uid))
    kept = _capped(soonest)
    if kept != soonest:
        notes.add(Note.MANY_DATES)
    return tuple(kept), notes


def _capped(events: list[IncomingEvent]) -> list[IncomingEvent]:
    """Keep the soonest dates of a whole calendar."""
    starts = sorted(each.starts_at for event in events for each in event.dates)
    if len(starts) <= MOST_DATES:
        return events
    last = starts[MOST_DATES - 1]
    left = MOST_DATES
    kept = []
    for event in events:
        soon = tuple(each for each in event.dates if each.starts_at <= last)[:left]
        left -= len(soon)
        if soon:
            kept.append(replace(event, dates=soon))
    return kept


def _said(found: Blocks, *names: str) -> str:
    """Return the first of a calendar's own properties that says something, unescaped."""
    said = next((found.head[name] for name in names if found.head.get(name)), "")
    return words(_ESCAPED.sub(lambda escape: " " if escape[1] in "nN" else escape[1], said), LONGEST_TITLE)


def _document_notes(found: Blocks, read: Read, total: int) -> set[Note]:
    said = {
        Note.EMPTY: not total,
        Note.WRONG_ENCODING: found.recoded,
        Note.CUT_OFF: found.cut_off,
        Note.NOT_WELL_FORMED: found.repaired or read.repaired or bool(read.broken),
        Note.EVENT_IDS: any(series.made_uid or series.shared_uid for series in read.series),
        Note.PRIVATE: read.hidden > 0,
    }
    return {note for note, applies in said.items() if applies}


def _hints(found: Blocks) -> Hints:
    asked = _LENGTH.fullmatch(found.head.get("REFRESH-INTERVAL") or found.head.get("X-PUBLISHED-TTL", ""))
    if asked is None:
        return Hints()
    weeks, days, hours, minutes = (int(part or 0) for part in asked.groups())
    return Hints(ttl_minutes=min(((weeks * 7 + days) * 24 + hours) * 60 + minutes, LONGEST_WAIT) or None)
