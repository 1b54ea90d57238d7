"""merging.

Revision: f37c600005
After: f37c600004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600005"
down_revision = "f37c600004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_news",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_news")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "event_sign",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("key", sa.BigInteger(), nullable=False),
        _to_event("event_sign", "event_id"),
        sa.PrimaryKeyConstraint("event_id", "kind", "key", name=op.f("pk_event_sign")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_sign_key"), "event_sign", ["key"], unique=False)
    op.create_table(
        "event_likeness",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("sure", sa.Boolean(), nullable=False),
        sa.Column("because", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("evidence", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        _to_event("event_likeness", "one_id"),
        _to_event("event_likeness", "other_id"),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_event_likeness")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_event_likeness_other_id"), "event_likeness", ["other_id"], unique=False)
    op.create_table(
        "event_bond",
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        _to_event("event_bond", "one_id"),
        _to_event("event_bond", "other_id"),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_event_bond_place_id_place")),
        sa.PrimaryKeyConstraint("one_id", "other_id", name=op.f("pk_event_bond")),
    )
    op.create_index(op.f("ix_event_bond_other_id"), "event_bond", ["other_id"], unique=False)
    op.create_index(op.f("ix_event_bond_place_id"), "event_bond", ["place_id"], unique=False)
    op.create_index(op.f("ix_event_bond_since"), "event_bond", ["since"], unique=False)
    op.create_table(
        "item_meetup",
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("because", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("evidence", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_meetup_item_id_item"), ondelete="CASCADE"),
        _to_event("item_meetup", "event_id"),
        sa.PrimaryKeyConstraint("item_id", "event_id", name=op.f("pk_item_meetup")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_meetup_event_id"), "item_meetup", ["event_id"], unique=False)
    op.create_index(op.f("ix_occurrence_starts_on"), "occurrence", ["starts_on"], unique=False)
    # What is there already is looked at like what comes.
    op.execute("INSERT INTO event_news (event_id) SELECT id FROM event ORDER BY id")


def downgrade() -> None:
    op.drop_index(op.f("ix_occurrence_starts_on"), table_name="occurrence")
    for table in ("item_meetup", "event_bond", "event_likeness", "event_sign", "event_news"):
        op.drop_table(table)


def _to_event(table: str, column: str) -> sa.ForeignKeyConstraint:
    name = op.f(f"fk_{table}_{column}_event")
    return sa.ForeignKeyConstraint([column], ["event.id"], name=name, ondelete="CASCADE")
