"""One engine for one address: SQLite in WAL mode or PostgreSQL, with writers that wait their turn."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import Dialect, Engine, Uuid, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.pool import StaticPool
from sqlmodel import Session, create_engine

from hub.db.lastly import await_deeds, do_deeds

BUSY_SECONDS = 20
CACHE_MIB = 32
_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    "synchronous=NORMAL",
    f"busy_timeout={BUSY_SECONDS * 1000}",
    "temp_store=MEMORY",
    "secure_delete=ON",  # what people had deleted is overwritten, not only forgotten
    "wal_autocheckpoint=4000",  # pages: a busy page is copied into the database once, not at every fourth feed
)


def connect(url: str, *, cache_mib: int = CACHE_MIB) -> Engine:
    """Return an engine for *url*; a SQLite file's folder is made, nothing else is touched.

    Each connection to a SQLite file keeps up to *cache_mib* of its pages, besides what the system keeps anyway.

    ``sqlite://`` alone is a private database in memory, shared by all threads of this engine. Raise ArgumentError for
    any other kind of database.
    """
    address = make_url(url)
    if address.get_backend_name() == "postgresql":
        return create_engine(address.set(drivername="postgresql+psycopg"), pool_size=20, pool_pre_ping=True)
    if address.get_backend_name() != "sqlite":
        raise ArgumentError("only sqlite:///… and postgresql://… are known")
    if not address.database or address.database == ":memory:":
        return _sqlite(create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False}), cache_mib)
    Path(address.database).parent.mkdir(parents=True, exist_ok=True)
    return _sqlite(create_engine(url, pool_size=40, connect_args={"check_same_thread": False}), cache_mib)


def is_sqlite(session: Session) -> bool:
    """Say which of the two databases *session* talks to."""
    return session.get_bind().dialect.name == "sqlite"


@contextmanager
def reading(engine: Engine) -> Iterator[Session]:
    """Open one transaction that only reads; on SQLite it never waits for a writer."""
    # Nothing is there to be committed; giving the connection back ends the transaction. Begun below the session, it
    # costs half of what the session takes for one of its own.
    with engine.connect() as connection:
        connection.begin()
        with Session(connection) as session:
            yield session


@contextmanager
def writing(engine: Engine) -> Iterator[Session]:
    """Open one transaction that may write, and commit it when the block ends well.

    On SQLite it takes the write lock at once: a transaction that reads first and writes later
    would otherwise lose updates without an error.
    """
    with Session(engine, expire_on_commit=False) as session, session.begin():
        session.connection(execution_options={"hub_writes": True})
        await_deeds(session)
        yield session
        do_deeds(session)


class _SixteenBytes(Uuid[UUID]):
    """A UUID as SQLite keeps it here: half as wide as its 32 letters, in every key and every index."""

    def bind_processor(self, dialect: Dialect) -> Callable[[UUID | None], bytes | None]:  # noqa: ARG002 -- SQLAlchemy's signature
        """Store the bytes."""
        return lambda value: None if value is None else value.bytes

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[bytes | None], UUID | None]:  # noqa: ARG002 -- likewise
        """Read the bytes."""
        return _uuid


@lru_cache(maxsize=16_384)
def _uuid(value: bytes | None) -> UUID | None:
    # The same few sources, places and tags are read again and again; making an id anew costs ten times as much.
    return None if value is None else UUID(bytes=value)


@compiles(Uuid, "sqlite")
def _declare_uuid(_type: Uuid[UUID], _compiler: object, **_options: object) -> str:
    return "BLOB"


def _sqlite(engine: Engine, cache_mib: int) -> Engine:
    engine.dialect.colspecs = {**engine.dialect.colspecs, Uuid: _SixteenBytes}
    pragmas = (*_PRAGMAS, f"cache_size=-{cache_mib * 1024}")
    event.listen(engine, "connect", partial(_on_connect, pragmas))
    event.listen(engine, "begin", _on_begin)
    return engine


def _on_connect(pragmas: Sequence[str], connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # we say BEGIN ourselves, see _on_begin
    for pragma in pragmas:
        connection.execute(f"PRAGMA {pragma}")


def _on_begin(connection: Any) -> None:  # noqa: ANN401 -- SQLAlchemy hands a Connection or a proxy of one
    if connection.get_execution_options().get("hub_writes", False):
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    else:
        # It locks nothing, so it cannot fail; past SQLAlchemy it costs a tenth, at every page.
        connection.connection.driver_connection.execute("BEGIN")
