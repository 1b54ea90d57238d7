"""by the seal of an address, a report holds for who leaves and comes back.

Revision: f37c600010
After: f37c600009
"""

import sqlalchemy as sa
from alembic import op

revision = "f37c600010"
down_revision = "f37c600009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "round_stop_seal",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("seal", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["report_id"], ["unsafe_report.id"], name=op.f("fk_round_stop_seal_report_id_unsafe_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "seal", name=op.f("pk_round_stop_seal")),
    )
    op.create_index(op.f("ix_round_stop_seal_seal"), "round_stop_seal", ["seal"], unique=False)
    op.add_column("partnership_report", sa.Column("about_seal", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("partnership_report", "about_seal")
    op.drop_table("round_stop_seal")
