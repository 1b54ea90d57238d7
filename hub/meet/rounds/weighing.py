"""What does it cost to have these people meet? Numbers so far apart that no sum of small ones outweighs a big one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

Two = frozenset[str]
Group = tuple[int, ...]  # two or three places in the list of seats, in order

# Nobody sits out whom any grouping has room for; of two who could, the one who sat out before does not.
SITS_OUT, SAT_OUT_BEFORE, MOST_COUNTED = 10**22, 10**16, 99
MET = 10**10  # each time they met before: nobody meets again while any grouping at all avoids it
NO_COMMON_TIME = 10**6  # they can still agree on one: that is better than to meet again, or nobody
MET_LATELY = 100  # divided by how many rounds ago
SAME_ORGANISATION = 10
PAIR = 2
THREE, RATHER_THREE = 7, 4  # a group of three beyond need; somebody who would rather be three, in a pair


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who joined a round, under an id that says nothing of who they are."""

    id: str
    ways: frozenset[str] = frozenset({"online", "in-person"})
    times: frozenset[str] = frozenset()  # empty: whenever
    organisation: str = ""
    rather_three: bool = False
    sat_out: int = 0  # rounds of late in which there was nobody for them


@dataclass(frozen=True, slots=True)
class Past:
    """How often two have met in rounds, and how many rounds ago for the last time (1: in the last one)."""

    times: int
    ago: int = 1


@dataclass(frozen=True, slots=True)
class Costs:
    """What groups of these seats cost; None stands for never."""

    seats: Sequence[Seat]
    history: Mapping[Two, Past] = field(default_factory=dict)
    never: Collection[Two] = frozenset()

    def pair(self, one: int, other: int) -> int | None:
        """Return what it costs to have two meet, whatever they would rather be."""
        here, there = self.seats[one], self.seats[other]
        two = frozenset((here.id, there.id))
        if two in self.never or not here.ways & there.ways:
            return None
        common = not (here.times and there.times) or bool(here.times & there.times)
        same = bool(here.organisation) and here.organisation == there.organisation
        return NO_COMMON_TIME * (not common) + SAME_ORGANISATION * same + _met(self.history.get(two))

    def group(self, members: Group) -> int | None:
        """Return what a group of two or three costs; of three, every two must be allowed, and all share a way."""
        if len(members) == PAIR:  # nearly all that is ever asked
            cost = self.pair(*members)
            return None if cost is None else cost + self._shape(members)
        found = [self.pair(one, other) for one, other in combinations(members, 2)]
        if None in found or not frozenset.intersection(*(self.seats[each].ways for each in members)):
            return None
        return sum(cost for cost in found if cost) + self._shape(members)

    def out(self, seat: int) -> int:
        """Return what it costs that somebody sits out."""
        return SITS_OUT + SAT_OUT_BEFORE * min(self.seats[seat].sat_out, MOST_COUNTED)

    def _shape(self, members: Group) -> int:
        wishes = sum(self.seats[each].rather_three for each in members)
        return RATHER_THREE * wishes if len(members) == PAIR else THREE


def _met(past: Past | None) -> int:
    return MET * past.times + MET_LATELY // past.ago if past else 0
