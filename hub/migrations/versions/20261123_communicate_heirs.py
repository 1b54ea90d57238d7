"""who was put together with whom, found without reading all.

Revision: f37c500010
After: f37c500009
"""

from alembic import op

revision = "f37c500010"
down_revision = "f37c500009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("thread", "story"):
        op.create_index(op.f(f"ix_{table}_heir_id"), table, ["heir_id"])


def downgrade() -> None:
    for table in ("story", "thread"):
        op.drop_index(op.f(f"ix_{table}_heir_id"), table)
