"""How does the interface say it? Every word of ours goes through here, in the reader's language."""

from contextvars import ContextVar
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

from hub.kit.zones import wall
from hub.meet.rules import Falls, when_in_words

LOCALE = Path(__file__).parents[2] / "web" / "locale"
ENGLISH = "en"
_REGIONS = {ENGLISH: "en_GB"}  # how dates are written
_language: ContextVar[str] = ContextVar("language", default=ENGLISH)


class Evidence(Protocol):
    """How we know that a tag or a place fits: an item's or an event's."""

    @property
    def because(self) -> str:
        """What led to it, as the registry names it."""
        ...

    @property
    def evidence(self) -> str:
        """The words that led to it; empty where it was none."""
        ...


def language() -> str:
    """Return the language pages are written in now, as its tag."""
    return _language.get()


def gettext(message: str) -> str:
    """Return *message* in the reader's language, or as it is."""
    return _translations(language()).gettext(message)


def ngettext(one: str, many: str, count: int) -> str:
    """Return the form of a message that fits *count*."""
    return _translations(language()).ngettext(one, many, count)


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
    local = wall(moment, ZoneInfo(zone))
    return format_time(local, "HH:mm", tzinfo=local.tzinfo, locale=_region())


def full_time(moment: datetime, zone: str) -> str:
    """Write day and time of *moment* in *zone*, short.

    >>> from datetime import UTC
    >>> full_time(datetime(2026, 7, 3, 12, 5, tzinfo=UTC), "Europe/London")
    '3 July 2026, 13:05'
    """
    local = wall(moment, ZoneInfo(zone))
    return f"{format_date(local, 'd MMMM y', locale=_region())}, {clock_time(moment, zone)}"


def when(falls: Falls, zone: str, now: datetime) -> str:
    """Say when a meetup is, at the wall clock of *zone*."""
    return when_in_words(falls, zone, now.astimezone(ZoneInfo(zone)).date())


def weekday(day: date) -> str:
    """Write a day.

    >>> weekday(date(2026, 3, 3))
    'Tuesday 3 March 2026'
    """
    return format_date(day, "EEEE d MMMM y", locale=_region())


def kind_name(kind: str) -> str:
    """Name a kind of source.

    >>> kind_name("blog"), kind_name("brass-band")
    ('Blogs', 'Brass band')
    """
    known = _kinds().get(kind)
    return known or kind.replace("-", " ").capitalize()


def why(found: Evidence, source: str) -> str:
    """Say why an item has a tag or is in a place.

    >>> from hub.aggregate.items.cards import Why
    >>> why(Why("bins", "Bins & recycling", "label", "refuse"), "The Courier")
    'The Courier filed it under “refuse”.'
    """
    reasons = {
        "label": gettext("%(source)s filed it under “%(evidence)s”."),
        "title": gettext("The title says “%(evidence)s”."),
        "text": gettext("The text says “%(evidence)s”."),
        "tag": gettext("It is tagged “%(evidence)s”."),
        "within": gettext("“%(evidence)s” is part of this place."),
        "source": gettext("%(source)s speaks for this place."),
    }
    sentence = reasons.get(found.because) if found.evidence or found.because == "source" else None
    words = sentence or gettext("%(source)s belongs to it.")
    return words % {"source": source, "evidence": found.evidence}


def _kinds() -> dict[str, str]:
    return {
        "council": gettext("Council"),
        "press": gettext("Press"),
        "blog": gettext("Blogs"),
        "community": gettext("Community"),
        "police": gettext("Police"),
        "health": gettext("Health"),
        "school": gettext("Schools"),
        "library": gettext("Libraries"),
        "planning": gettext("Planning"),
        "events": gettext("Events"),
        "reports": gettext("Street reports"),
        "podcast": gettext("Podcasts"),
        "photos": gettext("Photos"),
        "transport": gettext("Transport"),
        "faith": gettext("Faith"),
        "business": gettext("Business"),
    }


def _region() -> str:
    return _REGIONS.get(language(), language())


@cache
def _translations(tag: str) -> NullTranslations:
    compiled = LOCALE / tag / "LC_MESSAGES" / "hub.mo"
    if not compiled.is_file():
        return NullTranslations()
    with compiled.open("rb") as file:
        return GNUTranslations(file)
