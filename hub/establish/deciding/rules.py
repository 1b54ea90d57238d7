"""How much agreement does a change need, and is it there? Pure, over plain facts."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from hub.establish.deciding.images import Image
from hub.establish.deciding.script import Operation, Retire, Rule
from hub.establish.tags.rules import Stand
from hub.kit.saying import Saying

AT_ONCE = 20  # items: a mentor acts, and it can be taken back for a week
BY_SILENCE = 500  # items: passes when nobody objects
A_WEEK = timedelta(days=7)
A_FORTNIGHT = timedelta(days=14)
WARNING = timedelta(days=40)  # of a proposal nobody settled
EXPIRY = timedelta(days=45)
UNDO_FOR = timedelta(days=7)
BOTH = 2  # seals that carry out what touches much
LONGEST_WORDS = 1_000  # letters of a reason, and of what somebody says to a proposal


class Level(StrEnum):
    """How much agreement a change needs."""

    AT_ONCE = "at-once"  # a mentor of the place acts
    SILENCE = "silence"  # open for a week, passes without objection
    TWO = "two"  # open for a fortnight, then a mentor and one other carry it out


class State(StrEnum):
    """How a proposal stands."""

    OPEN = "open"
    PASSED = "passed"  # carried out; see its decision
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OVERTAKEN = "overtaken"  # its ground had changed when it was to be carried out


class Stance(StrEnum):
    """What somebody says to a proposal."""

    YES = "yes"
    NO = "no"  # needs words
    NEUTRAL = "neutral"


class Origin(StrEnum):
    """Who stands behind a decision."""

    FILE = "file"  # the registry file was loaded
    MENTOR = "mentor"  # one person, at once
    AGREED = "agreed"  # a proposal that passed, with two who carried it out or without objection
    ALONE = "alone"  # a proposal that passed by its time, since there was nobody else to ask


@dataclass(frozen=True, slots=True)
class Clash:
    """A word that means another tag already in the very place it was wanted for; a page offers what to do about it."""

    label: str
    scope_id: UUID  # where both would count; WHOLE_HUB: everywhere
    held: str  # slug of the tag it means
    wanted: str  # slug of the tag it was to mean


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a change cannot be made, in sentences for whoever asked for it."""

    faults: tuple[Saying, ...]
    clashes: tuple[Clash, ...] = ()


@dataclass(frozen=True, slots=True)
class Rehearsed:
    """What a script would do to the rows of the registry."""

    images: tuple[Image, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """When a proposal was opened, when its time for objections is over, and when it is given up."""

    opened_at: datetime
    closes_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Spoken:
    """What one person's word on a proposal comes to: their stance of today, and whether they sealed it."""

    stance: Stance | None = None
    seals: bool = False


@dataclass(frozen=True, slots=True)
class Stands:
    """How many say what."""

    yes: int = 0
    no: int = 0
    neutral: int = 0
    seals: int = 0


class Standing(StrEnum):
    """What becomes of an open proposal now."""

    WAITS = "waits"  # for its day
    WANTS_SEAL = "wants-seal"  # its day is over, or it needs none: who may decide carries it out
    READY = "ready"  # nothing is missing: it passes
    ALONE = "alone"  # it passes by its time, since nobody else could seal it
    OVER = "over"  # nobody settled it


def level(script: Sequence[Operation], reach: int, *, is_common: bool = False) -> Level:
    """Say how much agreement a script needs that touches *reach* items; of a word that is common, others are asked.

    >>> level([Rule("the", "left-alone")], 3), level([Rule("the", "blocked")], 3)
    (<Level.AT_ONCE: 'at-once'>, <Level.TWO: 'two'>)
    """
    takes_away = any(isinstance(each, Retire) or _blocks(each) for each in script)
    if takes_away or reach > BY_SILENCE:
        return Level.TWO
    return Level.AT_ONCE if reach <= AT_ONCE and not is_common else Level.SILENCE


def highest(*levels: Level) -> Level:
    """Return the level that needs most agreement.

    >>> highest(Level.AT_ONCE, Level.TWO, Level.SILENCE)
    <Level.TWO: 'two'>
    """
    return max(levels, key=list(Level).index)


def dates(level: Level, opened_at: datetime) -> Dates:
    """Say when a proposal of this *level* closes, and when it is given up."""
    open_for = A_FORTNIGHT if level is Level.TWO else A_WEEK
    return Dates(opened_at, opened_at + open_for, opened_at + EXPIRY)


def stands(spoken: Iterable[Spoken]) -> Stands:
    """Count what people say, each once."""
    said = list(spoken)
    # Who carries something out as who may decide it has a count of their own.
    by_stance = Counter(each.stance for each in said if not each.seals)
    seals = sum(each.seals for each in said)
    return Stands(by_stance[Stance.YES], by_stance[Stance.NO], by_stance[Stance.NEUTRAL], seals)


def standing(level: Level, told: Stands, dates: Dates, sealers: int, now: datetime) -> Standing:
    """Say what becomes of an open proposal; *sealers* is how many people could seal it at all.

    A proposal for which one person suffices passes as soon as they seal it; the others not before their day. Two
    must seal what touches much; where there are no two, its time and the silence of everybody stand for the second.
    """
    if now >= dates.expires_at:
        return Standing.OVER
    if level is Level.AT_ONCE and told.seals:
        return Standing.READY
    if now < dates.closes_at:
        return Standing.WANTS_SEAL if level is Level.AT_ONCE else Standing.WAITS
    return _at_its_day(level, told, sealers)


def _at_its_day(level: Level, told: Stands, sealers: int) -> Standing:
    needed = BOTH if level is Level.TWO else 1
    if told.seals >= needed or (level is not Level.TWO and not told.no):
        return Standing.READY
    return Standing.ALONE if sealers < needed and not told.no else Standing.WANTS_SEAL


def _blocks(operation: Operation) -> bool:
    return isinstance(operation, Rule) and operation.stand == Stand.BLOCKED
