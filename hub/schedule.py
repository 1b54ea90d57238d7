"""Which duty how often; the only importer of APScheduler.

The schedule is data and due-ness lives in the database. One clock runs on a machine, however many web workers there
are: whoever holds the file lock has it, and another takes it over within a second.
"""

import fcntl
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import IO

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.db.beats import beat
from hub.db.engine import writing
from hub.duties.apart import retag_asked
from hub.duties.bridging import Bridges
from hub.duties.calendars import expand_again
from hub.duties.children import READERS
from hub.duties.counting import count_labels
from hub.duties.ending import end_notices
from hub.duties.fetching import fetch_round
from hub.duties.forgetting import forget
from hub.duties.grouping import Grouper
from hub.duties.lists import look_through
from hub.duties.locating import locate_again
from hub.duties.mailing import mail_round
from hub.duties.mentioning import look_at_mentions
from hub.duties.merging import merge
from hub.duties.picturing import keep_pictures
from hub.duties.pushing import push_round
from hub.duties.rediscovering import rediscover
from hub.duties.sending import settle_owed, tell_others
from hub.duties.threading import think
from hub.duties.tools import Stop, Tools
from hub.duties.unshortening import unshorten
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Duty:
    """Something the hub does by itself; repeatable at any moment."""

    name: str
    every: timedelta
    run: Callable[[Tools], object]


def duties(settings: Settings) -> tuple[Duty, ...]:
    """Return what runs how often."""
    return (
        Duty("fetch", timedelta(seconds=settings.round_seconds), lambda tools: fetch_round(tools, looks.claim_due)),
        Duty("calendars", timedelta(hours=12), expand_again),
        Duty("forget", timedelta(minutes=1), lambda tools: forget(tools, settings.mail_folder)),
        Duty("notices", timedelta(minutes=5), end_notices),
        Duty("pictures", timedelta(minutes=1), lambda tools: keep_pictures(tools, settings.picture_copies)),
        Duty("retag", timedelta(seconds=5), retag_asked),
        Duty("venues", timedelta(seconds=5), locate_again),
        Duty("rediscover", timedelta(hours=1), rediscover),
        Duty("lists", timedelta(seconds=5), look_through),
        Duty("labels", timedelta(seconds=30), count_labels),
        Duty("push", timedelta(seconds=30), lambda tools: push_round(tools, settings)),
        Duty("mentions", timedelta(seconds=30), lambda tools: look_at_mentions(tools, settings.base_url)),
        Duty("group", timedelta(seconds=30), Grouper().group),
        Duty("threads", timedelta(seconds=5), think),
        Duty("same meetups", timedelta(seconds=5), merge),
        Duty("short links", timedelta(seconds=30), unshorten),
        Duty("others", timedelta(minutes=1), lambda tools: settle_owed(tools, settings)),
        Duty("telling", timedelta(seconds=6), lambda tools: tell_others(tools, settings)),
        Duty("bridges", timedelta(minutes=1), Bridges().count),
        Duty("mail", timedelta(seconds=10), lambda tools: mail_round(tools, settings)),
    )


def lock_file(settings: Settings) -> Path:
    """Return the file whose lock makes one clock a database: beside a SQLite file, under var/ for PostgreSQL."""
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        return Path(f"{address.database}.clock")
    name = hashlib.blake2s(settings.database_url.encode(), digest_size=6).hexdigest()
    return Path("var") / f"{name}.clock"


class Clock:
    """Runs the duties while it holds the lock; start it in as many processes as you like."""

    def __init__(self, settings: Settings, engine: Engine, *, beside: Sequence[Duty] = ()) -> None:
        """Prepare the usual duties and those *beside* them; nothing runs before ``start``."""
        self._settings = settings
        self._duties = (*duties(settings), *beside)
        self._engine = engine
        self._stop = Stop()
        self._sandbox: Sandbox | None = None
        self._lock: IO[str] | None = None
        self._scheduler = BackgroundScheduler(
            # One for each, and for who asks for the lock: a slow duty keeps no other waiting.
            executors={"default": ThreadPoolExecutor(len(self._duties) + 1)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )

    @property
    def ticks(self) -> bool:
        """Whether this process is the one that runs the duties."""
        return self._lock is not None

    def start(self) -> None:
        """Start asking for the lock, once a second; the duties begin when it is ours."""
        self._scheduler.add_job(self._take_over, "interval", seconds=1, id="lock", next_run_time=now())
        self._scheduler.start()

    def stop(self) -> None:
        """End after the looks under way; what they brought is stored, what was claimed is given back."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        if self._sandbox is not None:
            self._sandbox.close()
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _take_over(self) -> None:
        lock = _try_lock(lock_file(self._settings))
        if lock is None:
            return
        self._lock = lock
        self._scheduler.remove_job("lock")
        self._sandbox = Sandbox(children=self._settings.readers, preload=READERS)
        for duty in self._duties:
            seconds = duty.every.total_seconds()
            self._scheduler.add_job(
                self._run,
                "interval",
                args=(duty, self._tools(duty, self._sandbox)),
                seconds=seconds,
                id=duty.name,
                next_run_time=now(),
            )
        log.info("clock runs here")

    def _tools(self, duty: Duty, sandbox: Sandbox) -> Tools:
        def pulse(db: Session) -> None:
            beat(db, duty.name, now())

        return Tools(self._engine, Door.of(self._settings), sandbox, self._stop, pulse)

    def _run(self, duty: Duty, tools: Tools) -> None:
        if self._stop.is_set():
            return
        try:
            duty.run(tools)
            with writing(self._engine) as db:
                beat(db, duty.name, now())
        except DBAPIError as trouble:
            # The next tick tries again; due-ness is in the database, so nothing is forgotten.
            log.warning("duty put off", duty=duty.name, why=str(trouble.orig))


def _try_lock(path: Path) -> IO[str] | None:
    path.parent.mkdir(parents=True, exist_ok=True)
    opened = path.open("w")
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        opened.close()
        return None
    return opened
