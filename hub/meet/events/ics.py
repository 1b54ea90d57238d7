"""A list of meetups as an iCalendar file that calendars of all makes can subscribe to."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vGeo, vText, vUri

from hub.kit.zones import is_zone, wall
from hub.meet.events.values import Meetup
from hub.meet.events.vtimezones import timezone

PRODUCT = "-//Local Hub//Meetups//EN"
REFRESH = timedelta(hours=6)
CANCELLED = "Cancelled:"
_DAY = timedelta(days=1)
_IN_UTC = frozenset({"", "UTC", "Etc/UTC"})
_FIRST_YEAR, _LAST_YEAR = 1972, 2200  # whose clocks a zone can tell of
_ANY_YEAR = 2026  # in a calendar without dates


@dataclass(frozen=True, slots=True)
class Entry:
    """A date of an event, and what this hub says of it besides."""

    meetup: Meetup
    page: str = ""  # the address of our page
    tags: Sequence[str] = ()  # names of agreed ones
    where: str = ""  # the venue with its address; where it is empty, the place as its calendar writes it
    point: tuple[float, float] | None = None  # latitude and longitude
    online: str = ""  # where one takes part from afar


@dataclass(frozen=True, slots=True)
class Head:
    """What a calendar says of itself."""

    name: str
    page: str = ""  # the same list, for people
    cancelled: str = CANCELLED  # said before the title of what will not take place
    zone: str = "UTC"  # of the place; told even where nothing is on, for a calendar must not be empty


def to_ics(entries: Iterable[Entry], head: Head) -> bytes:
    """Write meetups as a calendar; the same meetups always give the same bytes.

    Every date is an event of its own, with a UID that stays when it is moved, by the clock of its organiser's zone;
    days are days. Nobody is woken by it, and nobody invited: there are no alarms, and no addresses of people.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    for label in ("NAME", "X-WR-CALNAME"):
        calendar.add(label, vText(head.name))
    if head.page:
        calendar.add("URL", vUri(head.page))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))  # what older programs look for
    listed = list(entries)
    _add_zones(calendar, head, [each.meetup for each in listed])
    for entry in listed:
        calendar.add_component(_event(entry, head.cancelled))
    return bytes(calendar.to_ical())


def uid_of(meetup: Meetup) -> str:
    """Return what identifies one date of an event for ever, wherever it is moved to."""
    return f"{meetup.event_id}-{meetup.slot}" if meetup.slot else str(meetup.event_id)


def zone_of(meetup: Meetup) -> str:
    """Return by which clock a date is written; empty where it is written in UTC, or has no hours.

    An hour the clocks show twice in autumn means the first one, so a date in the second is written in UTC.
    """
    if meetup.all_day or meetup.timezone in _IN_UTC or not is_zone(meetup.timezone):
        return ""
    zone = ZoneInfo(meetup.timezone)
    ends = (meetup.starts_at, meetup.ends_at or meetup.starts_at)
    is_told = all(_FIRST_YEAR <= each.year <= _LAST_YEAR and not wall(each, zone).fold for each in ends)
    return meetup.timezone if is_told else ""


def _add_zones(calendar: Calendar, head: Head, meetups: Sequence[Meetup]) -> None:
    first = {} if meetups else {head.zone: _ANY_YEAR}
    for meetup in meetups:
        if name := zone_of(meetup):
            first[name] = min(first.get(name, meetup.starts_at.year), meetup.starts_at.year)
    for name, year in sorted(first.items()):
        calendar.add_component(timezone(name, year))


def _event(entry: Entry, cancelled: str) -> Event:
    meetup = entry.meetup
    event = Event()
    event.add("UID", uid_of(meetup))
    event.add("DTSTAMP", meetup.changed_at or meetup.starts_at)
    event.add("SEQUENCE", meetup.sequence)
    _add_times(event, meetup)
    # Some calendars drop a cancelled event without a word; others show it as if it took place.
    event.add("SUMMARY", vText(f"{cancelled} {meetup.title}" if meetup.cancelled else meetup.title))
    event.add("STATUS", "CANCELLED" if meetup.cancelled else "CONFIRMED")
    where = entry.where or meetup.location
    # Who subscribes to what is on in a town does not go to all of it: nobody is made busy.
    event.add("TRANSP", "TRANSPARENT")
    for label, value in (("DESCRIPTION", _told(entry)), ("LOCATION", where), ("CONTACT", meetup.organiser)):
        if value:
            event.add(label, vText(value))
    _add_links(event, entry)
    return event


def _told(entry: Entry) -> str:
    """Return what is said of a meetup; the address of its publisher stands at its end, where every program shows it."""
    link = entry.meetup.url if entry.page else ""
    return "\n\n".join(filter(None, (entry.meetup.summary, entry.online, link)))


def _add_links(event: Event, entry: Entry) -> None:
    if entry.point:
        event.add("GEO", vGeo(entry.point))
    if entry.tags:
        event.add("CATEGORIES", list(entry.tags))
    if entry.page or entry.meetup.url:
        event.add("URL", vUri(entry.page or entry.meetup.url))
    if entry.online:
        event.add("CONFERENCE", vUri(entry.online), parameters={"VALUE": "URI"})


def _add_times(event: Event, meetup: Meetup) -> None:
    if meetup.all_day:
        length = round((meetup.ends_at - meetup.starts_at) / _DAY) if meetup.ends_at else 1
        event.add("DTSTART", meetup.starts_on)
        event.add("DTEND", meetup.starts_on + _DAY * max(length, 1))
        return
    name = zone_of(meetup)
    event.add("DTSTART", _clock(meetup.starts_at, name))
    if meetup.ends_at and meetup.ends_at > meetup.starts_at:
        event.add("DTEND", _clock(meetup.ends_at, name))


def _clock(moment: datetime, name: str) -> datetime:
    return wall(moment, ZoneInfo(name)) if name else moment
