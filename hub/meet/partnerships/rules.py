"""How long does a partnership go on, who may do what in it, and what came of it? Data and time in, data out."""

import calendar
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from hub.kit.saying import Saying, say

MONTHS = 3
MOST_EXTENSIONS = 3  # a month each
ASKED_FOR = timedelta(days=30)  # so long the question to both is open
QUIET = timedelta(days=21)  # without a session: time for a friendly word, once
NEARLY = timedelta(days=14)  # before its last day
GRACE = timedelta(days=30)  # after its last day: then it is closed by itself
KEPT = timedelta(days=365)  # after it is over: then all of it is forgotten but its figures
FEWEST_SHOWN = 5  # partnerships, before any average of them is shown
LONGEST_TITLE = 120
LONGEST_WORDS = 2_000
LONGEST_NAME = 80
LONGEST_ANSWER = 200
MOST_REPORTS = 5  # of one of two: that they did not feel safe
MOST_GOALS = 12
MOST_STEPS = 60
MOST_LINKS = 8
MOST_SESSIONS = 200
LONGEST_SESSION = 12 * 60  # minutes
FEWEST_ANSWERS, MOST_ANSWERS = 2, 5
LOWEST, HIGHEST = 1, 5  # of what one may answer at a check


class Side(StrEnum):
    """What somebody is in a partnership, or would be."""

    MENTOR = "mentor"
    MENTEE = "mentee"

    @property
    def other(self) -> "Side":
        """The other of the two."""
        return Side.MENTEE if self is Side.MENTOR else Side.MENTOR


class Offered(StrEnum):
    """Where somebody's offer or wish stands."""

    OPEN = "open"
    TAKEN = "taken"  # they have a partner
    WITHDRAWN = "withdrawn"


class State(StrEnum):
    """Where a partnership stands. That somebody said no is no state: for the other it looks like no answer."""

    ASKED = "asked"  # both, or the one who has not agreed yet
    RUNNING = "running"
    PAUSED = "paused"  # by one of the two: the days do not stop, the mails do, but for that of its last two weeks
    HELD = "held"  # somebody did not feel safe: nothing goes on before safeguarding has looked
    CLOSED = "closed"  # came to its end
    ENDED = "ended"  # before its end


GOES_ON = frozenset({State.RUNNING, State.PAUSED})
OVER = frozenset({State.CLOSED, State.ENDED})


class Moment(StrEnum):
    """When the two are asked how it goes."""

    START = "start"
    HALF = "half"
    CLOSE = "close"


class Due(StrEnum):
    """What the calendar says is to be done about a partnership."""

    NOTHING = ""
    QUIET = "quiet"  # a friendly word
    HALF_TIME = "half-time"
    NEARLY_OVER = "nearly-over"
    CLOSE = "close"  # its last day is long over


@dataclass(frozen=True, slots=True)
class Course:
    """How far a partnership has come, and what the two were told."""

    starts_on: date
    ends_on: date
    met_on: date | None = None
    is_paused: bool = False
    was_nudged: bool = False  # since they met last
    half_told: bool = False
    end_told: bool = False


# How sure a mentee feels is asked at the start and at the end: the difference is what changed.
SURE = "sure"
QUESTIONS: Mapping[Moment, Mapping[str, Saying]] = {
    Moment.START: {SURE: say("How sure do you feel today about what you want to learn?")},
    Moment.HALF: {
        "often": say("Do you meet often enough?"),
        "steps": say("Are the steps the right ones for you?"),
        "at-ease": say("Do you feel at ease with each other?"),
    },
    Moment.CLOSE: {
        SURE: say("How sure do you feel now about what you wanted to learn?"),
        "worth": say("Was it worth your time?"),
        "again": say("Would you do it again?"),
    },
}


@dataclass(frozen=True, slots=True)
class Quiz:
    """A little question about a step; one of its answers is right."""

    question: str
    answers: tuple[str, ...]  # two to five
    right: int  # which of them, from 0
    why: str = ""  # said to whoever has answered

    def as_json(self) -> dict[str, Any]:
        """Return it as JSON can hold it."""
        return {"question": self.question, "answers": list(self.answers), "right": self.right, "why": self.why}


def quiz_of(kept: Mapping[str, Any] | None) -> Quiz | None:
    """Return a quiz as it was kept; the inverse of ``Quiz.as_json``."""
    return Quiz(kept["question"], tuple(kept["answers"]), kept["right"], kept["why"]) if kept else None


def months_on(day: date, months: int) -> date:
    """Return the day *months* later; the last one of its month where that is shorter.

    >>> months_on(date(2026, 11, 30), 3)
    datetime.date(2027, 2, 28)
    """
    number = day.month - 1 + months
    year, month = day.year + number // 12, number % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def half_time(starts_on: date, ends_on: date) -> date:
    """Return the day in the middle of a partnership."""
    return starts_on + (ends_on - starts_on) // 2


def is_agreed(*, mentor: bool, mentee: bool) -> bool:
    """Say whether it begins: nothing does before both have said yes."""
    return mentor and mentee


def may_extend(extended: int, ends_on: date, today: date) -> bool:
    """Say whether a month can be added: from half a month before its end until it closes by itself, three times."""
    return extended < MOST_EXTENSIONS and ends_on - timedelta(days=15) <= today <= ends_on + GRACE


def is_quiet(since: date, today: date) -> bool:
    """Say whether two have not met for so long that a friendly word may help."""
    return today - since >= QUIET


def due(course: Course, today: date) -> Due:
    """Return what is due *today*: the end before all else, and no word to who has asked for a pause."""
    is_near, goes_on = today >= course.ends_on - NEARLY, not course.is_paused
    is_half = half_time(course.starts_on, course.ends_on) <= today
    is_silent = is_quiet(course.met_on or course.starts_on, today)
    holds = {
        Due.CLOSE: today > course.ends_on + GRACE,
        Due.NEARLY_OVER: is_near and not course.end_told,
        Due.HALF_TIME: goes_on and not is_near and is_half and not course.half_told,
        Due.QUIET: goes_on and not is_near and is_silent and not course.was_nudged,
    }
    return next((what for what, applies in holds.items() if applies), Due.NOTHING)


def moments_open(asked: Sequence[date | None], today: date, over_on: date | None = None) -> Sequence[Moment]:
    """Return which checks can be answered *today*, the newest last; *asked* are its first and last day.

    The start can be told until half-time, and the end from two weeks before it; once it is over (*over_on*), the end
    alone, for a month.
    """
    starts_on, ends_on = asked
    if starts_on is None or ends_on is None:
        return ()
    if over_on is not None:
        return (Moment.CLOSE,) if today <= over_on + GRACE else ()
    half, nearly_over = half_time(starts_on, ends_on), ends_on - NEARLY
    opens = ((Moment.START, starts_on, half), (Moment.HALF, half, ends_on), (Moment.CLOSE, nearly_over, date.max))
    return [moment for moment, since, until in opens if since <= today < until]


def change(checks: Mapping[Moment, Mapping[str, int]]) -> int | None:
    """Return how much surer a mentee feels at the end than at the start; None where one of the two was not said."""
    start, close = checks.get(Moment.START, {}).get(SURE), checks.get(Moment.CLOSE, {}).get(SURE)
    return close - start if start is not None and close is not None else None


def side_of(person_id: UUID, mentor_id: UUID | None, mentee_id: UUID | None) -> Side | None:
    """Return what somebody is in a partnership; None for everybody else."""
    if person_id == mentor_id:
        return Side.MENTOR
    return Side.MENTEE if person_id == mentee_id else None


def moved(order: Sequence[UUID], step_id: UUID, *, up: bool) -> Sequence[UUID]:
    """Return the steps in their new order, one of them a place further up or down; unchanged at the edge.

    >>> one, other = UUID(int=1), UUID(int=2)
    >>> moved([one, other], other, up=True) == [other, one]
    True
    """
    at = order.index(step_id)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return order
    turned = list(order)
    turned[at], turned[to] = turned[to], turned[at]
    return turned
