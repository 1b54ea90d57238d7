"""What makes an ice-breaker, and which of them do these people get? Seeded, so that it stays the same for them."""

from collections.abc import Sequence
from enum import StrEnum
from random import Random
from typing import TypeVar

LONGEST = 200  # letters of a question
LONGEST_NAME = 80
_Any = TypeVar("_Any")


class State(StrEnum):
    """Where what somebody suggested stands."""

    WAITING = "waiting"
    SHOWN = "shown"
    REFUSED = "refused"  # or taken down again


def drawn(among: Sequence[_Any], seed: str, number: int) -> Sequence[_Any]:
    """Return *number* of *among* in the order of a draw, fewer where there are fewer; the same for the same *seed*.

    >>> drawn("abcdef", "a seed", 2) == drawn("abcdef", "a seed", 2), len(drawn("abc", "a seed", 5))
    (True, 3)
    """
    stream = Random(seed)  # noqa: S311 -- which question two people get is no secret
    dealt = sorted(range(len(among)), key=lambda _: stream.random())
    return [among[each] for each in dealt[:number]]
