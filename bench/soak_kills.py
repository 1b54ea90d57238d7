"""Does a fetch killed at any moment lose a stored item, or store one twice? Twenty kills over the sample town."""

import os
import random
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import monotonic

from sqlalchemy import text

from hub.db.engine import connect
from hub.demo.registry import feeds_yaml, tags_yaml
from hub.demo.server import Town
from hub.kit.clock import now

TIMES = 20
LONGEST = 120  # seconds for any one command
SEED = 20
_ITEMS = "SELECT feed.url, item.guid FROM item JOIN feed ON feed.id = item.feed_id"
_STORED = "SELECT count(*) FROM item"
_INDEXED = "SELECT count(*) FROM item_search"
_IN_STREAM = "SELECT count(DISTINCT item_id) FROM stream_entry"
_LEASES_RUN_OUT = "UPDATE feed SET claimed_until = '2000-01-01 00:00:00.000000'"  # half an hour later
Items = frozenset[tuple[str, str]]


class Broken(Exception):
    """Something is stored twice, or half."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A hub of its own: its folder and the environment its commands run in."""

    folder: Path
    environment: dict[str, str]

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command in a process group of its own."""
        command = [sys.executable, "-m", "hub", *arguments]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=self.environment, stdout=quiet, stderr=quiet, start_new_session=True)

    def run(self, *arguments: str) -> float:
        """Run a command to its end; return its seconds."""
        began = monotonic()
        self.start(*arguments).wait(LONGEST)
        return monotonic() - began

    def items(self) -> Items:
        """Return what is stored, and check that nothing is there twice or half."""
        engine = connect(f"sqlite:///{self.folder / 'hub.db'}")
        with engine.connect() as connection:
            rows = [(str(url), str(guid)) for url, guid in connection.execute(text(_ITEMS))]
            indexed, streamed = (connection.execute(text(each)).scalar_one() for each in (_INDEXED, _IN_STREAM))
            whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        engine.dispose()
        if whole != "ok":
            raise Broken(str(whole))
        if not len(rows) == len(set(rows)) == indexed >= streamed:
            raise Broken(f"{len(rows)} items, {len(set(rows))} different, {indexed} indexed, {streamed} in streams")
        return frozenset(rows)

    def let_leases_run_out(self) -> None:
        """Do as if the half hour was over after which a dead round's feeds come back."""
        engine = connect(f"sqlite:///{self.folder / 'hub.db'}")
        with engine.begin() as connection:
            connection.execute(text(_LEASES_RUN_OUT))
        engine.dispose()


def main() -> int:
    """Print `kills tried failed seconds`; return 1 when one lost or doubled an item."""
    began = monotonic()
    moment = now()
    with _town(lambda: moment) as town, tempfile.TemporaryDirectory(prefix="hub-kills-") as folder:
        failed = _kill_often(town, Path(folder), TIMES)
    print(f"kills {TIMES} tried {failed} failed {monotonic() - began:.1f}", flush=True)
    return 1 if failed else 0


def _kill_often(town: Town, folder: Path, times: int) -> int:
    undisturbed = _hub(town, folder / "undisturbed")
    undisturbed.run("load")
    undisturbed.run("fetch", "--all")
    expected = undisturbed.items()
    if not expected:
        raise Broken("the undisturbed hub fetched nothing")
    dice = random.Random(SEED)  # noqa: S311 -- when to kill, the same moments in every run
    failed = 0
    for number in range(times):
        trouble = _kill_once(_hub(town, folder / str(number)), dice.randrange(len(expected)), expected)
        if trouble:
            print(f"kill {number}: {trouble}", file=sys.stderr)
            failed += 1
    return failed


def _kill_once(hub: Hub, after: int, expected: Items) -> str:
    """Kill a fetch once *after* items are stored, look, fetch again; return what is wrong, empty when nothing is."""
    hub.run("load")
    fetch = hub.start("fetch", "--all")
    _wait_for_items(hub, fetch, after)
    with suppress(ProcessLookupError):  # it was done before we were
        os.killpg(fetch.pid, signal.SIGKILL)
    fetch.wait()
    try:
        stored = hub.items()
        hub.let_leases_run_out()
        hub.run("fetch", "--all")
        complete = hub.items()
    except Broken as trouble:
        return str(trouble)
    if lost := stored - complete:
        return f"lost {sorted(lost)[:3]}"
    return "" if complete == expected else f"{len(complete)} items instead of {len(expected)}"


def _wait_for_items(hub: Hub, fetch: subprocess.Popen[bytes], enough: int) -> None:
    """Wait until *enough* items are stored and some milliseconds more, so that kills also fall into a transaction."""
    engine = connect(f"sqlite:///{hub.folder / 'hub.db'}")
    with engine.connect() as watching, suppress(subprocess.TimeoutExpired):
        while watching.execute(text(_STORED)).scalar_one() < enough:
            watching.rollback()  # the next look must see what was stored since
            with suppress(subprocess.TimeoutExpired):
                fetch.wait(0.002)
                break
        fetch.wait(enough % 40 / 1000)
    engine.dispose()


@contextmanager
def _town(clock: Callable[[], datetime]) -> Iterator[Town]:
    town = Town(clock)  # a clock that stands still: the town says the same to everybody
    town.start(port=0)
    yield town
    town.stop()


def _hub(town: Town, folder: Path) -> Hub:
    folder.mkdir()
    (folder / "feeds.yaml").write_text(feeds_yaml(town.url))
    (folder / "tags.yaml").write_text(tags_yaml())
    settings = {
        "HUB_DATABASE_URL": f"sqlite:///{folder / 'hub.db'}",
        "HUB_FEEDS_FILE": str(folder / "feeds.yaml"),
        "HUB_TAGS_FILE": str(folder / "tags.yaml"),
        "HUB_ALLOW_PRIVATE_NETWORKS": town.host_and_port,
        "HUB_HOST_PAUSE": "0",
    }
    return Hub(folder, dict(os.environ) | settings)  # noqa: TID251 -- what a child process inherits


if __name__ == "__main__":
    sys.exit(main())
