"""When do two events tell of the same meetup? By the id or page they share, else by title, start and place together."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from uuid import UUID

import xxhash

from hub.kit.postcodes import postcode_in
from hub.kit.text import words

NEAR = timedelta(minutes=15)  # two starts that are one: doors open, the talk begins
ENOUGH_OF_A_TITLE = 0.6  # of its words, told by both
ENOUGH_OF_A_PLACE = 0.5  # of the words of the shorter one
DATES_OF_A_SERIES = 2  # that agree, where both repeat
_TELLING_WORDS = 2  # a title inside another one says something from here on
_LONG_UID = 16  # letters: shorter ones are counted up, and anybody counts
_LITTLE = frozenset(
    (
        *("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "our", "the", "to", "with"),
        *("a’r", "ar", "i", "o", "y", "yn", "yr", "cancelled", "canceled", "postponed"),
    )
)
# What stands where a place is not known yet: words of no place.
_NOT_YET = frozenset(
    (
        *("announced", "arranged", "be", "confirmed", "decided", "follow", "later", "location", "place", "soon"),
        *("tba", "tbc", "tbd", "unknown", "venue", "will", "cadarnhau", "gadarnhau", "gyhoeddi", "lleoliad"),
    )
)
_MADE_AT_RANDOM = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)


class Because(StrEnum):
    """How we know that two events tell of the same meetup."""

    UID = "uid"  # both calendars call it by the same id
    PAGE = "page"  # both lead to the same page
    ALIKE = "alike"  # title, start and place
    MENTOR = "mentor"  # somebody decided it
    MANY = "many"  # title, start and place, or a page: but more hangs together by these than any meetup has dates


class Sign(StrEnum):
    """What an event is known by elsewhere too."""

    UID = "uid"
    PAGE = "page"


class About(StrEnum):
    """How we know that a post is about a meetup."""

    PAGE = "page"  # it leads to the page of the meetup
    HERE = "here"  # it leads to our page of it
    DAY = "day"  # it names the meetup and its day
    SOON = "soon"  # it names the meetup, and came shortly before or after it


@dataclass(frozen=True, slots=True)
class Begins:
    """When one date of an event begins."""

    at: datetime  # UTC
    on: date  # the day at the event's own wall clock
    all_day: bool = False
    until: datetime | None = None  # UTC; None where nobody says


@dataclass(frozen=True, slots=True)
class Telling:
    """An event as one calendar tells it, as far as it can be held against another."""

    id: UUID
    feed_id: UUID
    uid: str
    title: str
    source: str  # its name
    url: str = ""
    venue_id: UUID | None = None
    location: str = ""
    cancelled: bool = False
    length: int = 0  # letters it tells
    page: int | None = None  # items.rules.page_key of its address
    has_page_alone: bool = True  # no other event of its feed leads there
    dates: tuple[Begins, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """What it is called whenever it came: the order of events never hangs on the order they arrived in."""
        return (self.feed_id.hex, self.uid)


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two events that are the same meetup, or may be, and how we know."""

    one: UUID
    other: UUID
    sure: bool
    because: Because
    evidence: str


class _Where(StrEnum):
    SAME = "same"
    UNKNOWN = "unknown"
    ELSEWHERE = "elsewhere"
    FAR = "far"


_NOT_TWO_PLACES = (_Where.SAME, _Where.UNKNOWN)


def is_global(uid: str) -> bool:
    """Say whether an id of a calendar can be met elsewhere by intent only.

    >>> is_global("4k2@meetup.com"), is_global("2f6f7d3e-57a4-4c09-9a6e-0a3b2f5e9d11"), is_global("event-17")
    (True, True, False)
    """
    name, at, home = uid.partition("@")
    if at and name and "." in home:
        return True
    return len(uid) >= _LONG_UID and bool(_MADE_AT_RANDOM.search(uid))


def key_of(uid: str) -> int:
    """Return what an id is found by in an index: 63 bits."""
    return xxhash.xxh3_64_intdigest(uid.encode("utf-8", "surrogatepass")) >> 1


def may_be(one: Telling, other: Telling) -> bool:
    """Say whether it is worth to look at the dates of two events: something besides them speaks for one meetup."""
    return _shares_page(one, other) or _shares_uid(one, other) or near_titles(one, other)


def judge(one: Telling, other: Telling, today: date) -> Likeness | None:
    """Say whether two events tell of the same meetup, and why; None where nothing speaks for it."""
    agree = dates_agree(one.dates, other.dates, today)
    near = near_titles(one, other)
    if one.feed_id == other.feed_id:
        same = agree and near and _shares_page(one, other)
        return _found(one, other, Because.PAGE, one.url) if same else None
    if _shares_uid(one, other) and (agree or near):
        return _found(one, other, Because.UID, one.uid)
    if _shares_page(one, other) and (near or (one.has_page_alone and other.has_page_alone)):
        return _by_page(one, other, agree=agree, near=near)
    return _by_looks(one, other) if agree and near else None


def near_titles(one: Telling, other: Telling) -> bool:
    """Say whether two titles name one thing: most words, every number, whoever's name stands before it."""
    return _near(title_words(one.title, one.source, other.source), title_words(other.title, other.source, one.source))


@lru_cache(maxsize=20_000)
def title_words(title: str, *sources: str) -> frozenset[str]:
    """Return the words of a title that tell something, without the name of a source at its beginning.

    >>> sorted(title_words("Heath Runners: the Sunday 5k", "Heath Runners"))
    ['5k', 'sunday']
    """
    told = words(title).split()
    for source in sources:
        name = words(source).split()
        if name and len(told) > len(name) and told[: len(name)] == name:
            told = told[len(name) :]
    return frozenset(told) - _LITTLE or frozenset(told)


def dates_agree(one: Sequence[Begins], other: Sequence[Begins], today: date) -> bool:
    """Say whether two events meet at the same time: once, or twice where both go on repeating."""
    here, there = _ahead(one, today), _ahead(other, today)
    if not here or not there:
        here, there = one, other
    needed = DATES_OF_A_SERIES if len(here) > 1 and len(there) > 1 else 1
    by_day = defaultdict[date, list[Begins]](list)
    for each in there:
        by_day[each.on].append(each)
    return sum(any(_at_once(each, beside) for beside in by_day.get(each.on, ())) for each in here) >= needed


def may_be_one_series(one: Telling, other: Telling) -> bool:
    """Say whether two events may be dates of one series: near titles, nothing said of two places, and days apart."""
    return near_titles(one, other) and _where(one, other) in _NOT_TWO_PLACES and lie_apart(one.dates, other.dates)


def lie_apart(one: Sequence[Begins], other: Sequence[Begins]) -> bool:
    """Say whether no date of two events is on a day of the other one, or goes on when one of the other one begins."""
    if not one or not other or not {each.on for each in one}.isdisjoint(each.on for each in other):
        return False
    spans = sorted((each.at, each.until or each.at) for each in (*one, *other))
    return all(ends <= begins for (_, ends), (begins, _) in pairwise(spans))


def lead(tellings: Collection[Telling]) -> Telling:
    """Return which of several tellings of one meetup stands for all: it takes place, has most dates and tells most."""
    return min(tellings, key=lambda each: (each.cancelled, -len(each.dates), -each.length, each.key))


def ordered(one: UUID, other: UUID) -> tuple[UUID, UUID]:
    """Return two ids as a pair is kept: the smaller one first."""
    return (min(one, other), max(one, other))


@lru_cache(maxsize=20_000)
def _near(here: frozenset[str], there: frozenset[str]) -> bool:
    if not here or not there or _numbers(here) != _numbers(there):
        return False
    shared = len(here & there)
    if min(len(here), len(there)) == shared >= _TELLING_WORDS:
        return True
    return shared / len(here | there) >= ENOUGH_OF_A_TITLE


def _by_page(one: Telling, other: Telling, *, agree: bool, near: bool) -> Likeness | None:
    if agree:
        return _found(one, other, Because.PAGE, one.url)
    # One page, one name, another day: moved, and one of them does not know yet; or held again.
    return _found(one, other, Because.PAGE, one.url, sure=False) if near else None


def _by_looks(one: Telling, other: Telling) -> Likeness | None:
    where, same_title = _where(one, other), _same_title(one, other)
    if where is _Where.FAR or (where is _Where.ELSEWHERE and not same_title):
        return None
    sure = where is _Where.SAME or (where is _Where.UNKNOWN and same_title)
    evidence = " · ".join(filter(None, dict.fromkeys((one.title, other.title))))
    return _found(one, other, Because.ALIKE, evidence, sure=sure)


def _found(one: Telling, other: Telling, because: Because, evidence: str, *, sure: bool = True) -> Likeness:
    return Likeness(*ordered(one.id, other.id), sure, because, evidence)


def _shares_uid(one: Telling, other: Telling) -> bool:
    return one.uid == other.uid and one.feed_id != other.feed_id and is_global(one.uid)


def _shares_page(one: Telling, other: Telling) -> bool:
    return one.page is not None and one.page == other.page


def _same_title(one: Telling, other: Telling) -> bool:
    return title_words(one.title, one.source, other.source) == title_words(other.title, other.source, one.source)


def _where(one: Telling, other: Telling) -> _Where:
    """Hold two places against each other: what is known for certain first, then what is written."""
    known: Mapping[bool, _Where] = {True: _Where.SAME, False: _Where.FAR}
    if one.venue_id and other.venue_id:
        return known[one.venue_id == other.venue_id]
    return _where_written(one.location, other.location)


@lru_cache(maxsize=20_000)
def _where_written(one: str, other: str) -> _Where:
    if postcode_in(one) and postcode_in(other):
        return _Where.SAME if postcode_in(one) == postcode_in(other) else _Where.FAR
    here, there = _location_words(one), _location_words(other)
    if not here or not there:
        return _Where.UNKNOWN
    near = len(here & there) / min(len(here), len(there)) >= ENOUGH_OF_A_PLACE
    return _Where.SAME if near else _Where.ELSEWHERE


@lru_cache(maxsize=5_000)
def _location_words(location: str) -> frozenset[str]:
    told = frozenset(words(location).split()) - _LITTLE
    return frozenset() if told <= _NOT_YET else told


def _numbers(told: Collection[str]) -> frozenset[str]:
    return frozenset(each for each in told if any(map(str.isdigit, each)))


def _ahead(dates: Sequence[Begins], today: date) -> Sequence[Begins]:
    return [each for each in dates if each.on >= today]


def _at_once(one: Begins, other: Begins) -> bool:
    if one.all_day or other.all_day:
        return one.on == other.on
    return abs(one.at - other.at) <= NEAR
