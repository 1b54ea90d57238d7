"""news of items whose links were read as they were stored, and replies by when they were said.

Revision: f37c500008
After: f37c500007
"""

import sqlalchemy as sa
from alembic import op

revision = "f37c500008"
down_revision = "f37c500007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("item_news", sa.Column("is_read", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.drop_index(op.f("ix_reply_state"), "reply")
    op.create_index(op.f("ix_reply_state_said_at"), "reply", ["state", "said_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_reply_state_said_at"), "reply")
    op.create_index(op.f("ix_reply_state"), "reply", ["state"])
    op.drop_column("item_news", "is_read")
