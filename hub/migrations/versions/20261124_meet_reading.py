"""reading.

Revision: f37c600002
After: f37c600001
"""

revision = "f37c600002"
down_revision = "f37c600001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
