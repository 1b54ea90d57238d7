"""Builders of invented calendars, as bytes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hub.meet.reading import expansion
from hub.meet.reading.calendar import read_calendar
from hub.meet.reading.values import Calendar, IncomingEvent

MARCH = datetime(2026, 3, 1, 12, tzinfo=UTC)  # a Sunday, four weeks before the clocks change in Britain


def vevent(*lines: str, uid: str = "quiz", summary: str = "Pub quiz") -> str:
    """Write one event."""
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", f"SUMMARY:{summary}", *lines, "END:VEVENT"])


def ics(*events: str, head: str = "") -> bytes:
    """Write a calendar of *events*, its own properties in *head*."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Invented//EN", *([head] if head else []), *events]
    return "\r\n".join([*lines, "END:VCALENDAR", ""]).encode()


def calendar(*events: str, head: str = "", now: datetime = MARCH, timezone: str = "Europe/London") -> Calendar:
    """Read a calendar of *events*, which must be readable."""
    read = read_calendar(ics(*events, head=head), timezone=timezone, now=now)
    assert isinstance(read, Calendar)
    return read


def only(*lines: str, head: str = "", now: datetime = MARCH, timezone: str = "Europe/London") -> IncomingEvent:
    """Read a calendar of one event and return it."""
    (event,) = calendar(vevent(*lines), head=head, now=now, timezone=timezone).events
    return event


def starts(event: IncomingEvent) -> list[str]:
    """Return its dates as people at the event would write them: in London, to the minute."""
    return [f"{date.starts_at.astimezone(ZoneInfo('Europe/London')):%Y-%m-%d %H:%M}" for date in event.dates]


def clock(at: date | None) -> datetime:
    """Return a moment another reader read, which must have an hour."""
    assert isinstance(at, datetime)
    return at


@contextmanager
def unhurried() -> Iterator[None]:
    """Let no rule run out of time: the signal that says so may come while a busy machine collects garbage."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(expansion, "CPU_PER_EVENT", 60)
        yield
