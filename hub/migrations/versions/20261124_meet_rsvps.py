"""who is coming to a date of a meetup, what they were told of it, and what organisers wrote to them.

Revision: f37c600007
After: f37c600006
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600007"
down_revision = "f37c600006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rsvp",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("is_shown", sa.Boolean(), nullable=False),
        sa.Column("guests", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("queue", sa.Integer(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("told_lately", sa.Integer(), nullable=False),
        sa.Column("told_state", sa.String(), nullable=False),
        sa.Column("told_title", sa.String(), nullable=False),
        sa.Column("told_starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("told_all_day", sa.Boolean(), nullable=False),
        sa.Column("told_location", sa.String(), nullable=False),
        sa.Column("told_zone", sa.String(), nullable=False),
        sa.Column("told_standing", sa.String(), nullable=False),
        sa.Column("reminded_for", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_rsvp_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rsvp")),
        sa.UniqueConstraint("event_id", "slot", "person_id", name=op.f("uq_rsvp_event_id_slot_person_id")),
    )
    op.create_index(op.f("ix_rsvp_person_id"), "rsvp", ["person_id"], unique=False)
    op.create_index(op.f("ix_rsvp_told_starts_at"), "rsvp", ["told_starts_at"], unique=False)
    op.create_table(
        "rsvp_count",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("coming", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("event_id", "slot", name=op.f("pk_rsvp_count")),
    )
    op.create_table(
        "coming_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.Column("sent_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_coming_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_coming_message")),
    )
    op.create_index(op.f("ix_coming_message_event_id"), "coming_message", ["event_id"], unique=False)
    op.create_index(op.f("ix_coming_message_person_id"), "coming_message", ["person_id"], unique=False)
    op.create_index(op.f("ix_coming_message_sent_at"), "coming_message", ["sent_at"], unique=False)


def downgrade() -> None:
    op.drop_table("coming_message")
    op.drop_table("rsvp_count")
    op.drop_table("rsvp")
