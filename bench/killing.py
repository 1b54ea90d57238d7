"""What does a hub keep that is killed again and again? One that looks at feeds, and one that takes forms."""

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from pathlib import Path
from time import monotonic
from typing import Any

import httpx2
from sqlalchemy import Row, text

from bench.growing import FEEDS, Growing, Post, growing
from bench.lives import Lives
from hub.db.engine import connect, writing
from hub.kit.clock import now
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Kind
from hub.people.signin import actions as signin
from hub.places.rules import WHOLE_HUB
from tests import databases, town

RESTART_TAKES = 3.0  # seconds at most, to the first answer
PATIENCE = 30.0
_BREATH = 0.002  # seconds between two looks whether a hub is up
_WHOLE = "PRAGMA integrity_check"
_ITEMS = "SELECT feed.url, item.guid, item.title FROM item JOIN feed ON feed.id = item.feed_id"
_INDEXED = "SELECT count(*) FROM item_search"
_PEOPLE = (
    "SELECT email, (SELECT count(*) FROM role WHERE person_id = person.id),"
    " (SELECT count(*) FROM outbox_mail WHERE to_address = email) FROM person WHERE email LIKE 'invited%'"
)
_GRANTED = "SELECT count(*) FROM audit_entry WHERE deed = 'grant' AND actor_id IS NOT NULL"
_LEASES_RUN_OUT = "UPDATE feed SET claimed_until = '2000-01-01 00:00:00.000000'"  # half an hour later


@dataclass
class Toll:
    """What came of some deaths: what was kept of all that was acknowledged, what was wrong, the longest way back."""

    deaths: int = 0
    kept: int = 0
    troubles: list[str] = field(default_factory=list)
    slowest_start: float = 0.0  # seconds to the first answer


def die_looking(lives: Lives, folder: Path, times: int, seed: int) -> Toll:
    """Kill a hub *times* while it looks at feeds, then let it look once more: everything is there, once."""
    dice, toll = random.Random(seed), Toll()  # noqa: S311 -- the same moments in every run
    with growing() as publisher:
        database = _with_feeds(folder / "clock.db", publisher)
        usual = [_look(lives, database, publisher, PATIENCE) for _ in range(2)][-1]
        for _ in range(times):
            before = _keys(_items(database, toll))
            _look(lives, database, publisher, dice.uniform(0, usual))
            if lost := before - _keys(_items(database, toll)):
                toll.troubles.append(f"lost {sorted(lost)[:2]}")
            toll.deaths += 1
        _look(lives, database, publisher, PATIENCE)
        if (stored := _items(database, toll)) != publisher.said():  # on a busy machine one feed may have timed out
            _look(lives, database, publisher, PATIENCE, more=0)
            stored = _items(database, toll)
        if wrong := stored ^ publisher.said():
            toll.troubles.append(
                f"{len(stored)} items of {len(publisher.said())}, and these differ: {sorted(wrong)[:2]}"
            )
        toll.kept = len(stored)
    return toll


def die_answering(lives: Lives, folder: Path, times: int, seed: int) -> Toll:
    """Kill a hub *times* while people send it forms: whatever was answered with a redirect is stored, whole, once."""
    dice, toll = random.Random(seed), Toll()  # noqa: S311 -- the same moments in every run
    database, port = databases.sqlite_file(folder / "web.db"), _free_port()
    told: list[str] = []
    for _ in range(times):
        token = _admin(database)
        began = monotonic()
        life = lives.begin("serve", database, str(port))
        _until_it_answers(port)
        toll.slowest_start = max(toll.slowest_start, monotonic() - began)
        with _inviting(port, token, f"invited-{toll.deaths}", told) as heard:
            heard.wait(PATIENCE)
            lives.end(life, after=dice.uniform(0, 0.1))
        toll.troubles += _torn(database)
        toll.deaths += 1
    if lost := set(told) - {str(row[0]) for row in _rows(database, _PEOPLE)}:
        toll.troubles.append(f"lost {sorted(lost)[:2]}")
    toll.kept = len(told)
    return toll


def cold_start(folder: Path) -> tuple[float, float]:
    """Kill a real `hub serve` that has just answered, and start it again: seconds to its first answer, and of work."""
    port = _free_port()
    database = databases.sqlite_file(folder / "cold.db")
    settings = {"HUB_DATABASE_URL": database, "HUB_BASE_URL": f"http://127.0.0.1:{port}"}
    took = worked = 0.0
    for _ in range(2):
        began, before = monotonic(), _work_of_children()
        with _serving(folder, port, settings):
            _until_it_answers(port)
            took = monotonic() - began
        worked = _work_of_children() - before
    return took, worked


def _work_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@contextmanager
def _serving(folder: Path, port: int, settings: dict[str, str]) -> Iterator[None]:
    command = [sys.executable, "-m", "hub", "serve", "--no-clock", "--port", str(port)]
    environment = dict(os.environ) | settings  # noqa: TID251 -- what a child process inherits
    quiet = subprocess.DEVNULL
    hub = subprocess.Popen(command, cwd=folder, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(hub.pid, signal.SIGKILL)
        hub.wait()


def _with_feeds(path: Path, publisher: Growing) -> str:
    url = databases.sqlite_file(path)
    engine = connect(url)
    with writing(engine) as db:
        voice = town.source(db, "Town", town.place(db, "Benton"))
        for number in range(FEEDS):
            town.feed(db, voice, publisher.address(number))
    engine.dispose()
    return url


def _look(lives: Lives, database: str, publisher: Growing, after: float, *, more: int = 1) -> float:
    """Have every feed say something *more* and a hub look; kill it *after* seconds if it still does."""
    publisher.times += more
    waited = lives.end(lives.begin("look", database, publisher.host), after=after)
    engine = connect(database)
    with engine.begin() as connection:
        connection.execute(text(_LEASES_RUN_OUT))
    engine.dispose()
    return waited


def _items(database: str, toll: Toll) -> frozenset[Post]:
    """Return what is stored; tell where something is there twice or half."""
    rows = [(str(row.url), str(row.guid), str(row.title)) for row in _rows(database, _ITEMS)]
    indexed, whole = (_rows(database, question)[0][0] for question in (_INDEXED, _WHOLE))
    if whole != "ok":
        toll.troubles.append(f"integrity: {whole}")
    if not len(rows) == len({row[:2] for row in rows}) == indexed:
        toll.troubles.append(f"{len(rows)} items, {len(set(rows))} different, {indexed} indexed")
    return frozenset(rows)


def _keys(items: frozenset[Post]) -> set[tuple[str, str]]:
    return {(address, guid) for address, guid, _ in items}


def _admin(database: str) -> str:
    """Let somebody look after the whole hub who has just typed a code; return what their cookie says."""
    engine = connect(database)
    with writing(engine) as db:
        person_id = persons.welcome(db, "ruth@hub.example", now())
        persons.confirm(db, person_id, now())
        persons.grant(db, NOBODY, person_id, Kind.ADMIN, WHOLE_HUB, now())
        token = signin.begin(db, person_id, "Firefox on Android", now())
    engine.dispose()
    return token


@contextmanager
def _inviting(port: int, token: str, name: str, told: list[str]) -> Iterator[threading.Event]:
    """Invite people as fast as it goes until the block ends; whose invitation was acknowledged is added to *told*."""
    heard, over = threading.Event(), threading.Event()

    def invite(who: int) -> None:
        headers = {"Sec-Fetch-Site": "same-origin", "Cookie": f"hub={token}"}
        number = 0
        with httpx2.Client(base_url=f"http://127.0.0.1:{port}", headers=headers, trust_env=False) as browser:
            while not over.is_set():
                email, number = f"{name}-{who}-{number}@hub.example", number + 1
                with suppress(httpx2.TransportError):
                    answer = browser.post("/desk/roles", data={"email": email, "kind": "moderator", "place": "-"})
                    told.extend([email] if answer.status_code == HTTPStatus.SEE_OTHER else [])
                    heard.set()

    threads = [threading.Thread(target=invite, args=(who,)) for who in range(3)]
    for each in threads:
        each.start()
    try:
        yield heard
    finally:
        over.set()
        for each in threads:
            each.join()


def _torn(database: str) -> list[str]:
    """Tell whom the hub knows by half: a deed is a person, a role, a letter and a line of the log, or nothing."""
    known = _rows(database, _PEOPLE)
    granted, whole = (_rows(database, question)[0][0] for question in (_GRANTED, _WHOLE))
    troubles = [f"half stored: {row}" for row in known if tuple(row[1:]) != (1, 1)]
    if granted != len(known):
        troubles.append(f"{granted} lines of the log for {len(known)} people")
    return troubles if whole == "ok" else [*troubles, f"integrity: {whole}"]


def _rows(database: str, question: str) -> Sequence[Row[Any]]:
    engine = connect(database)
    with engine.connect() as connection:
        rows = connection.execute(text(question)).all()
    engine.dispose()
    return rows


def _until_it_answers(port: int) -> None:
    until, pause = monotonic() + PATIENCE, threading.Event()
    while monotonic() < until:
        with suppress(httpx2.TransportError):
            httpx2.get(f"http://127.0.0.1:{port}/healthz", trust_env=False, timeout=PATIENCE).raise_for_status()
            return
        pause.wait(_BREATH)
    raise TimeoutError(f"no answer within {PATIENCE:.0f} s")


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as reserved:
        return int(reserved.getsockname()[1])
