"""How does SQLite find words? An FTS5 index whose rows lie in the order of the stream.

A row's number is the moment of its item in seconds, then the item's id: so the newest matches are read first and
reading stops when a page is full, a page mark or a day is a bound on the number, and nothing is ever sorted.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from operator import itemgetter
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from hub.db import reads
from hub.db.sought import Filed, Key, Searchable, Sought
from hub.kit.question import Term
from hub.kit.ranking import ranked
from hub.kit.text import words

ID_BITS = 30  # enough for a thousand million items; what is left of 63 are the years from 1698 to 2242
READ_FOR_RANK = 500  # letters of a text that decide how well it fits: news say first what they are about

# Marks are letters: without the vowel signs of Indic scripts many words would be one, and others fall apart.
_TOKENIZE = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\""
CREATE = (
    f"CREATE VIRTUAL TABLE item_search USING fts5(title, body, facets, {_TOKENIZE})",
    # Merging later and more at a time costs a writer a fifth less; a search looks into a few more segments.
    "INSERT INTO item_search (item_search, rank) VALUES ('automerge', 16)",
    "INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 64)",
)
_INSERT = "INSERT INTO item_search (rowid, title, body, facets) VALUES (?, ?, ?, ?)"
_REFILE = text("UPDATE item_search SET facets = :facets WHERE rowid = :row")
_DELETE = text("DELETE FROM item_search WHERE rowid = :row")
_BOUNDED = "item_search MATCH :match AND rowid >= :since AND rowid < :until ORDER BY rowid DESC LIMIT :limit"
_NEWEST = f"SELECT rowid FROM item_search WHERE {_BOUNDED}"  # noqa: S608 -- no word of a question is in it
_TEXTS = f"SELECT rowid, title, substr(body, 1, {READ_FOR_RANK}) FROM item_search WHERE {_BOUNDED}"  # noqa: S608 -- likewise

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_ID = (1 << ID_BITS) - 1
_LAST = (1 << 63) - 1
_MOST_SECONDS = 1 << (63 - ID_BITS)


def put(db: Session, rows: Sequence[Searchable]) -> None:
    """Add *rows*; they go in by their number, for which FTS5 writes one segment instead of many."""
    values = [(_row(each.filed.key), words(each.title), each.body, _facets(each.filed)) for each in rows]
    db.connection().exec_driver_sql(_INSERT, sorted(values, key=itemgetter(0)))


def refile(db: Session, rows: Iterable[Filed]) -> None:
    """Keep items under other facets."""
    values = [{"row": _row(each.key), "facets": _facets(each)} for each in rows]
    db.connection().execute(_REFILE, sorted(values, key=_by_row))


def drop(db: Session, keys: Iterable[Key]) -> None:
    """Take items out."""
    db.connection().execute(_DELETE, sorted(({"row": _row(key)} for key in keys), key=_by_row))


def newest(db: Session, sought: Sought, limit: int) -> list[int]:
    """Return the ids of what fits, newest first."""
    return [row & _ID for (row,) in reads.rows(db, _NEWEST, _asked(sought, limit))]


def best(db: Session, sought: Sought, newest: int) -> list[int]:
    """Return the ids of the *newest* that fit, the best of them first."""
    texts = [(row, title, body) for row, title, body in reads.rows(db, _TEXTS, _asked(sought, newest))]
    return [row & _ID for row in ranked(texts, sought.words.wanted)]


def _asked(sought: Sought, limit: int) -> Mapping[str, Any]:
    until = _start(sought.until, _LAST)
    if sought.before:
        # A mark is what somebody sends; no item has a number as large as it may say.
        until = min(until, _row(Key(min(sought.before.item_id, _ID), sought.before.moment)))
    return {"match": _match(sought), "since": _start(sought.since, -_LAST), "until": until, "limit": limit}


def _match(sought: Sought) -> str:
    """Write what is looked for in the language of FTS5; every word stands in quotes, so that none is an operator."""
    groups = (f"facets : ({_any_of(group)})" for group in sought.groups)
    asked = " AND ".join((*groups, *_in_text(sought.words.wanted)))
    without = (*(f'facets : "{facet}"' for facet in sought.without), *_in_text(sought.words.unwanted))
    return f"({asked}) NOT ({' OR '.join(without)})" if without else asked


def _in_text(terms: Iterable[Term]) -> Iterator[str]:
    # Without the filter the start of a word would find facets too.
    return (f'{{title body}} : "{term.words}"{" *" * term.is_start}' for term in terms)


def _any_of(facets: Iterable[str]) -> str:
    return " OR ".join(f'"{facet}"' for facet in facets)


def _row(key: Key) -> int:
    """Return the number of an item's row; OverflowError for an id that would run into its moment."""
    if not 0 <= key.item_id <= _ID:
        raise OverflowError(key.item_id)
    return (_seconds(key.moment) << ID_BITS) | key.item_id


def _start(moment: datetime | None, otherwise: int) -> int:
    return otherwise if moment is None else _seconds(moment) << ID_BITS


def _seconds(moment: datetime) -> int:
    """Return when *moment* is, kept within what a row's number can hold."""
    return max(-_MOST_SECONDS, min((moment - _EPOCH) // _SECOND, _MOST_SECONDS - 1))


def _facets(filed: Filed) -> str:
    return " ".join(filed.facets)


def _by_row(values: Mapping[str, Any]) -> int:
    row: int = values["row"]
    return row
