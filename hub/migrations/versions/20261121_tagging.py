"""rules of sources, retagging in the background, and which labels are in use.

Revision: e57ab10002
After: e57ab10001
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "e57ab10002"
down_revision = "e57ab10001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "source_rule",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("match", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("shown", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_source_rule_source_id_source")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_source_rule_tag_id_tag")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_rule")),
    )
    with op.batch_alter_table("source_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_source_rule_source_id"), ["source_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_source_rule_tag_id"), ["tag_id"], unique=False)
    op.create_table(
        "retagging",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=True),
        sa.Column("source_id", sa.Uuid(), nullable=True),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("before_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.Integer(), nullable=False),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retagging")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("retagging", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_retagging_done_at"), ["done_at"], unique=False)
    op.create_table(
        "label_use",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("uses", sa.Integer(), nullable=False),
        sa.Column("first_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("last_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", "key", name=op.f("pk_label_use")),
    )
    with op.batch_alter_table("label_use", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_label_use_place_id_uses"), ["place_id", "uses"], unique=False)
    op.create_table(
        "labels_counted",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_labels_counted")),
    )


def downgrade() -> None:
    op.drop_table("labels_counted")
    op.drop_table("label_use")
    op.drop_table("retagging")
    op.drop_table("source_rule")
