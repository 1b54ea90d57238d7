"""Which pairs cost least of all? Edmonds' weighted matching, proven, by a library that many others stand on."""

from collections.abc import Collection, Sequence
from itertools import combinations

from rustworkx import PyGraph, max_weight_matching

from hub.meet.rounds.weighing import Costs, Group

# Of each weight: what decides between groupings as cheap. Of so few that half of 500 people outweigh no cost, and so
# many that no two groupings are as good but once in millions. All fits into the 128 bits the library counts with.
LOT, BITS = 38, 46


class Pairs:
    """Whoever may meet whom, and what that costs; worked out once."""

    def __init__(self, costs: Costs, people: Sequence[int], lots: Sequence[int]) -> None:
        """Weigh every two of *people*; *lots*, a big number for each seat, decide between groupings as cheap.

        So one is the best, whoever looks for it, and in whatever way.
        """
        self.costs, self.people = costs, sorted(people)
        self.prices: dict[Group, int] = {}
        self.near = dict.fromkeys(self.people, 0)  # whom each may meet, as bits
        self._graph = PyGraph[int, int](multigraph=False)
        self._at = {each: self._graph.add_node(each) for each in self.people}
        self._out = {each: costs.out(each) for each in self.people}
        for one, other in combinations(self.people, 2):
            price = costs.group((one, other))
            if price is not None:
                self.prices[one, other] = price
                self.near[one] |= 1 << other
                self.near[other] |= 1 << one
                saved = self._out[one] + self._out[other] - price
                lot = (lots[one] * lots[other] >> LOT) % 2**LOT
                self._graph.add_edge(self._at[one], self._at[other], (saved << BITS) + lot)

    def best(self, without: Collection[int] = ()) -> list[Group]:
        """Return the pairs of the cheapest grouping in pairs alone of everybody but some; who is in none sits out."""
        out = set(without)
        graph = self._graph.subgraph([at for each, at in self._at.items() if each not in out])
        found = max_weight_matching(graph, weight_fn=int)
        twos = ((graph[one], graph[other]) for one, other in found)
        return sorted((one, other) if one < other else (other, one) for one, other in twos)

    def cost(self, pairs: Sequence[Group], without: Collection[int] = ()) -> int:
        """Return what these pairs cost, and that all others but *without* sit out."""
        placed = {each for group in pairs for each in group}
        out = sum(cost for each, cost in self._out.items() if each not in placed and each not in without)
        return out + sum(self.prices[group] for group in pairs)
