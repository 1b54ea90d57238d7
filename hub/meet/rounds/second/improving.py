"""How is a good grouping of many people found in a moment? Dealt out, mended where somebody is left, then improved.

Each step only ever makes it cheaper, and their number is bounded, not the time they take: the same on every machine.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, islice
from random import Random

from hub.meet.rounds import exact
from hub.meet.rounds.second.matching import Matching
from hub.meet.rounds.weighing import MET, PAIR, SAME_ORGANISATION, THREE, Costs, Group

WORTH_LOOKING = SAME_ORGANISATION  # what is cheaper is a wish to be three that could not be met
LOOKED_AT_FOR_THREE = 12
LOOKED_AT = 60  # of those left, for whom somebody could meet
TRIES = 400  # of other groups, for one that could be better
ROUNDS = 4  # of looking at all groups again
POLISHED = 150  # groups that are looked at with their neighbours by all arrangements
TOGETHER = 4  # others that are rearranged with it


def improved(costs: Costs, stream: Random) -> Sequence[Group]:
    """Return a good grouping of all seats of *costs*, with as few left out as could be."""
    groups = _placed(costs)
    for _ in range(ROUNDS):
        if not _swapped(costs, groups, stream):
            break
    _polished(costs, groups, stream)
    return [group for group in groups if len(group) > 1]


def _threes(costs: Costs) -> list[Group]:
    """Put those who would rather be three together by threes, where nothing speaks against it."""
    wishing = [index for index, seat in enumerate(costs.seats) if seat.rather_three]
    found: list[Group] = []
    while len(wishing) > PAIR:
        one, near = wishing.pop(), wishing[-LOOKED_AT_FOR_THREE:]
        group = next((each for two in combinations(near, 2) if costs.group(each := (one, *two)) == THREE), None)
        if group:
            found.append(group)
            wishing = [each for each in wishing if each not in group]
    return found


def _dealt(costs: Costs, placed: Collection[int]) -> dict[int, int]:
    """Pair everybody with somebody they never met who costs least, of the next ones; return who is with whom."""
    mate: dict[int, int] = {}
    waiting = [each for each in _hardest_first(costs) if each not in placed]
    while waiting:
        one = waiting.pop()
        found = _cheapest(costs, one, waiting[-LOOKED_AT:][::-1])
        if found is not None:
            waiting.remove(found)
            mate[one], mate[found] = found, one
    return mate


def _hardest_first(costs: Costs) -> list[int]:
    """Return all seats, those last that most could meet with; they are taken from the end."""
    never: dict[str, int] = {}
    for two in costs.never:
        for each in two:
            never[each] = never.get(each, 0) + 1

    def ease(index: int) -> tuple[int, int, int]:
        seat = costs.seats[index]
        return -never.get(seat.id, 0), len(seat.ways), len(seat.times) or 9

    return sorted(range(len(costs.seats)), key=ease, reverse=True)


def _cheapest(costs: Costs, one: int, others: Sequence[int]) -> int | None:
    least: tuple[int, int] | None = None
    for other in others:
        cost = costs.pair(one, other)
        if cost == 0:
            return other
        if cost is not None and cost < (least[0] if least else MET):
            least = (cost, other)
    return least[1] if least else None


def _placed(costs: Costs) -> list[Group]:
    """Return groups of as many as can be placed: if that can be, of people none of whom have met.

    Only who is left over then may meet again, and others for them; one alone is a group of one.
    """
    threes, everybody = _threes(costs), range(len(costs.seats))
    mate = _dealt(costs, {each for group in threes for each in group})
    for below in (MET, exact.NEVER):
        among = [each for each in everybody if all(each not in group for group in threes)]
        matching = Matching(costs, mate, among, below)
        matching.grow()
        threes = matching.place(threes)
    placed = {*mate, *(each for group in threes for each in group)}
    pairs = [(one, other) for one, other in mate.items() if one < other]
    return [*threes, *pairs, *((each,) for each in everybody if each not in placed)]


def _price(costs: Costs, group: Group) -> int:
    if len(group) == 1:
        return costs.out(group[0])
    price = costs.group(group)
    return exact.NEVER if price is None else price


def _swapped(costs: Costs, groups: list[Group], stream: Random) -> int:
    """Exchange one of a group that costs something for one of another where that is cheaper; return how often."""
    done = 0
    for at in range(len(groups)):
        if _price(costs, groups[at]) >= WORTH_LOOKING and len(groups) > 1:
            done += _exchanged(costs, groups, at, stream)
    return done


def _exchanged(costs: Costs, groups: list[Group], at: int, stream: Random) -> bool:
    start = int(stream.random() * len(groups))
    for step in range(min(TRIES, len(groups))):
        other = (start + step) % len(groups)
        if other == at:
            continue
        before = _price(costs, groups[at]) + _price(costs, groups[other])
        for here, there in _exchanges(groups[at], groups[other]):
            if _price(costs, here) + _price(costs, there) < before:
                groups[at], groups[other] = here, there
                return True
    return False


def _exchanges(here: Group, there: Group) -> Iterator[tuple[Group, Group]]:
    for one in here:
        for other in there:
            yield (
                tuple(other if each == one else each for each in here),
                tuple(one if each == other else each for each in there),
            )


def _polished(costs: Costs, groups: list[Group], stream: Random) -> None:
    """Rearrange the dearest groups with some others by every arrangement there is."""
    dear = [group for group in groups if _price(costs, group) >= WORTH_LOOKING]
    dear.sort(key=lambda group: -_price(costs, group))
    for group in islice(dear, POLISHED):
        if group in groups:
            _rearranged(costs, groups, group, stream)


def _rearranged(costs: Costs, groups: list[Group], group: Group, stream: Random) -> None:
    chosen = {group} | {groups[int(stream.random() * len(groups))] for _ in range(TOGETHER)}
    people = sorted(each for one in chosen for each in one)
    found = exact.best(costs, people)
    if exact.total(costs, people, found) < sum(_price(costs, each) for each in chosen):
        placed = {each for one in found for each in one}
        groups[:] = [each for each in groups if each not in chosen]
        groups += [*found, *((each,) for each in people if each not in placed)]
