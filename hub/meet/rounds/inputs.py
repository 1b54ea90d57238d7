"""What did a draw start from? The list as it was, in a form that can be kept, sealed by a hash, and drawn again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from hub.meet.rounds.pairing import VERSION, Draw, draw
from hub.meet.rounds.weighing import Past, Seat, Two


@dataclass(frozen=True, slots=True)
class Inputs:
    """Who joined, who met whom before, and who never meets whom: by ids that say nothing of who they are."""

    seats: Sequence[Seat]
    history: Mapping[Two, Past] = field(default_factory=dict)
    never: frozenset[Two] = frozenset()

    def drawn(self, seed: str, version: str = VERSION) -> Draw:
        """Return who meets whom by this *seed*, and a known *version* of the way to draw."""
        return draw(self.seats, self.history, self.never, seed, version)


def written(inputs: Inputs) -> dict[str, Any]:
    """Return *inputs* as JSON holds them, in one order whatever order they came in."""
    return {
        "seats": [_seat(each) for each in sorted(inputs.seats, key=lambda each: each.id)],
        "history": sorted([*sorted(two), past.times, past.ago] for two, past in inputs.history.items()),
        "never": sorted(sorted(two) for two in inputs.never),
    }


def read(kept: Mapping[str, Any]) -> Inputs:
    """Return what ``written`` wrote.

    >>> told = Inputs([Seat("b"), Seat("a", sat_out=1)], {frozenset("ab"): Past(2, 3)}, frozenset({frozenset("ab")}))
    >>> written(read(written(told))) == written(told)
    True
    """
    return Inputs(
        seats=[
            Seat(
                id=each["id"],
                ways=frozenset(each["ways"]),
                times=frozenset(each["times"]),
                organisation=each["organisation"],
                rather_three=each["rather_three"],
                sat_out=each["sat_out"],
            )
            for each in kept["seats"]
        ],
        history={frozenset((one, other)): Past(times, ago) for one, other, times, ago in kept["history"]},
        never=frozenset(frozenset(two) for two in kept["never"]),
    )


def sealed(kept: Mapping[str, Any]) -> str:
    """Return the hash of what ``written`` wrote: whoever has both can tell that nothing of it was changed since."""
    return sha256(json.dumps(kept, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def _seat(seat: Seat) -> Mapping[str, object]:
    return {
        "id": seat.id,
        "ways": sorted(seat.ways),
        "times": sorted(seat.times),
        "organisation": seat.organisation,
        "rather_three": seat.rather_three,
        "sat_out": seat.sat_out,
    }
