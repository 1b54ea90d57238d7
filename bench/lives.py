"""How does a hub begin a new life at once? A process that has loaded everything copies itself for each of them.

    python -m bench.lives     (then a line for each life: `look <database> <host>` or `serve <database> <port>`)

Documents are read in the process that stores them: how children die is another story.
"""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import structlog
import uvicorn
from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.reading import parse  # noqa: F401 -- loaded before the first life
from hub.cli.serving import QUIETLY
from hub.db.engine import connect
from hub.duties.fetching import fetch_round
from hub.duties.tools import Tools
from hub.net.door import Door
from hub.settings import Settings
from hub.site.app import create_app
from tests.duties.at_once import AtOnce

_BREATH = 0.002  # seconds between two looks whether a life is over
_HERE = Path(__file__).parent.parent


@dataclass(frozen=True)
class Lives:
    """Begins lives, and ends them."""

    mother: "subprocess.Popen[str]"

    def begin(self, *words: str) -> int:
        """Begin a life; return the id of its process."""
        if self.mother.stdin is None:
            raise RuntimeError("the mother was started without a line to her")
        self.mother.stdin.write(f"{' '.join(words)}\n")
        self.mother.stdin.flush()
        return int(self.hear())

    def hear(self) -> str:
        """Wait for the next word of the mother."""
        if self.mother.stdout is None:
            raise RuntimeError("the mother was started without a line to us")
        return self.mother.stdout.readline()

    @staticmethod
    def end(life: int, *, after: float) -> float:
        """Kill a life *after* seconds, if it is not over by itself; return how long it was waited for."""
        began, pause = monotonic(), threading.Event()
        while monotonic() - began < after and _is_alive(life):
            pause.wait(min(_BREATH, after))
        waited = monotonic() - began
        with suppress(ProcessLookupError):
            os.kill(life, signal.SIGKILL)
        while _is_alive(life):
            pause.wait(_BREATH)
        return waited


@contextmanager
def lives() -> Iterator[Lives]:
    """Have a mother of lives until the block ends."""
    command = [sys.executable, "-m", "bench.lives"]
    pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(
        command, cwd=_HERE, stdin=pipe, stdout=pipe, stderr=quiet, text=True, start_new_session=True
    ) as mother:
        try:
            born = Lives(mother)
            born.hear()  # everything is loaded
            yield born
        finally:
            os.killpg(mother.pid, signal.SIGKILL)  # lives that are not over, too


def look(database: str, host: str) -> None:
    """Look at every feed once, and die."""
    door = Door(allow_private_networks=(host,), host_pause=0)
    fetch_round(Tools(connect(database), door, AtOnce()), _everything)  # type: ignore[arg-type]  # stands in


def serve(database: str, port: str) -> None:
    """Answer people for ever."""
    site = create_app(Settings(_env_file=None, database_url=database, base_url=f"http://127.0.0.1:{port}"))
    uvicorn.run(site, host="127.0.0.1", port=int(port), **QUIETLY)


def _everything(db: Session, at: object) -> list[FeedState]:
    return looks.claim_all(db, at)  # type: ignore[arg-type]  # a moment, as the round gives it


def _is_alive(life: int) -> bool:
    try:
        os.kill(life, 0)
    except ProcessLookupError:
        return False
    return True


_LIVES: Mapping[str, Callable[[str, str], None]] = {"look": look, "serve": serve}


def _bear() -> None:
    """Copy ourselves for every line that comes."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the dead
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(sys.stderr))
    print("ready", flush=True)
    for line in sys.stdin:
        kind, *told = line.split()
        life = os.fork()
        if life == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _LIVES[kind](told[0], told[1])
            os._exit(0)
        print(life, flush=True)


if __name__ == "__main__":
    _bear()
