"""How long does it take to claim what is due where a million feeds wait? Ends with 1 when the goal is missed.

    python -m bench.due [--feeds 1000000] [--claims 300] [--database postgresql://…]

One claim after another, each a transaction of its own with its commit; in between its feeds are settled, as rounds do.
A fiftieth of all feeds is retired, and one in a thousand belongs to a source that rests: both are long overdue.
"""

import argparse
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import Session

from hub import tables
from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed, Source, SourcePause
from hub.db import bulk
from hub.db.engine import connect, writing
from hub.kit.clock import now

GOAL = 5.0  # milliseconds, of nineteen claims in twenty
_SEED, _AT_ONCE = 20, 10_000
_RETIRED, _REST = 50, 1_000  # one in so many
_INTERVAL = timedelta(hours=4)  # between two looks at the same feed, on average
_RESTING, _AWAKE = UUID(int=1), UUID(int=2)


def main(arguments: Sequence[str]) -> int:
    """Fill a database, claim, print a line, and return the exit code."""
    options = _options(arguments)
    with tempfile.TemporaryDirectory() as folder:
        engine = connect(options.database or f"sqlite:///{Path(folder) / 'due.db'}")
        try:
            moment = now()
            fill(engine, options.feeds, moment)
            took, worked = zip(*claims(engine, options.claims, options.feeds, moment), strict=True)
        finally:
            engine.dispose()
    p95, p95_worked = (quantiles(each, n=20)[-1] for each in (took, worked))
    name = engine.dialect.name
    print(
        f"{name}: {options.feeds} feeds, {len(took)} claims of {looks.AT_ONCE}: median {median(took):.2f} ms, ", end=""
    )
    print(f"p95 {p95:.2f} ms, longest {max(took):.2f} ms; ", end="")
    print(f"processor time: median {median(worked):.2f} ms, p95 {p95_worked:.2f} ms; ", end="")
    print(f"goal {GOAL:.0f} ms {'reached' if p95 <= GOAL else 'missed'}")
    return 0 if p95 <= GOAL else 1


def fill(engine: Engine, feeds: int, moment: datetime) -> None:
    """Make the schema and *feeds* feeds, the next look at each somewhere in the four hours before or after *moment*."""
    tables.create_all(engine)
    with writing(engine) as db:
        sources = (Source(id=key, slug=key.hex, name="Street", kind="blog") for key in (_RESTING, _AWAKE))
        db.add_all(sources)
        db.flush()
        db.add(SourcePause(source_id=_RESTING, since=moment))
    rows = _rows(feeds, moment)
    while some := [row for row, _ in zip(rows, range(_AT_ONCE), strict=False)]:
        with writing(engine) as db:
            bulk.insert(db, Feed, some)


def claims(engine: Engine, number: int, feeds: int, moment: datetime) -> Iterator[tuple[float, float]]:
    """Claim *number* times what is due, as fast as it becomes due; yield the milliseconds of each, and of our work."""
    pace = _INTERVAL / max(feeds, 1) * looks.AT_ONCE
    for turn in range(number):
        at = moment + turn * pace
        started, idle = perf_counter(), process_time()
        with writing(engine) as db:
            taken = looks.claim_due(db, at)
        yield (perf_counter() - started) * 1_000, (process_time() - idle) * 1_000
        with writing(engine) as db:
            _settle(db, [each.id for each in taken], at)


def _settle(db: Session, feed_ids: Sequence[UUID], at: datetime) -> None:
    for feed_id in feed_ids:
        looks.note(db, feed_id, {"due_at": at + _INTERVAL, "looked_at": at})


def _rows(feeds: int, moment: datetime) -> Iterator[dict[str, Any]]:
    draw = random.Random(_SEED)  # noqa: S311 -- rows that look like feeds, and the same ones each time
    usual = Feed(source_id=_AWAKE, url="", due_at=moment).model_dump()
    for number in range(feeds):
        yield usual | {
            "id": UUID(int=draw.getrandbits(128)),
            "source_id": _RESTING if number % _REST == 1 else _AWAKE,
            "retired": number % _RETIRED == 0,
            "url": f"https://blog{number}.example/feed.xml",
            "due_at": moment + _INTERVAL * (draw.random() - (number % _RETIRED == 0 or number % _REST == 1)),
            "etag": f'"{draw.getrandbits(64):x}"',
            "entry_hashes": draw.randbytes(160),
        }


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m bench.due", description=__doc__)
    parser.add_argument("--feeds", type=int, default=1_000_000, help="how many feeds (1,000,000)")
    parser.add_argument("--claims", type=int, default=300, help="how many claims (300)")
    parser.add_argument("--database", default="", help="another one than a new SQLite file; it must be empty")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
