"""What somebody types of a meetup, as values. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from hub.meet.hosting.repeating import repeat_of
from hub.meet.hosting.rules import State, When


@dataclass(frozen=True, slots=True)
class Written:
    """A meetup as somebody typed it, checked; each field as the table keeps it."""

    place_id: UUID
    title: str
    words: str
    timezone: str
    day: date
    clock: str = ""
    until_day: date | None = None
    until_clock: str = ""
    rule: str = ""
    labels: str = ""
    name: str = ""
    location: str = ""
    online_url: str = ""
    url: str = ""
    price: str = ""
    free: bool | None = None
    children: bool | None = None
    step_free: bool | None = None
    rsvp: bool = False
    capacity: int | None = None
    guests_allowed: bool = False
    thread_id: int | None = None


def when_of(written: Written) -> When:
    """Return when a meetup takes place, as its rules look at it."""
    clocks = (time.fromisoformat(each) if each else None for each in (written.clock, written.until_clock))
    clock, until_clock = clocks
    return When(written.day, clock, written.until_day, until_clock, repeat_of(written.rule))


@dataclass(frozen=True, slots=True)
class OddDate:
    """One date that is not like the others."""

    slot: date  # the day its rule gives it
    cancelled: bool = False
    day: date | None = None  # where it was moved to
    clock: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class HostedView:
    """A typed meetup, as its organiser and those who look after its place see it."""

    id: UUID
    person_id: UUID | None
    event_id: UUID | None
    state: State
    written: Written
    cancelled: bool
    unread: bool
    sequence: int
    written_at: datetime
    changed_at: datetime
    ends_on: date
    dates: Mapping[date, OddDate]
