"""Backups: everything in one SQLite file, whichever database it came from, and back."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, Table, func, insert, make_url, select, text
from sqlmodel import col

from hub.aggregate.items.models import Item
from hub.aggregate.tagging.rules import text_of
from hub.db import schema, search
from hub.db.engine import connect, writing
from hub.db.schema import Schema
from hub.errors import HubError
from hub.tables import metadata

CHUNK = 1_000
Counts = dict[str, int]
Row = dict[str, object]


class NotRestored(HubError):
    """The backup cannot go there; nothing was changed."""

    hint = "Restore into an empty database: name a new one with HUB_DATABASE_URL."


def backup(engine: Engine, target: Path) -> Counts:
    """Write everything to the SQLite file *target*, as of one moment, while others go on writing; return row counts.

    The file appears under its name only when it is whole.
    """
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    if engine.dialect.name == "sqlite":
        _copy_file(Path(str(engine.url.database)), part)
    else:
        _copy_rows_to_file(engine, part)
    part.replace(target)
    copied = connect(f"sqlite:///{target}")
    try:
        return counts(copied)
    finally:
        copied.dispose()
        _tidy(target)


def restore(source: Path, database_url: str) -> Counts:
    """Put the backup *source* into the empty database at *database_url*; return row counts."""
    if not source.is_file():
        raise NotRestored(f"There is no file “{source}”.")
    address = make_url(database_url)
    engine = connect(database_url)
    try:
        if schema.state(engine) is not Schema.EMPTY:
            raise NotRestored("The database is not empty.")
        if address.get_backend_name() == "sqlite":
            engine.dispose()
            _copy_file(source, Path(str(address.database)))
            schema.migrate(engine)
        else:
            schema.migrate(engine)
            _copy_file_to_rows(source, engine)
        return counts(engine)
    finally:
        engine.dispose()


def counts(engine: Engine) -> Counts:
    """Return the number of rows of every table."""
    with engine.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


def _copy_file(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as write:
        read.backup(write)
        write.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it


def _copy_rows_to_file(engine: Engine, target: Path) -> None:
    copy = connect(f"sqlite:///{target}")
    try:
        schema.migrate(copy)
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as read, writing(copy) as db:
            _copy_tables(read, db.connection())
        _index_again(copy)
    finally:
        copy.dispose()
    _tidy(target)


def _copy_file_to_rows(source: Path, engine: Engine) -> None:
    copy = connect(f"sqlite:///{source}")
    try:
        with copy.connect() as read, engine.begin() as write:
            _copy_tables(read, write)
            for statement in _NEXT_IDS:
                write.execute(text(statement))
        _index_again(engine)
    finally:
        copy.dispose()


# Rows came with their ids: the next new item must not take one of them.
_NEXT_IDS = ("SELECT setval(pg_get_serial_sequence('item', 'id'), (SELECT COALESCE(MAX(id), 0) + 1 FROM item), false)",)


def _copy_tables(read: Connection, write: Connection) -> None:
    for table in metadata.sorted_tables:
        if any(key.column.table is table for key in table.foreign_keys):
            for generation in _generations(read, table):
                write.execute(insert(table), generation)
            continue
        rows = read.execution_options(yield_per=CHUNK).execute(select(table))
        for chunk in rows.mappings().partitions():
            write.execute(insert(table), [dict(row) for row in chunk])


def _generations(read: Connection, table: Table) -> Iterator[list[Row]]:
    """Yield the rows of a tree (places), parents before their children: foreign keys ask for it."""
    left = [dict(row) for row in read.execute(select(table)).mappings()]
    written: set[object] = {None}
    while left:
        generation = [row for row in left if row["parent_id"] in written]
        written |= {row["id"] for row in generation}
        left = [row for row in left if row["id"] not in written]
        yield generation


def _index_again(engine: Engine) -> None:
    """Fill the search index from the stored items: it is not a table of ours, and differs between databases."""
    last = 0
    while True:
        with writing(engine) as db:
            wanted = select(col(Item.id), col(Item.title), col(Item.html), col(Item.summary))
            rows = db.execute(wanted.where(col(Item.id) > last).order_by(col(Item.id)).limit(CHUNK)).all()
            search.drop(db, [row.id for row in rows])
            search.put(db, [search.Searchable(r.id, r.title, text_of(r.html, r.summary)) for r in rows])
        if not rows:
            return
        last = rows[-1].id


def _tidy(database: Path) -> None:
    for suffix in ("-wal", "-shm"):
        database.with_name(database.name + suffix).unlink(missing_ok=True)
