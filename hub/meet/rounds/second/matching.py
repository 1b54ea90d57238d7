"""Can one more be placed by having others change partners? Edmonds' way: along alternating paths, round odd circles.

Who is still alone then joins a pair, frees somebody of a group of three, or is freed by a group of three within an odd
circle. Where none of that can be done, no pairs and threes there are would place more people.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import combinations, islice

from hub.meet.rounds.weighing import THREE, Costs, Group

NOBODY = -1
LOOKS = 1_000_000  # at two people, whether they could meet: then it is given up, and the same on every machine
JOINS = 400  # pairs that are looked at for somebody alone to join
TRIED = 100  # groups of three within one circle


class Matching:
    """Who is with whom, made larger as long as that is possible."""

    def __init__(self, costs: Costs, mate: dict[int, int], everybody: Sequence[int], below: int) -> None:
        """Begin with who is with whom already; *mate* is changed in place, and what costs *below* or more is no way."""
        self._costs, self._mate, self._below = costs, mate, below
        self._number = len(costs.seats)
        self._everybody = everybody
        self._three: dict[int, Group] = {}  # in which somebody is
        self._looks = LOOKS
        self._came: list[int] = []  # from whom somebody was reached
        self._base: list[int] = []  # of the odd circle somebody stands in
        self._outer: list[bool] = []
        self._queue: list[int] = []

    def grow(self) -> None:
        """Pair as many as can be paired at all."""
        alone = self._alone()
        for root in alone if len(alone) > 1 else ():
            if root not in self._mate:
                end = self._path_from(root)
                if end != NOBODY:
                    self._turn_round(end)

    def place(self, threes: Collection[Group]) -> list[Group]:
        """Place whoever is alone by groups of three, beside those there are; return all *threes* there are then."""
        self._everybody = [*self._everybody, *(each for group in threes for each in group)]
        self._three = {each: group for group in threes for each in group}
        for one in sorted(self._alone(), key=lambda each: -self._costs.out(each)):
            if one not in self._mate and not self._joins(one):
                self._make_room(one)
        return list(dict.fromkeys(self._three.values()))

    def _alone(self) -> list[int]:
        return [each for each in self._everybody if each not in self._mate and each not in self._three]

    def _joins(self, one: int) -> bool:
        """Have somebody join the pair that suits best, of some; False where there is none."""
        least, found = self._below, None
        for two in islice(((here, there) for here, there in self._mate.items() if here < there), JOINS):
            cost = self._costs.group((*two, one))
            if cost is not None and cost < least:
                least, found = cost, two
            if least <= THREE:
                break
        if found:
            self._seat_three((*found, one))
        return found is not None

    def _make_room(self, root: int) -> None:
        end = self._path_from(root)
        if end != NOBODY:
            self._leave_three(end)
            self._turn_round(end)
        elif not self._three_within_a_circle():
            self._change_places(root)

    def _seat_three(self, group: Group) -> None:
        for each in group:
            self._mate.pop(each, None)
            self._three[each] = group

    def _leave_three(self, end: int) -> None:
        """Have somebody leave their group of three, if they are in one: the others are a pair."""
        group = self._three.get(end, ())
        for each in group:
            del self._three[each]
        if group:
            one, other = (each for each in group if each != end)
            self._mate[one], self._mate[other] = other, one

    def _three_within_a_circle(self) -> bool:
        """Place everybody of an odd circle with one another: who is alone gets the partner its base had."""
        circles: dict[int, list[int]] = {}
        for each in self._everybody:
            if self._outer[each]:
                circles.setdefault(self._base[each], []).append(each)
        for base, circle in circles.items():
            for group in islice(self._threes_of(circle), TRIED):
                if self._placed_around(base, circle, group):
                    return True
        return False

    def _threes_of(self, circle: Sequence[int]) -> Iterator[Group]:
        for at, one in enumerate(circle):
            near = [each for each in circle[at + 1 :] if self._may_meet(one, each)]
            for two in combinations(near, 2):
                cost = self._costs.group((one, *two))
                if cost is not None and cost < self._below:
                    yield (one, *two)

    def _placed_around(self, base: int, circle: Sequence[int], group: Group) -> bool:
        rest = [each for each in circle if each not in group]
        pairs = {each: self._mate[each] for each in rest if self._mate.get(each) in rest}
        inside = Matching(self._costs, pairs, rest, self._below)
        inside.grow()
        if len(pairs) < len(rest):
            return False
        self._free(base)
        self._seat_three(group)
        self._mate.update(pairs)
        return True

    def _change_places(self, root: int) -> None:
        """Have somebody else sit out, who did so less often of late."""
        other = min((each for each in self._everybody if self._outer[each]), key=self._costs.out)
        if self._costs.out(other) < self._costs.out(root):
            self._free(other)

    def _free(self, one: int) -> None:
        """Have somebody who was reached be alone, and who was alone be placed instead."""
        end = self._mate.pop(one, NOBODY)
        if end != NOBODY:
            self._turn_round(end)

    def _path_from(self, root: int) -> int:
        """Return somebody not in a pair who is reached from *root* by an alternating path, or NOBODY."""
        self._came = [NOBODY] * self._number
        self._base = list(range(self._number))
        self._outer = [each == root for each in range(self._number)]
        self._queue = [root]
        for one in self._queue:
            self._looks -= len(self._everybody)
            for other in self._everybody if self._looks > 0 else ():
                if self._leads_on(one, other) and self._may_meet(one, other) and self._reached(one, other):
                    return other
        return NOBODY

    def _leads_on(self, one: int, other: int) -> bool:
        return self._base[one] != self._base[other] and (self._outer[other] or self._came[other] == NOBODY)

    def _may_meet(self, one: int, other: int) -> bool:
        cost = self._costs.pair(one, other)
        return cost is not None and cost < self._below

    def _reached(self, one: int, other: int) -> bool:
        """Go from *one* to *other*; say whether *other* is in no pair, and the path is at its end."""
        if self._outer[other]:
            self._close_circle(one, other)
            return False
        self._came[other] = one
        mate = self._mate.get(other, NOBODY)
        if mate != NOBODY:
            self._stand_outside(mate)
        return mate == NOBODY

    def _stand_outside(self, one: int) -> None:
        if not self._outer[one]:
            self._outer[one] = True
            self._queue.append(one)

    def _close_circle(self, one: int, other: int) -> None:
        base, circle = self._common(one, other), set[int]()
        self._mark(one, base, other, circle)
        self._mark(other, base, one, circle)
        for each in self._everybody:
            if self._base[each] in circle:
                self._base[each] = base
                self._stand_outside(each)

    def _mark(self, one: int, base: int, child: int, circle: set[int]) -> None:
        while self._base[one] != base:
            mate = self._mate[one]
            circle |= {self._base[one], self._base[mate]}
            self._came[one] = child
            child, one = mate, self._came[mate]

    def _common(self, one: int, other: int) -> int:
        seen = set[int]()
        while True:
            one = self._base[one]
            seen.add(one)
            if one not in self._mate:
                break
            one = self._came[self._mate[one]]
        while self._base[other] not in seen:
            other = self._came[self._mate[self._base[other]]]
        return self._base[other]

    def _turn_round(self, end: int) -> None:
        while end != NOBODY:
            one = self._came[end]
            following = self._mate.get(one, NOBODY)
            self._mate[one], self._mate[end] = end, one
            end = following
