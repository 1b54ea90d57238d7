"""Which meetups may be typed here, what is wrong with one, and when is it over? Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import StrEnum
from itertools import islice

from hub.kit.saying import Saying, say
from hub.meet.hosting.repeating import Often, Repeat, begins_well, days_of

LONGEST_TITLE = 120  # letters
LONGEST_WORDS = 4_000
LONGEST_LOCATION = 200
LONGEST_PRICE = 100
LONGEST_ADDRESS = 500
LONGEST_NAME = 80  # of who organises it
LONGEST_NOTE = 200  # beside one date
AHEAD = timedelta(days=366)  # calendars are worked out a little further than this
LONGEST = timedelta(days=31)  # of one date
MOST_TIMES = 60
MOST_SEATS = 10_000
MOST_TOLD = 5  # dates said back
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")
_HOURS = re.compile(r"(\d{1,2})(?:[:.](\d{2}))? ?([ap])\.?m\.?")
NOON = 12


class State(StrEnum):
    """Where a typed meetup stands."""

    WAITING = "waiting"  # somebody reads it before it appears
    SHOWN = "shown"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by its organiser, before anybody saw it


@dataclass(frozen=True, slots=True)
class When:
    """When a meetup takes place, as typed: its first date, how long it goes on, and how often."""

    day: date
    clock: time | None = None  # None: whole days
    until_day: date | None = None
    until_clock: time | None = None
    repeat: Repeat = field(default_factory=Repeat)

    @property
    def last_day(self) -> date:
        """The last day of its first date."""
        return self.until_day or self.day


def clock_typed(text: str) -> time | None:
    """Return the time of day somebody typed, as a browser writes it or as people here do; None when it is none.

    >>> clock_typed("19:00"), clock_typed("7.30pm"), clock_typed("12 a.m."), clock_typed("25:00")
    (datetime.time(19, 0), datetime.time(19, 30), datetime.time(0, 0), None)
    """
    plain, halved = _CLOCK.fullmatch(text), _HOURS.fullmatch(text.lower())
    try:
        if halved:
            hour = int(halved[1])
            return time(hour % NOON + NOON * (halved[3] == "p"), int(halved[2] or 0)) if 1 <= hour <= NOON else None
        return time(int(plain[1]), int(plain[2])) if plain else None
    except ValueError:
        return None


def faults_of(when: When, today: date) -> Mapping[str, Saying]:
    """Return what is wrong with when a meetup is to take place, by field."""
    wrong = {
        "day": _day_fault(when, today),
        "until_day": _length_fault(when),
        "until_clock": _end_fault(when),
        "often": _rule_fault(when),
        **_ending_faults(when, today),
    }
    return {name: fault for name, fault in wrong.items() if fault}


def dates_of(when: When, most: int = MOST_TOLD) -> tuple[date, ...]:
    """Return the first days it falls on, as many as are said back."""
    return tuple(islice(days_of(when.repeat, when.day), most))


def last_of(when: When) -> date:
    """Return the last day of its last date."""
    *_, last = days_of(when.repeat, when.day)
    return last + (when.last_day - when.day)


def next_day(when: When, today: date) -> date:
    """Return the day a meetup that is held once more falls on: the next of its days after *today* and its last.

    One that fell on a single date is held on the same weekday as soon as can be.
    """
    often = when.repeat.often
    endless = Repeat(Often.WEEKLY if often is Often.ONCE else often, until=date.max)
    return next(day for day in days_of(endless, when.day) if day > max(today, last_of(when)))


def _day_fault(when: When, today: date) -> Saying | None:
    if when.day < today:
        return say("This day is over. Choose one from today on.")
    return say("Choose a day within the next year.") if when.day > today + AHEAD else None


def _length_fault(when: When) -> Saying | None:
    if when.last_day < when.day:
        return say("It cannot end before the day it begins.")
    if when.last_day - when.day > LONGEST:
        return say("One date lasts %(days)s days at most. Does it repeat instead?", days=LONGEST.days)
    first_two = dates_of(when, 2)
    if len(first_two) > 1 and when.last_day >= first_two[1]:
        return say("It would still be going on when the next one begins.")
    return None


def _end_fault(when: When) -> Saying | None:
    if when.until_clock is None or when.last_day < when.day:
        return None
    if when.clock is None:
        return say("Say when it begins too, or leave both empty: then it takes whole days.")
    is_before = when.last_day == when.day and when.until_clock <= when.clock
    return say("It ends before it begins. If it goes on past midnight, type its last day too.") if is_before else None


def _rule_fault(when: When) -> Saying | None:
    if begins_well(when.repeat.often, when.day):
        return None
    return say("The day it begins is not the last of its weekdays in that month. Choose another.")


def _ending_faults(when: When, today: date) -> Mapping[str, Saying | None]:
    repeat = when.repeat
    if repeat.often is Often.ONCE:
        return {}
    if (repeat.until is None) == (repeat.times is None):
        never = say("Say until when it goes on, or how many times: what never ends, nobody keeps true.")
        return {"until": say("Type one of the two: a last day, or how many times.") if repeat.until else never}
    return {"until": _until_fault(when, today), "times": _times_fault(when, today)}


def _until_fault(when: When, today: date) -> Saying | None:
    if when.repeat.until is None:
        return None
    if when.repeat.until < when.day:
        return say("Its last day cannot be before its first.")
    if when.repeat.until > today + AHEAD:
        return say("At most a year ahead: you can let it go on at any time.")
    return None if len(dates_of(when, 2)) > 1 else say("Until this day it takes place only once.")


def _times_fault(when: When, today: date) -> Saying | None:
    times = when.repeat.times
    if times is None:
        return None
    if not 2 <= times <= MOST_TIMES:  # noqa: PLR2004 -- once is no repeating
        return say("Type a number from 2 to %(most)s.", most=MOST_TIMES)
    is_too_far = when.day <= today + AHEAD < last_of(when)
    return say("This is more than a year ahead: you can let it go on at any time.") if is_too_far else None
