"""Whom may each meet, and whom at what price? One number for each seat, a bit for each other one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from hub.meet.rounds.matching import as_bits
from hub.meet.rounds.weighing import PAIR, Costs, Seat, Two


@dataclass(frozen=True, slots=True)
class Levels:
    """Whom each seat may meet, narrower from level to level, just as ``Costs.pair`` has it."""

    allowed: Sequence[int]
    unmet: Sequence[int]  # for less than MET
    timely: Sequence[int]  # for less than NO_COMMON_TIME
    free: Sequence[int]  # for nothing


def levels(costs: Costs) -> Levels:
    """Return whom each of the seats may meet at what price."""
    seats, everybody = costs.seats, (1 << len(costs.seats)) - 1
    same_way = _sharing(seats, [each.ways for each in seats])
    # Who names no time can whenever: as if that were a time which everybody has.
    times = _sharing(seats, [each.times for each in seats])
    whenever = as_bits(at for at, each in enumerate(seats) if not each.times)
    company = _sharing(seats, [frozenset({each.organisation} - {""}) for each in seats])
    never, met = _pairwise(seats, costs.never), _pairwise(seats, costs.history)
    allowed = [same_way[at] & ~never[at] & ~(1 << at) for at in range(len(seats))]
    unmet = [allowed[at] & ~met[at] for at in range(len(seats))]
    timely = [unmet[at] & (times[at] | whenever if each.times else everybody) for at, each in enumerate(seats)]
    return Levels(allowed, unmet, timely, [timely[at] & ~company[at] for at in range(len(seats))])


def _sharing(seats: Sequence[Seat], said: Sequence[frozenset[str]]) -> Sequence[int]:
    """Return with whom each shares something they said."""
    every = frozenset[str]().union(*said)
    who = {each: as_bits(at for at in range(len(seats)) if each in said[at]) for each in every}
    known = {these: reduce(or_, (who[each] for each in these), 0) for these in set(said)}
    return [known[these] for these in said]


def _pairwise(seats: Sequence[Seat], twos: Collection[Two]) -> Sequence[int]:
    """Return with whom each stands in one of *twos*; whoever has no seat is in none."""
    at = {each.id: index for index, each in enumerate(seats)}
    rows = [bytearray(len(seats) // 8 + 1) for _ in seats]  # a bit for each seat: there may be a quarter of a million
    for two in twos:
        seated = [at[each] for each in two if each in at]
        if len(seated) == PAIR:
            one, other = seated
            rows[one][other >> 3] |= 1 << (other & 7)
            rows[other][one >> 3] |= 1 << (one & 7)
    return [int.from_bytes(row, "little") for row in rows]
