"""How is a hub served for a bench? `hub serve --no-clock` as anybody starts it, on one core, and what it weighs."""

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, perf_counter, sleep

from bench.loader import SERVING_CORE
from bench.measuring import KIB, PROC, Fell
from bench.server import ROOT

_START_WITHIN = 60.0  # seconds, on a machine that has much else to do
_USER, _SYSTEM = 11, 12  # of /proc/…/stat, counted after the name
_ENVIRONMENT = {"LC_ALL": "C.UTF-8", "HUB_FEEDS_FILE": "no-feeds.yaml", "HUB_TAGS_FILE": "no-tags.yaml"}


@dataclass(frozen=True, slots=True)
class Serving:
    """A hub being served."""

    port: int
    process: int  # its id
    started_in: float  # seconds from the start of its process to its first answer

    def memory(self) -> Mapping[str, float]:
        """Return what the process holds now and held at most, in MiB."""
        lines = dict(line.split(":", 1) for line in (PROC / str(self.process) / "status").read_text().splitlines())
        return {name: int(lines[name].split()[0]) / KIB for name in ("VmRSS", "VmHWM")}

    def cpu(self) -> float:
        """Return the seconds of processor time the process has used, user and system."""
        fields = (PROC / str(self.process) / "stat").read_text().rpartition(")")[2].split()
        return (int(fields[_USER]) + int(fields[_SYSTEM])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(database: Path, first: str, settings: Mapping[str, str] | None = None) -> Iterator[Serving]:
    """Serve *database* until the block ends; it is ready when the page *first* has answered."""
    port = free_port()
    environment = _ENVIRONMENT | {"HUB_DATABASE_URL": f"sqlite:///{database}"} | dict(settings or {})
    command = [*_pinned(), sys.executable, "-m", "hub", "serve", "--no-clock", "--port", str(port)]
    began = perf_counter()
    (ROOT / "var").mkdir(exist_ok=True)
    said = (ROOT / "var" / "bench-serving.log").open("wb")
    with said, subprocess.Popen(command, cwd=ROOT, env=environment, stderr=said) as process:
        try:
            _wait(process, port, first, Path(said.name))
            yield Serving(port, process.pid, perf_counter() - began)
        finally:
            process.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _pinned() -> list[str]:
    return ["taskset", "-c", str(SERVING_CORE)] if shutil.which("taskset") else []


def _wait(process: "subprocess.Popen[bytes]", port: int, first: str, said: Path) -> None:
    until = monotonic() + _START_WITHIN
    while monotonic() < until and process.poll() is None:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=until - monotonic()) as asking:
            asking.sendall(f"GET {first} HTTP/1.1\r\nHost: hub.test\r\nConnection: close\r\n\r\n".encode())
            if asking.recv(12) == b"HTTP/1.1 200":
                return
            raise Fell(f"the first page, {first}, was not answered with 200")
        sleep(0.005)
    if process.poll() is None:
        raise Fell(f"the hub did not answer {first} within {_START_WITHIN:.0f} s")
    raise Fell(f"the hub did not start: {said.read_text().strip() or 'it said nothing'}")


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])
