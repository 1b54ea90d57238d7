"""How is the database opened? Ready for use, or refused in words."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Engine

from hub import tables  # noqa: F401 -- whichever tables a command asks for: a key of one may point at any other
from hub.db import schema
from hub.db.engine import connect
from hub.db.schema import Schema
from hub.errors import NotReady
from hub.settings import Settings

_SENTENCES = {
    Schema.OLDER: "The database is of an older schema: run “hub migrate” first.",
    Schema.UNKNOWN: "The database was written by a newer hub: upgrade this one.",
}


@contextmanager
def database(settings: Settings) -> Iterator[Engine]:
    """Open the database; a new one gets its tables, an older one is refused in words."""
    engine = connect(settings.database_url)
    try:
        found = schema.state(engine)
        if found is Schema.EMPTY:
            schema.migrate(engine)
        elif found is not Schema.NEWEST:
            raise NotReady(_SENTENCES[found])
        yield engine
    finally:
        engine.dispose()
