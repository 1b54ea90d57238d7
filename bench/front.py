"""How fast is what we have just said? Kept pages and 304s, beside a bare app that sends the same bytes.

`python -m bench.front [--items N] [--seconds S]`; ends with 1 when a goal is missed. Server and readers have a core
each; where wrk is installed it reads, else our own loader does. What counts are answers for each second the server
has its core: the machine may have other things to do.
"""

import argparse
import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from time import monotonic, sleep

import httpx2

from bench.bigtown import built
from bench.loader import LOADING_CORE, Order, get, load
from bench.measuring import PROC, Fell
from bench.server import ROOT
from bench.serving import free_port, serving
from bench.townsfolk import Size

READERS = 64
ITEMS = 20_000
PAGE = "/albury"
RATIO = 0.75  # of what the bare app does
ROUNDS = 3  # in turn, so that a busy minute of the machine harms both
_BROWSER = {"Accept": "text/html", "Accept-Language": "en-GB,en;q=0.5", "User-Agent": "bench"}


@dataclass(frozen=True, slots=True)
class Trial:
    """What is asked for, and how many answers a second it must reach."""

    name: str
    headers: Mapping[str, str]
    goal: float  # answers for a second of processor time
    status: str = "200"


@dataclass(frozen=True, slots=True)
class Rate:
    """How many answers came in a second, of the clock and of the server's processor time."""

    clock: float = 0.0
    core: float = 0.0


@dataclass(frozen=True, slots=True)
class Server:
    """Who is asked: a port, and the process behind it."""

    port: int
    process: int


@dataclass(frozen=True, slots=True)
class Told:
    """One whole answer, as it came over the wire."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes


def main(arguments: Sequence[str]) -> int:
    """Measure, print the table, and return the exit code."""
    options = _options(arguments)
    database = built(Size(options.items))
    with serving(database, PAGE) as hub:
        mark = dict(_answer(hub.port, {"Accept-Encoding": "zstd"}).headers)["etag"]
        trials = [
            Trial("kept, zstd", {"Accept-Encoding": "zstd"}, 30_000),
            Trial("kept, br", {"Accept-Encoding": "gzip, deflate, br, zstd"}, 30_000),
            Trial("304", {"Accept-Encoding": "zstd", "If-None-Match": mark}, 40_000, "304"),
        ]
        print(_line("", "bytes", "ours/s", "by clock", "bare/s", "by clock", "ratio", "goal"), flush=True)
        reached = [_measured(Server(hub.port, hub.process), trial, options.seconds) for trial in trials]
    return 0 if all(reached) else 1


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.front", description=__doc__)
    parser.add_argument("--items", type=int, default=ITEMS, help="how many items the hub has (20,000)")
    parser.add_argument("--seconds", type=float, default=4, help="for how long each round asks (4)")
    return parser.parse_args(arguments)


def _measured(hub: Server, trial: Trial, seconds: float) -> bool:
    told = _answer(hub.port, trial.headers)
    with _bare(told) as bare:
        rounds = [(_rate(bare, trial, seconds), _rate(hub, trial, seconds)) for _ in range(ROUNDS)]
    theirs, ours = (max(rates, key=lambda rate: rate.core) for rates in zip(*rounds, strict=True))
    reached: bool = ours.core >= max(trial.goal, RATIO * theirs.core)
    figures = (len(told.body), ours.core, ours.clock, theirs.core, theirs.clock)
    verdict = "yes" if reached else f"no: {trial.goal:.0f}, {RATIO}"
    print(
        _line(trial.name, *(f"{each:.0f}" for each in figures), f"{ours.core / theirs.core:.2f}", verdict), flush=True
    )
    return reached


def _rate(server: Server, trial: Trial, seconds: float) -> Rate:
    headers = _BROWSER | dict(trial.headers)
    used = _processor_time(server.process)
    a_second = (
        _wrk(server.port, headers, seconds) if shutil.which("wrk") else _ours(server.port, trial, headers, seconds)
    )
    return Rate(a_second, a_second * seconds / (_processor_time(server.process) - used))


def _ours(port: int, trial: Trial, headers: Mapping[str, str], seconds: float) -> float:
    felt = load(Order(port, [get(PAGE, headers)], READERS, seconds))
    if set(felt.statuses) != {trial.status}:
        raise Fell(f"{trial.name}: answered with {dict(felt.statuses)}")
    return felt.rate


def _processor_time(process: int) -> float:
    used = (PROC / str(process) / "stat").read_text().rpartition(")")[2].split()
    return (int(used[11]) + int(used[12])) / os.sysconf("SC_CLK_TCK")


def _wrk(port: int, headers: Mapping[str, str], seconds: float) -> float:
    asked = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["taskset", "-c", str(LOADING_CORE), "wrk", "-t1", f"-c{READERS}", f"-d{seconds}s", *asked]
    done = subprocess.run([*command, f"http://127.0.0.1:{port}{PAGE}"], stdout=subprocess.PIPE, text=True, check=True)
    found = re.search(r"Requests/sec:\s+([\d.]+)", done.stdout)
    if found is None:
        raise Fell("wrk told no rate")
    return float(found[1])


def _answer(port: int, headers: Mapping[str, str]) -> Told:
    asked = _BROWSER | dict(headers)
    with httpx2.Client() as client, client.stream("GET", f"http://127.0.0.1:{port}{PAGE}", headers=asked) as reply:
        body = b"".join(reply.iter_raw())
        return Told(reply.status_code, [pair for pair in reply.headers.multi_items() if pair[0] != "date"], body)


@contextmanager
def _bare(told: Told) -> Iterator[Server]:
    """Serve the same answer without any hub until the block ends."""
    port = free_port()
    said = json.dumps(asdict(told) | {"body": told.body.decode("latin-1")})
    command = [sys.executable, "-m", "bench.bare", str(port)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True) as process:
        try:
            if process.stdin:
                process.stdin.write(said)
                process.stdin.close()
            _wait(port)
            yield Server(port, process.pid)
        finally:
            process.terminate()


def _wait(port: int) -> None:
    until = monotonic() + 10
    while monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            sleep(0.02)
        else:
            return
    raise Fell("the bare app did not start")


def _line(first: str, *cells: str) -> str:
    return " | ".join((f"{first:<12}", *(f"{cell:>9}" for cell in cells)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
