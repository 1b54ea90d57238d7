"""How long may a search take? So long as its transaction has patience left; who asks for more is told so."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from hub.errors import TooMuch
from hub.kit.saying import say

SECONDS = 1.5  # of searching in one transaction
OFTEN = 1_000  # steps of SQLite between two looks at the clock: an index is read in few, large ones
_LEFT = "patience"  # in the notes of a session: seconds
_CANCELED = "57014"  # as PostgreSQL calls a statement that took too long
_TIMEOUT = text("SELECT set_config('statement_timeout', :limit, true)")


def limit(db: Session, seconds: float = SECONDS) -> None:
    """Let all searches of *db* together take *seconds*; without it they take as long as they need."""
    db.info[_LEFT] = seconds


@contextmanager
def waiting(db: Session) -> Iterator[None]:
    """Search inside the block; TooMuch when that takes longer than there is patience left."""
    left: float | None = db.info.get(_LEFT)
    if left is None:
        yield
        return
    started = monotonic()
    try:
        with _of(db)(db, left):
            yield
    except DBAPIError as error:
        if _was_stopped(error.orig):
            raise TooMuch(say("This asks for too much at once: use fewer or longer words.")) from error
        raise
    finally:
        db.info[_LEFT] = left - (monotonic() - started)


def _of(db: Session) -> Callable[[Session, float], Any]:
    return {"sqlite": _in_sqlite, "postgresql": _in_postgresql}[db.get_bind().dialect.name]


@contextmanager
def _in_sqlite(db: Session, seconds: float) -> Iterator[None]:
    connection: Any = db.connection().connection.driver_connection
    until = monotonic() + seconds
    connection.set_progress_handler(lambda: monotonic() > until, OFTEN)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


@contextmanager
def _in_postgresql(db: Session, seconds: float) -> Iterator[None]:
    # None at all is no limit there.
    db.connection().execute(_TIMEOUT, {"limit": f"{max(seconds * 1000, 1):.0f}ms"})
    yield
    # After an error there is no transaction left to say it in, and its end takes the limit with it.
    db.connection().execute(_TIMEOUT, {"limit": "0"})


def _was_stopped(error: BaseException | None) -> bool:
    if isinstance(error, sqlite3.Error):
        return error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT
    return getattr(error, "sqlstate", "") == _CANCELED
