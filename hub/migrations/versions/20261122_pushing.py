"""news pushed by WebSub.

Revision: f37c400002
After: f37c400001
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c400002"
down_revision = "f37c400001"
branch_labels = None
depends_on = None

_AT = sqlmodel.sql.sqltypes.UTCDateTime
_MOMENTS = ("asked_at", "verified_at", "lease_until", "pushed_at", "look_at", "missed_at")


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False)


def upgrade() -> None:
    for name in ("hub", "topic"):
        said: sa.Column[str] = sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        op.add_column("feed", said)
    op.add_column("feed", sa.Column("pushed_until", _AT(), nullable=True))
    op.create_table(
        "subscription",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=True),
        *(_words(name) for name in ("hub", "led_to", "topic", "token", "secret", "wish", "trouble", "signed_with")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("failures", "owed", "misses")),
        *(sa.Column(name, _AT(), nullable=False) for name in ("made_at", "due_at")),
        *(sa.Column(name, _AT(), nullable=True) for name in _MOMENTS),
        sa.ForeignKeyConstraint(
            ["feed_id"], ["feed.id"], name=op.f("fk_subscription_feed_id_feed"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint("token", name=op.f("uq_subscription_token")),
    )
    for name in ("feed_id", "due_at"):
        op.create_index(op.f(f"ix_subscription_{name}"), "subscription", [name])
    op.create_table(
        "published_to",
        _words("hub"),
        sa.Column("item_id", sa.BigInteger(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("quiet_until", _AT(), nullable=True),
        sa.PrimaryKeyConstraint("hub", name=op.f("pk_published_to")),
    )
    op.create_table(
        "ping",
        _words("topic"),
        sa.Column("since", _AT(), nullable=False),
        sa.PrimaryKeyConstraint("topic", name=op.f("pk_ping")),
    )


def downgrade() -> None:
    for table in ("ping", "published_to", "subscription"):
        op.drop_table(table)
    for name in ("hub", "topic", "pushed_until"):
        op.drop_column("feed", name)
