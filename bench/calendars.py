"""What does a large calendar cost? One of 5,000 events comes in, and comes again. Ends with 1 when a goal is missed.

    python -m bench.calendars [--events 5000] [--database postgresql://…]

Read, given its meanings and settled in one process, as a look at a feed does it; every tenth event repeats. Processor
time of this process, so that other work on the machine tells little.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from bench.figures import Figure, tell
from hub import tables
from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching.rules import Fresh, decide
from hub.aggregate.tagging.queries import registry
from hub.db.engine import connect, reading, writing
from hub.duties.settling import keep_events
from hub.meet.events.actions import Kept
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar
from hub.net.answers import Reply
from hub.places.models import Place

IMPORT_S, UNCHANGED_MS, OF_FIFTY_THOUSAND_S = 3.0, 50.0, 4.5
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
_FEED = UUID(int=3)
_T = TypeVar("_T")


def main(arguments: Sequence[str]) -> int:
    """Measure, print a line each, and return how many goals were missed."""
    parser = argparse.ArgumentParser("python -m bench.calendars", description=__doc__)
    parser.add_argument("--events", type=int, default=5_000, help="how many events the calendar has (5,000)")
    parser.add_argument("--database", default="", help="an empty database; a SQLite file of its own without it")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(options.database or f"sqlite:///{Path(folder) / 'calendars.db'}")
        tables.create_all(engine)
        try:
            return tell(_figures(engine, options.events))
        finally:
            engine.dispose()


def _figures(engine: Engine, events: int) -> Iterator[Figure]:
    _town(engine)
    body = written(events, "20260301T000000Z")
    reading_took, calendar = _timed(lambda: _read(body))
    settling_took, kept = _timed(lambda: _keep(engine, calendar))
    whole = reading_took + settling_took
    told = f"{whole:.2f} s: read {reading_took:.2f}, kept {settling_took:.2f} (goal {IMPORT_S:.0f})"
    yield Figure(f"import of {events:,} events", told, whole < IMPORT_S and kept.added == events)
    feed = _looked_at(engine, body)
    for what, again in (("the same bytes", body), ("another DTSTAMP on each", written(events, "20260301T010000Z"))):
        took, seen = _timed(lambda again=again: decide(feed, _reply(again), NOW))  # type: ignore[misc] # of this round
        told = f"{took * 1_000:.1f} ms (goal {UNCHANGED_MS:.0f})"
        yield Figure(f"{what} again", told, took * 1_000 < UNCHANGED_MS and not isinstance(seen, Fresh))
    anew, calendar = _timed(lambda: _read(written(events, "20260301T020000Z", note="New: ")))
    settling_took, kept = _timed(lambda: _keep(engine, calendar))
    yield Figure(f"all {events:,} changed", f"{anew + settling_took:.2f} s (told)", kept.changed == events)
    took, calendar = _timed(lambda: _read(written(50_000, "20260301T000000Z", is_short=True)))
    told = f"{took:.2f} s, {len(calendar.events):,} of them kept (goal {OF_FIFTY_THOUSAND_S:.0f})"
    yield Figure("reading 50,000 events", told, took < OF_FIFTY_THOUSAND_S)


def written(events: int, stamp: str, *, note: str = "", is_short: bool = False) -> bytes:
    """Return an invented calendar of so many *events*, exported at *stamp*."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Invented//EN"]
    for number in range(events):
        lines += _short(number) if is_short else _whole(number, stamp, note)
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def _short(number: int) -> Iterator[str]:
    start = NOW + timedelta(minutes=10 * number)
    yield from (
        "BEGIN:VEVENT",
        f"UID:{number}",
        f"SUMMARY:Event {number}",
        f"DTSTART:{start:%Y%m%dT%H%M%SZ}",
        "END:VEVENT",
    )


def _whole(number: int, stamp: str, note: str) -> Iterator[str]:
    start = NOW + timedelta(hours=1 + number % 9_000)
    zone = "TZID=Europe/London"
    yield from ("BEGIN:VEVENT", f"UID:{number}@hall.example", f"DTSTAMP:{stamp}")
    yield from (f"DTSTART;{zone}:{start:%Y%m%dT%H%M%S}", f"DTEND;{zone}:{start + timedelta(hours=2):%Y%m%dT%H%M%S}")
    yield from (f"SUMMARY:Quiz night {number}", "LOCATION:Town hall\\, High Street", "CATEGORIES:Quiz,Pubs")
    yield from (f"DESCRIPTION:{note}A night of questions. All welcome\\, free entry. Step-free.", "STATUS:CONFIRMED")
    yield from (f"URL:https://hall.example/{number}", "SEQUENCE:0")
    if number % 10 == 0:
        yield "RRULE:FREQ=WEEKLY;COUNT=4"
    yield "END:VEVENT"


def _town(engine: Engine) -> None:
    with writing(engine) as db:
        db.add(Place(id=UUID(int=1), slug="wherrybridge", name="Wherrybridge", timezone="Europe/London"))
        db.add(Source(id=UUID(int=2), slug="hall", name="Village hall", kind="events"))
        db.flush()
        db.add(SourcePlace(source_id=UUID(int=2), place_id=UUID(int=1)))
        db.add(Feed(id=_FEED, source_id=UUID(int=2), url="https://hall.example/ics", reads="events", due_at=NOW))


def _read(body: bytes) -> Calendar:
    read = read_calendar(body, timezone="Europe/London", now=NOW)
    if not isinstance(read, Calendar):
        raise TypeError("an invented calendar that cannot be read")
    return read


def _keep(engine: Engine, calendar: Calendar) -> Kept:
    with writing(engine) as db:
        return keep_events(db, db.exec(select(Feed)).one(), calendar, registry(db))


def _looked_at(engine: Engine, body: bytes) -> FeedState:
    """Return the feed as it is after a look that brought *body*."""
    with reading(engine) as db:
        row = db.exec(select(Feed)).one()
        blank = FeedState(**{each.name: getattr(row, each.name) for each in fields(FeedState)})
    seen = decide(blank, _reply(body), NOW)
    learned = seen.learned if isinstance(seen, Fresh) else {}
    return replace(blank, body_hash=str(learned["body_hash"]), still_hash=str(learned["still_hash"]))


def _reply(body: bytes) -> Reply:
    return Reply(url="https://hall.example/ics", status=200, headers={"content-type": "text/calendar"}, body=body)


def _timed(deed: Callable[[], _T]) -> tuple[float, _T]:
    began = process_time()
    made = deed()
    return process_time() - began, made


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
