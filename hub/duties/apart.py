"""Where are many items sorted anew? In a process of its own that stands behind all others: pages keep their turn."""

import multiprocessing
import os
import signal

import structlog
from sqlmodel import Session

from hub.aggregate.tagging import retagging
from hub.db.beats import beat
from hub.db.engine import connect, reading
from hub.duties.retagging import work_through
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now

log = structlog.get_logger()
DUTY = "retag"
FEW = 300  # items: so many are done sooner than a process has started
GENTLY = 3.0  # rest after work, in times of it: a quarter of a core at most, where pages are made in the same process
BEHIND = 10  # of niceness: who makes pages comes first
_LOOK_EVERY = 0.2  # seconds between two looks whether we shall stop


def retag_asked(tools: Tools) -> None:
    """Work through all that was asked for: a few items here, many in a process of their own."""
    with reading(tools.engine) as db:
        items = sum(len(each.items) for each in retagging.requests(db))
    if items > FEW:
        _send_away(tools)
    else:
        work_through(tools.engine, tools.stop, tools.pulse, resting=GENTLY)


def sort(url: str, stop: Stop) -> None:
    """Work through all that is asked for in the database at *url*."""

    def pulse(db: Session) -> None:
        beat(db, DUTY, now())
        if _is_orphan():
            stop.set()  # another clock goes on with it

    engine = connect(url)
    try:
        work_through(engine, stop, pulse)
    finally:
        engine.dispose()


def run(url: str) -> None:
    """Sort as a process that does nothing else, behind all others; a signal to end is heeded after a few items."""
    stop = Stop()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is meant for the parent, who ends us
    signal.signal(signal.SIGTERM, lambda *_: stop.set())
    os.nice(BEHIND)
    sort(url, stop)


def _send_away(tools: Tools) -> None:
    url = tools.engine.url.render_as_string(hide_password=False)
    context = multiprocessing.get_context("forkserver")  # never fork: our process has threads
    child = context.Process(target=run, args=(url,), name="sorting anew", daemon=True)
    child.start()
    while child.is_alive():
        if tools.stop.is_set():
            child.terminate()
        child.join(_LOOK_EVERY)
    if child.exitcode and not tools.stop.is_set():
        log.warning("sorting anew broke off", code=child.exitcode)


def _is_orphan() -> bool:
    parent = multiprocessing.parent_process()
    return parent is not None and not parent.is_alive()
