"""Full-text search: FTS5 on SQLite, a text-search vector on PostgreSQL; one face for both.

The index holds text folded by ``kit.text.words``, so that both databases find “lodz” in Łódź.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import BigInteger, Connection, Select, column, select, table, text
from sqlmodel import Session

from hub.db.engine import is_sqlite
from hub.kit.text import Folded, phrases, words

MOST_WORDS = 12  # a search of more words than that is a paste; the first ones decide
SEARCH_TABLE = "item_search"

_CREATE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE item_search USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')",
        # Merging later and more at a time costs a writer a fifth less; a search looks into a few more segments.
        "INSERT INTO item_search (item_search, rank) VALUES ('automerge', 16)",
        "INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 64)",
    ),
    "postgresql": (
        "CREATE TABLE item_search (item_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_item_search_words ON item_search USING gin (words)",
    ),
}
_INSERT = {
    "sqlite": "INSERT INTO item_search (rowid, title, body) VALUES (:item_id, :title, :body)",
    "postgresql": (
        "INSERT INTO item_search (item_id, words) VALUES (:item_id, "
        "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :body), 'B'))"
    ),
}
_DELETE = {
    "sqlite": "DELETE FROM item_search WHERE rowid = :item_id",
    "postgresql": "DELETE FROM item_search WHERE item_id = :item_id",
}


@dataclass(frozen=True, slots=True)
class Searchable:
    """What the index keeps of an item; the title as it is shown."""

    item_id: int
    title: str
    body: Folded


def create(connection: Connection) -> None:
    """Make the search index, once, beside the tables."""
    for statement in _CREATE[connection.dialect.name]:
        connection.execute(text(statement))


def put(db: Session, rows: Sequence[Searchable]) -> None:
    """Add *rows* to the index; an item that is there already must be dropped first."""
    if rows:
        folded = [{"item_id": row.item_id, "title": words(row.title), "body": row.body} for row in rows]
        db.connection().execute(text(_INSERT[_name(db)]), folded)


def drop(db: Session, item_ids: Iterable[int]) -> None:
    """Take items out of the index; unknown ones are no trouble."""
    gone = [{"item_id": item_id} for item_id in item_ids]
    if gone:
        db.connection().execute(text(_DELETE[_name(db)]), gone)


def matching(db: Session, question: str) -> Select[tuple[int]] | None:
    """Return a select of the ids of items that hold every word and “phrase” of *question*; None when it has no words.

    Any text is a valid question: operators and quotes of the query languages never reach the database.
    """
    wanted = list(phrases(question.replace("\0", " ")))[:MOST_WORDS]
    if not wanted:
        return None
    if is_sqlite(db):
        rows = table("item_search", column("rowid", BigInteger))
        return select(rows.c.rowid).where(
            text("item_search MATCH :search_words").bindparams(search_words=" ".join(f'"{each}"' for each in wanted))
        )
    found = table("item_search", column("item_id", BigInteger))
    query = " && ".join(f"phraseto_tsquery('simple', :search_{n})" for n in range(len(wanted)))
    values = {f"search_{n}": each for n, each in enumerate(wanted)}
    return select(found.c.item_id).where(text(f"item_search.words @@ ({query})").bindparams(**values))


def _name(db: Session) -> str:
    return db.get_bind().dialect.name
