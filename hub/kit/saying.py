"""What is said to people, before it is known in which language: a message and the values in it. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import lru_cache
from gettext import NullTranslations
from typing import Final

from babel.dates import format_date, format_time

WEEKDAY_AND_YEAR = "EEEE d MMMM y"
WEEKDAY_ONLY = "EEEE d MMMM"
WEEKDAY_NAME = "cccc"
WEEKDAY_IN_SHORT = "ccc"
IN_FULL = "d MMMM y"
MONTH_AND_YEAR = "LLLL y"
MONTH_IN_SHORT = "LLL"
DAY_AND_MONTH = "d MMM"
ON_THE_CLOCK = "HH:mm"


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of ours in English, to be said in any language; values of it may be sayings themselves."""

    message: str
    values: tuple[tuple[str, object], ...] = ()
    many: str = ""  # the form for any other number than one
    count: int = 1

    def __str__(self) -> str:
        """Say it in English."""
        return ENGLISH.said(self)

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.message)


@dataclass(frozen=True, slots=True)
class Dated:
    """A day to be written out, in a pattern of the Unicode CLDR."""

    day: date
    pattern: str = WEEKDAY_AND_YEAR


@dataclass(frozen=True, slots=True)
class Voice:
    """A language to say things in: its catalogue, and the locale its dates are written by."""

    catalogue: NullTranslations
    locale: str

    def said(self, words: Saying | str) -> str:
        """Say *words*, and the sayings, days and times in them; what is a string already stays as it is."""
        if isinstance(words, str) or not words:
            return str(words) if isinstance(words, str) else ""
        values = {name: self._value(value) for name, value in words.values}
        message = self._message(words)
        return message % values if values else message

    def day(self, day: date, pattern: str) -> str:
        """Write a day in a CLDR *pattern*."""
        return _day(day, pattern, self.locale)

    def clock(self, moment: time | datetime) -> str:
        """Write a time of day as it stands, in 24 hours."""
        return _clock(moment.hour, moment.minute, self.locale)

    def _message(self, words: Saying) -> str:
        if words.many:
            return self.catalogue.ngettext(words.message, words.many, words.count)
        return self.catalogue.gettext(words.message)

    def _value(self, value: object) -> object:
        match value:
            case Saying():
                return self.said(value)
            case Dated():
                return self.day(value.day, value.pattern)
            case time():
                return self.clock(value)
        return value


# A page has the same few days and times many times over, and writing one out takes longer than reading an item.
@lru_cache(maxsize=4_096)
def _day(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=4_096)
def _clock(hour: int, minute: int, locale: str) -> str:
    return format_time(time(hour, minute), ON_THE_CLOCK, locale=locale)


ENGLISH: Final = Voice(NullTranslations(), "en_GB")
NOTHING: Final = Saying("")


def say(message: str, **values: object) -> Saying:
    """Say *message*, with its %(name)s filled by *values*; the marker by which it is found for translation.

    >>> str(say("It has moved to %(url)s.", url="https://a.example/"))
    'It has moved to https://a.example/.'
    >>> str(say("%(day)s, %(time)s", day=Dated(date(2026, 3, 3), WEEKDAY_ONLY), time=time(9)))
    'Tuesday 3 March, 09:00'
    """
    return Saying(message, tuple(values.items()))


def say_count(one: str, many: str, count: int, **values: object) -> Saying:
    """Say the form that fits *count*, which is %(count)s in both.

    >>> str(say_count("%(count)s item", "%(count)s items", 2))
    '2 items'
    """
    return Saying(one, (("count", count), *values.items()), many, count)


def listed(sayings: Sequence[Saying]) -> Saying:
    """Say one after another, with “and” before the last; there is at least one.

    >>> str(listed([say("Mondays"), say("Wednesdays"), say("Fridays")]))
    'Mondays, Wednesdays and Fridays'
    """
    *firsts, last = sayings
    if not firsts:
        return last
    first, *between = firsts
    for each in between:
        first = say("%(some)s, %(next)s", some=first, next=each)
    return say("%(some)s and %(last)s", some=first, last=last)
