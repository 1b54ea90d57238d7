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
from sqlmodel import col, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.tagging import counting
from hub.db.engine import connect, reading, writing
from tests.browser.site import Site

PATIENCE = 90.0  # seconds until the town's stream must be there
ENOUGH_ITEMS = 20


@contextmanager
def served(folder: Path) -> Iterator[Site]:
    """Serve the demo on a free port, with its files in *folder*; give its pages once all is heard and counted."""
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        port = reserved.getsockname()[1]
    command = [sys.executable, "-m", "hub", "demo", "--port", str(port), "--database", str(folder / "demo.db")]
    with (folder / "log").open("w+") as log, _running(command, log.fileno()) as process:
        found = _when_ready(f"http://127.0.0.1:{port}", process, folder)
        _count(folder / "demo.db")
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
                if found and _is_heard(folder / "demo.db"):
                    return found
    told = (folder / "log").read_text()[-4000:]
    raise AssertionError(f"the demo was not ready within {PATIENCE:.0f} s; it said:\n{told}")


def _is_heard(database: Path) -> bool:
    """Say whether every feed and calendar of the town that is fetched was looked at once."""
    engine = connect(f"sqlite:///{database}")
    with reading(engine) as db:
        waits = col(Feed.looked_at).is_(None), col(Feed.retired).is_(False)  # what is typed here nobody looks at
        unheard = db.exec(select(Feed.id).where(*waits)).first()
    engine.dispose()
    return unheard is None


def _count(database: Path) -> None:
    """Count the words of what is there by now, as the hub itself does twice a minute."""
    engine, awaits = connect(f"sqlite:///{database}"), True
    while awaits:
        with writing(engine) as db:
            counting.count(db)
        with reading(engine) as db:
            awaits = counting.awaits(db)
    engine.dispose()
