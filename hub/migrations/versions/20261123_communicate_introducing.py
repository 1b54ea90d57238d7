"""what introducing need beyond: how somebody hears of answers, what they were told, and what need not be answered.

Revision: f37c500007
After: f37c500006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500007"
down_revision = "f37c500006"
branch_labels = None
depends_on = None
_WORDS = sqlmodel.sql.sqltypes.AutoString()
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()


def upgrade() -> None:
    """Make the tables, and keep who of several owners answered."""
    op.create_table(
        "answer_wish",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at_once", sa.Boolean(), nullable=False),
        sa.Column("introduce", sa.Boolean(), nullable=False),
        sa.Column("seen_at", _MOMENT, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_wish_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_answer_wish")),
    )
    op.create_table(
        "answer_told",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", _WORDS, nullable=False),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_answer_told_person_id_person")),
        sa.PrimaryKeyConstraint("person_id", "item_id", "answer", name=op.f("pk_answer_told")),
    )
    op.create_index(op.f("ix_answer_told_told_at"), "answer_told", ["told_at"])
    op.create_table(
        "left_be",
        sa.Column("key", _WORDS, nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_left_be")),
    )
    op.create_index(op.f("ix_left_be_since"), "left_be", ["since"])
    with op.batch_alter_table("introduction") as table:
        for side in ("one_by", "other_by"):
            table.add_column(sa.Column(side, sa.Uuid(), nullable=True))
            table.create_foreign_key(op.f(f"fk_introduction_{side}_person"), "person", [side], ["id"])


def downgrade() -> None:
    """Drop the tables and columns."""
    with op.batch_alter_table("introduction") as table:
        for side in ("one_by", "other_by"):
            table.drop_constraint(op.f(f"fk_introduction_{side}_person"), type_="foreignkey")
            table.drop_column(side)
    for name in ("left_be", "answer_told", "answer_wish"):
        op.drop_table(name)
