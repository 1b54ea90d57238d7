"""conversations in the order of their heat, news of items, and how far links were read.

Revision: f37c500002
After: f37c50001a
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500002"
down_revision = "f37c50001a"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.drop_table("thread_news")
    op.create_table(
        "item_news",
        sa.Column("id", _ID, nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_news")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "link_walk",
        sa.Column("mark", _WORDS, nullable=False),
        sa.Column("below", _ID, nullable=True),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_link_walk")),
    )
    op.add_column("thread", sa.Column("heat", sa.Float(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_thread_place_id_heat"), "thread", ["place_id", "heat"])
    with op.batch_alter_table("thread_item") as part:
        part.drop_constraint("fk_thread_item_item_id_item", type_="foreignkey")


def downgrade() -> None:
    op.execute("DELETE FROM thread_item WHERE item_id NOT IN (SELECT id FROM item)")
    with op.batch_alter_table("thread_item") as part:
        part.create_foreign_key("fk_thread_item_item_id_item", "item", ["item_id"], ["id"], ondelete="CASCADE")
    op.drop_index(op.f("ix_thread_place_id_heat"), "thread")
    op.drop_column("thread", "heat")
    for name in ("link_walk", "item_news"):
        op.drop_table(name)
    op.create_table(
        "thread_news",
        sa.Column("item_id", _ID, nullable=False),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_thread_news")),
        sqlite_with_rowid=False,
    )
