"""Backups: everything in one SQLite file, whichever database it came from, and back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection, Engine, NullPool, Table, create_engine, false, func, insert, make_url, select
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, col

from hub.aggregate.items.filings import filings
from hub.aggregate.items.models import Item
from hub.aggregate.tagging.rules import text_of
from hub.db import schema, search
from hub.db.engine import connect, writing
from hub.db.schema import Schema
from hub.db.sought import Searchable
from hub.duties.erasures import NOBODY, Gone, written_down
from hub.duties.forgetting import replay
from hub.errors import HubError
from hub.tables import metadata

CHUNK = 1_000
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside a database in use
Counts = dict[str, int]
Row = dict[str, object]


class NotBackedUp(HubError):
    """The backup cannot be written; what was there before is as it was."""

    hint = "Name another file, in a folder you may write to."


class NotRestored(HubError):
    """The backup cannot go there; nothing was changed."""

    hint = "Restore a file that “hub backup” wrote into an empty database: name a new one with HUB_DATABASE_URL."


def backup(engine: Engine, target: Path) -> Counts:
    """Write everything to the SQLite file *target*, as of one moment, while others go on writing; return row counts.

    The file appears under its name only when it is whole. Raise NotBackedUp when it cannot be written.
    """
    with _in_words(NotBackedUp, f"“{target}” cannot be written"):
        _check_target(engine, target)
        with _beside(target) as part:
            if engine.dialect.name == "sqlite":
                _copy_database(engine, part)
            else:
                _copy_rows_to_file(engine, part)
            copied = _finish(part)
            part.replace(target)
    return copied


def restore(source: Path, database_url: str) -> Counts:
    """Put the backup *source* into the empty database at *database_url*; return row counts.

    Who was erased since is erased from it again, by what is written down beside that database.
    Raise NotRestored when the one is no sound backup or the other is not empty; then nothing is changed.
    """
    if not source.is_file():
        raise NotRestored(f"There is no file “{source}”.")
    address = make_url(database_url)
    if address.get_backend_name() != "sqlite":
        return _restore_rows(source, database_url)
    if not address.database or address.database == ":memory:":
        raise NotRestored("HUB_DATABASE_URL names no file to restore into.")
    return _restore_file(source, Path(address.database))


def counts(engine: Engine) -> Counts:
    """Return the number of rows of every table."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def _restore_file(source: Path, target: Path) -> Counts:
    with _in_words(NotRestored, f"“{target}” cannot be written"):
        if not _is_empty(target):
            raise NotRestored("The database is not empty.")
        _check_alone(target, NotRestored)
        _examine(source)
        with _beside(target) as part:
            _copy_file(source, part)
            restored = _finish(part, written_down(make_url(f"sqlite:///{target}")))
            part.replace(target)
    return restored


def _restore_rows(source: Path, database_url: str) -> Counts:
    engine = connect(database_url)
    try:
        if schema.state(engine) is not Schema.EMPTY:
            raise NotRestored("The database is not empty.")
        _examine(source)
        with _in_words(NotRestored, "There is no room to unpack the backup"), TemporaryDirectory() as folder:
            part = Path(folder) / "part.db"
            _copy_file(source, part)
            _finish(part, written_down(make_url(database_url)))
            _copy_file_to_rows(part, engine)
        return counts(engine)
    finally:
        engine.dispose()


@contextmanager
def _in_words(refusal: type[HubError], sentence: str) -> Iterator[None]:
    """Tell trouble with files in one plain sentence."""
    try:
        yield
    except (OSError, sqlite3.Error) as trouble:
        cause = (isinstance(trouble, OSError) and trouble.strerror) or str(trouble)
        raise refusal(f"{sentence}: {cause.lower()}.") from trouble


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Lend a file in a folder of its own beside *target*, to be renamed when it is whole; all else in there goes."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(prefix=".hub-", suffix=".part", dir=target.parent) as folder:
        yield Path(folder) / "part.db"


def _check_target(engine: Engine, target: Path) -> None:
    if engine.dialect.name == "sqlite" and engine.url.database:
        ours = Path(engine.url.database)
        in_use = [ours, *(ours.with_name(ours.name + suffix) for suffix in _BESIDE)]
        if any(_same(each, target) for each in in_use):
            raise NotBackedUp(f"“{target}” is the database itself.")
    if target.is_dir():
        raise NotBackedUp(f"“{target}” is a folder.")
    _check_alone(target, NotBackedUp)


def _same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


def _check_alone(target: Path, refusal: type[HubError]) -> None:
    """Refuse to put a file where another database's unfinished changes would be played into it."""
    for suffix in _BESIDE:
        left = target.with_name(target.name + suffix)
        if left.exists():
            raise refusal(f"“{left}” lies beside it: a program uses that database, or was killed while it did.")


def _is_empty(database: Path) -> bool:
    """Say whether nothing is lost when *database* is replaced."""
    if not database.exists():
        return True
    with closing(_open_to_read(database)) as file:
        return bool(file.execute("SELECT count(*) = 0 FROM sqlite_master").fetchone()[0])


def _examine(source: Path) -> None:
    """Refuse what is not a sound backup this hub understands."""
    try:
        with closing(_open_to_read(source)) as file:
            sound = file.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
        found = schema.state(create_engine("sqlite://", creator=lambda: _open_to_read(source), poolclass=NullPool))
    except (sqlite3.DatabaseError, DBAPIError) as trouble:
        raise NotRestored(f"“{source}” is not a backup, or is damaged.") from trouble
    if not sound:
        raise NotRestored(f"“{source}” is damaged.")
    if found is Schema.EMPTY:
        raise NotRestored(f"“{source}” is not a backup of a hub.")
    if found is Schema.UNKNOWN:
        raise NotRestored(f"“{source}” was written by a newer hub: upgrade this one.")


def _open_to_read(database: Path) -> sqlite3.Connection:
    """Open a SQLite file without changing it, or leaving anything beside it."""
    # A file nobody uses is read as it lies; changes not yet written back into one count, too.
    in_use = database.with_name(database.name + "-wal").exists()
    return sqlite3.connect(f"{database.resolve().as_uri()}?{'mode=ro' if in_use else 'immutable=1'}", uri=True)


def _copy_file(source: Path, target: Path) -> None:
    with closing(_open_to_read(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)


def _copy_database(engine: Engine, target: Path) -> None:
    held = engine.raw_connection()
    try:
        with closing(sqlite3.connect(target)) as write:
            held.driver_connection.backup(write)  # type: ignore[union-attr] # sqlite3's own connection
    finally:
        held.close()


def _finish(part: Path, gone: Gone = NOBODY) -> Counts:
    """Bring a copy to the newest schema, without those who are *gone*, as one file alone; return row counts."""
    made = connect(f"sqlite:///{part}")
    try:
        schema.migrate(made)
        replay(made, gone)
        found = counts(made)
    finally:
        made.dispose()
    with closing(sqlite3.connect(part)) as alone:
        alone.execute("PRAGMA journal_mode=DELETE")
    return found


def _copy_rows_to_file(engine: Engine, target: Path) -> None:
    copy = connect(f"sqlite:///{target}")
    try:
        schema.migrate(copy)
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as read, writing(copy) as db:
            _copy_tables(read, db.connection())
            _index(db)
    finally:
        copy.dispose()


def _copy_file_to_rows(source: Path, engine: Engine) -> None:
    """Make the tables and fill them in one transaction: a database half filled would be neither empty nor whole."""
    copy = connect(f"sqlite:///{source}")
    try:
        with copy.connect() as read, engine.begin() as write, Session(write) as db:
            schema.migrate_within(write)
            _copy_tables(read, write)
            _go_on_counting(write)
            _index(db)
    finally:
        copy.dispose()


def _go_on_counting(write: Connection) -> None:
    """Have the next new row of each table take a number none has: rows came with theirs."""
    for table in metadata.sorted_tables:
        counted = table.autoincrement_column
        if counted is not None:
            sequence = func.pg_get_serial_sequence(table.name, counted.name)
            last = select(func.coalesce(func.max(counted), 0) + 1).scalar_subquery()
            write.execute(select(func.setval(sequence, last, false())))


def _copy_tables(read: Connection, write: Connection) -> None:
    for table in metadata.sorted_tables:
        toward = next((key.parent.name for key in table.foreign_keys if key.column.table is table), None)
        if toward is not None:
            for generation in _generations(read, table, toward):
                write.execute(insert(table), generation)
            continue
        rows = read.execution_options(yield_per=CHUNK).execute(select(table))
        for chunk in rows.mappings().partitions():
            write.execute(insert(table), [dict(row) for row in chunk])


def _generations(read: Connection, table: Table, toward: str) -> Iterator[list[Row]]:
    """Yield rows that point *toward* others of their table, those first: foreign keys ask for it."""
    left = [dict(row) for row in read.execute(select(table)).mappings()]
    written: set[object] = {None}
    while left:
        generation = [row for row in left if row[toward] in written]
        written |= {row["id"] for row in generation}
        left = [row for row in left if row["id"] not in written]
        yield generation


def _index(db: Session) -> None:
    """Fill the empty search index from the stored items: it is not a table of ours, and differs between databases."""
    last = 0
    wanted = select(col(Item.id), col(Item.title), col(Item.html), col(Item.summary)).order_by(col(Item.id))
    while rows := db.execute(wanted.where(col(Item.id) > last).limit(CHUNK)).all():
        filed = filings(db, [r.id for r in rows])
        search.put(db, [Searchable(filed[r.id], r.title, text_of(r.html, r.summary)) for r in rows])
        last = rows[-1].id
