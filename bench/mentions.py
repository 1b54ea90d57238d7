"""What do ten thousand hostile webmentions from a thousand sites cost? Asked of the real site and the real duties.

    python -m bench.mentions [--mentions 10000] [--hours 6]

They are posted as fast as the site takes them while others read pages. Then hours pass by a clock we set, in which the
duties look at what was taken in, and tell a thousand sites that we mention them; the network is stood in for. Prints
what was asked of whom, and memory; ends with 1 when a promise is broken.
"""

import argparse
import logging
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from itertools import chain
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from unittest.mock import patch
from urllib.parse import urlencode

import structlog
from sqlmodel import Session

from bench import townrows
from bench.figures import Figure, tell
from bench.loader import Felt, Order, get, load
from bench.measuring import KIB, PROC
from bench.serving import Serving, serving
from bench.strangers import SITES, Strangers, Time, page
from bench.townsfolk import Author, Size, place_names, tag_ids, voices
from hub.communicate.mentions import actions, queries, sending
from hub.communicate.mentions.rules import Target
from hub.communicate.mentions.sending import Page
from hub.db import schema
from hub.db.engine import connect, writing
from hub.duties import mentioning
from hub.duties import sending as sending_duty
from hub.duties.children import READERS
from hub.duties.mentioning import look_at_mentions
from hub.duties.sending import send
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.text import slugify
from hub.net.door import Door
from hub.sandbox import Sandbox

BASE = "http://hub.test"
SIZE = Size(2_000, sources=100, towns=1, places=1, meetups=10, days=30)
MENTIONS = 10_000
READERS_OF_PAGES, ATTACKERS = 8, 2
SLOWER, GROWTH = 2.0, 1.1
AN_HOUR, A_MINUTE = timedelta(hours=1), timedelta(minutes=1)
MOST_ASKS, LEAST_OF_EACH = 300, 75  # in an hour: looks at who tells us and tellings together, and of each by itself
_LOOK_EVERY, _SEND_EVERY = timedelta(seconds=30), timedelta(seconds=5)
_PASSING_BY = {"Authorization": "Bench"}
_NETWORKS = 250  # from which they come


def main(arguments: Sequence[str]) -> int:
    """Measure, print what was found, and return the exit code."""
    options = _options(arguments)
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    with _town() as database:
        missed = tell(chain(_attacked(database, options), _hours(database, options)))
    return 1 if missed else 0


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.mentions", description=__doc__)
    parser.add_argument("--mentions", type=int, default=MENTIONS, help="how many are posted (10,000)")
    parser.add_argument("--hours", type=int, default=6, help="how many hours pass afterwards (6)")
    parser.add_argument("--seconds", type=float, default=10, help="for how long pages are asked for (10)")
    return parser.parse_args(arguments)


@contextmanager
def _town() -> Iterator[Path]:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "hub.db"
        engine, speaking = connect(f"sqlite:///{file}"), voices(SIZE)
        schema.migrate(engine)
        author = Author(SIZE, speaking, tag_ids(), Random(1), now())  # noqa: S311 -- invented, nothing secret
        with writing(engine) as db:
            townrows.store_registry(db, SIZE, speaking, now())
            townrows.store(db, author.posts(0, SIZE.items))
        engine.dispose()
        yield file


def _attacked(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Post webmentions as fast as they are taken, while eight people read."""
    here = f"/{slugify(place_names(SIZE)[0])}"
    pages = [get(f"/items/{at}", _PASSING_BY) for at in range(1, SIZE.items, 7)] + [get(here, _PASSING_BY)]
    with serving(database, here, {"HUB_BASE_URL": BASE, "HUB_TRUSTED_PROXIES": "1"}) as hub:
        read = Order(hub.port, pages, READERS_OF_PAGES, options.seconds)
        load(read)
        quiet, before = load(read), hub.memory()["VmRSS"]
        attack = Order(hub.port, [_post(at) for at in range(options.mentions)], ATTACKERS, options.seconds)
        felt, posted = _meanwhile(read, attack)
        rest = _the_rest(hub, posted, options)
        after = hub.memory()["VmRSS"]
    told = f"p95 {felt.p95:.1f} ms, {quiet.p95:.1f} in quiet (goal: at most {SLOWER:.0f} times as long)"
    yield Figure("pages while they are posted", told, felt.p95 <= SLOWER * quiet.p95)
    yield Figure(
        "answers to them",
        f"{dict(posted.statuses)}, then {dict(rest)}",
        not {"500", "gone"} & {*posted.statuses, *rest},
    )
    told = f"{before:.0f} MiB before, {after:.0f} after {options.mentions} (goal: at most a tenth more)"
    yield Figure("memory of the site", told, after <= GROWTH * before)


def _meanwhile(read: Order, attack: Order) -> tuple[Felt, Felt]:
    with ThreadPoolExecutor() as both:
        attacking, reading = both.submit(load, attack), both.submit(load, read)
        return reading.result(), attacking.result()


def _the_rest(hub: Serving, posted: Felt, options: argparse.Namespace) -> Counter[str]:
    """Post those that nobody came to while pages were read."""
    statuses, at = Counter[str](), posted.total
    while at < options.mentions:
        felt = load(Order(hub.port, [_post(each) for each in range(at, options.mentions)], ATTACKERS, options.seconds))
        statuses.update(felt.statuses)
        at += felt.total
    return statuses


def _post(at: int) -> str:
    site, number = at % SITES, at // SITES
    target = f"{BASE}/items/{1 + at % SIZE.items}"
    body = urlencode({"source": page(site, number), "target": target})
    heads = {
        "X-Forwarded-For": f"10.{at % _NETWORKS}.{site % 256}.7",
        "Content-Type": "application/x-www-form-urlencoded",
        "Content-Length": str(len(body)),
    }
    return get("/webmention", heads).replace("GET ", "POST ", 1) + body


def _hours(database: Path, options: argparse.Namespace) -> Iterator[Figure]:
    """Let hours pass, in which the duties look and tell."""
    time = Time(now())
    strangers = Strangers(time, f"{BASE}/items/1")
    engine = connect(f"sqlite:///{database}")
    with Sandbox(children=2, preload=READERS) as sandbox, _stood_in(strangers):
        tools, grew = Tools(engine, Door(base_url=BASE, host_pause=0), sandbox), _Growth()
        yield from _asking(tools, strangers, grew, options.hours * AN_HOUR)
        yield grew.told()
    engine.dispose()


def _asking(tools: Tools, strangers: Strangers, grew: "_Growth", span: timedelta) -> Iterator[Figure]:
    """Look and tell side by side, and meanwhile take in as many again as the queue has room for."""
    rounds = span // _LOOK_EVERY
    at_once, taken, looks, tellings = -(-MENTIONS // rounds), 0, 0, 0
    _have_told(tools, strangers)
    for each in range(rounds):
        with writing(tools.engine) as db:
            taken += sum(_taken(db, each * at_once + at, strangers) for at in range(at_once))
        looks += look_at_mentions(tools, BASE)
        for _ in range(_LOOK_EVERY // _SEND_EVERY):
            tellings += send(tools)
            strangers.time.wait(_SEND_EVERY)
        grew.look()
    yield Figure(
        "taken in meanwhile", f"{taken} of {at_once * rounds} more, the others found the queue full", taken > 0
    )
    yield from _paced(strangers)
    least = LEAST_OF_EACH * (span // AN_HOUR)
    told = f"{looks} looks and {tellings} steps of telling (goal: at least {least} of each)"
    yield Figure("neither starves the other", told, min(looks, tellings) >= least)


def _taken(db: Session, at: int, strangers: Strangers) -> bool:
    """Take in what somebody says, as the site does; False where too many wait."""
    source, item_id = page(at % SITES, MENTIONS + at // SITES), 1 + at % SIZE.items
    if queries.is_full(db, source, is_known=False):
        return False
    told = actions.Told(source, f"{BASE}/items/{item_id}", Target.ITEM, str(item_id), None)
    actions.receive(db, told, strangers.time.now())
    return True


def _have_told(tools: Tools, strangers: Strangers) -> None:
    with writing(tools.engine) as db:
        for at in range(SITES):
            targets = [page((at * 10 + each) % SITES, at) for each in range(10)]
            sending.ask(db, Page(f"{BASE}/replies/{at}", "first"), targets, strangers.time.now())


def _paced(strangers: Strangers) -> Iterator[Figure]:
    busiest = strangers.busiest(AN_HOUR)
    told = f"{len(strangers.asked)} asks, {busiest} in the busiest hour (goal: at most {MOST_ASKS})"
    yield Figure("asked of others, looks and tellings together", told, 0 < busiest <= MOST_ASKS)
    for why, gap in (
        ("looking at one site", strangers.closest(mentioning.WHO)),
        ("telling one site", strangers.closest(sending_duty.WHO)),
    ):
        yield Figure(why, f"again after {_gap(gap)} at least (goal: a minute)", gap >= A_MINUTE)
    again = strangers.closest(mentioning.WHO, lambda url: url)
    yield Figure("one page is looked at", f"again after {_gap(again)} at least (goal: an hour)", again >= AN_HOUR)


def _gap(gap: timedelta) -> str:
    return "never" if gap == timedelta.max else f"{gap.total_seconds():.0f} s"


@contextmanager
def _stood_in(strangers: Strangers) -> Iterator[None]:
    """Let the duties live by our clock, and ask nobody but our strangers."""
    with ExitStack() as patches:
        patches.enter_context(patch("hub.net.crowd.Client", strangers.client()))
        for duty in ("mentioning", "sending"):
            patches.enter_context(patch(f"hub.duties.{duty}.now", strangers.time.now))
        yield


class _Growth:
    """What this process, which runs the duties, weighs: in the first tenth of its looks, and at the end."""

    _SETTLED = 200  # looks

    def __init__(self) -> None:
        self._first = self._last = 0.0
        self._looks = 0

    def look(self) -> None:
        """Note what it weighs."""
        self._looks += 1
        if self._looks % self._SETTLED == 0:
            self._last = _weight()
            self._first = self._first or self._last

    def told(self) -> Figure:
        """Say by how much it grew."""
        told = f"{self._first:.0f} MiB soon after the start, {self._last:.0f} at the end (goal: at most a tenth more)"
        return Figure("memory of the duties", told, self._last <= GROWTH * self._first)


def _weight() -> float:
    lines = (PROC / "self" / "status").read_text().splitlines()
    return next(int(line.split()[1]) / KIB for line in lines if line.startswith("VmRSS:"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
