"""how places look, and how often they changed.

Revision: 7e5a000001
After: bea7001234
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "7e5a000001"
down_revision = "bea7001234"
branch_labels = None
depends_on = None

_LOOKS = ("colour", "picture", "picture_alt")


def upgrade() -> None:
    for name in _LOOKS:
        looks: sa.Column[str] = sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")
        op.add_column("place", looks)
    op.create_table(
        "place_postcode",
        sa.Column("district", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_place_postcode_place_id_place")),
        sa.PrimaryKeyConstraint("district", "place_id", name=op.f("pk_place_postcode")),
    )
    op.create_index(op.f("ix_place_postcode_place_id"), "place_postcode", ["place_id"])
    op.create_table(
        "place_version",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_place_version")),
    )


def downgrade() -> None:
    op.drop_table("place_version")
    op.drop_table("place_postcode")
    for name in _LOOKS:
        op.drop_column("place", name)
