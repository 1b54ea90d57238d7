"""Do the rules of when to look spread the work? A week of looks at 20,000 feeds, without a database or a network.

    python -m bench.rhythm [--feeds 20000] [--days 7]

Prints looks, the busiest hour and how late looks are when ten go out a second; draws the hours as SVG into var/bench.
Ends with 1 when a goal is missed.
"""

import argparse
import heapq
import random
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from uuid import UUID

from bench.sides import VAR
from hub.aggregate.feeds.rules import DAY, HOUR, Rhythm, next_look

MOST_IN_AN_HOUR = 1.3  # times the mean
MOST_LATE = 30.0  # seconds, on average
A_SECOND = 10  # looks
# How many of a hundred speak how often, in hours between two posts: few papers, many quiet blogs. As in the corpus.
_SPEAKERS = ((6, 0.3), (14, 4), (25, 24), (25, 120), (20, 720), (10, 8_000))
_ASKS_WAIT, _SKIPS_NIGHT = 0.35, 0.02  # of all: sy:updatePeriod or max-age of an hour; skipHours
_NIGHT = frozenset(range(6))
_MONDAY = datetime(2026, 6, 1, tzinfo=UTC)


@dataclass(slots=True)
class Feed:
    """One feed: its id, how it speaks on average, and what was heard of it."""

    id: UUID
    gap: timedelta
    rhythm: Rhythm

    def heard(self, at: datetime, draw: random.Random) -> Rhythm:
        """Return its rhythm as a look at *at* finds it."""
        quiet = timedelta(seconds=draw.expovariate(1 / max(self.gap.total_seconds(), 1)))
        newest = max(at - quiet, self.rhythm.last_post_at or at - quiet)
        return replace(self.rhythm, last_post_at=newest)


@dataclass(slots=True)
class Week:
    """What happened."""

    by_hour: Counter[int] = field(default_factory=Counter)  # hours since the beginning
    late: float = 0.0  # seconds, all looks together
    latest: float = 0.0

    @property
    def looks(self) -> int:
        """How many looks there were."""
        return self.by_hour.total()

    @property
    def peak(self) -> float:
        """The busiest hour as a multiple of the mean."""
        return max(self.by_hour.values()) / (self.looks / len(self.by_hour))

    @property
    def mean_late(self) -> float:
        """How many seconds a look came after it was due, on average."""
        return self.late / self.looks


def main(arguments: Sequence[str]) -> int:
    """Let the time pass, print what happened, and return the exit code."""
    options = _options(arguments)
    week = passed(feeds(options.feeds), options.days)
    each_second = week.looks / (options.days * DAY.total_seconds())
    print(f"{options.feeds} feeds, {options.days} days: {week.looks} looks, {each_second:.2f} a second")
    peak, late = week.peak <= MOST_IN_AN_HOUR, week.mean_late <= MOST_LATE
    print(f"busiest hour {week.peak:.2f} times the mean (goal {MOST_IN_AN_HOUR}, {_said(is_reached=peak)})")
    print(
        f"late by {week.mean_late:.1f} s on average, {week.latest:.0f} s at most, at {A_SECOND} looks a second ", end=""
    )
    print(f"(goal {MOST_LATE:.0f} s on average, {_said(is_reached=late)})")
    VAR.mkdir(parents=True, exist_ok=True)
    (VAR / "rhythm.svg").write_text(drawn(week), encoding="utf-8")
    return 0 if peak and late else 1


def feeds(number: int) -> list[Feed]:
    """Return *number* feeds with rhythms as real ones have them, always the same."""
    draw = random.Random(7)  # noqa: S311 -- rhythms, and the same ones each time
    shares, gaps = zip(*_SPEAKERS, strict=True)
    ends = list(accumulate(shares))
    made = []
    for _ in range(number):
        (hours,) = draw.choices(gaps, cum_weights=ends)
        gap = hours * HOUR * draw.lognormvariate(0, 0.7)
        wait = HOUR if draw.random() < _ASKS_WAIT else timedelta(0)
        night = _NIGHT if draw.random() < _SKIPS_NIGHT else frozenset[int]()
        rhythm = Rhythm(post_gap=gap, asked_wait=wait, skip_hours=night)
        made.append(Feed(UUID(int=draw.getrandbits(128)), gap, rhythm))
    return made


def passed(known: Sequence[Feed], days: int) -> Week:
    """Let *days* pass after a first day that does not count: then all *known* feeds were registered at once."""
    draw = random.Random(11)  # noqa: S311 -- likewise
    week, end = Week(), _MONDAY + (days + 1) * DAY
    waiting = [(_MONDAY, number) for number in range(len(known))]
    free = _MONDAY  # when the next look can go out
    while waiting[0][0] < end:
        due, number = waiting[0]
        free = max(free, due) + timedelta(seconds=1 / A_SECOND)
        if due >= _MONDAY + DAY:
            late = (free - due).total_seconds()
            week.by_hour[(due - _MONDAY) // HOUR] += 1
            week.late, week.latest = week.late + late, max(week.latest, late)
        rhythm = known[number].heard(free, draw)
        heapq.heapreplace(waiting, (next_look(rhythm, free, known[number].id).due_at, number))
    return week


def drawn(week: Week) -> str:
    """Draw the looks of each hour as SVG."""
    most = max(week.by_hour.values())
    bars = "".join(_bars(week, most))
    size = f'width="{4 * len(week.by_hour)}" height="200"'
    title = f"<title>Looks in each hour, {most} at most</title>"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{title}{bars}</svg>\n'


def _bars(week: Week, most: int) -> Iterator[str]:
    for at, hour in enumerate(sorted(week.by_hour)):
        height = 200 * week.by_hour[hour] / most
        yield f'<rect x="{4 * at}" y="{200 - height:.0f}" width="3" height="{height:.0f}"/>'


def _said(*, is_reached: bool) -> str:
    return "reached" if is_reached else "not reached"


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.rhythm", description=__doc__)
    parser.add_argument("--feeds", type=int, default=20_000, help="how many feeds (20,000)")
    parser.add_argument("--days", type=int, default=7, help="how many days after the first (7)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
