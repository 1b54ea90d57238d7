"""venues, and what an event says of where and for whom.

Revision: f37c600001
After: f37c500010
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600001"
down_revision = "f37c500010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "venue",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.String(), nullable=False),
        sa.Column("postcode", sa.String(), nullable=False),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("access_notes", sa.String(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("lists_others", sa.Boolean(), nullable=False),
        sa.Column("agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("agreed_words", sa.String(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.Column("heir_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["heir_id"], ["venue.id"], name=op.f("fk_venue_heir_id_venue")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_venue_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_venue")),
        sa.UniqueConstraint("slug", name=op.f("uq_venue_slug")),
    )
    op.create_index(op.f("ix_venue_heir_id"), "venue", ["heir_id"], unique=False)
    op.create_index(op.f("ix_venue_place_id"), "venue", ["place_id"], unique=False)
    op.create_table(
        "venue_alias",
        sa.Column("venue_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_venue_alias_venue_id_venue")),
        sa.PrimaryKeyConstraint("venue_id", "key", name=op.f("pk_venue_alias")),
    )
    op.create_index(op.f("ix_venue_alias_key"), "venue_alias", ["key"], unique=False)
    op.add_column(
        "event",
        sa.Column(
            "venue_id", sa.Uuid(), sa.ForeignKey("venue.id", name=op.f("fk_event_venue_id_venue")), nullable=True
        ),
        inline_references=True,
    )
    op.add_column("event", sa.Column("venue_because", sa.String(), nullable=False, server_default=""))
    op.add_column("event", sa.Column("lat", sa.Float(), nullable=True))
    op.add_column("event", sa.Column("lon", sa.Float(), nullable=True))
    op.add_column("event", sa.Column("online_url", sa.String(), nullable=False, server_default=""))
    op.add_column("event", sa.Column("price", sa.String(), nullable=False, server_default=""))
    op.add_column("event", sa.Column("free", sa.Boolean(), nullable=True))
    op.add_column("event", sa.Column("online", sa.Boolean(), nullable=True))
    op.add_column("event", sa.Column("children", sa.Boolean(), nullable=True))
    op.add_column("event", sa.Column("step_free", sa.Boolean(), nullable=True))
    op.add_column("event", sa.Column("group_id", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_event_group_id"), "event", ["group_id"], unique=False)
    op.create_index(op.f("ix_event_venue_id"), "event", ["venue_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_event_venue_id"), table_name="event")
    op.drop_index(op.f("ix_event_group_id"), table_name="event")
    op.drop_column("event", "group_id")
    op.drop_column("event", "step_free")
    op.drop_column("event", "children")
    op.drop_column("event", "online")
    op.drop_column("event", "free")
    op.drop_column("event", "price")
    op.drop_column("event", "online_url")
    op.drop_column("event", "lon")
    op.drop_column("event", "lat")
    op.drop_column("event", "venue_because")
    op.drop_column("event", "venue_id")
    op.drop_index(op.f("ix_venue_alias_key"), table_name="venue_alias")
    op.drop_table("venue_alias")
    op.drop_index(op.f("ix_venue_place_id"), table_name="venue")
    op.drop_index(op.f("ix_venue_heir_id"), table_name="venue")
    op.drop_table("venue")
