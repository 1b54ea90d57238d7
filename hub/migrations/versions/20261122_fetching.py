"""what looks learn of feeds.

Revision: f37c400001
After: e57ab10004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c400001"
down_revision = "e57ab10004"
branch_labels = None
depends_on = None

_WORDS = ("due_because", "agent", "history")
_MOMENTS = ("gone_since", "sought_at")
_DUE = "ix_feed_retired_due_at_source_id_claimed_until"


def upgrade() -> None:
    for name in _WORDS:
        words: sa.Column[str] = sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        op.add_column("feed", words)
    for name in _MOMENTS:
        moment: sa.Column[object] = sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True)
        op.add_column("feed", moment)
    op.drop_index(op.f("ix_feed_due_at"), "feed")
    op.create_index(op.f(_DUE), "feed", ["retired", "due_at", "source_id", "claimed_until"])
    op.add_column("feed", sa.Column("told", sa.Integer(), nullable=False, server_default="0"))
    kind: sa.Column[str] = sa.Column(
        "reads", sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="items"
    )
    op.add_column("registration_feed", kind)
    op.create_table(
        "feed_proposal",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("url", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("why", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("left_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_proposal_feed_id_feed")),
        sa.PrimaryKeyConstraint("feed_id", "url", name=op.f("pk_feed_proposal")),
    )


def downgrade() -> None:
    op.drop_column("registration_feed", "reads")
    op.drop_table("feed_proposal")
    op.drop_index(op.f(_DUE), "feed")
    op.create_index(op.f("ix_feed_due_at"), "feed", ["due_at"])
    for name in (*_WORDS, *_MOMENTS, "told"):
        op.drop_column("feed", name)
