"""Is a round drawn while somebody waits for it? Five thousand people, years of rounds, and the nastiest lists."""

import sys
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from random import Random
from time import process_time

from hub.meet.rounds.pairing import draw
from hub.meet.rounds.weighing import Past, Seat, Two

PEOPLE, ROUNDS = 5_000, 12
_FEW = 61
_HERE, _ONLINE = frozenset({"in-person"}), frozenset({"online"})
GOAL = 1.0  # second of processor time for a draw of so many
_WAYS = ("online", "in-person", "online in-person", "online in-person")
_TIMES = ("mornings", "afternoons", "evenings", "weekends")


@dataclass(frozen=True, slots=True)
class Town:
    """A list that a round is drawn from."""

    seats: Sequence[Seat]
    history: Mapping[Two, Past] = field(default_factory=dict)
    never: Collection[Two] = frozenset()


Make = Callable[[Random], Town]


def main() -> int:
    """Draw, print what it took and how good it is, and return 1 where the goal is missed."""
    worst = max(_year(number) for number in (14, 100, PEOPLE))
    worst = max(worst, *(_year(number, 60) for number in (13, 20, 41, 59)))
    for name, make in _NASTY.items():
        worst = max(worst, _timed(name, make))
    print(f"the slowest draw: {worst:.2f} s of processor time; the goal is {GOAL:.1f} s")
    return int(worst > GOAL)


def _year(number: int, rounds: int = ROUNDS) -> float:
    """Draw some months for so many people, and say how many of their meetings were with somebody known."""
    chance = Random(number)  # noqa: S311 -- invented people
    history, took, again, met = dict[Two, Past](), 0.0, 0, 0
    # In a small town each can whenever: what is forced by who can when says nothing of the draw.
    seats = [_seat(index, chance) if number == PEOPLE else Seat(f"{index:05}") for index in range(number)]
    for month in range(rounds):
        began = process_time()
        made = draw(seats, history, frozenset(), f"{month}")
        took = max(took, process_time() - began)
        twos = [frozenset(two) for group in made.groups for two in combinations(group, 2)]
        again += sum(two in history for two in twos)
        met += len(twos)
        history = {two: Past(past.times, past.ago + 1) for two, past in history.items()}
        history |= {two: Past(history[two].times + 1 if two in history else 1) for two in twos}
    print(f"{number:>6,} people, {rounds} rounds: {again} of {met} meetings again; slowest draw {took:.3f} s")
    return took


def _timed(name: str, make: Make) -> float:
    town = make(Random(name))  # noqa: S311 -- likewise
    began = process_time()
    made = draw(town.seats, town.history, town.never, name)
    took = process_time() - began
    twos = [frozenset(two) for group in made.groups for two in combinations(group, 2)]
    again = sum(two in town.history for two in twos)
    print(f"{name}: {len(made.groups)} groups, {again} meet again, {len(made.sat_out)} sit out; {took:.3f} s")
    return took


def _seat(index: int, chance: Random) -> Seat:
    times = frozenset(chance.sample(_TIMES, chance.randint(1, 3)))
    ways = frozenset(chance.choice(_WAYS).split())
    return Seat(f"{index:05}", ways, times, chance.choice(("", "", "mill", "school")), chance.random() < 1 / 10)


def _lonely(_: Random) -> Town:
    """Return people of whom two can be met online alone, and exclude each other: nobody is left for them."""
    seats = [Seat(f"{index:05}", _HERE if index > 1 else _ONLINE) for index in range(PEOPLE)]
    return Town(seats, never={frozenset((seats[0].id, seats[1].id))})


def _choosy(chance: Random, number: int = 20) -> Town:
    seats = [_seat(index, chance) for index in range(PEOPLE)]
    return Town(seats, never={frozenset((one.id, chance.choice(seats).id)) for one in seats for _ in range(number)})


def _one_employer(_: Random) -> Town:
    return Town([Seat(f"{index:05}", organisation="mill" if index % 5 else "") for index in range(PEOPLE)])


def _weary(_: Random) -> Town:
    """Return people of whom 61 can be met online alone, and have all met."""
    seats = [Seat(f"{index:05}", _ONLINE if index < _FEW else _HERE) for index in range(PEOPLE)]
    return Town(seats, {frozenset(two): Past(2) for two in combinations([each.id for each in seats[:_FEW]], 2)})


def _shy(chance: Random, near: int, number: int) -> Town:
    """Return so many people who exclude nearly everybody, and met half of whom they do not."""
    ids = [f"{index:05}" for index in range(number)]
    may = [frozenset(chance.sample(ids, 2)) for _ in range(number * near // 2)]
    never = {frozenset(two) for two in combinations(ids, 2)}.difference(may)
    return Town([Seat(each) for each in ids], {two: Past(1) for two in may if chance.random() < 1 / 2}, never)


def _crowds(_: Random) -> Town:
    """Return two crowds of an odd number each, who exclude each other, and of whom each has met all of their own."""
    ids = [f"{index:05}" for index in range(300)]
    never = {frozenset((one, other)) for one in ids[:151] for other in ids[151:]}
    inside = (frozenset(two) for crowd in (ids[:151], ids[151:]) for two in combinations(crowd, 2))
    return Town([Seat(each) for each in ids], dict.fromkeys(inside, Past(1)), never)


def _star(_: Random) -> Town:
    """Return people of whom one alone has anybody left to meet for the first time: everybody."""
    ids = [f"{index:05}" for index in range(300)]
    return Town([Seat(each) for each in ids], {frozenset(two): Past(1) for two in combinations(ids[1:], 2)})


def _of_three(chance: Random, number: int, share: float = 1) -> Town:
    """Return people of whom so many would rather be three, each can at one time, and half are of one organisation."""
    seats = [
        Seat(
            f"{index:05}",
            times=frozenset(chance.sample(_TIMES, 1)),
            organisation="mill" if index % 2 else "",
            rather_three=chance.random() < share,
        )
        for index in range(number)
    ]
    return Town(seats)


_NASTY: Mapping[str, Make] = {
    "5,000, all in person but two": _lonely,
    "5,000, each excludes twenty": _choosy,
    "5,000, each excludes fifty": partial(_choosy, number=50),
    "5,000, four in five of one organisation": _one_employer,
    "5,000, of whom 61 met all they could": _weary,
    **{f"300 who may meet some {near} each": partial(_shy, near=near, number=300) for near in (1, 2, 3, 5, 10)},
    **{f"299 who may meet some {near} each": partial(_shy, near=near, number=299) for near in (2, 10)},
    "300 in two crowds who met all of their own": _crowds,
    "300 who met all but one": _star,
    "300 who would all rather be three": partial(_of_three, number=300),
    "300, three in ten of whom would rather be three": partial(_of_three, number=300, share=0.3),
    "5,000 who would all rather be three": partial(_of_three, number=PEOPLE),
}


if __name__ == "__main__":
    sys.exit(main())
