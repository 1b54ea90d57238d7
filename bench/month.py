"""What does a month of meetups cost, made anew? In a place of twenty thousand dates, past the front cache.

`python -m bench.month [--dates 20000] [--seconds 4]`; ends with 1 when a goal is missed.
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from functools import partial
from pathlib import Path

from sqlalchemy import Engine

from bench import townrows
from bench.bigtown import kept, this_week
from bench.figures import Figure, tell
from bench.loader import Order, get, load
from bench.measuring import Fell
from bench.server import ROOT
from bench.serving import Serving, serving
from bench.townsfolk import Size, place_names, voices
from hub.db.engine import writing
from hub.kit.clock import now
from hub.kit.text import slugify

MOST_MS = 20  # of processor time, for the whole answer
DATES = 20_000
_EDITION = 1
_PASSING_BY = {"Authorization": "Bench"}  # who may be somebody gets a page of his own
_MONTHS_AHEAD = 6


def main(arguments: Sequence[str]) -> int:
    """Measure, print what was found, and return the exit code."""
    parser = argparse.ArgumentParser("python -m bench.month", description=__doc__)
    parser.add_argument("--dates", type=int, default=DATES, help="how many dates the place has (20,000)")
    parser.add_argument("--seconds", type=float, default=4, help="for how long each page is asked for (4)")
    options = parser.parse_args(arguments)
    size = Size(0, sources=40, towns=1, places=1, meetups=options.dates)
    return 1 if tell(_measured(_built(size), size, options.seconds)) else 0


def _built(size: Size) -> Path:
    path = ROOT / "var" / f"bench-month-{size.meetups}.db"
    return kept(path, this_week(size, _EDITION), partial(_build, size=size))


def _build(engine: Engine, size: Size) -> None:
    moment, speaking = now(), voices(size)
    with writing(engine) as db:
        townrows.store_registry(db, size, speaking, moment)
        townrows.store_meetups(db, size, speaking, moment)


def _measured(database: Path, size: Size, seconds: float) -> Iterator[Figure]:
    page = f"/{slugify(place_names(size)[0])}/meetups"
    with serving(database, page) as hub:
        for what, asked in _questions(page).items():
            taken = _milliseconds(hub, asked, seconds)
            yield Figure(what, f"{taken:.1f} ms of {MOST_MS}", reached=taken < MOST_MS)


def _questions(page: str) -> Mapping[str, Sequence[str]]:
    first = (now().date().replace(day=1) + timedelta(days=32)).replace(day=1)
    months = [(first + number * timedelta(days=31)).replace(day=1) for number in range(_MONTHS_AHEAD)]
    return {
        "a month": [f"{page}?view=month&since={day}" for day in months],
        "a month, narrowed": [f"{page}?view=month&since={day}&free=1" for day in months],
        "a weekend": [f"{page}?view=weekend&since={day}" for day in months],
        "day by day": [f"{page}?since={day}" for day in months],
    }


def _milliseconds(hub: Serving, asked: Sequence[str], seconds: float) -> float:
    """Return the processor time one answer takes; what is kept for all of these pages is there already."""
    requests = [get(address, _PASSING_BY) for address in asked]
    before = hub.cpu()
    felt = load(Order(hub.port, requests, 1, seconds))
    if set(felt.statuses) != {"200"}:
        raise Fell(f"{asked[0]} was answered with {dict(felt.statuses)}")
    return (hub.cpu() - before) / felt.total * 1_000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
