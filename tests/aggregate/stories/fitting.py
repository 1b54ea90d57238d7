"""Which weights do the labelled pairs ask for, and how does the rule do on events it never saw? Open half alone."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from hashlib import blake2s
from itertools import combinations
from unittest.mock import patch

from hub.aggregate.stories import rules
from hub.aggregate.stories.rules import Signs, contradict, signs
from hub.aggregate.stories.shelf import Shelf
from tests.aggregate.stories.labelled import Part, pairs, posts
from tests.aggregate.stories.scoring import Score, event_of, post_of, score

PARTS = 12  # of the events: each is left out once
OF_OTHER_EVENTS = 0.3  # how much a pair of posts of two events counts, against a labelled one
EVENLY = 5.0  # how strongly large weights are held back


@dataclass(frozen=True, slots=True)
class Example:
    """Two posts as the rule sees them, and whether they tell of one event."""

    events: frozenset[str]
    signs: Signs
    same: bool
    counts: float


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights, and what each pair starts from."""

    weights: Signs
    unasked: float


@cache
def examples() -> Sequence[Example]:
    """Return the labelled pairs of the open half, and those of posts of two events, as far as nothing forbids them."""
    here = {name: post_of(n, each) for n, (name, each) in enumerate(posts(Part.OPEN).items())}
    shelf = Shelf()
    for each in here.values():
        shelf.put(each)
    labels = {frozenset(post.id for post in pair.posts): pair.same for pair in pairs(Part.OPEN)}
    common, found = shelf.common(), list[Example]()
    for names in combinations(here, 2):
        label, events = labels.get(frozenset(names)), frozenset(map(event_of, names))
        one, other = (here[name] for name in names)
        if (label is None and len(events) == 1) or contradict(one, other) or one.pages & other.pages:
            continue
        counts = 1.0 if label is not None else OF_OTHER_EVENTS
        found.append(Example(events, signs(one, other, common), bool(label), counts))
    return found


def fit(among: Sequence[Example]) -> Fitted:
    """Return what a logistic regression asks for, its weights held back evenly by what each sign usually is."""
    columns = list(zip(*(example.signs for example in among), strict=True))
    means = [sum(column) / len(column) for column in columns]
    widths = [
        math.dist(column, [mean] * len(column)) / math.sqrt(len(column)) or 1.0
        for column, mean in zip(columns, means, strict=True)
    ]
    rows = [
        [1.0, *((sign - mean) / width for sign, mean, width in zip(example.signs, means, widths, strict=True))]
        for example in among
    ]
    found = [0.0] * (len(means) + 1)
    for _ in range(12):  # Newton's steps: the fifth changes next to nothing
        found = _step(rows, among, found)
    weights = [weight / width for weight, width in zip(found[1:], widths, strict=True)]
    return Fitted(Signs(*weights), found[0] - sum(w * mean for w, mean in zip(weights, means, strict=True)))


def _step(rows: Sequence[Sequence[float]], among: Sequence[Example], at: Sequence[float]) -> list[float]:
    """Return the next guess of the weights."""
    size = len(at)
    slope = [0.0, *(-EVENLY * 2 * weight for weight in at[1:])]
    bend = [[EVENLY * 2 * (n == m and n > 0) for m in range(size)] for n in range(size)]
    for row, example in zip(rows, among, strict=True):
        chance = 1 / (1 + math.exp(-sum(map(float.__mul__, row, at))))
        for n in range(size):
            slope[n] += example.counts * (example.same - chance) * row[n]
            for m in range(size):
                bend[n][m] += example.counts * chance * (1 - chance) * row[n] * row[m]
    return [weight + change for weight, change in zip(at, _solved(bend, slope), strict=True)]


def _solved(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float]:
    """Return the solution of linear equations whose matrix is positive."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for n, pivot in enumerate(rows):
        for m, row in enumerate(rows):
            if m != n:
                share = row[n] / pivot[n]
                rows[m] = [value - share * above for value, above in zip(row, pivot, strict=True)]
        rows[n] = pivot
    return [row[-1] / row[n] for n, row in enumerate(rows)]


def part_of(event: str) -> int:
    """Say which part an event is left out with."""
    return blake2s(event.encode()).digest()[1] % PARTS


def crossed(enough: float | None = None) -> Score:
    """Return how the rule does on each part of the events with weights that were fitted to the others."""
    return _together([_score(_without(part), enough, partial(_is_of, part)) for part in range(PARTS)])


def _is_of(part: int, name: str) -> bool:
    return part_of(event_of(name)) == part


@cache
def _without(part: int) -> Fitted:
    return fit([each for each in examples() if part not in map(part_of, each.events)])


def _score(fitted: Fitted, enough: float | None, is_asked: Callable[[str], bool]) -> Score:
    line = rules.ENOUGH if enough is None else enough
    with (
        patch.object(rules, "WEIGHTS", fitted.weights),
        patch.object(rules, "UNASKED", fitted.unasked),
        patch("hub.aggregate.stories.grouping.ENOUGH", line),
    ):
        return score(Part.OPEN).of(is_asked)


def _together(parts: Sequence[Score]) -> Score:
    return Score(
        right=[pair for part in parts for pair in part.right],
        wrong=[pair for part in parts for pair in part.wrong],
        missed=[pair for part in parts for pair in part.missed],
        mixed=max(part.mixed for part in parts),
    )
