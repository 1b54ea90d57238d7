"""Every calendar of the corpus, read as of today and as of its first day: it reads, or says why not, in time."""

import re
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hub.aggregate.reading.document import Unreadable
from hub.meet.reading.calendar import MOST_DATES, read_calendar
from hub.meet.reading.values import LOOK_BACK, Calendar, IncomingEvent
from hub.settings import Settings

CPU_SECONDS = 2.0
DAYS = 400
ZONE = "Europe/London"
TODAY = datetime(2026, 11, 21, 12, tzinfo=UTC)
USED_WRONGLY = 2
_START = re.compile(rb"DTSTART[^:\r\n]*:((?:19[7-9]|20[0-4])\d{5})")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def main() -> int:
    """Read every calendar; print each that failed and a line of figures, and return 0 when there was none."""
    corpus = Settings().corpus
    if corpus is None or not corpus.is_dir():
        print("This reads real calendars: name a folder of collected ones with HUB_CORPUS.", file=sys.stderr)
        return USED_WRONGLY
    started = time.monotonic()
    found = {path.name: list(trouble(path)) for path in calendars(corpus)}
    for name, faults in found.items():
        for fault in faults:
            print(f"RED {name}: {fault}")
    failed = sum(bool(faults) for faults in found.values())
    print(f"calendars {len(found)} tried {failed} failed {time.monotonic() - started:.1f}")
    return 1 if failed or not found else 0


def calendars(corpus: Path) -> list[Path]:
    """Return the iCalendar files of a corpus."""
    return sorted((corpus / "calendars").glob("*.ics"))


def trouble(path: Path) -> Iterator[str]:
    """Yield what is wrong with our reading of one calendar: as of today, and as of the day of its first event."""
    body = path.read_bytes()
    for now in dict.fromkeys((TODAY, first_day(body))):
        before = time.process_time()
        read = read_calendar(body, timezone=ZONE, now=now, days=DAYS)
        spent = time.process_time() - before
        if spent > CPU_SECONDS:
            yield f"{spent:.1f} s of processor time"
        if isinstance(read, Unreadable):
            continue
        yield from _faults(read, now)
        if read.total and now != TODAY and not read.events and not read.notes:
            yield "events in it, none of them read, and not a word why"


def first_day(body: bytes) -> datetime:
    """Return the day of a calendar's first event that is no rule of a time zone; today where it names none."""
    zones_left_out = re.sub(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE", b"", body, flags=re.DOTALL)
    found = sorted(each.decode() for each in _START.findall(zones_left_out))
    try:
        return datetime.strptime(found[0], "%Y%m%d").replace(tzinfo=UTC)
    except (IndexError, ValueError):
        return TODAY


def _faults(read: Calendar, now: datetime) -> Iterator[str]:
    uids = [event.uid for event in read.events]
    if len(set(uids)) < len(uids):
        yield "two events with one identity"
    if sum(len(event.dates) for event in read.events) > MOST_DATES:
        yield "more dates than may be kept"
    for event in read.events:
        yield from (f"{event.uid}: {fault}" for fault in _faults_of(event, now))


def _faults_of(event: IncomingEvent, now: datetime) -> Iterator[str]:
    starts = [date.starts_at for date in event.dates]
    since, until = now - LOOK_BACK, now + timedelta(days=DAYS)
    checks = {
        "no dates": not starts,
        "dates out of order, or twice": starts != sorted(set(starts)),
        "a date outside the window": not all(
            date.starts_at < until and (date.ends_at or date.starts_at) >= since for date in event.dates
        ),
        "an end before its start": any(date.ends_at and date.ends_at <= date.starts_at for date in event.dates),
        "no title": not event.title,
        "control characters": any(map(_CONTROL.search, (event.title, event.summary, event.location, event.organiser))),
        "a link that is none": not event.url.startswith(("http://", "https://")) and bool(event.url),
    }
    yield from (fault for fault, found in checks.items() if found)


if __name__ == "__main__":
    sys.exit(main())
