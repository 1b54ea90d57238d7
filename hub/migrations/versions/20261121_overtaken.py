"""why a proposal could not be carried out, as sentences that can be said in any language.

Revision: e57ab10004
After: e57ab10003
"""

import sqlalchemy as sa
from alembic import op

revision = "e57ab10004"
down_revision = "e57ab10003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    # What older ones say in English stays where people's words are: nobody can tell the two apart any more.
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.add_column(sa.Column("faults", sa.JSON(), nullable=False, server_default="[]"))
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.alter_column("faults", server_default=None)


def downgrade() -> None:
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.drop_column("faults")
