"""Which two would like to meet, and what becomes of the offer? Data and time in, data out."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from itertools import combinations
from uuid import UUID

LATELY = timedelta(days=90)  # what was written in them counts
ENOUGH = 2  # posts under one tag, of each of the two
MUCH = 5  # who wrote still more about it gets no better reason
THINKING = timedelta(minutes=10)  # so long an offer can be taken back: then the mails leave
HOLDS = timedelta(days=30)  # for who was asked
KEPT = timedelta(days=730)  # then the same two may be offered again
LONGEST_WORDS = 600  # letters of the mentor
MOST_PAIRS = 20  # offered at once; the best ones
TOPIC = "introductions"  # of mail that asks whether somebody wants to meet somebody, as who stopped it named it


class State(StrEnum):
    """Where an offer stands. That somebody said no is no state of its own: nobody is to see it."""

    OFFERED = "offered"  # the mails have not left, and it can be taken back
    ASKED = "asked"
    MET = "met"  # both said yes, and each was told who the other is
    OVER = "over"  # somebody said no, or nothing: which of it is not kept


class Said(StrEnum):
    """What one of the two answered."""

    NOTHING = ""
    NO = "no"
    YES = "yes"
    OPEN = "yes-with-address"  # and the other may have their e-mail address


YES = frozenset({Said.YES, Said.OPEN})


@dataclass(frozen=True, slots=True)
class Wrote:
    """How often a source wrote under a tag lately."""

    source_id: UUID
    tag_id: UUID
    number: int


@dataclass(frozen=True, slots=True)
class Pair:
    """Two sources that wrote about the same, the smaller id first, and what they have most in common."""

    one: UUID
    other: UUID
    tag_id: UUID
    one_number: int
    other_number: int
    also: int = 0  # other tags both wrote about

    @property
    def ids(self) -> tuple[UUID, UUID]:
        """The two."""
        return self.one, self.other


def pairs(wrote: Iterable[Wrote], know_each_other: Callable[[UUID, UUID], bool]) -> Sequence[Pair]:
    """Return the pairs that have something in common and do not know each other, the best reason first.

    A tag counts for more the fewer write about it: everybody writes about the weather.
    """
    by_tag = _by_tag(wrote)
    shared = defaultdict[tuple[UUID, UUID], list[tuple[float, Pair]]](list)
    for tag_id, numbers in by_tag.items():
        for one, other in combinations(sorted(numbers), 2):
            weight = min(numbers[one], numbers[other], MUCH) / len(numbers)
            shared[one, other].append((weight, Pair(one, other, tag_id, numbers[one], numbers[other])))
    ranked = sorted(shared.items(), key=lambda each: (-sum(weight for weight, _ in each[1]), each[0]))
    return [_best(found) for ids, found in ranked if not know_each_other(*ids)]


def outcome(one: Said, other: Said) -> State:
    """Return where an offer stands once the two have said what they said: a no looks like no answer."""
    return State.MET if {one, other} <= YES else State.ASKED


def _by_tag(wrote: Iterable[Wrote]) -> Mapping[UUID, dict[UUID, int]]:
    by_tag = defaultdict[UUID, dict[UUID, int]](dict)
    for each in wrote:
        if each.number >= ENOUGH:
            by_tag[each.tag_id][each.source_id] = each.number
    return by_tag


def _best(found: Sequence[tuple[float, Pair]]) -> Pair:
    _, best = max(found, key=lambda each: (each[0], each[1].tag_id.hex))
    return Pair(best.one, best.other, best.tag_id, best.one_number, best.other_number, len(found) - 1)
