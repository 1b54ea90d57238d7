"""What was measured, told a line each as it comes."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """Something measured, and whether it is what it should be."""

    what: str
    told: str
    reached: bool


def tell(figures: Iterable[Figure]) -> int:
    """Print *figures* as they come; return how many are not what they should be."""
    missed = 0
    for figure in figures:
        print(f"{figure.what}: {figure.told}{'' if figure.reached else ' (missed)'}", flush=True)
        missed += not figure.reached
    return missed
