"""when the page of a mention was looked at, and what was decided of sites.

Revision: f37c500004
After: f37c500003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500004"
down_revision = "f37c500003"
branch_labels = None
depends_on = None


_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.add_column(sa.Column("looked_at", _MOMENT, nullable=True))
        batch_op.create_index(batch_op.f("ix_mention_target_kind_target_id"), ["target_kind", "target_id"])
    op.create_table(
        "mention_site",
        sa.Column("host", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("is_let", sa.Boolean(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("host", "place_id", name=op.f("pk_mention_site")),
    )


def downgrade() -> None:
    op.drop_table("mention_site")
    with op.batch_alter_table("mention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mention_target_kind_target_id"))
        batch_op.drop_column("looked_at")
