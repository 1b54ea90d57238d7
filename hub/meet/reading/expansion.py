"""On which dates does an event fall? Bounded, whatever its rule says."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events

from hub.aggregate.reading.document import Note
from hub.meet.reading.plainly import Properties
from hub.meet.reading.series import Series, start_of, zone_name
from hub.meet.reading.values import Date, Span
from hub.meet.reading.zones import UTC_NAMES

MOST_DATES = 500  # of one event
LONGEST = timedelta(days=366)  # a longer event keeps its start only
HOURLY_WINDOW = timedelta(days=20)
CPU_PER_EVENT = 0.2  # seconds
CPU_FOR_RULES_AT_MOST = 0.8  # of a calendar
_NEVER_EXPANDED = frozenset({"SECONDLY", "MINUTELY"})
_MOMENT = timedelta(microseconds=1)


class TooLong(Exception):
    """A rule that is not through with its dates when its share of time is."""


@dataclass(slots=True)
class Budget:
    """The processor time left for all rules of a calendar."""

    left: float = CPU_FOR_RULES_AT_MOST


@dataclass(frozen=True, slots=True)
class Fall:
    """One repetition as the library finds it."""

    start: date
    end: date | timedelta | None
    event: Properties  # of the component that describes it


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of an event, soonest first, and what was wrong with its rule."""

    dates: tuple[Date, ...] = ()
    parts: tuple[Properties, ...] = field(default=(), repr=False)  # the component behind each date
    notes: frozenset[Note] = frozenset()


def expand(series: Series, span: Span, home: ZoneInfo, budget: Budget) -> Dates:
    """Return the dates of *series* that touch *span*; floating times and days are meant in *home*.

    A rule that cannot be read, or has no end of dates, leaves the event its first date.
    """
    shortened = [_shorten(part.event) for part in series.parts]
    found = _expanded(series, span, home, budget)
    return replace(found, notes=found.notes | {Note.TOO_LONG}) if any(shortened) else found


def _expanded(series: Series, span: Span, home: ZoneInfo, budget: Budget) -> Dates:
    if not series.repeats:
        return _collect(series, _first(series), span, home)
    try:
        with _cpu_limit(budget):
            return _collect(series, _occurrences(series, span), span, home)
    except TooLong:
        return _only_first(series, span, home, Note.ENDLESS)
    except Exception:  # noqa: BLE001 -- the library raises many types on hostile rules; the event keeps its first date
        return _only_first(series, span, home, Note.NOT_WELL_FORMED)


def end_of(event: Properties) -> date | timedelta | None:
    """Return what a component says of its end: a moment, a length, or nothing."""
    found = event.get("DTEND", event.get("DURATION"))
    said = getattr(found, "dt", None)
    return said if isinstance(said, (date, timedelta)) else None


class _Adapter(recurring_ical_events.EventAdapter):  # type: ignore[misc] # the library is not typed
    """The library's view of a component, with the component itself to be had."""

    @property
    def event(self) -> icalendar.Event:
        component: icalendar.Event = self._component
        return component


class _Occurrence(recurring_ical_events.Occurrence):  # type: ignore[misc] # the library is not typed
    """A repetition that is handed out as it is: copying the whole component for each costs half of all time."""

    def as_component(self, _keep: object) -> Fall:
        return Fall(self.start, self.end, self._adapter.event)


_SELECTED = recurring_ical_events.ComponentsWithName("VEVENT", adapter=_Adapter, occurrence=_Occurrence)


def _occurrences(series: Series, span: Span) -> list[Fall]:
    frequencies = _frequencies(series)
    if frequencies & _NEVER_EXPANDED:
        raise TooLong
    until = min(span.until, span.since + HOURLY_WINDOW) if "HOURLY" in frequencies else span.until
    calendar = icalendar.Calendar()
    for part in series.parts:
        component = part.event if isinstance(part.event, icalendar.Event) else icalendar.Event(part.event)
        part.event = component
        calendar.add_component(component)
    return list(recurring_ical_events.CalendarQuery(calendar, components=[_SELECTED]).between(span.since, until))


def _first(series: Series) -> list[Fall]:
    return [Fall(start_of(series.main), end_of(series.main), series.main)]


def _collect(series: Series, found: list[Fall], span: Span, home: ZoneInfo) -> Dates:
    dates: dict[datetime, tuple[Date, Properties]] = {}
    notes: set[Note] = set()
    for fall in found:
        try:
            made = _date(series, fall, home)
        except (ArithmeticError, ValueError, TypeError):  # beyond the years a calendar can name
            notes.add(Note.NOT_WELL_FORMED)
            continue
        if _ends_first(fall):
            notes.add(Note.ENDS_FIRST)
        kept = dates.get(made.starts_at)
        if _touches(made, span) and (kept is None or kept[0].cancelled):
            dates[made.starts_at] = (made, fall.event)
    soonest = [dates[start] for start in sorted(dates)]
    return Dates(
        dates=tuple(made for made, _ in soonest[:MOST_DATES]),
        parts=tuple(event for _, event in soonest[:MOST_DATES]),
        notes=frozenset(notes | ({Note.MANY_DATES} if len(soonest) > MOST_DATES else set())),
    )


def _only_first(series: Series, span: Span, home: ZoneInfo, why: Note) -> Dates:
    first = _collect(series, _first(series), span, home)
    return replace(first, notes=first.notes | {why})


def _ends_first(fall: Fall) -> bool:
    if isinstance(fall.end, timedelta) or fall.end is None:
        return fall.end is not None and fall.end < timedelta(0)
    return isinstance(fall.end, datetime) is isinstance(fall.start, datetime) and fall.end < fall.start


def _date(series: Series, fall: Fall, home: ZoneInfo) -> Date:
    start = fall.start
    end = start + fall.end if isinstance(fall.end, timedelta) else fall.end
    all_day = not isinstance(start, datetime)
    if all_day and end in {None, start}:
        end = start + timedelta(days=1)
    first, last = sorted([_utc(start, home), _utc(start if end is None else end, home)])  # some swap the two
    return Date(
        starts_at=first,
        ends_at=None if first == last else last,
        starts_on=_wall_day(start, home),
        all_day=all_day,
        cancelled=str(fall.event.get("STATUS", "")).upper() == "CANCELLED",
        slot=_slot(fall, home) if series.repeats else "",
    )


def _slot(fall: Fall, home: ZoneInfo) -> str:
    named = fall.event.get("RECURRENCE-ID")
    # A change to “this and all later dates” names the first of them only; later ones are known by their start.
    moment = fall.start if named is None or "RANGE" in named.params else named.dt
    if isinstance(moment, datetime):
        return f"{_utc(moment, home):%Y%m%dT%H%M%SZ}"
    return f"{moment:%Y%m%d}"


def _utc(moment: date, home: ZoneInfo) -> datetime:
    if not isinstance(moment, datetime):
        moment = datetime(moment.year, moment.month, moment.day, tzinfo=home)
    return (moment if moment.tzinfo else moment.replace(tzinfo=home)).astimezone(UTC)


def _wall_day(start: date, home: ZoneInfo) -> date:
    if not isinstance(start, datetime):
        return start
    # UTC is how machines write a time, not where anybody meets.
    return start.astimezone(home).date() if zone_name(start) in UTC_NAMES else start.date()


def _touches(made: Date, span: Span) -> bool:
    end = made.ends_at or made.starts_at + _MOMENT
    return made.starts_at < span.until and end > span.since


def _shorten(event: Properties) -> bool:
    """Take an end away that is more than a year off: it is a slip, and rules with it would overlap for ever."""
    said = end_of(event)
    length = said if said is None or isinstance(said, timedelta) else _length(start_of(event), said)
    if length is None or -LONGEST <= length <= LONGEST:
        return False
    event.pop("DTEND", None)
    event.pop("DURATION", None)
    return True


def _length(start: date, end: date) -> timedelta:
    return date(end.year, end.month, end.day) - date(start.year, start.month, start.day)


def _frequencies(series: Series) -> set[str]:
    rules = [part.event.get("RRULE", []) for part in series.parts]
    flat = [rule for each in rules for rule in (each if isinstance(each, list) else [each])]
    return {str(frequency).upper() for rule in flat for frequency in rule.get("FREQ", [])}


@contextmanager
def _cpu_limit(budget: Budget) -> Iterator[None]:
    """Stop what runs inside after its share of processor time.

    A rule may ask for 29 February on a Monday in week 3 and search until the year 9999; nothing in it tells
    beforehand. Signals reach the main thread only, which is where a child reads documents; anywhere else the
    child's own limit has to do.
    """
    if budget.left <= 0:
        raise TooLong
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    started = time.process_time()
    before = signal.signal(signal.SIGVTALRM, _stop)
    share = min(CPU_PER_EVENT, budget.left)
    signal.setitimer(signal.ITIMER_VIRTUAL, share, share)  # again and again: a destructor may swallow the first
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
        budget.left -= time.process_time() - started


def _stop(_number: int, _frame: object) -> None:
    raise TooLong
