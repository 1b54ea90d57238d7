"""Which three are to be a group of three, the others pairs, so that all costs least? Proven where that is soon done.

If one of the three is left out, the others of the grouping are pairs; so it costs at least what the cheapest pairs
without that one cost, and what their joining those two adds. Threes are tried in the order of that bound, until it is
no lower than the best found: then there is no better one.
"""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet

from hub.meet.rounds.cheapest import Pairs
from hub.meet.rounds.matching import as_bits, bits
from hub.meet.rounds.weighing import RATHER_THREE, THREE, Group

STEPS = 200_000  # all tries together: then it is as good as was found, and the same on every machine
A_PERSON = 10  # steps that a try takes for each, and one for each two who may meet


def best_three(pairs: Pairs, now: Group, fixed: AbstractSet[int]) -> Group:
    """Return which group of three makes the grouping of all but *fixed* cheapest, the others pairs: *now*, or a better.

    Where so many may meet that no try could be afforded, nothing is looked at.
    """
    near = _near(pairs, fixed)
    some = as_bits(one for one, known in near.items() if any(known & near[other] for other in bits(known)))
    tries = STEPS // (len(pairs.prices) + A_PERSON * len(pairs.people)) - some.bit_count()
    if tries <= 0:
        return now
    found, least = now, _cost(pairs, now, fixed)
    for bound, group in sorted(_bounds(pairs, near, some, fixed))[:tries]:
        if bound >= least:
            break
        if pairs.costs.group(group) is not None and (cost := _cost(pairs, group, fixed)) < least:
            least, found = cost, group
    return found


def _cost(pairs: Pairs, group: Group, fixed: AbstractSet[int]) -> int:
    placed = {*fixed, *group}
    return (pairs.costs.group(group) or 0) + pairs.cost(pairs.best(placed), placed)


def _near(pairs: Pairs, fixed: AbstractSet[int]) -> Mapping[int, int]:
    """Return whom each may meet, of those who are not *fixed*, as bits."""
    free = as_bits(each for each in pairs.people if each not in fixed)
    return {each: pairs.near[each] & free for each in bits(free)}


def _bounds(pairs: Pairs, near: Mapping[int, int], some: int, fixed: AbstractSet[int]) -> Iterator[tuple[int, Group]]:
    """Yield what a grouping with each group of three costs at least."""
    alone = {each: pairs.cost(pairs.best({*fixed, each}), {*fixed, each}) for each in bits(some)}
    wish = [RATHER_THREE * each.rather_three for each in pairs.costs.seats]
    for one, other in (two for two in pairs.prices if near.keys() >= {*two}):
        for third in bits(near[one] & near[other] & -1 << other):
            two, far, last = pairs.prices[one, other], pairs.prices[one, third], pairs.prices[other, third]
            together = THREE + two + far + last - 2 * (wish[one] + wish[other] + wish[third])
            yield max(alone[one] - last, alone[other] - far, alone[third] - two) + together, (one, other, third)
