"""Our side of the bench: make a hub that knows a thousand feeds, or look at all of them once.

`prepare FILE ADDRESS…`, then `round FILE [PROFILE]`; FILE is the database.
"""

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict
from pathlib import Path

import structlog

from bench.server import ROOT
from hub.aggregate.feeds import looks
from hub.db.engine import connect
from hub.duties.children import READERS
from hub.duties.fetching import Report, fetch_round
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings

_LINES = 60  # of a profile


def prepare(file: Path, addresses: list[str]) -> None:
    """Make a hub of the repository's places and tags; one place more has a source for each of *addresses*."""
    # What only setting up needs is not loaded into the process that is measured.
    import yaml  # noqa: PLC0415

    from hub.cli.opening import database  # noqa: PLC0415
    from hub.duties.loading import load  # noqa: PLC0415

    registry = file.with_name("feeds.yaml")
    sources = [
        {"name": f"Street {number}", "kind": "blog", "site": address, "places": ["bench-town"], "feeds": [address]}
        for number, address in enumerate(addresses)
    ]
    places = yaml.safe_load((ROOT / "feeds.yaml").read_text(encoding="utf-8"))["places"]
    places["bench-town"] = {"name": "Bench Town", "timezone": "Europe/London"}
    registry.write_text(yaml.safe_dump({"places": places, "sources": sources}), encoding="utf-8")
    with database(_settings(file)) as engine:
        load(engine, [registry], [ROOT / "tags.yaml"], now())


def look(file: Path) -> Report:
    """Look at every feed once, as `hub fetch --all` does."""
    settings = _settings(file)
    engine = connect(settings.database_url)
    try:
        with Sandbox(children=settings.readers, preload=READERS) as sandbox:
            return fetch_round(Tools(engine, Door.of(settings), sandbox), looks.claim_all)
    finally:
        engine.dispose()


def _settings(file: Path) -> Settings:
    return Settings(
        _env_file=None,
        database_url=f"sqlite:///{file}",
        host_pause=0,
        allow_private_networks=("127.1.0.0/16",),
        in_flight=50,
    )


@contextmanager
def _profiled(into: Path) -> Iterator[None]:
    """Write where the main thread's time goes to *into*, and what the other threads used."""
    import cProfile  # noqa: PLC0415 -- as above
    import pstats  # noqa: PLC0415

    profile = cProfile.Profile(time.thread_time)
    began = time.thread_time(), time.process_time()
    with profile:
        yield
    main, everyone = time.thread_time() - began[0], time.process_time() - began[1]
    with into.open("w", encoding="utf-8") as out:
        print(f"main thread {main:.2f} s, with the profiler's own; other threads {everyone - main:.2f} s", file=out)
        for order in ("tottime", "cumtime"):
            pstats.Stats(profile, stream=out).sort_stats(order).print_stats(_LINES)


def main() -> None:
    """Do what the command line says; print the report of a round as JSON."""
    deed, name, *rest = sys.argv[1:]
    file = Path(name)
    if deed == "prepare":
        prepare(file, rest)
        return
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with _profiled(Path(rest[0])) if rest else nullcontext():
        report = look(file)
    print(json.dumps(asdict(report) | {"asked": len(report.asked)}))
