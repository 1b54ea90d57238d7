"""What fetching and checking need: the tools of a round, and the registry."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import Engine, make_url
from sqlmodel import Session

from hub.aggregate.registering.queries import claimed
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry, Speaker
from hub.cli.condition import condition
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


class AtHand(NamedTuple):
    """What a check knows of the hub: what is agreed, who speaks there, and how they are doing."""

    registry: Registry
    speaker: Speaker | None
    condition: tuple[str, ...]


def registry_at_hand(settings: Settings, urls: Sequence[str]) -> AtHand:
    """Return what is agreed, and of these addresses who speaks through one, where one source does.

    From the database where one is filled, else from the registry files, leaving no trace.
    """
    address = make_url(settings.database_url)
    on_disk = address.get_backend_name() != "sqlite" or Path(address.database or "").is_file()
    if on_disk:
        with database(settings) as engine, reading(engine) as db:
            found = _at_hand(db, urls)
        if found.registry.vocabulary.names:
            return found
    return _registry_of_files(settings, urls)


def _registry_of_files(settings: Settings, urls: Sequence[str]) -> AtHand:
    engine = connect("sqlite://")
    try:
        schema.migrate(engine)
        if all(file.is_file() for file in (*settings.feeds_file, *settings.tags_file)):
            load(engine, settings.feeds_file, settings.tags_file, now())
        with reading(engine) as db:
            return _at_hand(db, urls)
    finally:
        engine.dispose()


def _at_hand(db: Session, urls: Sequence[str]) -> AtHand:
    known, sources = registry(db), claimed(db, urls)
    speaker = known.speakers.get(sources[0].source_id) if len(sources) == 1 else None
    return AtHand(known, speaker, condition(db, urls, known.vocabulary, now()))
