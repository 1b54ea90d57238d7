"""what posts lead to, and the conversations they make.

Revision: f37c500001
After: f37c400007
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500001"
down_revision = "f37c400007"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "short_link",
        sa.Column("url", _WORDS, nullable=False),
        sa.Column("leads_to", _WORDS, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", _MOMENT, nullable=True),
        sa.PrimaryKeyConstraint("url", name=op.f("pk_short_link")),
    )
    op.create_index(op.f("ix_short_link_due_at"), "short_link", ["due_at"])
    op.create_table(
        "thread_news",
        sa.Column("item_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_thread_news")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "bridge",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("month", _WORDS, nullable=False),
        sa.Column("from_kind", _WORDS, nullable=False),
        sa.Column("to_kind", _WORDS, nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_bridge_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "month", "from_kind", "to_kind", name=op.f("pk_bridge")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "thread",
        sa.Column("id", _ID, nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("heir_id", _ID, nullable=True),
        sa.Column("voices", sa.Integer(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("replies", sa.Integer(), nullable=False),
        sa.Column("last_at", _MOMENT, nullable=False),
        sa.Column("pinned_at", _MOMENT, nullable=True),
        sa.Column("closed_at", _MOMENT, nullable=True),
        sa.Column("closed_words", _WORDS, nullable=False),
        sa.Column("slow_since", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["heir_id"], ["thread.id"], name=op.f("fk_thread_heir_id_thread")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_thread_place_id_place")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_thread_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_thread_place_id_last_at"), "thread", ["place_id", "last_at"])
    op.create_index(op.f("ix_thread_tag_id"), "thread", ["tag_id"])
    op.create_table(
        "item_link",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("page_key", sa.BigInteger(), nullable=False),
        sa.Column("url", _WORDS, nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_link_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_item_link_source_id_source")),
        sa.PrimaryKeyConstraint("item_id", "page_key", name=op.f("pk_item_link")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_link_page_key"), "item_link", ["page_key"])
    op.create_index(op.f("ix_item_link_source_id"), "item_link", ["source_id"])
    op.create_table(
        "item_reads",
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_reads_item_id_item"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "day", name=op.f("pk_item_reads")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_reads_day"), "item_reads", ["day"])
    op.create_table(
        "thread_item",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("thread_id", _ID, nullable=False),
        sa.Column("toward_id", _ID, nullable=True),
        sa.Column("because", _WORDS, nullable=False),
        sa.Column("evidence", _WORDS, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_thread_item_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_thread_item_place_id_place")),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_item_thread_id_thread")),
        sa.PrimaryKeyConstraint("place_id", "item_id", name=op.f("pk_thread_item")),
    )
    op.create_index(op.f("ix_thread_item_item_id"), "thread_item", ["item_id"])
    op.create_index(op.f("ix_thread_item_thread_id"), "thread_item", ["thread_id"])
    op.create_table(
        "thread_ruling",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_thread_ruling_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["item.id"], name=op.f("fk_thread_ruling_other_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_thread_ruling_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "item_id", "other_id", name=op.f("pk_thread_ruling")),
    )
    op.create_index(op.f("ix_thread_ruling_other_id"), "thread_ruling", ["other_id"])
    op.create_index(op.f("ix_thread_ruling_since"), "thread_ruling", ["since"])


def downgrade() -> None:
    for table in (
        "thread_ruling",
        "thread_item",
        "item_reads",
        "item_link",
        "thread",
        "bridge",
        "thread_news",
        "short_link",
    ):
        op.drop_table(table)
