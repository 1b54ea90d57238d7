"""What do bad servers take from good ones? Two rounds over 2,000 feeds, three in ten as bad as servers can be.

    python -m bench.badservers [--feeds 2000] [--in-flight 50]

All are due at the same moment, twice: in the first round nobody is known, in the second it is known who answers.
Prints how many of the good feeds were refreshed and when, how long the longest ask held its slot, and what was left
open afterwards. Ends with 1 when a promise is broken; that the good are in time is promised of the second round.
"""

import argparse
import asyncio
import gc
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic
from unittest.mock import patch

import structlog

from bench import ours
from bench.misbehaving import GOOD, address, manner
from bench.server import ROOT
from hub.aggregate.feeds import looks
from hub.aggregate.fetching.actions import Heard
from hub.db.engine import connect
from hub.duties.children import READERS
from hub.duties.fetching import fetch_round
from hub.duties.tools import Tools
from hub.net.answers import Answer, Ask
from hub.net.client import Client
from hub.net.door import Door
from hub.sandbox import Sandbox

REFRESHED = 0.999  # of the good feeds, in time
IN_TIME = 120.0  # seconds after they were due
LONGEST = 20.5  # seconds a slot may be held: the deadline, and what a busy machine takes to notice it
Open = tuple[int, int, int]  # sockets, threads, tasks


@dataclass(slots=True)
class Watched:
    """What was seen of a round."""

    began: float = field(default_factory=monotonic)
    took: float = 0.0
    slots: list[float] = field(default_factory=list)  # seconds each ask was in flight
    good: list[float] = field(default_factory=list)  # seconds from the beginning until each good feed was settled
    troubles: Counter[str] = field(default_factory=Counter)

    def heard(self, heard: Heard, _all: int) -> None:
        """Note a look that was settled."""
        if heard.trouble:
            self.troubles[heard.trouble] += 1
        else:
            self.good.append(monotonic() - self.began)

    @property
    def slot(self) -> float:
        """How long the longest ask was in flight."""
        return max(self.slots)

    def share(self, expected: int) -> float:
        """Return the share of all *expected* good feeds that was refreshed in time."""
        return sum(after <= IN_TIME for after in self.good) / expected

    def tell(self, expected: int) -> None:
        """Print how the round went."""
        share, last = self.share(expected), max(self.good)
        print(f"{share:.2%} of {expected} good feeds were refreshed within {IN_TIME:.0f} s of being due, ", end="")
        print(f"the last one after {last:.0f} s; the round took {self.took:.0f} s; of the others: ", end="")
        print(", ".join(f"{count} {code}" for code, count in self.troubles.most_common()), flush=True)

    def client(self) -> type[Client]:
        """Return a client that tells how long each ask was in flight."""
        slots = self.slots

        class Timed(Client):
            async def get(self, ask: Ask) -> Answer:
                started = monotonic()
                try:
                    return await super().get(ask)
                finally:
                    slots.append(monotonic() - started)

        return Timed


def main(arguments: Sequence[str]) -> int:
    """Run the round, print what was seen, and return the exit code."""
    options = _options(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with misbehaving(options.feeds) as port, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "hub.db"
        ours.prepare(file, [address(number, port) for number in range(options.feeds)])
        before = still_open()
        rounds = [look(file, options.in_flight) for _ in range(2)]
        left = still_open()
    expected = sum(manner(number) == GOOD for number in range(options.feeds))
    for watched in rounds:
        watched.tell(expected)
    slot = max(each.slot for each in rounds)
    print(f"the longest ask held its slot for {slot:.1f} s; sockets, threads and tasks before {before}, after {left}")
    open_no_more = all(now <= then for now, then in zip(left, before, strict=True))
    return 0 if rounds[-1].share(expected) >= REFRESHED and slot <= LONGEST and open_no_more else 1


def look(file: Path, in_flight: int) -> Watched:
    """Run one round over all feeds of *file*."""
    watched, engine = Watched(), connect(f"sqlite:///{file}")
    door = Door(allow_private_networks=("127.1.0.0/16",), host_pause=0, in_flight=in_flight)
    try:
        with Sandbox(children=2, preload=READERS) as sandbox, patch("hub.net.crowd.Client", watched.client()):
            watched.began = monotonic()
            fetch_round(Tools(engine, door, sandbox), looks.claim_all, watched.heard)
            watched.took = monotonic() - watched.began
    finally:
        engine.dispose()
    return watched


def still_open() -> Open:
    """Count sockets, threads and tasks that are not done, in this process."""
    gc.collect()
    sockets = sum(_is_socket(number) for number in os.listdir("/proc/self/fd"))  # noqa: PTH208 -- numbers, not files
    tasks = sum(isinstance(each, asyncio.Task) and not each.done() for each in gc.get_objects())
    return sockets, threading.active_count(), tasks


@contextmanager
def misbehaving(feeds: int) -> Iterator[int]:
    """Serve *feeds* good and bad feeds in a process of its own; gives the port."""
    command = [sys.executable, "-m", "bench.misbehaving", str(feeds)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101 -- a pipe by our own wish
        yield int(process.stdout.readline())
        process.communicate()


def _is_socket(number: str) -> bool:
    try:
        return os.readlink(f"/proc/self/fd/{number}").startswith("socket:")  # noqa: PTH115 -- no path
    except OSError:
        return False  # closed meanwhile


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.badservers", description=__doc__)
    parser.add_argument("--feeds", type=int, default=2_000, help="how many feeds, good and bad (2,000)")
    parser.add_argument("--in-flight", type=int, default=50, help="requests at once (50)")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
