"""search in the order of the stream, and by every filter.

Revision: 7e5a000002
After: 7e5a000001
"""

from alembic import op

revision = "7e5a000002"
down_revision = "7e5a000001"
branch_labels = None
depends_on = None

_TOKENIZE = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'\""
# The texts are there, folded, and only what they are filed under is new. Rows go in by their number, oldest first.
_SQLITE = (
    "ALTER TABLE item_search RENAME TO item_search_before",
    f"CREATE VIRTUAL TABLE item_search USING fts5(title, body, facets, {_TOKENIZE})",
    "INSERT INTO item_search (item_search, rank) VALUES ('automerge', 16)",
    "INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 64)",
    """
    INSERT INTO item_search (rowid, title, body, facets)
    SELECT item.number, before.title, before.body,
        's' || lower(hex(source.id)) || ' k' || lower(hex(source.kind))
        || coalesce((
            SELECT ' ' || group_concat('p' || lower(hex(place_id)), ' ') FROM item_place WHERE item_id = item.id
        ), '')
        || coalesce((
            SELECT ' ' || group_concat('t' || lower(hex(tag_id)), ' ') FROM item_tag WHERE item_id = item.id
        ), '')
    FROM (
        SELECT id, source_id,
            (min(max(CAST(strftime('%s', substr(sort_at, 1, 19)) AS INTEGER), -8589934592), 8589934591) << 30)
                | id AS number
        FROM item ORDER BY number
    ) AS item
    CROSS JOIN item_search_before AS before ON before.rowid = item.id
    CROSS JOIN source ON source.id = item.source_id
    """,
    "DROP TABLE item_search_before",
)
_POSTGRESQL = (
    "DELETE FROM item_search WHERE NOT EXISTS (SELECT FROM item WHERE item.id = item_search.item_id)",
    "ALTER TABLE item_search ADD COLUMN sort_at timestamptz, ADD COLUMN facets text[]",
    """
    UPDATE item_search SET sort_at = item.sort_at, facets = ARRAY[
        's' || replace(source.id::text, '-', ''), 'k' || encode(convert_to(source.kind, 'UTF8'), 'hex')]
        || ARRAY(SELECT 'p' || replace(place_id::text, '-', '') FROM item_place WHERE item_id = item.id)
        || ARRAY(SELECT 't' || replace(tag_id::text, '-', '') FROM item_tag WHERE item_id = item.id)
    FROM item JOIN source ON source.id = item.source_id WHERE item.id = item_search.item_id
    """,
    "ALTER TABLE item_search ALTER COLUMN sort_at SET NOT NULL, ALTER COLUMN facets SET NOT NULL",
    "CREATE INDEX ix_item_search_facets ON item_search USING gin (facets)",
    "CREATE INDEX ix_item_search_sort_at_item_id ON item_search (sort_at, item_id)",
)
_BACK_SQLITE = (
    "ALTER TABLE item_search RENAME TO item_search_after",
    "CREATE VIRTUAL TABLE item_search USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')",
    "INSERT INTO item_search (item_search, rank) VALUES ('automerge', 16)",
    "INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 64)",
    """
    INSERT INTO item_search (rowid, title, body)
    SELECT rowid & 1073741823, title, body FROM item_search_after ORDER BY rowid & 1073741823
    """,
    "DROP TABLE item_search_after",
)
_BACK_POSTGRESQL = ("ALTER TABLE item_search DROP COLUMN sort_at, DROP COLUMN facets",)


def upgrade() -> None:
    _run({"sqlite": _SQLITE, "postgresql": _POSTGRESQL})


def downgrade() -> None:
    _run({"sqlite": _BACK_SQLITE, "postgresql": _BACK_POSTGRESQL})


def _run(statements: dict[str, tuple[str, ...]]) -> None:
    connection = op.get_bind()
    for statement in statements[connection.dialect.name]:
        connection.exec_driver_sql(statement)
