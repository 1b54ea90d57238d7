"""what files say of themselves, and small copies of pictures.

Revision: f37c400005
After: f37c400004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c400005"
down_revision = "f37c400004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    words: sa.Column[str] = sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
    op.add_column("enclosure", sa.Column("seconds", sa.Integer(), nullable=True))
    op.add_column("enclosure", words)
    op.create_table(
        "picture_copy",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("url", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("due_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("item_id", "position", name=op.f("pk_picture_copy")),
    )


def downgrade() -> None:
    op.drop_table("picture_copy")
    op.drop_column("enclosure", "words")
    op.drop_column("enclosure", "seconds")
