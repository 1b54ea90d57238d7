"""How is a row made that somebody else may be making at the same moment? Whoever comes second finds it there."""

from typing import Any, cast

from sqlalchemy import CursorResult, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel

from hub.db.engine import is_sqlite


def insert_once(db: Session, row: SQLModel) -> bool:
    """Insert a new *row* unless there is one of the same key; return whether it was inserted.

    On PostgreSQL whoever comes second waits until the first is done: a button may be pressed twice at once.
    """
    table = cast("Table", type(row).__table__)  # type: ignore[attr-defined] # SQLModel adds it
    make = sqlite.insert if is_sqlite(db) else postgresql.insert
    made = db.execute(
        make(table).values(row.model_dump()).on_conflict_do_nothing(),
        execution_options={"preserve_rowcount": True},  # of an INSERT it is not kept otherwise
    )
    return cast("CursorResult[Any]", made).rowcount > 0
