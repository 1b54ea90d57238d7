"""What is on this week, for the wall of a library? As many meetups as one sheet holds in letters one can read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from math import ceil
from re import split
from unicodedata import east_asian_width
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.errors import BadQuestion
from hub.kit.saying import WEEKDAY_ONLY
from hub.kit.text import excerpt, storable, visible
from hub.kit.zones import midnight, wall
from hub.meet.events import queries as meetups
from hub.meet.events.rules import Day, days
from hub.meet.events.values import Meetup
from hub.meet.events.whereabouts import NOWHERE, Whereabouts, whereabouts
from hub.meet.reading.values import Span
from hub.places.queries import PlaceView
from hub.site.agenda import HORIZON
from hub.site.deps import chosen
from hub.site.filtered import FACET_WORDS, Filtered, narrowing
from hub.site.render import path
from hub.site.sheets.noticeboard import by_hand
from hub.site.sheets.weeks import DAY, LENGTH
from hub.site.words import gettext, hours, said
from hub.site.words.speech import voice

MOST_LISTED = 400
TITLE, WHERE, NAME = 90, 80, 40  # characters of foreign words on paper
GAP = 0.25  # after each, in lines
LIGHT = 1.15  # more letters than bold ones, in which it says what is on, fit on a line
UNEVEN = 0.92  # of a line is used where words go on in the next
WIDE = frozenset("WF")  # letters that are as wide as two
MARKS = ("free", "step_free", "children", "online")


class Letters(StrEnum):
    """How large the letters are: usual ones fill one sheet of A4, large ones two."""

    USUAL = ""
    LARGE = "large"


@dataclass(frozen=True, slots=True)
class Room:
    """What fits: lines of all sheets between their head and their foot, and letters of one line."""

    lines: float
    letters: int  # bold ones
    of_name: int  # letters of one line of the place's name
    of_address: int  # and of the address in the foot
    heading: float  # lines a day takes before its first meetup


# Measured with margin in a browser: rather a line of white than a meetup nobody can read.
ROOMS = {Letters.USUAL: Room(27, 54, 22, 34, 1.85), Letters.LARGE: Room(36, 34, 18, 22, 1.5)}
NAME_LINE = 2.2  # lines of the list that a line of the name takes


@dataclass(frozen=True, slots=True)
class Line:
    """A meetup as the sheet tells it."""

    hours: str
    title: str
    where: str  # and for whom it is, in words
    cancelled: bool
    begins: str = ""  # the hour alone
    name: str = ""  # of where it is, without its address
    brief: bool = False  # all in one paragraph: when it begins, what it is, and the name of where

    @property
    def in_brief(self) -> "Line":
        """The same, in as few words as one needs to go there."""
        return replace(self, hours=self.begins, where=self.name, brief=True)

    def lines(self, letters: int) -> float:
        """Return how many lines of so many letters it takes, the gap after it too."""
        head = f"{gettext('Cancelled:') if self.cancelled else ''} {self.hours} {self.title}"
        if self.brief:
            return _lines(head, letters, f" · {self.where}") + GAP
        return _lines(head, letters) + _lines(self.where, letters * LIGHT) + GAP


@dataclass(frozen=True, slots=True)
class PosterDay:
    """A day, and what is on."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Poster:
    """A week of meetups on paper."""

    week: str  # its first and its last day, in words
    days: tuple[PosterDay, ...]
    more: int  # dates that did not fit
    since: date
    before: date | None  # the first day of the week before; None where that would begin before today
    after: date
    address: str  # of the meetups, as one types it
    filters: str  # what it is narrowed to, in words; empty: nothing

    @property
    def address_parts(self) -> Sequence[str]:
        """The address in pieces between which a line may break: behind its dots and slashes."""
        return [each for each in split(r"(?<=[./])", self.address) if each]


@dataclass(frozen=True, slots=True)
class Order:
    """Which sheet somebody asks for."""

    since: date | None
    letters: Letters
    filtered: Filtered


def poster(db: Session, here: PlaceView, now: datetime, order: Order) -> Poster:
    """Return the sheet of the seven days from *since* on, which is today unless it is later.

    BadQuestion for a day further away than repeating meetups are worked out.
    """
    today = wall(now, ZoneInfo(here.timezone)).date()
    first = max(order.since or today, today)
    if first > today + HORIZON:
        raise BadQuestion(gettext("Nobody knows yet what is on then."))
    span = Span(max(midnight(first, here.timezone), now), midnight(first + LENGTH, here.timezone))
    narrow = narrowing(db, here, order.filtered)
    coming = meetups.upcoming(db, here.id, span, narrow.narrowed, limit=MOST_LISTED)
    where = whereabouts(db, {each.event_id for each in coming})
    listed = [_day(each, here, where) for each in days(coming, here.timezone, since=first)]
    address = by_hand(chosen(db).base_url + path(here.slug, "meetups", **order.filtered.query()))
    words = ", ".join(said(each) for each in narrow.words)
    shown = _shown(listed, _left(ROOMS[order.letters], [here.name, words], address))
    return Poster(
        week=_week(first),
        days=shown,
        more=_count(listed) - _count(shown),
        since=first,
        before=max(first - LENGTH, today) if first > today else None,
        after=first + LENGTH,
        address=address,
        filters=words,
    )


def _week(first: date) -> str:
    speak = voice()
    named = {"first": speak.day(first, WEEKDAY_ONLY), "last": speak.day(first + LENGTH - DAY, WEEKDAY_ONLY)}
    return gettext("%(first)s to %(last)s") % named


def _day(day: Day, here: PlaceView, where: Mapping[UUID, Whereabouts]) -> PosterDay:
    lines = (_line(entry.meetup, here, where.get(entry.meetup.event_id, NOWHERE)) for entry in day.entries)
    return PosterDay(voice().day(day.day, WEEKDAY_ONLY), tuple(lines))


def _line(meetup: Meetup, here: PlaceView, where: Whereabouts) -> Line:
    written = excerpt(_clear(where.line if meetup.venue else meetup.location), WHERE)
    marks = [said(FACET_WORDS[name]) for name in MARKS if getattr(meetup.suits, name)]
    name, _, _ = _clear(meetup.venue.name if meetup.venue else meetup.location).partition(",")
    return Line(
        hours=hours(meetup, here.timezone),
        title=excerpt(_clear(meetup.title), TITLE) or excerpt(_clear(meetup.source_name), TITLE),
        where=" · ".join(filter(None, (written, *marks))),
        cancelled=meetup.cancelled,
        begins=hours(replace(meetup, ends_at=None), here.timezone),
        name=excerpt(name, NAME),
    )


def _shown(listed: Sequence[PosterDay], room: Room) -> tuple[PosterDay, ...]:
    """Return the week with all that is known of it, or where that is too much, as much of it as fits in brief."""
    whole = tuple(_that_fit(listed, room))
    if _count(whole) == _count(listed):
        return whole
    return tuple(_that_fit([PosterDay(day.name, tuple(line.in_brief for line in day.lines)) for day in listed], room))


def _that_fit(listed: Sequence[PosterDay], room: Room) -> Iterator[PosterDay]:
    """Yield as much of the days as fits: of each its first meetup, then of each its second, and so on."""
    left, taken = room.lines, [0] * len(listed)
    turns = [(rank, number) for number, day in enumerate(listed) for rank in range(len(day.lines))]
    for rank, number in sorted(turns):
        needed = listed[number].lines[rank].lines(room.letters) + (0 if rank else room.heading)
        if taken[number] == rank and needed <= left:
            taken[number] += 1
            left -= needed
    for day, count in zip(listed, taken, strict=True):
        if count:
            yield PosterDay(day.name, day.lines[:count])


def _left(room: Room, head: Sequence[str], address: str) -> Room:
    """Return what is left for meetups below a long name and what it is narrowed to, and above a long address."""
    name, filters = head
    above = (_lines(name, room.of_name) - 1) * NAME_LINE + _lines(filters, room.of_address)
    return replace(room, lines=room.lines - above - _lines(address, room.of_address) + 1)


def _lines(text: str, letters: float, light: str = "") -> int:
    taken = (sum(map(_width, text)) + sum(map(_width, light)) / LIGHT) / letters
    return ceil(taken if taken <= 1 else taken / UNEVEN)


def _width(letter: str) -> float:
    """Return how wide a letter is, next to most small ones of the Latin script.

    >>> _width("a"), _width("W"), _width("東")
    (1.0, 1.5, 2.0)
    """
    if east_asian_width(letter) in WIDE:
        return 2.0
    return 1.5 if letter.isupper() else 1.0


def _count(listed: Iterable[PosterDay]) -> int:
    return sum(len(day.lines) for day in listed)


def _clear(text: str) -> str:
    # Some signs are nothing to see, others tell a printer what to do: paper has use for neither.
    return storable(visible(text))
