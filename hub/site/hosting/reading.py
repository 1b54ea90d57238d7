"""What did somebody type of a meetup, and what is wrong with it? From the fields of the form to checked values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from hub.aggregate.notices.rules import LONGEST_LABEL, MOST_LABELS
from hub.kit.days import day_typed
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.text import labels_of, squeeze, visible
from hub.kit.urls import absolute
from hub.meet.hosting.repeating import Often, Repeat
from hub.meet.hosting.rules import (
    LONGEST_ADDRESS,
    LONGEST_LOCATION,
    LONGEST_NAME,
    LONGEST_PRICE,
    LONGEST_TITLE,
    LONGEST_WORDS,
    MOST_SEATS,
    When,
    clock_typed,
    faults_of,
)
from hub.site.typed import Typed, too_long, trapped

_DAYS = ("day", "until_day", "until")
_CLOCKS = ("clock", "until_clock")
_NO_DAY = say("There is no such day. Type it like 24/12/2026.")
_NO_CLOCK = say("There is no such time. Type it like 19:00 or 7.30pm.")
_UNSEEN = say("This has signs in it that nobody sees. Take them out.")
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Moments:
    """What was typed of when it takes place, read: None where nothing stands, or nothing that can be read."""

    days: Mapping[str, date | None]
    clocks: Mapping[str, time | None]
    times: int | None
    wrong: Mapping[str, Saying]


def faults(typed: Typed, today: date) -> Mapping[str, Saying]:
    """Return what is wrong with a meetup as it was typed, by field."""
    return {name: fault for name, fault in (_word_faults(typed) | _when_faults(typed, today)).items() if fault}


def when(typed: Typed) -> When | None:
    """Return when a meetup takes place; None where that cannot be read."""
    read = _moments(typed)
    day = read.days["day"]
    if day is None or read.wrong:
        return None
    often = _often(typed) or Often.ONCE
    is_once = often is Often.ONCE
    repeat = Repeat() if is_once else Repeat(often, read.days["until"], read.times)
    return When(day, read.clocks["clock"], _other_day(read, day), read.clocks["until_clock"], repeat)


def labels(typed: Typed) -> Sequence[str]:
    """Return the tags that were chosen or typed, each once."""
    return labels_of([*typed.all("tag"), typed["labels"]])


def address(typed: str) -> str:
    """Return a web address people typed, with or without its beginning; empty where it is none.

    >>> address("meet.example.org/room"), address("javascript:alert(1)")
    ('https://meet.example.org/room', '')
    """
    return absolute("", typed) or ("" if ":" in typed.partition("/")[0] else absolute("", f"https://{typed}"))


def seats(typed: str) -> int | None:
    """Return how many seats somebody typed; None where it is no number of seats."""
    found = _number(typed)
    return found if found is not None and 1 <= found <= MOST_SEATS else None


def _word_faults(typed: Typed) -> dict[str, Saying | None]:
    return {
        "title": _line_fault(typed["title"], LONGEST_TITLE, say("Give it a title.")),
        "words": too_long(typed["words"], LONGEST_WORDS),
        "location": _line_fault(typed["location"], LONGEST_LOCATION) or _somewhere(typed),
        "online_url": _address_fault(typed["online_url"]),
        "url": _address_fault(typed["url"]),
        "labels": _labels_fault(labels(typed)),
        "price": _price_fault(typed),
        "step_free": None if typed["step_free"] in {"", YES, NO} else say("Choose one of these."),
        "capacity": _seats_fault(typed["capacity"]),
        "rsvp": _terms_fault(typed),
        "name": _line_fault(typed["name"], LONGEST_NAME, say("Say who invites, as others see it.")),
        "website": trapped(typed),
    }


def _when_faults(typed: Typed, today: date) -> dict[str, Saying]:
    read, found = _moments(typed), when(typed)
    wrong = dict(read.wrong)
    if not typed["day"]:
        wrong["day"] = say("Type the day it takes place, like 24/12/2026.")
    if _often(typed) is None:
        wrong["often"] = say("Choose how often it takes place.")
    elif _often(typed) is Often.ONCE and (typed["until"] or typed["times"]):
        wrong["often"] = say("You typed until when it repeats, or how many times: choose how often, or take that out.")
    return wrong | (dict(faults_of(found, today)) if found and not wrong else {})


def _moments(typed: Typed) -> Moments:
    days = {name: day_typed(typed[name]) for name in _DAYS}
    clocks = {name: None if typed["all_day"] else clock_typed(typed[name]) for name in _CLOCKS}
    times = _number(typed["times"])
    wrong = {name: _NO_DAY for name, day in days.items() if typed[name] and day is None}
    wrong |= {name: _NO_CLOCK for name, at in clocks.items() if typed[name] and at is None and not typed["all_day"]}
    if typed["times"] and times is None:
        wrong["times"] = say("Type a number, like 6.")
    return Moments(days, clocks, times, wrong)


def _other_day(read: Moments, day: date) -> date | None:
    return None if read.days["until_day"] == day else read.days["until_day"]


def _often(typed: Typed) -> Often | None:
    often = typed["often"] or Often.ONCE
    return Often(often) if often in set(Often) else None


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= len(str(MOST_SEATS)) else None


def _somewhere(typed: Typed) -> Saying | None:
    if typed["location"] or typed["online_url"]:
        return None
    return say("Say where one meets: a place, or an address for taking part online.")


def _price_fault(typed: Typed) -> Saying | None:
    if typed["free"] and typed["price"]:
        return say("It is free, or it has a price: leave one of the two empty.")
    return _line_fault(typed["price"], LONGEST_PRICE)


def _seats_fault(typed: str) -> Saying | None:
    if not typed or seats(typed):
        return None
    return say("Type a number from 1 to %(most)s, or leave it empty.", most=MOST_SEATS)


def _terms_fault(typed: Typed) -> Saying | None:
    if typed["rsvp"] or not (typed["capacity"] or typed["guests_allowed"]):
        return None
    return say("Seats and guests count only where people say here that they come: tick this, or take both out.")


def _address_fault(typed: str) -> Saying | None:
    if not typed:
        return None
    is_long = too_long(typed, LONGEST_ADDRESS)
    return is_long or (None if address(typed) else say("This is no web address. One looks like https://example.org."))


def _labels_fault(found: Sequence[str]) -> Saying | None:
    if len(found) > MOST_LABELS:
        return say("These are too many: at most %(most)s tags.", most=MOST_LABELS)
    is_long = any(len(label) > LONGEST_LABEL for label in found)
    return say("A tag is a word or two. Put commas between several.") if is_long else None


def _line_fault(text: str, most: int, missing: Saying = NOTHING) -> Saying | None:
    """Say what is wrong with a line that stands among those of others: nothing in it may turn them round."""
    if visible(text) != text:
        return _UNSEEN
    return too_long(text, most) or (missing if missing and not squeeze(text) else None)
