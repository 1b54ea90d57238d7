"""lists of feeds brought in.

Revision: f37c400007
After: f37c400006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c400007"
down_revision = "f37c400006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    text = sqlmodel.sql.sqltypes.AutoString
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    op.create_table(
        "feed_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("name", text(), nullable=False),
        sa.Column("url", text(), nullable=False),
        sa.Column("kind", text(), nullable=False),
        sa.Column("included", sa.Integer(), nullable=False),
        sa.Column("without", sa.Integer(), nullable=False),
        sa.Column("is_mended", sa.Boolean(), nullable=False),
        sa.Column("brought_at", moment(), nullable=False),
        sa.Column("taken_at", moment(), nullable=True),
        sa.Column("undone_at", moment(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_feed_list_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_feed_list_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_list")),
    )
    op.create_table(
        "listed_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        *(
            sa.Column(name, text(), nullable=False)
            for name in ("written", "url", "other", "title", "site", "folder", "kind", "language", "state")
        ),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("words", "mended", "found")),
        sa.Column("ticked", sa.Boolean(), nullable=True),
        sa.Column("claimed_until", moment(), nullable=False),
        sa.Column("looked_at", moment(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["list_id"], ["feed_list.id"], name=op.f("fk_listed_feed_list_id_feed_list")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_listed_feed")),
    )
    with op.batch_alter_table("feed_list", schema=None) as batch_op:
        for column in ("place_id", "person_id"):
            batch_op.create_index(batch_op.f(f"ix_feed_list_{column}"), [column], unique=False)
    with op.batch_alter_table("listed_feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_listed_feed_list_id_position"), ["list_id", "position"], unique=True)
        batch_op.create_index(
            batch_op.f("ix_listed_feed_state_claimed_until"), ["state", "claimed_until"], unique=False
        )


def downgrade() -> None:
    op.drop_table("listed_feed")
    op.drop_table("feed_list")
