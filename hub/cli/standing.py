"""How does a town come to stand still? All that is due is done, again and again, until nothing is left to do."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta

from hub.duties.tools import Tools
from hub.errors import NotReady
from hub.schedule import Duty

OFTEN = timedelta(minutes=1)  # what comes less often has nothing to do with what another duty has just done
MOST_TIMES = 200  # that there may be something left to do, one time after the other


def settle(duties: Sequence[Duty], tools: Tools) -> None:
    """Run each of *duties* once, and those that come often until none of them writes anything more.

    For a database in a SQLite file. Raise NotReady where that never ends.
    """
    for duty in duties:
        duty.run(tools)
    often = [duty for duty in duties if duty.every <= OFTEN]
    with closing(sqlite3.connect(tools.engine.url.database or "")) as watch:
        for _ in range(MOST_TIMES):
            if not sum(_run_out(duty, tools, watch) for duty in often):
                return
    raise NotReady("There is always something left to do.")


def _run_out(duty: Duty, tools: Tools, watch: sqlite3.Connection) -> bool:
    """Run a duty until it writes nothing; say whether it wrote before."""
    for times in range(MOST_TIMES):
        before = _version(watch)
        duty.run(tools)
        if _version(watch) == before:
            return times > 0
    raise NotReady(f"This duty never comes to an end: {duty.name}.")


def _version(watch: sqlite3.Connection) -> int:
    """Return a number that is another one once anybody else has written into the database."""
    return int(watch.execute("PRAGMA data_version").fetchone()[0])
