"""Can one more be placed by having others change partners? Edmonds' way: along alternating paths, round odd circles.

Whoever somebody may meet is one number, a bit for each person, so that a search of five thousand takes milliseconds.
"""

from collections.abc import Iterable, Iterator, MutableMapping, Sequence

NOBODY = -1


class Matching:
    """Who is with whom, made larger as long as that is possible at all."""

    def __init__(self, near: Sequence[int], mate: MutableMapping[int, int], among: int) -> None:
        """Begin with who is with whom already; *mate* is changed in place, *near* says whom each may meet, as bits."""
        self.near, self.mate, self.among = near, mate, among
        self.outer = 0  # who could be alone instead of the one the search began with
        self._fresh = 0  # whom it has not come to yet
        self._queue: list[int] = []
        self._came: dict[int, int] = {}  # from whom somebody was reached
        self._base: dict[int, int] = {}  # of the odd circle somebody stands in
        self._inside: dict[int, int] = {}  # who stands in the odd circle of a base

    def alone(self) -> int:
        """Return who is in no pair."""
        return self.among & ~as_bits(self.mate)

    def grow(self) -> None:
        """Pair as many as can be paired at all; whoever is in a pair stays in one."""
        self._deal()
        left, alone = self.among, self.alone()
        for root in bits(alone):
            if not alone >> root & 1:
                continue
            alone &= ~(1 << root)
            end = self.path_from(root, alone, left)
            if end == NOBODY:
                left &= self._fresh  # no path will ever lead through where this search ended
            else:
                alone &= ~(1 << end)
                self.turn_round(end)

    def path_from(self, root: int, ends: int, among: int) -> int:
        """Return one of *ends*, who are in no pair, that an alternating path leads to from *root*, or NOBODY."""
        self._came, self._base, self._inside = {}, {}, {}
        self.outer = 1 << root
        self._fresh = among & ~self.outer
        self._queue = [root]
        for one in self._queue:
            if found := self.near[one] & ends & self._fresh:
                end = _lowest(found)
                self._came[end] = one
                return end
            self._look_round(one)
        return NOBODY

    def turn_round(self, end: int) -> None:
        """Have everybody on the path to *end* change partners."""
        while end != NOBODY:
            one = self._came[end]
            following = self.mate.get(one, NOBODY)
            self.mate[one], self.mate[end] = end, one
            end = following

    def free(self, one: int) -> None:
        """Have somebody of ``outer`` be alone, and who the search began with be placed instead."""
        end = self.mate.pop(one, NOBODY)
        if end != NOBODY:
            self.turn_round(end)

    def circles(self) -> Iterator[tuple[int, int]]:
        """Yield the odd circles the search found, by their bases: whoever of one is alone, the others can be paired."""
        return ((base, members) for base, members in self._inside.items() if self._base.get(base, base) == base)

    def _deal(self) -> None:
        alone = self.alone()
        for one in sorted(bits(alone), key=lambda each: self.near[each].bit_count()):
            found = self.near[one] & alone
            if found and alone >> one & 1:
                other = _lowest(found)
                self.mate[one], self.mate[other] = other, one
                alone &= ~(1 << one | 1 << other)

    def _look_round(self, one: int) -> None:
        near = self.near[one]
        while found := near & self._fresh:
            other = _lowest(found)
            mate = self.mate[other]
            self._came[other] = one
            self._fresh &= ~(1 << other | 1 << mate)
            self._stand_outside(mate)
        while found := near & self.outer & ~self._inside.get(self._base_of(one), 1 << one):
            self._close_circle(one, _lowest(found))

    def _base_of(self, one: int) -> int:
        return self._base.get(one, one)

    def _stand_outside(self, one: int) -> None:
        self.outer |= 1 << one
        self._queue.append(one)

    def _close_circle(self, one: int, other: int) -> None:
        base, bases = self._common(one, other), set[int]()
        self._mark(one, base, other, bases)
        self._mark(other, base, one, bases)
        self._inside.setdefault(base, 1 << base)
        for each in sorted(bases):
            members = self._inside.pop(each, 1 << each)
            self._inside[base] |= members
            for member in bits(members):
                self._base[member] = base
                if not self.outer >> member & 1:
                    self._stand_outside(member)

    def _mark(self, one: int, base: int, child: int, bases: set[int]) -> None:
        while self._base_of(one) != base:
            mate = self.mate[one]
            bases |= {self._base_of(one), self._base_of(mate)}
            self._came[one] = child
            child, one = mate, self._came[mate]

    def _common(self, one: int, other: int) -> int:
        """Return the base of the circle that the two close."""
        seen = set[int]()
        while True:
            one = self._base_of(one)
            seen.add(one)
            if one not in self.mate:
                break
            one = self._came[self.mate[one]]
        while self._base_of(other) not in seen:
            other = self._came[self.mate[self._base_of(other)]]
        return self._base_of(other)


def bits(people: int) -> Iterator[int]:
    """Yield who is in *people*, in order.

    >>> list(bits(0b1101))
    [0, 2, 3]
    """
    while people:
        one = _lowest(people)
        yield one
        people &= ~(1 << one)


def as_bits(people: Iterable[int]) -> int:
    """Return *people* as bits."""
    found = bytearray()
    for each in people:
        byte = each >> 3
        if byte >= len(found):
            found.extend(bytes(byte - len(found) + 1))
        found[byte] |= 1 << (each & 7)
    return int.from_bytes(found, "little")


def _lowest(people: int) -> int:
    return (people & -people).bit_length() - 1
