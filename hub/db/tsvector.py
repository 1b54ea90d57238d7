"""How does PostgreSQL find words? A text-search vector and an array of facets for each item, beside its moment."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from hub.db.sought import Filed, Key, Searchable, Sought
from hub.kit.question import Term
from hub.kit.text import words

FEW = 2_000  # matches that are found first and sorted then; more are met soon on a walk from the newest on

CREATE = (
    """
    CREATE TABLE item_search (
        item_id bigint PRIMARY KEY, sort_at timestamptz NOT NULL, words tsvector NOT NULL, facets text[] NOT NULL
    )
    """,
    "CREATE INDEX ix_item_search_words ON item_search USING gin (words)",
    "CREATE INDEX ix_item_search_facets ON item_search USING gin (facets)",
    "CREATE INDEX ix_item_search_sort_at_item_id ON item_search (sort_at, item_id)",
)
_INSERT = text(
    "INSERT INTO item_search (item_id, sort_at, words, facets) VALUES (:item_id, :sort_at, "
    # No word is a space: it takes one place between the two, so that no phrase goes from one into the other.
    "ts_delete(setweight(to_tsvector('simple', :title), 'A') || CAST(:gap AS tsvector) "
    "|| setweight(to_tsvector('simple', :body), 'B'), ' '), :facets)"
)
_GAP = "' ':1"
_REFILE = text("UPDATE item_search SET facets = :facets WHERE item_id = :item_id")
_DELETE = text("DELETE FROM item_search WHERE item_id = :item_id")
_ORDER = "ORDER BY sort_at DESC, item_id DESC LIMIT :limit"
_WEIGHTS = "'{0, 0, 0.1, 1}'"  # of the text and the title
_LONGER_IS_LESS = 1  # divide by the logarithm of the length


def put(db: Session, rows: Sequence[Searchable]) -> None:
    """Add *rows*."""
    values = [{**_filed(each.filed), "title": words(each.title), "body": each.body, "gap": _GAP} for each in rows]
    db.connection().execute(_INSERT, values)


def refile(db: Session, rows: Iterable[Filed]) -> None:
    """Keep items under other facets."""
    db.connection().execute(_REFILE, [_filed(each) for each in rows])


def drop(db: Session, keys: Iterable[Key]) -> None:
    """Take items out."""
    db.connection().execute(_DELETE, [{"item_id": key.item_id} for key in keys])


def newest(db: Session, sought: Sought, limit: int) -> list[int]:
    """Return the ids of what fits, newest first."""
    asked = _asked(sought)
    return list(db.connection().execute(text(_walk(db, asked)), asked.values | {"limit": limit}).scalars())


def best(db: Session, sought: Sought, newest: int) -> list[int]:
    """Return the ids of the *newest* that fit, the best of them first."""
    asked = _asked(sought)
    rank = f"ts_rank({_WEIGHTS}, words, {asked.words}, {_LONGER_IS_LESS})"
    ranked = f"WITH newest AS MATERIALIZED ({_walk(db, asked)}) SELECT item_id FROM item_search JOIN newest USING "  # noqa: S608 -- no word of a question is in it
    query = text(f"{ranked} (item_id) ORDER BY {rank} DESC, sort_at DESC, item_id DESC")
    return list(db.connection().execute(query, asked.values | {"limit": newest}).scalars())


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is looked for in SQL: conditions, the words among them, and the values both name."""

    conditions: str
    words: str
    values: dict[str, Any]


def _walk(db: Session, asked: _Asked) -> str:
    """Write the select of the ids that fit, newest first, as suits how many they are.

    The planner believes that any words are met soon on a walk from the newest on: for rare ones it would read it all.
    """
    matching = f"FROM item_search WHERE {asked.conditions}"
    few = text(f"SELECT count(*) FROM (SELECT 1 {matching} LIMIT :limit) AS fitting")  # noqa: S608 -- no word of a question is in it
    count = db.connection().execute(few, asked.values | {"limit": FEW + 1}).scalar_one()
    if count > FEW:
        return f"SELECT item_id {matching} {_ORDER}"
    found = f"WITH found AS MATERIALIZED (SELECT item_id, sort_at {matching})"
    return f"{found} SELECT item_id FROM found {_ORDER}"  # noqa: S608 -- likewise


def _asked(sought: Sought) -> _Asked:
    values: dict[str, Any] = {}
    query = " && ".join(_queries(sought, values))
    conditions = [f"words @@ ({query})"] if query else []
    for number, group in enumerate(sought.groups):
        values[f"group_{number}"] = list(group)
        conditions.append(f"facets && CAST(:group_{number} AS text[])")
    if sought.without:
        values["without"] = list(sought.without)
        conditions.append("NOT facets && CAST(:without AS text[])")
    conditions += _bounds(sought, values)
    return _Asked(" AND ".join(conditions), query, values)


def _bounds(sought: Sought, values: dict[str, Any]) -> Iterator[str]:
    if sought.since:
        values["since"] = sought.since
        yield "sort_at >= :since"
    if sought.until:
        values["until"] = sought.until
        yield "sort_at < :until"
    if sought.before:
        values |= {"before_at": sought.before.moment, "before_id": sought.before.item_id}
        yield "(sort_at, item_id) < (:before_at, :before_id)"


def _queries(sought: Sought, values: dict[str, Any]) -> Iterator[str]:
    for number, term in enumerate(sought.words.wanted):
        yield _query(term, f"wanted_{number}", values)
    for number, term in enumerate(sought.words.unwanted):
        yield f"!! {_query(term, f'unwanted_{number}', values)}"


def _query(term: Term, name: str, values: dict[str, Any]) -> str:
    if not term.is_start:
        values[name] = term.words
        return f"phraseto_tsquery('simple', :{name})"
    values[name] = " <-> ".join(f"'{word}'" for word in term.words.split()) + ":*"
    return f"to_tsquery('simple', :{name})"


def _filed(filed: Filed) -> dict[str, Any]:
    return {"item_id": filed.key.item_id, "sort_at": filed.key.moment, "facets": list(filed.facets)}
