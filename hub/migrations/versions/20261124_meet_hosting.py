"""meetups people type here.

Revision: f37c600006
After: f37c600005
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600006"
down_revision = "f37c600005"
branch_labels = None
depends_on = None

_INDEXED = ("event_id", "person_id", "place_id", "state", "thread_id")


def upgrade() -> None:
    op.create_table(
        "hosted",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("event_id", sa.Uuid(), nullable=True),
        sa.Column("thread_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("labels", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("timezone", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=True),
        sa.Column("until_clock", sa.String(), nullable=False),
        sa.Column("rule", sa.String(), nullable=False),
        sa.Column("location", sa.String(), nullable=False),
        sa.Column("online_url", sa.String(), nullable=False),
        sa.Column("url", sa.String(), nullable=False),
        sa.Column("price", sa.String(), nullable=False),
        sa.Column("free", sa.Boolean(), nullable=True),
        sa.Column("children", sa.Boolean(), nullable=True),
        sa.Column("step_free", sa.Boolean(), nullable=True),
        sa.Column("rsvp", sa.Boolean(), nullable=False),
        sa.Column("capacity", sa.Integer(), nullable=True),
        sa.Column("guests_allowed", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("unread", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("written_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("changed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_hosted_event_id_event"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hosted_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_hosted_place_id_place")),
        sa.ForeignKeyConstraint(
            ["thread_id"], ["thread.id"], name=op.f("fk_hosted_thread_id_thread"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hosted")),
    )
    for column in _INDEXED:
        op.create_index(op.f(f"ix_hosted_{column}"), "hosted", [column])
    op.create_table(
        "hosted_date",
        sa.Column("hosted_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.Date(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("day", sa.Date(), nullable=True),
        sa.Column("clock", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["hosted_id"], ["hosted.id"], name=op.f("fk_hosted_date_hosted_id_hosted"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("hosted_id", "slot", name=op.f("pk_hosted_date")),
        sqlite_with_rowid=False,
    )


def downgrade() -> None:
    op.drop_table("hosted_date")
    op.drop_table("hosted")
