"""Who is compared? The fetchers: how each is set up and started, and what it must have stored."""

import hashlib
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fcntl import LOCK_EX, LOCK_NB, flock
from pathlib import Path

from bench import newsboat
from bench.measuring import Cost, measure
from bench.phases import Phase, stored
from bench.server import ROOT

VAR = ROOT / "var" / "bench"
REQUIREMENTS = Path(__file__).parent / "reader-requirements.txt"
_ENVIRONMENT = {"LC_ALL": "C.UTF-8"}  # no proxies, no settings: the same bare start for both


@dataclass(frozen=True, slots=True)
class Side:
    """One of the fetchers; each command is a fresh process, so that both pay for their start."""

    name: str
    python: Path
    start: str  # each loads as its own command does
    database: Path
    counts: Sequence[str]  # queries that must all give the number of items

    def prepare(self, addresses: Sequence[str]) -> None:
        """Begin with an empty folder and register every feed."""
        shutil.rmtree(self.database.parent, ignore_errors=True)
        self.database.parent.mkdir(parents=True)
        measure([*self._command("prepare"), *addresses], _ENVIRONMENT, ROOT)

    def look(self, *more: str) -> Cost:
        """Look at every feed once."""
        return measure([*self._command("round"), *more], _ENVIRONMENT, ROOT)

    def missing(self, feeds: int, phase: Phase) -> list[str]:
        """Say in words what is not stored as it must be after *phase*."""
        expected = stored(feeds, phase)
        with closing(sqlite3.connect(self.database)) as db:
            counted = {query: int(db.execute(query).fetchone()[0]) for query in self.counts}
        return [
            f"{self.name}, {phase}: {query} gives {found}, not {expected}"
            for query, found in counted.items()
            if found != expected
        ]

    def _command(self, deed: str) -> list[str]:
        # Not -m: a child of the sandbox loads its parent's main module, and should find as little in it as in `hub`'s.
        return [str(self.python), "-c", self.start, deed, str(self.database)]


@contextmanager
def alone() -> Iterator[bool]:
    """Say whether no other bench runs in this folder, and keep it so until the block ends."""
    VAR.mkdir(parents=True, exist_ok=True)
    with (VAR / "running").open("w") as lock:
        try:
            flock(lock, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def our_side() -> Side:
    """Return this hub's fetcher."""
    counts = [
        f"SELECT count(*) FROM {table}"  # noqa: S608 -- names of our own tables
        for table in (
            "item",
            "item_search",
            "item_place",
            "stream_entry WHERE tag_id = zeroblob(16)",
        )
    ]
    # As hub/__main__.py does it.
    start = "import gc; gc.disable(); import bench.ours; gc.freeze(); gc.enable(); bench.ours.main()"
    return Side("ours", Path(sys.executable), start, VAR / "ours" / "hub.db", counts)


def their_side() -> Side:
    """Return `reader`, installed on first use."""
    counts = ["SELECT count(*) FROM entries"]
    start = "import bench.theirs; bench.theirs.main()"
    return Side("reader", _installed(), start, VAR / "theirs" / "reader.db", counts)


def newsboat_side() -> Side | None:
    """Return newsboat, where it is installed."""
    if not newsboat.is_here():
        return None
    start = "import bench.newsboat; bench.newsboat.main()"
    return Side("newsboat", Path(sys.executable), start, VAR / "newsboat" / "cache.db", counts=())


def _installed() -> Path:
    """Return the Python of reader's own virtual environment; it is made anew when the requirements changed."""
    home = VAR / "reader"
    python, stamp = home / "bin" / "python", home / ".requirements"
    wanted = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        print("Installing reader into an environment of its own …", file=sys.stderr, flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
        install = ["install", "--quiet", "--disable-pip-version-check", "--require-hashes", "-r", str(REQUIREMENTS)]
        subprocess.run([str(python), "-m", "pip", *install], check=True)
        stamp.write_text(wanted)
    return python
