"""What fetching and checking need: the tools of a round, and the registry."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, make_url

from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.cli.opening import database
from hub.db import schema
from hub.db.engine import connect, reading
from hub.duties.children import READERS
from hub.duties.loading import load
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings


@contextmanager
def tools(settings: Settings, engine: Engine) -> Iterator[Tools]:
    """Open the door and start the children."""
    with Sandbox(children=settings.readers, preload=READERS) as sandbox:
        yield Tools(engine, Door.of(settings), sandbox)


def registry_at_hand(settings: Settings) -> Registry:
    """Return what is agreed: from the database where one is filled, else from the registry files, leaving no trace."""
    address = make_url(settings.database_url)
    on_disk = address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()
    if on_disk:
        with database(settings) as engine, reading(engine) as db:
            known = registry(db)
        if known.vocabulary.names:
            return known
    return _registry_of_files(settings)


def _registry_of_files(settings: Settings) -> Registry:
    engine = connect("sqlite://")
    try:
        schema.migrate(engine)
        if settings.feeds_file.is_file() and settings.tags_file.is_file():
            load(engine, [settings.feeds_file], [settings.tags_file], now())
        with reading(engine) as db:
            return registry(db)
    finally:
        engine.dispose()
