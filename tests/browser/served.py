"""A running hub to look at: the sample town, fetched and served as `make run` serves it, and then standing still."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shutil import copytree
from time import monotonic

import httpx2

from tests.browser.site import Site

PATIENCE = 600.0  # seconds: no test is so long, and a hub that cannot begin ends by itself and says why
ENOUGH_ITEMS = 20


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve the demo on a free port, with its files in *folder*; give its pages once all that is due is done.

    Nothing comes after that but what a visitor does: no page changes between two looks at it.
    """
    folder.mkdir(exist_ok=True)
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    asked = ["--still", "--port", str(port), "--database", str(folder / "demo.db")]
    with (
        (folder / "log").open("w+") as log,
        _running([sys.executable, "-m", "hub", "demo", *asked], log.fileno()) as hub,
    ):
        yield _when_ready(f"http://127.0.0.1:{port}", hub, folder)


def settle(folder: Path) -> Path:
    """Let the town come to rest in *folder*, once for all who then serve a copy of it; return the folder."""
    with served(folder):
        pass
    return folder


@contextmanager
def served_again(settled: Path, folder: Path) -> Iterator[Site]:
    """Serve a copy of the town that was *settled*, with its files in *folder*: there is little left to do."""
    with served(copytree(settled, folder, dirs_exist_ok=True)) as found:
        yield found


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


def _when_ready(address: str, process: subprocess.Popen[bytes], folder: Path) -> Site:
    deadline = monotonic() + PATIENCE
    with httpx2.Client(base_url=address, timeout=5) as client:
        while monotonic() < deadline:
            with suppress(subprocess.TimeoutExpired):
                process.wait(0.2)  # the pause between two looks ends at once when the hub does
                break
            with suppress(httpx2.TransportError, json.JSONDecodeError):
                found = Site.explore(client, ENOUGH_ITEMS) if client.get("/readyz").is_success else None
                if found:
                    return found
    told = (folder / "log").read_text()[-4000:]
    raise AssertionError(f"the demo was not ready within {PATIENCE:.0f} s; it said:\n{told}")
