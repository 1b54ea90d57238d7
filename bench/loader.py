"""How fast does a server answer? Readers over kept connections, each with one request under way, and what they felt.

As a program it reads one order in JSON from its input and prints the times in JSON: so it runs on a core of its own.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import cycle
from time import perf_counter
from typing import cast

import uvloop

from bench.server import ROOT

LOADING_CORE, SERVING_CORE = 1, 0
WARMING = 0.2  # of the time asked for: answered, but not counted
_END = b"\r\n\r\n"
_LENGTH = b"\r\ncontent-length:"
_STATUS = slice(9, 12)  # in “HTTP/1.1 200 OK”


@dataclass(frozen=True, slots=True)
class Order:
    """What to ask, where, by how many readers at once, and for how long."""

    port: int
    requests: Sequence[str]  # whole heads of requests, asked in turn
    readers: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Felt:
    """What the readers felt."""

    rate: float  # answers a second
    p50: float  # milliseconds, as the next two
    p95: float
    p99: float
    statuses: Mapping[str, int]
    bytes: float  # of an answer, on average
    total: int  # answers, those too that came while it was warming up


def get(path: str, headers: Mapping[str, str] | None = None) -> str:
    """Return the head of a request for *path*."""
    more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
    return f"GET {path} HTTP/1.1\r\nHost: hub.test\r\n{more}\r\n"


def load(order: Order) -> Felt:
    """Carry out *order* in a process of its own, on the core the server is not on."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.loader"],
        cwd=ROOT,
        input=json.dumps(asdict(order)),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return Felt(**json.loads(done.stdout))


def stay_on(core: int) -> None:
    """Keep this process, and all it starts from now on, on one core, where the machine has more."""
    if core in os.sched_getaffinity(0):
        os.sched_setaffinity(0, {core})


class Crowd:
    """All readers, what they ask next, and the times they took."""

    def __init__(self, requests: Sequence[bytes], counts_from: float) -> None:
        self.next: Callable[[], bytes] = cycle(requests).__next__
        self.counts_from = counts_from
        self.times: list[float] = []
        self.statuses: Counter[bytes] = Counter()
        self.bytes = self.total = 0
        self.gone = 0  # connections the server ended

    def felt(self, seconds: float) -> Felt:
        """Return the times counted over *seconds*."""
        ranked = sorted(self.times) or [0.0]
        p50, p95, p99 = (1000 * ranked[min(int(len(ranked) * share), len(ranked) - 1)] for share in (0.5, 0.95, 0.99))
        statuses = {status.decode(): number for status, number in self.statuses.items()}
        if self.gone:
            statuses["gone"] = self.gone
        return Felt(len(self.times) / seconds, p50, p95, p99, statuses, self.bytes / (len(self.times) or 1), self.total)


class Reader(asyncio.Protocol):
    """One reader on one connection."""

    def __init__(self, crowd: Crowd) -> None:
        self._crowd = crowd
        self._head = b""
        self._missing = 0  # bytes of the body still to come
        self._began = 0.0
        self._size = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask the first thing."""
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one by behaviour, not by birth
        self._ask()

    def data_received(self, data: bytes) -> None:
        """Note the end of an answer, and ask the next thing."""
        self._size += len(data)
        if self._missing:
            self._missing -= len(data)
        else:
            self._head += data
            end = self._head.find(_END)
            if end < 0:
                return
            self._missing = _length(self._head[:end]) - (len(self._head) - end - len(_END))
        if not self._missing:
            self._note()
            self._ask()

    def connection_lost(self, _exc: Exception | None) -> None:
        """Note that the server went away in the middle."""
        self._crowd.gone += 1

    def leave(self) -> None:
        """Go, without a word of complaint."""
        self._crowd.gone -= 1
        self._transport.abort()

    def _ask(self) -> None:
        self._head, self._size = b"", 0
        self._began = perf_counter()
        self._transport.write(self._crowd.next())

    def _note(self) -> None:
        ended = perf_counter()
        self._crowd.total += 1
        if ended >= self._crowd.counts_from:
            self._crowd.times.append(ended - self._began)
            self._crowd.statuses[self._head[_STATUS]] += 1
            self._crowd.bytes += self._size


def _length(head: bytes) -> int:
    at = head.lower().find(_LENGTH)
    return int(head[at + len(_LENGTH) :].split(b"\r", 1)[0]) if at >= 0 else 0


async def _carry_out(order: Order) -> Felt:
    warming = order.seconds * WARMING
    crowd = Crowd([request.encode() for request in order.requests], perf_counter() + warming)
    loop = asyncio.get_running_loop()
    made = [await loop.create_connection(lambda: Reader(crowd), "127.0.0.1", order.port) for _ in range(order.readers)]
    await asyncio.sleep(order.seconds)
    felt = crowd.felt(perf_counter() - crowd.counts_from)
    for _, reader in made:
        reader.leave()
    return felt


if __name__ == "__main__":
    stay_on(LOADING_CORE)
    print(json.dumps(asdict(uvloop.run(_carry_out(Order(**json.load(sys.stdin)))))))
