"""Does a phrase count where it stands? The words around it against those that must, or must not, be near. Pure."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from hub.kit.neighbours import WITHIN, listed
from hub.kit.text import words


class Condition(NamedTuple):
    """What must stand near a phrase, and what must not: folded words, each with a space on both sides."""

    near: tuple[str, ...]
    not_near: tuple[str, ...]


def condition(near: str, not_near: str) -> Condition | None:
    """Make words joined by “, ” ready for ``holds``; None where there are none, so that a phrase counts anywhere."""
    made = Condition(_sides(near), _sides(not_near))
    return made if made.near or made.not_near else None


def holds(asked: Condition, said: Sequence[str], start: int, end: int) -> bool:
    """Say whether the phrase from word *start* to before word *end* of *said* has the neighbours it needs.

    >>> holds(condition("ward, Hove", ""), "the wish ward meets".split(), 1, 2)
    True
    >>> holds(condition("", "Coldfield"), "in sutton coldfield today".split(), 1, 2)
    False
    """
    # A space on both sides, so that only whole words match; before and behind are looked at each for itself.
    sides = [f" {' '.join(side)} " for side in (said[max(start - WITHIN, 0) : start], said[end : end + WITHIN])]
    if asked.near and not _any_in(asked.near, sides):
        return False
    return not _any_in(asked.not_near, sides)


def _any_in(wanted: Iterable[str], sides: Sequence[str]) -> bool:
    return any(each in side for each in wanted for side in sides)


def _sides(told: str) -> tuple[str, ...]:
    folded = [words(each) for each in listed(told)]
    # What is a neighbour's own is near too: “the ward's history”, folded, says wards.
    return tuple(f" {each}{ending} " for each in folded if each for ending in ("", "s"))
