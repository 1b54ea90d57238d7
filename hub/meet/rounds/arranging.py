"""How is the best grouping of many people found in a moment? What matters most is proven first, then the rest improved.

That nobody is left out for want of looking, and nobody meets again where any grouping avoids it, is certain at every
size. Each later step only ever makes it cheaper; how many there are is bounded, not the time they take: so the draw is
the same on every machine.
"""

from collections.abc import Collection, Sequence
from itertools import combinations
from random import Random

from hub.meet.rounds import exact
from hub.meet.rounds.cheapest import Pairs
from hub.meet.rounds.levels import levels
from hub.meet.rounds.placing import Placing
from hub.meet.rounds.triples import best_three
from hub.meet.rounds.weighing import MET, PAIR, SAME_ORGANISATION, THREE, Costs, Group

WORTH_LOOKING = SAME_ORGANISATION  # what is cheaper is a wish to be three that could not be met
LOOKED_AT_FOR_THREE = 12
WEIGHED = 300  # people of whom all pairs are weighed against each other
TIMES, PART = 5, 160  # of more people, how often a part of how many is
POLISHED = 24  # groups that are looked at with their neighbours by all arrangements, groups of three too
TOGETHER = 3  # others that are rearranged with it


def arranged(costs: Costs, stream: Random) -> Sequence[Group]:
    """Return a grouping of all seats of *costs*: as many placed as can be, and nobody meets again if that can be."""
    near, wished = levels(costs), _threes(costs)
    narrow = (near.free, near.timely, near.unmet)
    unmet = _placed(costs, narrow, wished, MET)
    found = [unmet]
    if _left(costs, unmet):
        every = _placed(costs, (*narrow, near.allowed), wished, exact.NEVER)
        found = [unmet] if _left(costs, unmet) == _left(costs, every) else [every, unmet]
    pairing = _Pairing(costs, stream)
    best = min((pairing.cheaper(each) for each in found), key=lambda each: _total(costs, each))
    return _polished(costs, best, stream)


def _total(costs: Costs, groups: Sequence[Group]) -> int:
    return exact.total(costs, range(len(costs.seats)), groups)


def _left(costs: Costs, groups: Sequence[Group]) -> int:
    """Return what it costs that some sit out."""
    placed = {each for group in groups for each in group}
    return sum(costs.out(each) for each in range(len(costs.seats)) if each not in placed)


def _threes(costs: Costs) -> list[Group]:
    """Put those who would rather be three together by threes, where nothing speaks against it."""
    wishing = [index for index, seat in enumerate(costs.seats) if seat.rather_three]
    found: list[Group] = []
    while len(wishing) > PAIR:
        one, near = wishing.pop(), wishing[-LOOKED_AT_FOR_THREE:]
        fitting = [each for each in near if costs.pair(each, one) == 0]
        group = next((each for two in combinations(fitting, 2) if costs.group(each := (*two, one)) == THREE), None)
        if group:
            found.append(group)
            wishing[-LOOKED_AT_FOR_THREE:] = [each for each in near if each not in group]
    return found


def _placed(costs: Costs, near: Sequence[Sequence[int]], wished: Collection[Group], below: int) -> list[Group]:
    """Return groups of as many as can be placed where every two cost less than *below*, and some less still."""

    def price(group: Group) -> int | None:
        cost = costs.group(group)
        return cost if cost is not None and cost < below else None

    placing = Placing(price, wished)
    for level in near:
        placing.grow(level)
    placing.place(costs.out)
    return [*placing.threes(), *placing.pairs()]


class _Pairing:
    """Makes the pairs of a grouping as cheap as pairs can be; of a great many people, of a part at a time."""

    def __init__(self, costs: Costs, stream: Random) -> None:
        self._costs, self._stream = costs, stream
        self._lots = [int(stream.random() * 2**53) for _ in costs.seats]
        self._whole: Pairs | None = None

    def cheaper(self, groups: Sequence[Group]) -> list[Group]:
        """Return a grouping that places the same people and costs as little or less."""
        found = list(groups)
        if len(self._costs.seats) <= WEIGHED:
            return self._all(found) if _dear(self._costs, found) else found
        for _ in range(TIMES):
            dear = [each for each in _dear(self._costs, found) if len(each) == PAIR]
            if not dear or not self._part(found, dear):
                break
        return found

    def _all(self, groups: Sequence[Group]) -> list[Group]:
        self._whole = whole = self._whole or Pairs(self._costs, range(len(self._costs.seats)), self._lots)
        threes = [each for each in groups if len(each) > PAIR]
        for now in tuple(threes):
            threes.remove(now)
            threes.append(best_three(whole, now, _people(threes)))
        return [*threes, *whole.best(_people(threes))]

    def _part(self, groups: list[Group], dear: Sequence[Group]) -> bool:
        """Pair some whose pairs are dear, and some others, anew; say whether that is cheaper."""
        pairs = [each for each in groups if len(each) == PAIR]
        chosen = {*_some(dear, PART // 4, self._stream), *_some(pairs, PART // 4, self._stream)}
        part = Pairs(self._costs, [each for group in chosen for each in group], self._lots)
        found, before = part.best(), part.cost(list(chosen))
        if part.cost(found) < before:
            groups[:] = [each for each in groups if each not in chosen] + found
        return part.cost(found) < before


def _people(groups: Sequence[Group]) -> set[int]:
    return {each for group in groups for each in group}


def _some(groups: Sequence[Group], number: int, stream: Random) -> list[Group]:
    return [groups[int(stream.random() * len(groups))] for _ in range(number)]


def _dear(costs: Costs, groups: Sequence[Group]) -> list[Group]:
    return [each for each in groups if _price(costs, each) >= WORTH_LOOKING]


def _price(costs: Costs, group: Group) -> int:
    return costs.group(group) or 0


def _polished(costs: Costs, groups: Sequence[Group], stream: Random) -> list[Group]:
    """Rearrange the dearest groups with some others by every arrangement there is, with groups of three or without."""
    found = list(groups)
    for group in sorted(_dear(costs, found), key=lambda each: -_price(costs, each))[:POLISHED]:
        if group in found:
            _rearranged(costs, found, {group, *_some(found, TOGETHER, stream)})
    return found


def _rearranged(costs: Costs, groups: list[Group], chosen: Collection[Group]) -> None:
    people = sorted(each for one in chosen for each in one)
    found = exact.best(costs, people)
    if exact.total(costs, people, found) < exact.total(costs, people, list(chosen)):
        groups[:] = [each for each in groups if each not in chosen] + list(found)
