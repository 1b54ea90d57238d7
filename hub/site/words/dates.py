"""How are moments and days written? In the reader's language, at the place's wall clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from hub.kit.saying import IN_FULL, WEEKDAY_AND_YEAR, WEEKDAY_IN_SHORT, WEEKDAY_NAME, WEEKDAY_ONLY
from hub.kit.zones import wall
from hub.meet.events.rules import Falls, hours_in_words, when_in_words
from hub.site.words.speech import gettext, said, voice


def day(moment: datetime, zone: str) -> str:
    """Write the day of *moment* in *zone*.

    >>> from datetime import UTC
    >>> day(datetime(2026, 3, 3, 12, tzinfo=UTC), "Europe/London")
    'Tuesday 3 March 2026'
    """
    return weekday(wall(moment, ZoneInfo(zone)).date())


def clock_time(moment: datetime, zone: str) -> str:
    """Write the time of day of *moment* in *zone*.

    >>> from datetime import UTC
    >>> clock_time(datetime(2026, 7, 3, 12, 5, tzinfo=UTC), "Europe/London")
    '13:05'
    """
    return voice().clock(wall(moment, ZoneInfo(zone)))


def full_time(moment: datetime, zone: str) -> str:
    """Write day and time of *moment* in *zone*, short.

    >>> from datetime import UTC
    >>> full_time(datetime(2026, 7, 3, 12, 5, tzinfo=UTC), "Europe/London")
    '3 July 2026, 13:05'
    """
    local = wall(moment, ZoneInfo(zone))
    return f"{voice().day(local.date(), IN_FULL)}, {voice().clock(local)}"


def weekday(day: date) -> str:
    """Write a day.

    >>> weekday(date(2026, 3, 3))
    'Tuesday 3 March 2026'
    """
    return voice().day(day, WEEKDAY_AND_YEAR)


def weekday_name(day: date) -> str:
    """Name the day of the week alone.

    >>> weekday_name(date(2026, 3, 3)), weekday_short(date(2026, 3, 3))
    ('Tuesday', 'Tue')
    """
    return voice().day(day, WEEKDAY_NAME)


def weekday_short(day: date) -> str:
    """Name the day of the week alone, in short."""
    return voice().day(day, WEEKDAY_IN_SHORT)


def day_name(day: date, zone: str, now: datetime) -> str:
    """Name a day of a list as one would say it at *now* in *zone*: today and yesterday by these words too.

    >>> from datetime import UTC
    >>> noon = datetime(2026, 3, 3, 12, tzinfo=UTC)
    >>> day_name(date(2026, 3, 2), "Europe/London", noon), day_name(date(2026, 3, 1), "Europe/London", noon)
    ('Yesterday, Monday 2 March', 'Sunday 1 March')
    >>> day_name(date(2025, 3, 2), "Europe/London", noon)
    'Sunday 2 March 2025'
    """
    today = wall(now, ZoneInfo(zone)).date()
    written = voice().day(day, WEEKDAY_ONLY if day.year == today.year else WEEKDAY_AND_YEAR)
    match (today - day).days:
        case 0:
            return gettext("Today, %(day)s") % {"day": written}
        case 1:
            return gettext("Yesterday, %(day)s") % {"day": written}
    return written


def when(falls: Falls, zone: str, now: datetime) -> str:
    """Say when a meetup is, at the wall clock of *zone*."""
    return said(when_in_words(falls, zone, now.astimezone(ZoneInfo(zone)).date()))


def hours(falls: Falls, zone: str) -> str:
    """Say at which hours a meetup is, where its day is said already."""
    return said(hours_in_words(falls, zone))
