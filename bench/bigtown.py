"""What does a hub look like after two years? A database of invented towns, as many items as one asks for.

`python -m bench.bigtown [ITEMS]` makes `var/bench-1m.db`, or what fits the number; one made by the same recipe stays.
"""

import sqlite3
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import astuple, dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path
from random import Random
from time import perf_counter

from sqlalchemy import Engine

from bench import townrows
from bench.server import ROOT
from bench.townsfolk import Author, Size, tag_ids, voices
from hub.db import fts5, schema
from hub.db.engine import connect, writing
from hub.kit.clock import now

MILLION = 1_000_000
_BATCH = 20_000
_EDITION = 1  # grows when the same size gives other rows


@dataclass(frozen=True, slots=True)
class Recipe:
    """What a database was made of."""

    size: Size
    week: str  # in which it was made, so that “lately” stays lately
    schema: tuple[str, ...]
    edition: int

    @property
    def mark(self) -> int:
        """A number for this recipe: what SQLite keeps as the user's version."""
        return int.from_bytes(sha256(repr(astuple(self)).encode()).digest()[:4], "big") >> 1


def built(size: Size) -> Path:
    """Return a database of this *size*; it is made where there is none, or one of another recipe."""
    name = f"{size.items // MILLION}m" if size.items >= MILLION else str(size.items)
    return kept(ROOT / "var" / f"bench-{name}.db", this_week(size, _EDITION), partial(_build, size=size))


def this_week(size: Size, edition: int) -> Recipe:
    """Return the recipe by which a database of this *size* is made today."""
    return Recipe(size, f"{now():%G-%V}", (schema.HEAD, *fts5.CREATE), edition)


def kept(path: Path, recipe: Recipe, build: Callable[[Engine], None]) -> Path:
    """Return the database at *path*; *build* fills it where there is none, or one of another recipe."""
    if _mark_of(path) != recipe.mark:
        for left in path.parent.glob(f"{path.name}*"):
            left.unlink()
        with _opened(path) as engine:
            schema.migrate(engine)
            build(engine)
        with closing(sqlite3.connect(path)) as db:
            db.execute("ANALYZE")
            db.execute(f"PRAGMA user_version={recipe.mark}")
    return path


def _mark_of(path: Path) -> int:
    with suppress(sqlite3.Error), closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as db:
        return int(db.execute("PRAGMA user_version").fetchone()[0])
    return 0


@contextmanager
def _opened(path: Path) -> Iterator[Engine]:
    engine = connect(f"sqlite:///{path}")
    held = engine.raw_connection()  # the only one of its pool: what is set here holds for all that follows
    for pragma in ("synchronous=OFF", "cache_size=-1048576", "wal_autocheckpoint=100000"):
        held.driver_connection.execute(f"PRAGMA {pragma}")  # type: ignore[union-attr] # open, and of sqlite3
    held.close()
    yield engine
    engine.dispose()


def _build(engine: Engine, size: Size) -> None:
    moment, chance = now(), Random(1)  # noqa: S311 -- an invented town, nothing secret
    speaking = voices(size)
    with writing(engine) as db:
        townrows.store_registry(db, size, speaking, moment)
        townrows.store_meetups(db, size, speaking, moment)
    author = Author(size, speaking, tag_ids(), chance, moment)
    for start in range(0, size.items, _BATCH):
        with writing(engine) as db:
            townrows.store(db, author.posts(start, min(_BATCH, size.items - start)))


def main() -> None:
    """Make the database somebody asked for and say where it is."""
    began = perf_counter()
    path = built(Size(int(sys.argv[1]) if len(sys.argv) > 1 else MILLION))
    print(f"{path}: {path.stat().st_size / 1_000_000:.0f} MB, {perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
