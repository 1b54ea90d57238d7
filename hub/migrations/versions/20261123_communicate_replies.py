"""A reply outlives who said it, without a word of theirs: a quiet line stays where others answered.

Revision: f37c500003
After: f37c500002
"""

import sqlalchemy as sa
from alembic import op

revision = "f37c500003"
down_revision = "f37c500002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Let a reply be of nobody."""
    with op.batch_alter_table("reply") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=True)


def downgrade() -> None:
    """Take the replies of nobody away, and let there be none again."""
    reply = sa.table(
        "reply", sa.column("id", sa.Uuid()), sa.column("person_id", sa.Uuid()), sa.column("parent_id", sa.Uuid())
    )
    nobodys = sa.select(reply.c.id).where(reply.c.person_id.is_(None))
    op.execute(sa.update(reply).where(reply.c.parent_id.in_(nobodys)).values(parent_id=None))
    op.execute(sa.delete(reply).where(reply.c.person_id.is_(None)))
    with op.batch_alter_table("reply") as batch_op:
        batch_op.alter_column("person_id", existing_type=sa.Uuid(), nullable=False)
