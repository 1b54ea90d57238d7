"""venues.

Revision: f37c600004
After: f37c600003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600004"
down_revision = "f37c600003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "venue",
        sa.Column(
            "source_id", sa.Uuid(), sa.ForeignKey("source.id", name=op.f("fk_venue_source_id_source")), nullable=True
        ),
        inline_references=True,
    )
    op.create_index(op.f("ix_venue_source_id"), "venue", ["source_id"], unique=False)
    op.add_column("event", sa.Column("venue_evidence", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "venue_said",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_venue_said_place_id_place")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_said_venue_id_venue")),
        sa.PrimaryKeyConstraint("place_id", "key", name=op.f("pk_venue_said")),
    )
    op.create_index(op.f("ix_venue_said_venue_id"), "venue_said", ["venue_id"], unique=False)
    op.create_table(
        "feed_venue",
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("strategy", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["feed_id"], ["feed.id"], name=op.f("fk_feed_venue_feed_id_feed")),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_feed_venue_venue_id_venue")),
        sa.PrimaryKeyConstraint("feed_id", name=op.f("pk_feed_venue")),
    )
    op.create_index(op.f("ix_feed_venue_venue_id"), "feed_venue", ["venue_id"], unique=False)
    op.create_table(
        "venue_work",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("after_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_venue_work_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_venue_work")),
    )
    op.create_table(
        "gazetteer",
        sa.Column("ref", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_postcode", sa.Boolean(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=False),
        sa.PrimaryKeyConstraint("ref", name=op.f("pk_gazetteer")),
    )
    op.create_index(op.f("ix_gazetteer_key"), "gazetteer", ["key"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_gazetteer_key"), table_name="gazetteer")
    op.drop_table("gazetteer")
    op.drop_table("venue_work")
    op.drop_index(op.f("ix_feed_venue_venue_id"), table_name="feed_venue")
    op.drop_table("feed_venue")
    op.drop_index(op.f("ix_venue_said_venue_id"), table_name="venue_said")
    op.drop_table("venue_said")
    op.drop_column("event", "venue_evidence")
    op.drop_index(op.f("ix_venue_source_id"), table_name="venue")
    op.drop_column("venue", "source_id")
