"""with which post a thread began that was put together with another one.

Revision: f37c500009
After: f37c500008
"""

import sqlalchemy as sa
from alembic import op

revision = "f37c500009"
down_revision = "f37c500008"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("thread", sa.Column("began_with", _ID, nullable=True))
    op.create_index(op.f("ix_thread_began_with"), "thread", ["began_with"])


def downgrade() -> None:
    op.drop_index(op.f("ix_thread_began_with"), "thread")
    op.drop_column("thread", "began_with")
