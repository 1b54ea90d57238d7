"""full-text search.

Revision: 5ea2c4d0a1
After: f1257ab1e6
"""

from alembic import op

revision = "5ea2c4d0a1"
down_revision = "f1257ab1e6"
branch_labels = None
depends_on = None

# Full-text search has no model: FTS5 is a virtual table, PostgreSQL keeps a vector.
SEARCH = {
    "sqlite": (
        "CREATE VIRTUAL TABLE item_search USING fts5(title, body, tokenize='unicode61 remove_diacritics 0')",
        "INSERT INTO item_search (item_search, rank) VALUES ('automerge', 16)",
        "INSERT INTO item_search (item_search, rank) VALUES ('crisismerge', 64)",
    ),
    "postgresql": (
        "CREATE TABLE item_search (item_id bigint PRIMARY KEY, words tsvector NOT NULL)",
        "CREATE INDEX ix_item_search_words ON item_search USING gin (words)",
    ),
}


def upgrade() -> None:
    for statement in SEARCH[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE item_search")
