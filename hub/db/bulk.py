"""Rows written in bulk, past the object mapper: for hot paths, inside the caller's transaction.

Statements are built once and kept: building them costs SQLAlchemy more than running them.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from hub.db.base import Table

Row = Mapping[str, Any]


def insert(db: Session, model: type[Table], rows: Sequence[Row]) -> None:
    """Add *rows*, which name the same columns; a column they leave out gets the database's own default or NULL."""
    if rows:
        db.connection().execute(_insert(_table(model)), rows)


def insert_numbered(db: Session, model: type[Table], rows: Sequence[Row]) -> list[int]:
    """Add *rows* to a table whose database numbers them; return their ids in the same order."""
    if not rows:
        return []
    return [number for (number,) in db.connection().execute(_insert_numbered(_table(model)), rows)]


def update(db: Session, model: type[Table], key: Any, values: Row) -> None:  # noqa: ANN401 -- ids are integers or UUIDs
    """Set *values* in the row whose id is *key*."""
    statement = _update(_table(model), tuple(values))
    db.connection().execute(statement, {f"new_{name}": value for name, value in values.items()} | {"key": key})


def delete(db: Session, model: type[Table], column: str, keys: Sequence[Any]) -> None:
    """Delete the rows whose *column* is one of *keys*."""
    if keys:
        db.connection().execute(_delete(_table(model), column), [{"key": key} for key in keys])


def _table(model: type[Table]) -> sa.Table:
    return Table.metadata.tables[str(model.__tablename__)]


@lru_cache
def _insert(table: sa.Table) -> sa.Insert:
    return sa.insert(table)


@lru_cache
def _insert_numbered(table: sa.Table) -> Any:  # noqa: ANN401 -- an insert that returns rows has no public name
    return sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)


@lru_cache
def _update(table: sa.Table, names: tuple[str, ...]) -> sa.Update:
    wanted = table.c.id == sa.bindparam("key", type_=table.c.id.type)
    return sa.update(table).where(wanted).values({name: sa.bindparam(f"new_{name}") for name in names})


@lru_cache
def _delete(table: sa.Table, column: str) -> sa.Delete:
    return sa.delete(table).where(table.c[column] == sa.bindparam("key", type_=table.c[column].type))
