"""what following need beyond: when somebody was written to last, what they heard at once, and why no mail comes.

Revision: f37c500006
After: f37c500005
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500006"
down_revision = "f37c500005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the table."""
    moment = sqlmodel.sql.sqltypes.UTCDateTime
    with op.batch_alter_table("digest_plan") as table:
        table.add_column(sa.Column("wrote_at", moment(), nullable=True))
        table.add_column(sa.Column("heard_until", moment(), nullable=True))
        table.add_column(sa.Column("heard_at", moment(), nullable=True))
        table.add_column(sa.Column("heard_day", sa.Date(), nullable=True))
        table.add_column(sa.Column("heard", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("trouble", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default=""))


def downgrade() -> None:
    """Change it back."""
    with op.batch_alter_table("digest_plan") as table:
        for name in ("trouble", "heard", "heard_day", "heard_at", "heard_until", "wrote_at"):
            table.drop_column(name)
