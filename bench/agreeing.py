"""What does it cost to agree? Looking ahead, sorting old items anew while people read, and a long queue of words.

`python -m bench.agreeing [--items N] [--seconds S]`; ends with 1 when a goal is missed. With `--work FILE` it carries
out what is asked for in that database, as `hub clock` would, and nothing else.
"""

import argparse
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path
from shutil import copyfile
from statistics import median
from time import perf_counter
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Engine, text
from sqlmodel import Session, select

from bench.asking import questions
from bench.bigtown import built
from bench.figures import Figure, tell
from bench.loader import Order, get, load
from bench.measuring import Fell
from bench.server import ROOT
from bench.serving import Serving, serving
from bench.townsfolk import Size
from hub.aggregate.tagging import retagging
from hub.aggregate.tagging.carrying import carry
from hub.aggregate.tagging.models import LabelUse
from hub.aggregate.tagging.open_words import open_words
from hub.aggregate.tagging.reaching import reach
from hub.db import bulk
from hub.db.engine import connect, reading, writing
from hub.duties import apart
from hub.duties.retagging import work_through
from hub.duties.tools import Stop
from hub.establish.deciding.actions import decide
from hub.establish.deciding.images import Image
from hub.establish.deciding.queries import Asked, rehearse
from hub.establish.deciding.rules import Origin, Refused
from hub.establish.deciding.script import Merge, Operation, Spell
from hub.kit.clock import now
from hub.places.actions import bump_hub
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB

READERS = 8
REACH_MS, QUEUE_MS, SORTING_S, SLOWER = 300, 100, 60, 2.0
WAITING = 50_000  # labels nobody agreed on
_LABELS = (
    "INSERT OR IGNORE INTO item_label (item_id, key, label) SELECT item_id, lower(evidence), evidence FROM item_tag"
)
_T = TypeVar("_T")


def main(arguments: Sequence[str]) -> int:
    """Measure, print what was found, and return the exit code."""
    options = _options(arguments)
    if options.work:
        return _work(options.work)
    with _town(built(options.size)) as database:
        missed = tell(chain(_looking_ahead(database), _queue(database), _sorting(database, options)))
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.agreeing", description=__doc__)
    parser.add_argument("--items", type=int, default=100_000, help="how many items the hub has (100,000)")
    parser.add_argument("--seconds", type=float, default=10, help="for how long pages are asked for (10)")
    parser.add_argument("--work", type=Path, help="carry out what is asked for in this database")
    options = parser.parse_args(arguments)
    options.size = Size(options.items)
    return options


@contextmanager
def _town(made: Path) -> Iterator[Path]:
    """Lend a copy in which every tag of an item is a label its publisher wrote, and all is sorted as it should be."""
    copied = made.with_name(f"agreeing-{made.name}")
    copyfile(made, copied)
    try:
        with _opened(copied) as engine:
            with writing(engine) as db:
                db.execute(text(_LABELS))
                retagging.ask(db, WHOLE_HUB, None, now())
            work_through(engine, Stop())
        yield copied
    finally:
        for left in copied.parent.glob(f"{copied.name}*"):
            left.unlink()


@contextmanager
def _opened(database: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{database}")
    yield engine
    engine.dispose()


def _work(database: Path) -> int:
    apart.run(f"sqlite:///{database}")
    return 0


def _looking_ahead(database: Path) -> Iterator[Figure]:
    """Ask what a spelling of some three hundred items would touch, and a merge of very many."""
    for name, script in (("a rare word", Spell("bins", "torsal267")), ("two common tags", Merge("news", "bins"))):
        with _opened(database) as engine, reading(engine) as db:
            images = _images(db, script)
            found, took = _timed(partial(reach, db, WHOLE_HUB, images))
        many = f"{'' if found.is_whole else 'more than '}{found.items} items of {found.sources} sources"
        yield Figure(f"looking ahead, {name}", f"{many} in {took:.0f} ms (goal {REACH_MS})", took <= REACH_MS)


def _queue(database: Path) -> Iterator[Figure]:
    with _opened(database) as engine:
        with writing(engine) as db:
            place_id = db.exec(select(Place.id)).all()[0]
            bulk.insert(db, LabelUse, [_use(place_id, at) for at in range(WAITING)])
        with reading(engine) as db:
            open_words(db, place_id, [place_id], 1)
            _, took = _timed(lambda: open_words(db, place_id, [place_id], 20))
    yield Figure(f"a queue of {WAITING} words", f"opens in {took:.0f} ms (goal {QUEUE_MS})", took <= QUEUE_MS)


def _use(place_id: UUID, at: int) -> dict[str, object]:
    once = {"first_at": now(), "last_at": now()}
    return {"place_id": place_id, "key": f"word{at}", "label": f"Word {at}", "uses": 2 + 50_000 // (at + 1)} | once


def _sorting(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Merge two tags and then sort every item anew, while readers ask for pages."""
    asked = questions(database, options.size)
    pages = [get(page) for kind in ("stream", "tag", "item") for page in asked[kind][:300]]
    with serving(database, asked["stream"][0]) as hub:
        load(Order(hub.port, pages, READERS, options.seconds))
        for name, before, prepare in (("all of it", None, _ask_for_all), ("after a merge", _make_anew, _merge)):
            if before:
                before(database)
            quiet = load(Order(hub.port, pages, READERS, options.seconds))
            number = prepare(database)
            felt, usual, took = _felt_while_sorting(hub, database, pages, options.seconds)
            yield Figure(
                f"sorting anew, {name}", f"{number} items in {took:.0f} s (goal {SORTING_S})", took <= SORTING_S
            )
            told = f"p95 {felt:.1f} ms at worst, {usual:.1f} mostly, {quiet.p95:.1f} in quiet (goal: less than double)"
            yield Figure("pages meanwhile", told, felt < SLOWER * quiet.p95)


def _make_anew(database: Path) -> None:
    """Let no kept page outlive now, as every decision does, whatever is sorted after it."""
    with _opened(database) as engine, writing(engine) as db:
        bump_hub(db)


def _merge(database: Path) -> int:
    with _opened(database) as engine:
        with writing(engine) as db:
            made = decide(db, Asked((Merge("news", "bins"),), WHOLE_HUB, None, ""), Origin.MENTOR, now())
            if isinstance(made, Refused):
                raise Fell(str(made.faults[0]))
            carry(db, made, now())
        return _waiting(engine)


def _ask_for_all(database: Path) -> int:
    with _opened(database) as engine:
        with writing(engine) as db:
            retagging.ask(db, WHOLE_HUB, None, now())
        return _waiting(engine)


def _waiting(engine: Engine) -> int:
    with reading(engine) as db:
        return sum(len(each.items) for each in retagging.requests(db))


def _felt_while_sorting(
    hub: Serving, database: Path, pages: Sequence[str], seconds: float
) -> tuple[float, float, float]:
    """Return the p95 of readers, at worst and mostly, while a process beside the site sorts, and its seconds."""
    command = [sys.executable, "-m", "bench.agreeing", "--work", str(database)]
    began, felt = perf_counter(), list[float]()
    with subprocess.Popen(command, cwd=ROOT) as worker:
        while worker.poll() is None:
            felt.append(load(Order(hub.port, pages, READERS, min(seconds, 5))).p95)
    took = perf_counter() - began
    whole = felt[:-1] or felt  # in the last one it ended, and what it changed was made anew
    return max(whole), median(whole), took


def _images(db: Session, *script: Operation) -> Sequence[Image]:
    found = rehearse(db, script)
    if isinstance(found, Refused):
        raise Fell(str(found.faults[0]))
    return found.images


def _timed(deed: Callable[[], _T]) -> tuple[_T, float]:
    began = perf_counter()
    done = deed()
    return done, (perf_counter() - began) * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
