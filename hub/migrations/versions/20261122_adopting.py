"""feeds of tags.

Revision: f37c400006
After: f37c400005
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c400006"
down_revision = "f37c400005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "adopted_feed",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("service", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=False),
        sa.Column("adopted_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("stopped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_adopted_feed_feed_id_feed")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_adopted_feed_place_id_place")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_adopted_feed_tag_id_tag")),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_adopted_feed")),
    )
    with op.batch_alter_table("adopted_feed", schema=None) as batch_op:
        for column in ("place_id", "tag_id"):
            batch_op.create_index(batch_op.f(f"ix_adopted_feed_{column}"), [column], unique=False)

    op.create_table(
        "adopted_voice",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("stand", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["adopted_feed.feed_id"], name=op.f("fk_adopted_voice_feed_id_adopted_feed")
        ),
        sa.PrimaryKeyConstraint("feed_id", "key", name=op.f("pk_adopted_voice")),
    )


def downgrade() -> None:
    op.drop_table("adopted_voice")
    with op.batch_alter_table("adopted_feed", schema=None) as batch_op:
        for column in ("tag_id", "place_id"):
            batch_op.drop_index(batch_op.f(f"ix_adopted_feed_{column}"))

    op.drop_table("adopted_feed")
