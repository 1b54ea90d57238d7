"""A list of meetups as an iCalendar file that calendars of all makes can subscribe to."""

from collections.abc import Iterable
from datetime import timedelta

from icalendar import Calendar, Event
from icalendar.prop import vDuration, vText

from hub.meet.values import Meetup

PRODUCT = "-//Local Hub//Meetups//EN"
REFRESH = timedelta(hours=6)
CANCELLED = "Cancelled:"
_DAY = timedelta(days=1)


def to_ics(meetups: Iterable[Meetup], name: str, cancelled: str = CANCELLED) -> bytes:
    """Write *meetups* as the calendar *name*; the same meetups always give the same bytes.

    *cancelled* is said before the title of what will not take place.

    Every date is an event of its own with a UID that stays when it is moved, times in UTC, days as days. Nobody is
    woken by it: there are no alarms.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("METHOD", "PUBLISH")
    for label in ("NAME", "X-WR-CALNAME"):
        calendar.add(label, vText(name))
    calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))  # what older programs look for
    for meetup in meetups:
        calendar.add_component(_event(meetup, cancelled))
    return bytes(calendar.to_ical())


def uid_of(meetup: Meetup) -> str:
    """Return what identifies one date of an event for ever, wherever it is moved to."""
    return f"{meetup.event_id}-{meetup.slot}" if meetup.slot else str(meetup.event_id)


def _event(meetup: Meetup, cancelled: str) -> Event:
    event = Event()
    event.add("UID", uid_of(meetup))
    event.add("DTSTAMP", meetup.changed_at or meetup.starts_at)
    event.add("SEQUENCE", meetup.sequence)
    _add_times(event, meetup)
    # Some calendars drop a cancelled event without a word; others show it as if it took place.
    event.add("SUMMARY", vText(f"{cancelled} {meetup.title}" if meetup.cancelled else meetup.title))
    event.add("STATUS", "CANCELLED" if meetup.cancelled else "CONFIRMED")
    for label, value in (("DESCRIPTION", meetup.summary), ("LOCATION", meetup.location), ("CONTACT", meetup.organiser)):
        if value:
            event.add(label, vText(value))
    if meetup.url:
        event.add("URL", meetup.url)
    return event


def _add_times(event: Event, meetup: Meetup) -> None:
    if not meetup.all_day:
        event.add("DTSTART", meetup.starts_at)
        if meetup.ends_at:
            event.add("DTEND", meetup.ends_at)
        return
    length = round((meetup.ends_at - meetup.starts_at) / _DAY) if meetup.ends_at else 1
    event.add("DTSTART", meetup.starts_on)
    event.add("DTEND", meetup.starts_on + _DAY * max(length, 1))
