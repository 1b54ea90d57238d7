"""Full-text search: FTS5 on SQLite, a text-search vector on PostgreSQL; one face for both.

The index holds text folded by ``kit.text.words``, so that both databases find “lodz” in Łódź, and beside it the facets
of every item: a token for each thing a list can be narrowed by. Both give items in the order of the stream, in which
SQLite tells apart no moments within one second: there the later id stands first.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from types import ModuleType

from sqlalchemy import Connection
from sqlmodel import Session

from hub.db import fts5, tsvector
from hub.db.patience import waiting
from hub.db.sought import Filed, Key, Searchable, Sought

SEARCH_TABLE = "item_search"
_GATHERED = "searchable"  # in the notes of a session
MOST_RANKED = 1_000  # of the newest matches: the best of very many are looked for among no more than these


def create(connection: Connection) -> None:
    """Make the search index, once, beside the tables."""
    for statement in _of(connection.dialect.name).CREATE:
        connection.exec_driver_sql(statement)


@contextmanager
def gathering(db: Session) -> Iterator[None]:
    """Write what is put inside the block at its end, all at once; for a transaction that stores many feeds.

    FTS5 writes a segment for every row that stands below the one before: a feed's oldest below the newest of the last.
    """
    db.info[_GATHERED] = []
    try:
        yield
        _write_gathered(db)
    finally:
        del db.info[_GATHERED]


def put(db: Session, rows: Sequence[Searchable]) -> None:
    """Add *rows* to the index; an item that is there already must be dropped first."""
    gathered: list[Searchable] | None = db.info.get(_GATHERED)
    if gathered is not None:
        gathered += rows
    elif rows:
        _by(db).put(db, rows)


def refile(db: Session, rows: Sequence[Filed]) -> None:
    """Keep items that are in the index under other facets."""
    _write_gathered(db)
    if rows:
        _by(db).refile(db, rows)


def drop(db: Session, keys: Sequence[Key]) -> None:
    """Take items out of the index; unknown ones are no trouble."""
    _write_gathered(db)
    if keys:
        _by(db).drop(db, keys)


def newest(db: Session, sought: Sought, limit: int) -> list[int]:
    """Return the ids of the items that fit, newest first; none where nothing is said to look for."""
    _write_gathered(db)
    if not sought:
        return []
    with waiting(db):
        found: list[int] = _by(db).newest(db, sought, limit)
    return found


def best(db: Session, sought: Sought) -> list[int]:
    """Return the ids of the newest ``MOST_RANKED`` items that fit, those first that speak most of its words."""
    if not sought.words.wanted:
        return newest(db, sought, MOST_RANKED)
    _write_gathered(db)
    with waiting(db):
        ranked: list[int] = _by(db).best(db, sought, MOST_RANKED)
    return ranked


def _write_gathered(db: Session) -> None:
    gathered: list[Searchable] = db.info.get(_GATHERED) or []
    if gathered:
        _by(db).put(db, gathered)
        gathered.clear()


def _by(db: Session) -> ModuleType:
    return _of(db.get_bind().dialect.name)


def _of(dialect: str) -> ModuleType:
    return {"sqlite": fts5, "postgresql": tsvector}[dialect]
