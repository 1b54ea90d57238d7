"""Does a backup taken during writes, restored into an empty folder, say the same? Twenty rounds."""

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from time import monotonic

from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.db import schema
from hub.db.engine import connect, writing
from hub.duties.keeping import backup, restore
from hub.settings import Settings
from hub.site.app import create_app
from tests import town

TIMES = 20
ITEMS = 400  # that stand still while others are written
START = datetime(2025, 1, 1, tzinfo=UTC)
PAGES = (
    "/",
    "/quiet",
    "/quiet?q=street",
    "/quiet?kind=council",
    "/quiet/tags",
    "/quiet/tags/bins",
    "/quiet/sources",
    "/quiet/meetups",
    "/quiet.atom",
    "/items/1",
)


def main() -> int:
    """Print `backups tried failed seconds`; return 1 when a restored hub differed."""
    began = monotonic()
    with tempfile.TemporaryDirectory(prefix="hub-backups-") as folder:
        engine = connect(f"sqlite:///{folder}/hub.db")
        lively = _fill(engine)
        with _somebody_writes(engine, lively):
            failed = sum(not _round(engine, Path(folder) / str(number)) for number in range(TIMES))
        engine.dispose()
    print(f"backups {TIMES} tried {failed} failed {monotonic() - began:.1f}", flush=True)
    return 1 if failed else 0


def _round(engine: Engine, folder: Path) -> bool:
    folder.mkdir()
    file, restored = folder / "backup.db", folder / "new" / "hub.db"
    copied = backup(engine, file)
    if restore(file, f"sqlite:///{restored}") != copied:
        print(f"{folder.name}: the numbers of rows differ", file=sys.stderr)
        return False
    differing = [path for path, there, here in zip(PAGES, _pages(file), _pages(restored), strict=True) if there != here]
    if differing:
        print(f"{folder.name}: these pages differ: {differing}", file=sys.stderr)
    return not differing


def _pages(database: Path) -> list[bytes]:
    settings = Settings(database_url=f"sqlite:///{database}")
    with TestClient(create_app(settings)) as browser:
        replies = [browser.get(path) for path in PAGES]
    return [reply.raise_for_status().content for reply in replies]


def _fill(engine: Engine) -> Feed:
    """Build a place that stands still and a lively one beside it; return the lively one's feed."""
    schema.migrate(engine)
    with writing(engine) as db:
        quiet, lively = town.place(db, "Quiet"), town.place(db, "Lively")
        bins = town.tag(db, "Bins")
        council = town.feed(db, town.source(db, "The council", quiet, kind="council"))
        for number in range(ITEMS):
            at = START + timedelta(hours=number)
            town.item(db, council, f"Street {number} is swept", tags=[bins] if number % 3 == 0 else [], at=at)
        town.meetup(db, council, "Repair café")
        return town.feed(db, town.source(db, "A lively blog", lively))


@contextmanager
def _somebody_writes(engine: Engine, feed: Feed) -> Iterator[None]:
    enough = Signal()

    def write() -> None:
        number = 0
        while not enough.is_set():
            with writing(engine) as db:
                number = _write_a_few(db, feed, number)

    writer = Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        enough.set()
        writer.join()


def _write_a_few(db: Session, feed: Feed, number: int) -> int:
    for each in range(number, number + 5):
        town.item(db, feed, f"News {each}", at=START + timedelta(minutes=each))
    return number + 5


if __name__ == "__main__":
    sys.exit(main())
