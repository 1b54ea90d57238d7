"""heartbeats of duties.

Revision: bea7001234
After: 5ea2c4d0a1
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "bea7001234"
down_revision = "5ea2c4d0a1"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "beat",
        sa.Column("duty", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("duty", name=op.f("pk_beat")),
    )


def downgrade() -> None:
    op.drop_table("beat")
