"""What does a calendar say? From bytes to values; pure, and run in a child that can be stopped."""

import re
import warnings
from dataclasses import replace
from datetime import datetime, timedelta
from time import process_time
from zoneinfo import ZoneInfo

from icalendar.timezone import tzp

from hub.aggregate.reading.document import Flaw, Hints, Note, Unreadable
from hub.kit.garbage import nothing_to_collect
from hub.meet.reading.expansion import CPU_FOR_RULES_AT_MOST, Budget, expand
from hub.meet.reading.facts import described, words
from hub.meet.reading.lines import Blocks, blocks
from hub.meet.reading.series import Read, parse
from hub.meet.reading.soonest import keep_soonest
from hub.meet.reading.values import LOOK_BACK, Calendar, IncomingEvent, Span
from hub.meet.reading.zones import iana, zone

__all__ = ["Calendar", "read_calendar"]

WINDOW_DAYS = 400
MOST_COMPONENTS = 6_000  # parsed; of more, the soonest
MOST_DATES = 10_000  # of a calendar
CPU_IN_ALL = 4.0  # seconds, of the five a child has: then it stops; what parsing leaves of them is for rules,
CPU_FOR_RULES = (0.2, CPU_FOR_RULES_AT_MOST)  # but so much at least, and at most
LONGEST_TITLE = 500
LONGEST_WAIT = 7 * 24 * 60  # minutes a calendar may ask us to stay away

_ESCAPED = re.compile(r"\\(.)")
_LENGTH = re.compile(r"P(?:(\d{1,3})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?)?(?:\d+S)?", re.IGNORECASE)


def read_calendar(body: bytes, *, timezone: str, now: datetime, days: int = WINDOW_DAYS) -> Calendar | Unreadable:
    """Read a calendar's events with their dates from yesterday to *days* ahead; *timezone* is the place's, by its name.

    Floating times are meant in the calendar's own zone (X-WR-TIMEZONE) or else in the place's. Nothing is raised for
    anything a calendar says: what cannot be read is left out and noted.
    """
    with nothing_to_collect():  # all that is made here stays until it is read
        return _of_document(body, timezone, now, days)


def _of_document(body: bytes, timezone: str, now: datetime, days: int) -> Calendar | Unreadable:
    found = blocks(body)
    if found.too_deep or not found.seen:
        return Unreadable(Flaw.BOMB) if found.too_deep else Unreadable(*_flaw(body))
    return of_blocks(found, timezone=timezone, now=now, days=days)


def of_blocks(found: Blocks, *, timezone: str, now: datetime, days: int = WINDOW_DAYS) -> Calendar:
    """Read the events of a document that is cut into its components, whichever kind of document it was."""
    home_name = iana(found.head.get("X-WR-TIMEZONE", "")) or iana(timezone) or "UTC"
    span = Span(now - LOOK_BACK, now + timedelta(days=days))
    total = len(found.events)
    is_cut = keep_soonest(found, span, MOST_COMPONENTS)
    tzp.use_default()  # a zone one calendar made up must not mean anything in the next
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the parsers' kind: a calendar's oddities, told by our notes
        read = parse(found, zone(home_name))
        least, most = CPU_FOR_RULES
        budget = Budget(left=max(least, min(most, CPU_IN_ALL - (process_time() - found.began))))
        events, notes = _events(read, span, zone(home_name), budget, found.began + CPU_IN_ALL)
    if is_cut:
        notes.add(Note.MANY_EVENTS)
    return Calendar(
        title=_said(found, "X-WR-CALNAME", "NAME"),
        description=_said(found, "X-WR-CALDESC", "DESCRIPTION"),
        timezone=home_name,
        events=events,
        total=total,
        read=len(found.events),
        hints=_hints(found),
        notes=frozenset(notes | _document_notes(found, read, total)),
        is_part=Note.OUT_OF_TIME in notes,
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


def _events(
    read: Read, span: Span, home: ZoneInfo, budget: Budget, until: float
) -> tuple[tuple[IncomingEvent, ...], set[Note]]:
    notes: set[Note] = set()
    made: dict[str, IncomingEvent] = {}
    for series in read.series:
        if process_time() > until:  # better a part, and a word of it, than a child that is stopped
            notes.add(Note.OUT_OF_TIME)
            break
        found = expand(series, span, home, budget)
        notes |= found.notes
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
        Note.NO_START: bool(read.broken),
        Note.UNKNOWN_ZONE: read.unknown_zone,
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
