"""Which posts answer each other, and which conversation comes first? Pure: posts, ties and rulings in, threads out."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

WINDOW = timedelta(days=60)  # between a post and the one it answers: a conversation lives as long as somebody answers
MOST_PARTS = 150  # posts of a thread: what comes later opens one of its own
MOST_LINKS = 8  # of a post to pages of others: who links more makes a list, and answers nobody by it
MOST_ANSWERS = 60  # posts that answer one page: what more lead to is a page everybody names
MOST_AT_A_PAGE = 5  # posts that lead to one page, and are looked at for being answered
ENOUGH_VOICES = 2  # that speak, until a conversation stands on the list of its place
HALF_LIFE = timedelta(days=3)  # after which two voices count for what one counts now
SHOWN = "shown"  # the state of a reply that is seen, see replies.rules.State


class Because(StrEnum):
    """Why an item is part of a thread."""

    FIRST = "first"  # the others answer it, or tell the same after it
    STORY = "story"  # it tells the same event
    LINK = "link"  # it leads to the page it answers
    LINKED = "linked"  # an earlier post leads to it
    MENTOR = "mentor"  # somebody who looks after the place put it here
    TALK = "talk"  # people talk about it here


@dataclass(frozen=True, slots=True)
class Post:
    """An item as it stands in the stream of a place."""

    id: int
    source_id: UUID
    at: datetime
    is_archive: bool = False

    @property
    def turn(self) -> tuple[datetime, int]:
        """Which of two comes first."""
        return self.at, self.id


@dataclass(frozen=True, slots=True)
class Tie:
    """That a post answers an earlier one, and what shows it."""

    toward: int
    because: Because
    evidence: str = ""


_RANK = {Because.MENTOR: 0, Because.STORY: 1, Because.LINK: 2, Because.LINKED: 3}


def answers(post: Post, other: Post, because: Because) -> bool:
    """Say whether *post* may answer *other*: an earlier one, of another source, and not for ever afterwards.

    Who leads to a page of their own says more of the same; several posts of one source tell no event together.
    """
    if other.turn >= post.turn or other.source_id == post.source_id:
        return False
    return because is Because.STORY or post.at - other.at <= WINDOW


def strongest_first(tie: Tie, other: Post) -> tuple[int, float, int]:
    """Return by what the ties of a post are sorted: the surest first, then what leads to the newest post."""
    return _RANK[tie.because], -other.at.timestamp(), other.id


def score(voices: int, age: timedelta) -> float:
    """Return how much a conversation is wanted on top: its voices, halved every three days that nobody spoke.

    >>> score(4, timedelta(0)), score(4, HALF_LIFE), score(2, timedelta(0))
    (4.0, 2.0, 2.0)
    """
    return voices * math.pow(0.5, max(age, timedelta(0)) / HALF_LIFE)


def heat(voices: int, last_at: datetime) -> float:
    """Return a number by which conversations stand in the order of their scores, at any moment: it never needs ageing.

    >>> day = datetime(2026, 11, 1, tzinfo=UTC)
    >>> heat(4, day) == heat(2, day + HALF_LIFE)
    True
    """
    return math.log2(max(voices, 1)) + (last_at - _BEGINNING) / HALF_LIFE


_BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def last_news(posts: list[Post], replied_at: datetime | None) -> datetime:
    """Return when something new was said: what came with the archive of a feed is no news, where anything else is.

    >>> old, new = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    >>> ben, paper = UUID(int=1), UUID(int=2)
    >>> last_news([Post(1, ben, old), Post(2, paper, new, is_archive=True)], None) == old
    True
    >>> last_news([Post(2, paper, old, is_archive=True)], new) == new
    True
    """
    news = [post.at for post in posts if not post.is_archive]
    said = [*news, replied_at] if replied_at else news
    return max(said or [post.at for post in posts])
