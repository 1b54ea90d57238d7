"""Do two posts tell of the same event? Pure: what they say and how common its words are in, a bond or none out."""

import math
import operator
import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from hub.aggregate.stories.happenings import alike, kinds_of
from hub.aggregate.stories.moments import days_of
from hub.aggregate.stories.words import MOST, Wording, stems, wording
from hub.kit.text import words
from hub.kit.urls import one_page

SPAN = timedelta(days=5)  # between two posts of one event
MOST_MEMBERS = 10  # of a story
ENOUGH = 0.8  # evidence that makes a bond
TO_THE_LEAD = -1.0  # evidence that any member needs towards the first one, so that chains cannot drift away
MOST_LINKS = 8  # of a post: who links more makes a list, and tells of nothing by it
MOST_LEADING = 6  # posts that lead to one page: what more lead to is no news
SAID = 6  # words named as evidence
_SURELY = 100.0
_DAY = timedelta(days=1)
_NOBODY_KNOWS = 400  # posts: where fewer are known, a word that is rare among them is not believed rarer than this
_LITTLE = 20.0  # of weight: a post of fewer words does not agree with others by having none of its own
_TELLING_DIGITS = 3  # of a number that two rarely say by chance
_SCALE = 6.0  # how much a word weighs that nobody else uses
_RECURRING = re.compile(
    r"^(?:weekly|monthly|daily) |\b(?:weekly|daily) (?:list|summary|update|bulletin|news)"
    r"|^(?:draft )?minutes\b|^agenda\b|what['’]?s on\b|\bround-?up\b|lost property|^\d+ things"
    r"|\bthis week (?:in|at)\b|^(?:notices|vacancies|newsletter)\b|\b(?:planning|applications?) list\b"
    r"|^rhestr wythnosol|^cofnodion\b",
    re.IGNORECASE,
)


class Signs(NamedTuple):
    """What is weighed: of two posts what they share, and how else they are alike or not."""

    overlap: float  # how much of the shorter one's weight both say
    figures: float  # how much shared numbers tell
    counted: float  # shared counts of something, two at most: six years, 14 flats
    same_day: float
    alike: float  # in the kinds of happening they speak of, from 0 to 1
    soon: float  # within a day


# Fitted to the open half of the labelled pairs by ``python -m tests.stories --fit``.
WEIGHTS = Signs(overlap=3.9, figures=0.75, counted=3.7, same_day=0.8, alike=3.9, soon=1.3)
UNASKED = -3.9  # what each pair starts from


class Because(StrEnum):
    """Why an item is part of a story."""

    LEAD = "lead"  # it is the one the others are held against
    LINK = "link"  # one leads to the other, or both to the same page
    WORDS = "words"
    MENTOR = "mentor"  # somebody who looks after the place decided it


@dataclass(frozen=True, slots=True)
class Post:
    """An item of a place's stream, as far as it shows what it tells of."""

    id: int
    source: Hashable
    at: datetime
    wording: Wording
    days: frozenset[date]  # it speaks of
    pages: frozenset[str]  # it leads to
    places: frozenset[Hashable] = frozenset()  # right inside the place, of which it speaks; none: of all of it
    kinds: Mapping[str, float] = field(default_factory=dict)  # of happening, of which it speaks
    is_recurring: bool = False


@dataclass(frozen=True, slots=True)
class Commonness:
    """In how many of how many posts of a place each word stands, and how many lead to each page."""

    posts: int
    often: Mapping[str, int] = field(default_factory=dict)
    leading: Mapping[str, int] = field(default_factory=dict)
    # A few new posts are held against thousands: each word and each post is weighed once.
    _known: dict[str, float] = field(default_factory=dict, init=False, repr=False, compare=False)
    _sums: dict[frozenset[str], float] = field(default_factory=dict, init=False, repr=False, compare=False)

    def weight(self, word: str) -> float:
        """Return how much a word tells, from nothing to ``_SCALE``."""
        if (known := self._known.get(word)) is None:
            total = math.log(max(self.posts, _NOBODY_KNOWS) + 1)
            known = self._known[word] = max(0.0, _SCALE * (1 - math.log(self.often.get(word, 0) + 0.5) / total))
        return known

    def sum(self, several: frozenset[str]) -> float:
        """Return how much words tell together."""
        if (known := self._sums.get(several)) is None:
            known = self._sums[several] = sum(map(self.weight, several))
        return known


@dataclass(frozen=True, slots=True)
class Bond:
    """That two posts tell of one event: how much speaks for it, and what."""

    evidence: float
    because: Because
    said: str  # the shared words or the shared page


@dataclass(frozen=True, slots=True)
class Written:
    """What a publisher wrote, and what is known of where."""

    title: str
    text: str
    link: str
    links: tuple[str, ...]
    source: str  # its name
    around: tuple[str, ...]  # names of the place and of those around it


def read(number: int, told: Written, source: Hashable, at: datetime, places: frozenset[Hashable]) -> Post:
    """Return what was written under a *number* at a moment in the place's zone, as far as it can be held to others."""
    leave_out = stems(words(" ".join((told.source, *told.around))).split())
    links = (told.link, *(told.links if len(told.links) <= MOST_LINKS else ()))
    found = wording(told.title, told.text, leave_out)
    return Post(
        id=number,
        source=source,
        at=at,
        wording=found,
        days=days_of(f"{told.title}. {told.text}"[:MOST], at.date()),
        pages=frozenset(page for link in links if (page := one_page(link))),
        places=places,
        kinds=kinds_of(found.all),
        is_recurring=recurs(told.title),
    )


def recurs(title: str) -> bool:
    """Say whether a title is one that comes back every week and tells of no event.

    >>> recurs("Weekly list of planning applications"), recurs("List of the missing grows")
    (True, False)
    """
    return bool(_RECURRING.search(title))


def bond(one: Post, other: Post, common: Commonness) -> Bond | None:
    """Return what makes two posts tell of one event; None where too little does, or something speaks against it."""
    if contradict(one, other):
        return None
    if pages := [page for page in one.pages & other.pages if common.leading.get(page, 0) <= MOST_LEADING]:
        return Bond(_SURELY, Because.LINK, min(pages))
    evidence = weigh(one, other, common)
    return Bond(evidence, Because.WORDS, _said(one, other, common)) if evidence >= TO_THE_LEAD else None


def _said(one: Post, other: Post, common: Commonness) -> str:
    """Return the shared words that tell most, as the later post spells them."""
    ranked = sorted(_shared(one, other), key=lambda stem: (-common.weight(stem), stem))
    spelt = max(one, other, key=lambda post: (post.at, post.id)).wording.spelt
    return ", ".join(spelt[stem] for stem in ranked[:SAID])


def contradict(one: Post, other: Post) -> bool:
    """Say whether two posts cannot tell of one event, or are not to be held against each other."""
    if one.source == other.source or one.is_recurring or other.is_recurring or abs(one.at - other.at) > SPAN:
        return True
    return not one.pages & other.pages and _differ(one, other)


def _differ(one: Post, other: Post) -> bool:
    """Say whether two posts name other days, places, applications, streets or houses."""
    here, there = one.wording, other.wording
    return any(
        each and every and not each & every
        for each, every in (
            (one.days, other.days),
            (one.places, other.places),
            (here.references, there.references),
            (here.streets, there.streets),
            (here.houses, there.houses),
        )
    )


def signs(one: Post, other: Post, common: Commonness) -> Signs:
    """Return what speaks for two posts telling of one event, or against it, before it is weighed."""
    shared, here, there = _shared(one, other), one.wording, other.wording
    least = max(_LITTLE, min(common.sum(here.all), common.sum(there.all)))
    return Signs(
        overlap=sum(map(common.weight, shared)) / least,
        figures=_figures(here.figures & there.figures),
        counted=min(2, len({number for number, _ in here.counted & there.counted})),
        same_day=bool(one.days & other.days),
        alike=alike(one.kinds, other.kinds),
        soon=abs(one.at - other.at) < _DAY,
    )


def weigh(one: Post, other: Post, common: Commonness) -> float:
    """Return how much speaks for two posts telling of one event; as much against it where that is below zero."""
    if not _shared(one, other):
        return -_SURELY
    found: Iterable[float] = map(operator.mul, WEIGHTS, signs(one, other, common))
    return UNASKED + sum(found)


def _figures(shared: frozenset[str]) -> float:
    """Return how much shared numbers tell: “nineteen” is soon said by two, “2.1m” and “1,482” are not."""
    return min(5.8, sum(2.9 if len(each) >= _TELLING_DIGITS else 1.4 for each in shared))


def _shared(one: Post, other: Post) -> frozenset[str]:
    return one.wording.all & other.wording.all
