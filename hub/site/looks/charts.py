"""Which shapes say a row of numbers? Paths and radii for small pictures; pure geometry, no colour and no words."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

HEIGHT = 28  # units of the drawing, as everything here
BAR, GAP = 4, 1
LEAST = 2  # what is there at all can be seen
DOT = 9  # radius of the largest


@dataclass(frozen=True, slots=True)
class Bars:
    """A row of numbers as bars on one line."""

    counts: tuple[int, ...]
    width: int
    height: int
    path: str  # of an SVG: one closed shape for each number that is not zero


def bars(counts: Sequence[int], top: int) -> Bars:
    """Draw *counts* as bars, the highest of which would be *top*.

    >>> bars([0, 2, 4], top=4)
    Bars(counts=(0, 2, 4), width=14, height=28, path='M5 28v-14h4v14zM10 28v-28h4v28z')
    """
    shapes = [
        f"M{number * (BAR + GAP)} {HEIGHT}{_up(height(count, top))}" for number, count in enumerate(counts) if count
    ]
    return Bars(tuple(counts), max(len(counts) * (BAR + GAP) - GAP, 0), HEIGHT, "".join(shapes))


def height(count: int, top: int) -> int:
    """Return how high a bar stands; what is not zero is seen.

    >>> height(0, 1_000), height(1, 1_000), height(1_000, 1_000)
    (0, 2, 28)
    """
    return max(round(HEIGHT * count / top), LEAST) if count and top else 0


def radius(count: int, top: int) -> float:
    """Return the radius of a dot whose area says *count*, where the largest says *top*.

    >>> radius(0, 8), radius(2, 8), radius(8, 8)
    (0.0, 4.5, 9.0)
    """
    return round(DOT * sqrt(count / top), 1) if top else 0.0


def _up(rise: int) -> str:
    return f"v-{rise}h{BAR}v{rise}z"
