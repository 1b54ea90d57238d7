"""How fast are pages nobody has asked for yet? Kind by kind, of a hub of a million items, its front cache passed by.

`python -m bench.pages [--items N] [--only KIND] [--seconds S]`; ends with 1 when a goal is missed.
"""

import argparse
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.asking import questions
from bench.bigtown import MILLION, built
from bench.loader import Felt, Order, get, load
from bench.measuring import Fell
from bench.server import ROOT
from bench.serving import Serving, serving
from bench.townsfolk import Size

READERS, CROWD = 8, 200
RATE = 1_500
MOST_MEMORY, MOST_START = 150, 1.5  # MiB of a worker, seconds to its first answer
PASSING_BY = {"Authorization": "Bench"}  # who may be somebody gets a page of his own


@dataclass(frozen=True, slots=True)
class Goal:
    """What a kind of page must reach: answers a core gives in a second, and milliseconds at most, of 95 and of 99."""

    rate: float = 0
    p95: float = 10
    p99: float = 1_000

    def reached(self, felt: Felt, cpu: float) -> bool:
        """Say whether it was, with every answer a page, for *cpu* seconds of the server's processor time."""
        in_time = felt.p95 <= self.p95 and felt.p99 <= self.p99
        return in_time and felt.total >= self.rate * cpu and set(felt.statuses) == {"200"}


GOALS: Final[Mapping[str, Goal]] = {
    "stream": Goal(RATE),
    "tag": Goal(RATE),
    "source": Goal(RATE),
    "search": Goal(RATE),
    "relevant": Goal(p95=20),
    "older": Goal(),
    "item": Goal(),
    "places": Goal(),
}
MIXED = Goal(p95=100, p99=100)


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return the exit code."""
    options = _options(arguments)
    asked = questions(options.database, options.size)
    kinds = [kind for kind in GOALS if options.only in {None, kind}]
    with _copy(options.database) as database, serving(database, asked["stream"][0]) as hub:
        print(f"{options.size.items} items · start to first answer {hub.started_in:.2f} s (goal {MOST_START})")
        print(_line("page", "answers/s", "a CPU s", "p50 ms", "p95 ms", "p99 ms", "KiB", "goal"), flush=True)
        missed = [kind for kind in kinds if not _measured(hub, kind, asked[kind], options.seconds)]
        if not options.only:
            missed += [] if _mixed(hub, database, asked, options) else ["mixed"]
        memory = hub.memory()
    print(f"memory of the worker {memory['VmRSS']:.0f} MiB, at most {memory['VmHWM']:.0f} (goal {MOST_MEMORY})")
    missed += ["start"] if hub.started_in > MOST_START else []
    missed += ["memory"] if memory["VmRSS"] > MOST_MEMORY else []
    print(f"goals missed: {', '.join(missed)}" if missed else "every goal reached")
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.pages", description=__doc__)
    parser.add_argument("--items", type=int, default=MILLION, help="how many items the hub has (1,000,000)")
    parser.add_argument("--only", choices=GOALS, help="measure one kind of page only")
    parser.add_argument("--seconds", type=float, default=6, help="for how long each kind is asked for (6)")
    options = parser.parse_args(arguments)
    options.size = Size(options.items)
    options.database = built(options.size)
    return options


def _measured(hub: Serving, kind: str, asked: Sequence[str], seconds: float) -> bool:
    """Ask for pages of one kind, first as to a process that was just started, then as to one that has been asked."""
    order = Order(hub.port, [get(address, PASSING_BY) for address in asked], READERS, seconds)
    _asked(hub, f"{kind}, first", GOALS[kind], order)
    return _asked(hub, kind, GOALS[kind], order)


def _asked(hub: Serving, name: str, goal: Goal, order: Order) -> bool:
    began = hub.cpu()
    felt = load(order)
    cpu = hub.cpu() - began
    reached = goal.reached(felt, cpu)
    print(_row(name, felt, cpu, reached=reached), flush=True)
    return reached


def _mixed(hub: Serving, database: Path, asked: Mapping[str, Sequence[str]], options: argparse.Namespace) -> bool:
    """Let two hundred readers ask for everything, most for streams, through the front cache, while items come in."""
    requests = [get(address) for at in range(60) for address in _handful(asked, at)]
    with _fetching(database):
        return _asked(hub, f"{CROWD} mixed", MIXED, Order(hub.port, requests, CROWD, options.seconds * 2))


def _handful(asked: Mapping[str, Sequence[str]], at: int) -> list[str]:
    shares = {"stream": 10, "tag": 3, "source": 2, "item": 4, "search": 2, "older": 2, "places": 1}
    return [asked[kind][(at * share + n) % len(asked[kind])] for kind, share in shares.items() for n in range(share)]


@contextmanager
def _fetching(database: Path) -> Iterator[None]:
    """Store fifty new items a second until the block ends."""
    with subprocess.Popen([sys.executable, "-m", "bench.newsflow", str(database)], cwd=ROOT) as process:
        try:
            yield
            if process.poll() is not None:
                raise Fell("what stores new items has ended before its time")
        finally:
            process.terminate()


@contextmanager
def _copy(database: Path) -> Iterator[Path]:
    """Lend a copy, so that what is stored meanwhile leaves the town as it was."""
    copied = database.with_name(f"copy-of-{database.name}")
    shutil.copyfile(database, copied)
    try:
        yield copied
    finally:
        for left in copied.parent.glob(f"{copied.name}*"):
            left.unlink()


def _row(kind: str, felt: Felt, cpu: float, *, reached: bool) -> str:
    # What others do on this machine changes the answers for a second of processor time less than those of a second.
    figures = (
        f"{felt.rate:.0f}",
        f"{felt.total / (cpu or 1):.0f}",
        f"{felt.p50:.1f}",
        f"{felt.p95:.1f}",
        f"{felt.p99:.1f}",
        f"{felt.bytes / 1024:.1f}",
    )
    others = {status: number for status, number in felt.statuses.items() if status != "200"}
    return _line(kind, *figures, "yes" if reached else "no", *([str(others)] if others else []))


def _line(first: str, *cells: str) -> str:
    return " | ".join((f"{first:<15}", *(f"{cell:>9}" for cell in cells)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
