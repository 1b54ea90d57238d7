"""Which kinds of happening does a post speak of? Pure: the stems of its words in, how much of each kind out."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

from hub.aggregate.stories.words import stems
from hub.kit.text import words


def kinds_of(telling: Iterable[str]) -> Mapping[str, float]:
    """Return how much the stems of a post speak of each kind of happening; all together are of length one.

    A word that many kinds know says little of each.
    """
    found = defaultdict[str, float](float)
    for stem in telling:
        kinds = _kinds().get(stem, ())
        for kind in kinds:
            found[kind] += 1 / len(kinds)
    length = math.hypot(*found.values())
    return {kind: amount / length for kind, amount in found.items()}


def alike(some: Mapping[str, float], others: Mapping[str, float]) -> float:
    """Return how alike two posts are in the kinds of happening they speak of, from 0 to 1."""
    return sum(amount * others[kind] for kind, amount in some.items() if kind in others)


@cache
def _kinds() -> Mapping[str, tuple[str, ...]]:
    """Return the kinds of happening in which each stem is a word of."""
    found, kind = defaultdict[str, list[str]](list), ""
    for line in files("hub.aggregate.stories").joinpath("happenings.txt").read_text("utf-8").splitlines():
        head, colon, rest = line.partition(":")
        kind = head if colon else kind
        for stem in stems(words(rest if colon else head).split()):
            found[stem].append(kind)
    return {stem: tuple(dict.fromkeys(kinds)) for stem, kinds in found.items()}
