"""A running hub to look at: the sample town, fetched and served as `make run` serves it."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic

import httpx2

from tests.browser.site import Site

PATIENCE = 90.0  # seconds until the town's stream must be there
ENOUGH_ITEMS = 20


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve the demo on a free port, with its files in *folder*; give its pages once the town's stream is full."""
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    command = [sys.executable, "-m", "hub", "demo", "--port", str(port), "--database", str(folder / "demo.db")]
    with (folder / "log").open("w+") as log, _running(command, log.fileno()) as process:
        yield _when_ready(f"http://127.0.0.1:{port}", process, folder / "log")


@contextmanager
def _running(command: list[str], log: int) -> Iterator[subprocess.Popen[bytes]]:
    # The town is ours: nobody needs to be polite to it.
    environment = dict(os.environ) | {"HUB_HOST_PAUSE": "0"}  # noqa: TID251 -- what a child process inherits
    process = subprocess.Popen(command, stdout=log, stderr=log, env=environment)  # noqa: S603 -- our own command
    try:
        yield process
    finally:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(15)
        process.kill()
        process.wait()


def _when_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> Site:
    deadline = monotonic() + PATIENCE
    with httpx2.Client(base_url=address, timeout=5) as client:
        while monotonic() < deadline:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.2)  # the pause between two looks ends at once when the hub does
                break
            with suppress(httpx2.TransportError, json.JSONDecodeError):
                if client.get("/readyz").is_success and (found := Site.explore(client, ENOUGH_ITEMS)):
                    return found
    raise AssertionError(f"the demo was not ready within {PATIENCE:.0f} s; it said:\n{log.read_text()[-4000:]}")
