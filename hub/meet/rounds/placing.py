"""How are as many people placed as can be at all, in pairs and groups of three? Where no more can be, that is proven.

First as many are paired as can be. Where no path leads on for somebody, the search has ended in odd circles: of each
all but one can be paired, whoever that is. So one more is placed if a path ends at somebody of a group of three, whose
other two are a pair then; or if three within a circle may meet, and the others of it can be paired. Where neither is so
nobody can be placed without leaving out another the search came to: then whoever that costs least sits out.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice

from hub.meet.rounds.matching import NOBODY, Matching, as_bits, bits
from hub.meet.rounds.weighing import THREE, Group

JOINS = 400  # pairs that are looked at for the one that suits best; any other is as certain
Price = Callable[[Group], int | None]  # of a group; None where it is none


class Placing:
    """Who is with whom in pairs and groups of three, and whom that leaves."""

    def __init__(self, price: Price, threes: Collection[Group] = ()) -> None:
        """Begin with groups of three that were wished for; they are parted where somebody could not be placed else."""
        self.mate: dict[int, int] = {}
        self._price = price
        self._near: Sequence[int] = ()
        self._three = {each: group for group in threes for each in group}
        self._wished = frozenset(threes)

    def grow(self, near: Sequence[int]) -> None:
        """Pair as many as can be by *near*, whom each may meet, as bits; from now on that is whom they may."""
        self._near = near
        Matching(near, self.mate, self._everybody() & ~as_bits(self._three)).grow()

    def place(self, out: Callable[[int], int]) -> None:
        """Place as many as can be; of several, those for whom to sit *out* costs most."""
        for one in sorted(bits(self.alone()), key=lambda each: -out(each)):
            if one not in self.mate and one not in self._three:
                self._place(one, out)

    def alone(self) -> int:
        """Return who is in no group, as bits."""
        return self._everybody() & ~as_bits(self.mate) & ~as_bits(self._three)

    def threes(self) -> list[Group]:
        """Return the groups of three."""
        return sorted(set(self._three.values()))

    def pairs(self) -> Iterator[Group]:
        """Yield the pairs."""
        return ((one, other) for one, other in self.mate.items() if one < other)

    def _everybody(self) -> int:
        return (1 << len(self._near)) - 1

    def _place(self, one: int, out: Callable[[int], int]) -> None:
        needed = [each for each, group in self._three.items() if group not in self._wished]
        others = self.alone() & ~(1 << one)  # a path to them there may be since a group of three was parted
        if self._reaches(one, others | as_bits(needed)) or self._joins(one) or self._reaches(one, as_bits(self._three)):
            return
        search = self._search(one)
        search.path_from(one, 0, search.among)
        if not any(self._is_closed(search, base, circle) for base, circle in list(search.circles())):
            other = min(bits(search.outer), key=lambda each: (out(each), each != one, each))
            search.free(other)

    def _reaches(self, one: int, ends: int) -> bool:
        """Place somebody by a path to one of *ends*, who may leave a group of three; False where there is none."""
        search = self._search(one, ends)
        end = search.path_from(one, ends, search.among)
        if end != NOBODY:
            self._part(end)
            search.turn_round(end)
        return end != NOBODY

    def _part(self, end: int) -> None:
        group = self._three.get(end, ())
        for each in group:
            del self._three[each]
        if group:
            first, second = (each for each in group if each != end)
            self.mate[first], self.mate[second] = second, first

    def _search(self, one: int, ends: int = 0) -> Matching:
        return Matching(self._near, self.mate, as_bits(self.mate) | 1 << one | ends)

    def _joins(self, one: int) -> bool:
        """Have somebody join the pair that suits best, of some; False where there is none."""
        priced = ((self._price((*two, one)), (*two, one)) for two in islice(self.pairs(), JOINS))
        least, found = 0, None
        for cost, group in priced:
            if cost is not None and (found is None or cost < least):
                least, found = cost, group
            if found and least <= THREE:
                break
        if found:
            self._seat(found)
        return found is not None

    def _seat(self, group: Group) -> None:
        for each in group:
            self.mate.pop(each, None)
            self._three[each] = group

    def _is_closed(self, search: Matching, base: int, circle: int) -> bool:
        """Place everybody of an odd circle with one another: who is alone gets the partner its base had."""
        found = self._three_of(circle)
        if found:
            group, pairs = found
            search.free(base)
            self._seat(group)
            self.mate.update(pairs)
        return found is not None

    def _three_of(self, circle: int) -> tuple[Group, dict[int, int]] | None:
        """Return three within an odd circle who may be a group while its others are paired, and those pairs."""
        for one in bits(circle):
            among = circle & ~(1 << one)
            mate = {each: self.mate[each] for each in bits(among) if among >> self.mate.get(each, one) & 1}
            for other in bits(self._near[one] & circle & _above(one)):
                thirds = self._near[one] & self._near[other] & circle & _above(other)
                if thirds:
                    Matching(self._near, mate, among).grow()
                    found = self._without((one, other), thirds, dict(mate), among)
                    if found:
                        return found
        return None

    def _without(
        self, two: tuple[int, int], thirds: int, mate: dict[int, int], among: int
    ) -> tuple[Group, dict[int, int]] | None:
        """Return *two* with whoever of *thirds* may join them while all others are paired, and those pairs."""
        root = mate.pop(two[1])
        del mate[root]
        left = Matching(self._near, mate, among & ~(1 << two[1]))
        left.path_from(root, 0, left.among)
        may_join = (each for each in bits(left.outer & thirds) if self._price((*two, each)) is not None)
        third = next(may_join, NOBODY)
        if third == NOBODY:
            return None
        left.free(third)
        return (*two, third), mate


def _above(one: int) -> int:
    return -1 << (one + 1)
