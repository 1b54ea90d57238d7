"""What does a conversation cost? Its pages made anew, one more post that answers, and both at once.

    python -m bench.conversations [--items 100000] [--seconds 8]

A place of a hundred thousand posts and three hundred thousand links; its database is made once, in some twenty minutes.
Ends with 1 when a goal is missed. With `--work FILE` it thinks over in that database what is new, as `hub clock`
would, and nothing else.
"""

import argparse
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median, quantiles
from time import process_time
from typing import Any

from sqlalchemy import Engine
from sqlmodel import select

from bench import townrows
from bench.figures import Figure, tell
from bench.loader import Order, get, load
from bench.measuring import Fell
from bench.server import ROOT
from bench.serving import Serving, serving
from bench.talktown import HUB, MANY, answering, built, talking_size, think_over, thinking
from bench.townsfolk import place_names
from hub.aggregate.items import news
from hub.db.engine import connect, writing
from hub.duties.threading import settle_links, think_all
from hub.kit.text import slugify
from hub.places.actions import bump
from hub.places.models import Place

PAGE_MS, ADDING_MS, SLOWER = 50, 10, 2.0  # goals: processor time, processor time, and pages while it is thought over
READERS, ADDED, ANEW = 4, 40, 25
NEWS = 20_000  # posts that are thought over while pages are read
_PASSING_BY = {"Authorization": "Bench"}
_ANSWERED = "SELECT toward_id FROM thread_item WHERE toward_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC LIMIT 200"
_LATELY = "SELECT link FROM item ORDER BY id DESC LIMIT 500"
_LARGEST = "SELECT id FROM thread WHERE heir_id IS NULL ORDER BY posts DESC LIMIT 20"


def main(arguments: Sequence[str]) -> int:
    """Measure, print what was found, and return the exit code."""
    options = _options(arguments)
    if options.work:
        return _work(options.work)
    with _copy(built(options.items)) as database:
        missed = sum(tell(measure(database, options)) for measure in (_shape, _adding, _pages, _meanwhile))
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.conversations", description=__doc__)
    parser.add_argument("--items", type=int, default=MANY, help="how many posts the place has (100,000)")
    parser.add_argument("--seconds", type=float, default=8, help="for how long pages are asked for (8)")
    parser.add_argument("--work", type=Path, help="think over what is new in this database")
    return parser.parse_args(arguments)


@contextmanager
def _copy(made: Path) -> Iterator[Path]:
    """Lend a copy, so that what is added leaves the town as it was."""
    copied = made.with_name(f"copy-of-{made.name}")
    shutil.copyfile(made, copied)
    try:
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
    with _opened(database) as engine:
        think_over(engine)
    return 0


def _column(database: Path, asked: str) -> list[Any]:
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        return [each for (each,) in db.execute(asked)]


def _shape(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Say what the place is like, and that no page swallowed it."""
    links = _column(database, "SELECT count(*) FROM item_link")[0]
    threads = _column(database, "SELECT count(*) FROM thread WHERE heir_id IS NULL AND posts > 1")[0]
    largest = _column(database, "SELECT max(posts) FROM thread WHERE heir_id IS NULL")[0]
    told = f"{options.items} posts, {links} links, {threads} conversations of several, the largest of {largest} posts"
    yield Figure("the place", told, largest < options.items // 100)


def _adding(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Store posts that each lead to twenty others, and put each into its conversation; only the latter is counted."""
    took = []
    with _opened(database) as engine, thinking(engine) as tools:
        for post in answering(talking_size(options.items), _column(database, _LATELY), ADDED):
            with writing(engine) as db:
                townrows.store(db, iter([post]))
                linking = _processor(lambda: settle_links(db))
            took.append(linking + _processor(lambda: think_all(tools)))
        nothing = median(_processor(lambda: think_all(tools)) for _ in range(10))
    usual, worst = median(took) - nothing, quantiles(took, n=20)[-1] - nothing
    told = f"{usual:.1f} ms mostly, {worst:.1f} of the slowest twentieth (goal {ADDING_MS})"
    yield Figure("one more post with 20 links", told, usual <= ADDING_MS)


def _processor(deed: Callable[[], object]) -> float:
    began = process_time()
    deed()
    return (process_time() - began) * 1_000


def _pages(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Make pages anew, each as if its place had just changed; processor time of the server."""
    here = f"/{slugify(place_names(talking_size(options.items))[0])}"
    talked = [f"/items/{each}" for each in _column(database, _ANSWERED)[:ANEW]]
    largest = [f"{here}/conversations/{each}" for each in _column(database, _LARGEST)]
    with _opened(database) as engine, serving(database, here) as hub:
        for name, pages, goal in (
            ("the conversations of a place", [f"{here}/conversations"], PAGE_MS),
            ("one conversation, of the largest", largest, None),
            ("a post with answers", talked, None),
            ("the post that thousands lead to", [f"/items/{HUB}"], None),
        ):
            took = _anew(engine, hub, pages)
            yield Figure(name, f"{took:.1f} ms{f' (goal {goal})' if goal else ''}", not goal or took <= goal)


def _anew(engine: Engine, hub: Serving, pages: Sequence[str]) -> float:
    _ask(hub, pages[0])  # what is read once for all pages
    began = hub.cpu()
    for at in range(ANEW):
        with writing(engine) as db:
            bump(db, db.exec(select(Place.id)).all())
        _ask(hub, pages[at % len(pages)])
    return (hub.cpu() - began) / ANEW * 1_000


def _ask(hub: Serving, page: str) -> None:
    asked = subprocess.run(
        [sys.executable, "-c", _ASKER, str(hub.port), page], cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True
    )
    if asked.stdout.strip() != "200":
        raise Fell(f"{page} was answered with {asked.stdout.strip()}")


_ASKER = """
import sys
from http.client import HTTPConnection
wire = HTTPConnection("127.0.0.1", int(sys.argv[1]), timeout=60)
wire.request("GET", sys.argv[2], headers={"Authorization": "Bench"})
print(wire.getresponse().status)
"""


def _meanwhile(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Read pages while what is new is thought over beside the site."""
    here = f"/{slugify(place_names(talking_size(options.items))[0])}"
    paths = [here, f"{here}/conversations", *(f"/items/{each}" for each in _column(database, _ANSWERED)[:50])]
    order_of = [get(path, _PASSING_BY) for path in paths]
    with serving(database, here) as hub:
        order = Order(hub.port, order_of, READERS, options.seconds)
        load(order)
        quiet = load(order).p95
        with _opened(database) as engine, writing(engine) as db:
            news.tell(db, range(options.items - NEWS, options.items))
        felt, left = _felt(database, order)
    told = f"p95 {felt:.1f} ms, {quiet:.1f} in quiet (goal: at most double), {NEWS - left} posts thought over meanwhile"
    yield Figure("pages while conversations are thought over", told, felt <= SLOWER * quiet)


def _felt(database: Path, order: Order) -> tuple[float, int]:
    command = [sys.executable, "-m", "bench.conversations", "--work", str(database)]
    with subprocess.Popen(command, cwd=ROOT) as worker:
        try:
            felt = [load(order).p95, load(order).p95]
            return max(felt), _column(database, "SELECT count(*) FROM item_news")[0]
        finally:
            worker.terminate()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
