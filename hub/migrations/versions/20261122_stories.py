"""stories told by several voices.

Revision: f37c400004
After: f37c400003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c400004"
down_revision = "f37c400003"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "story",
        sa.Column("id", _ID, nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("heir_id", _ID, nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_story_place_id_place")),
        sa.ForeignKeyConstraint(["heir_id"], ["story.id"], name=op.f("fk_story_heir_id_story")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_story")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_story_place_id"), "story", ["place_id"])
    op.create_table(
        "story_item",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("story_id", _ID, nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("because", _WORDS, nullable=False),
        sa.Column("evidence", _WORDS, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_story_item_place_id_place")),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_story_item_item_id_item"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["story_id"], ["story.id"], name=op.f("fk_story_item_story_id_story")),
        sa.PrimaryKeyConstraint("place_id", "item_id", name=op.f("pk_story_item")),
    )
    for name in ("item_id", "story_id"):
        op.create_index(op.f(f"ix_story_item_{name}"), "story_item", [name])
    op.create_table(
        "story_ruling",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", _ID, nullable=False),
        sa.Column("other_id", _ID, nullable=False),
        sa.Column("together", sa.Boolean(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_story_ruling_place_id_place")),
        sa.ForeignKeyConstraint(
            ["item_id"], ["item.id"], name=op.f("fk_story_ruling_item_id_item"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["item.id"], name=op.f("fk_story_ruling_other_id_item"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("place_id", "item_id", "other_id", name=op.f("pk_story_ruling")),
    )
    for name in ("other_id", "since"):
        op.create_index(op.f(f"ix_story_ruling_{name}"), "story_ruling", [name])


def downgrade() -> None:
    for table in ("story_ruling", "story_item", "story"):
        op.drop_table(table)
