"""How people say when they meet: dates in words, and a list of meetups day by day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from hub.kit.saying import WEEKDAY_AND_YEAR, WEEKDAY_ONLY, Dated, Saying, say
from hub.kit.zones import wall, zone_or_usual
from hub.meet.events.values import Meetup

DAY = timedelta(days=1)
SMALL_HOURS = time(6)  # what ends before it still belongs to the evening before


class Falls(Protocol):
    """Anything that falls on a date: a meetup of a listing, or a date just read."""

    @property
    def starts_at(self) -> datetime:
        """Its start in UTC."""
        ...

    @property
    def ends_at(self) -> datetime | None:
        """Its end in UTC, outside."""
        ...

    @property
    def starts_on(self) -> date:
        """Its day at the organiser's wall clock."""
        ...

    @property
    def all_day(self) -> bool:
        """Whether it has days, but no hours."""
        ...


@dataclass(frozen=True, slots=True)
class Entry:
    """A meetup in the list of a day."""

    meetup: Meetup
    until: date | None = None  # the last day of one that goes on for several
    began: date | None = None  # the first day of one that is under way already


@dataclass(frozen=True, slots=True)
class Day:
    """A day of a place, and what is on."""

    day: date
    entries: tuple[Entry, ...]


def days(meetups: Iterable[Meetup], timezone: str, since: date | None = None) -> Sequence[Day]:
    """Group meetups by the day they start on in *timezone*; one of several days is listed once, with its last day.

    What began before *since* stands first on that day.
    """
    zone = ZoneInfo(timezone)
    found: dict[date, list[Entry]] = {}
    for meetup in meetups:
        first, last = first_day(meetup, zone), last_day(meetup, zone)
        shown = max(first, since) if since and last >= since else first
        entry = Entry(meetup, until=last if last > first else None, began=first if shown > first else None)
        found.setdefault(shown, []).append(entry)
    return [Day(day, tuple(sorted(found[day], key=_order))) for day in sorted(found)]


def first_day(falls: Falls, zone: ZoneInfo) -> date:
    """Return the day something starts on, as people in *zone* count days."""
    return falls.starts_on if falls.all_day else wall(falls.starts_at, zone).date()


def last_day(falls: Falls, zone: ZoneInfo) -> date:
    """Return the last day of something; an evening that ends in the small hours has only one."""
    first = first_day(falls, zone)
    if falls.ends_at is None:
        return first
    if falls.all_day:
        # In hours a day can be 23 or 25 long where the clocks change.
        length = round((falls.ends_at - falls.starts_at) / DAY)
        return first + DAY * max(length - 1, 0)
    end = wall(falls.ends_at, zone)
    small_hours = end.time() <= SMALL_HOURS and end.date() > first
    return max(end.date() - DAY if small_hours else end.date(), first)


def day_meant(meetup: Meetup) -> date:
    """Return the day a date of a series was to fall on, wherever it was moved to."""
    try:
        meant = datetime.fromisoformat(meetup.slot)
    except ValueError:  # it is not one of several
        return meetup.starts_on
    return wall(meant, ZoneInfo(zone_or_usual(meetup.timezone))).date() if meant.tzinfo else meant.date()


def when_in_words(falls: Falls, timezone: str, today: date | None = None) -> Saying:
    """Say when something is, at the wall clock of *timezone*; the year is named where it is not that of *today*.

    >>> from datetime import UTC
    >>> from hub.meet.reading.values import Date
    >>> evening = Date(datetime(2026, 3, 3, 19, tzinfo=UTC), datetime(2026, 3, 3, 21, 30, tzinfo=UTC), date(2026, 3, 3))
    >>> str(when_in_words(evening, "Europe/London"))
    'Tuesday 3 March, 19:00 to 21:30'
    """
    zone = ZoneInfo(timezone)
    first, last = first_day(falls, zone), last_day(falls, zone)
    if falls.all_day and first < last:
        return say("%(first)s to %(last)s", first=_day(first, today), last=_day(last, today))
    return say("%(day)s, %(hours)s", day=_day(first, today), hours=hours_in_words(falls, timezone, today))


def hours_in_words(falls: Falls, timezone: str, today: date | None = None) -> Saying:
    """Say at which hours something is, for where its day is said already; the last day of what goes on longer too.

    >>> from datetime import UTC
    >>> from hub.meet.reading.values import Date
    >>> str(hours_in_words(Date(datetime(2026, 3, 3, 9, tzinfo=UTC), None, date(2026, 3, 3)), "Europe/London"))
    '09:00'
    """
    zone = ZoneInfo(timezone)
    first, last = first_day(falls, zone), last_day(falls, zone)
    if falls.all_day:
        return say("all day") if first == last else say("until %(last)s", last=_day(last, today))
    start = wall(falls.starts_at, zone).time()
    if falls.ends_at is None:
        return say("%(time)s", time=start)
    end = wall(falls.ends_at, zone)
    if last == first:
        return say("%(start)s to %(end)s", start=start, end=end.time())
    return say("%(start)s to %(last)s, %(end)s", start=start, last=_day(end.date(), today), end=end.time())


def text_of(summary: str, location: str) -> str:
    """Return the words an event's phrases are looked for in; the same from a calendar just read and from its row.

    >>> text_of("All welcome", "Kings Heath library")
    'Kings Heath library. All welcome'
    """
    return ". ".join(filter(None, (location, summary)))


def _day(day: date, today: date | None) -> Dated:
    return Dated(day, WEEKDAY_AND_YEAR if today and day.year != today.year else WEEKDAY_ONLY)


def _order(entry: Entry) -> tuple[bool, datetime, str]:
    # What goes on for days stands below what happens on this one.
    return (entry.began is not None, entry.meetup.starts_at, entry.meetup.title)
