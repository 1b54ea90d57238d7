"""rounds of UnMentoring and ice-breakers.

Revision: f37c600008
After: f37c600007
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600008"
down_revision = "f37c600007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "icebreaker",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("suggested_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("decided_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_icebreaker_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_icebreaker_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_icebreaker")),
    )
    op.create_index(op.f("ix_icebreaker_person_id"), "icebreaker", ["person_id"], unique=False)
    op.create_index(op.f("ix_icebreaker_place_id"), "icebreaker", ["place_id"], unique=False)
    op.create_index(op.f("ix_icebreaker_state"), "icebreaker", ["state"], unique=False)
    op.create_table(
        "never_match",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=True),
        sa.Column("other_seal", sa.String(), nullable=False),
        sa.Column("said", sa.String(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["person.id"], name=op.f("fk_never_match_other_id_person")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_never_match_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_never_match")),
    )
    op.create_index(op.f("ix_never_match_other_id"), "never_match", ["other_id"], unique=False)
    op.create_index(op.f("ix_never_match_other_seal"), "never_match", ["other_seal"], unique=False)
    op.create_index(op.f("ix_never_match_person_id"), "never_match", ["person_id"], unique=False)
    op.create_table(
        "round_plan",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("is_paused", sa.Boolean(), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_round_plan_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_round_plan")),
    )
    op.create_table(
        "round_reminder",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("since", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_reminder_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_round_reminder_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "person_id", name=op.f("pk_round_reminder")),
    )
    op.create_index(op.f("ix_round_reminder_person_id"), "round_reminder", ["person_id"], unique=False)
    op.create_table(
        "unmentoring_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("adults_only", sa.Boolean(), nullable=False),
        sa.Column("drawn_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("seed", sa.String(), nullable=False),
        sa.Column("algorithm", sa.String(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("inputs_hash", sa.String(), nullable=False),
        sa.Column("pairs", sa.Integer(), nullable=False),
        sa.Column("trios", sa.Integer(), nullable=False),
        sa.Column("sat_out", sa.Integer(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_unmentoring_round_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unmentoring_round")),
    )
    op.create_index(op.f("ix_unmentoring_round_closes_at"), "unmentoring_round", ["closes_at"], unique=False)
    op.create_index(op.f("ix_unmentoring_round_place_id"), "unmentoring_round", ["place_id"], unique=False)
    op.create_index(op.f("ix_unmentoring_round_state"), "unmentoring_round", ["state"], unique=False)
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("likes", sa.String(), nullable=False),
        sa.Column("times", sa.String(), nullable=False),
        sa.Column("ways", sa.String(), nullable=False),
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("rather_three", sa.Boolean(), nullable=False),
        sa.Column("adult", sa.Boolean(), nullable=False),
        sa.Column("joined_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("sat_out", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_enrolment_person_id_person")),
        sa.ForeignKeyConstraint(
            ["round_id"], ["unmentoring_round.id"], name=op.f("fk_enrolment_round_id_unmentoring_round")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("round_id", "person_id", name=op.f("uq_enrolment_round_id_person_id")),
    )
    op.create_index(op.f("ix_enrolment_person_id"), "enrolment", ["person_id"], unique=False)
    op.create_index(op.f("ix_enrolment_round_id"), "enrolment", ["round_id"], unique=False)
    op.create_table(
        "pairing",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("icebreaker", sa.String(), nullable=False),
        sa.Column("venue_id", sa.Uuid(), nullable=True),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("stopped_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("left_told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["round_id"], ["unmentoring_round.id"], name=op.f("fk_pairing_round_id_unmentoring_round")
        ),
        sa.ForeignKeyConstraint(["venue_id"], ["venue.id"], name=op.f("fk_pairing_venue_id_venue")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pairing")),
    )
    op.create_index(op.f("ix_pairing_round_id"), "pairing", ["round_id"], unique=False)
    op.create_index(op.f("ix_pairing_venue_id"), "pairing", ["venue_id"], unique=False)
    op.create_table(
        "pairing_member",
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("enrolment_id", sa.Uuid(), nullable=False),
        sa.Column("shares", sa.Boolean(), nullable=False),
        sa.Column("met", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enrolment_id"], ["enrolment.id"], name=op.f("fk_pairing_member_enrolment_id_enrolment")
        ),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_pairing_member_pairing_id_pairing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_pairing_member_person_id_person")),
        sa.PrimaryKeyConstraint("pairing_id", "person_id", name=op.f("pk_pairing_member")),
    )
    op.create_index(op.f("ix_pairing_member_person_id"), "pairing_member", ["person_id"], unique=False)
    op.create_table(
        "relayed_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_relayed_message_pairing_id_pairing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_relayed_message_person_id_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relayed_message")),
    )
    op.create_index(op.f("ix_relayed_message_at"), "relayed_message", ["at"], unique=False)
    op.create_index(op.f("ix_relayed_message_pairing_id"), "relayed_message", ["pairing_id"], unique=False)
    op.create_table(
        "unsafe_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pairing_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reviewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("review", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["pairing_id"], ["pairing.id"], name=op.f("fk_unsafe_report_pairing_id_pairing")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_unsafe_report_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_unsafe_report_place_id_place")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_unsafe_report_reviewed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unsafe_report")),
    )
    op.create_index(op.f("ix_unsafe_report_pairing_id"), "unsafe_report", ["pairing_id"], unique=False)
    op.create_index(op.f("ix_unsafe_report_person_id"), "unsafe_report", ["person_id"], unique=False)
    op.create_index(op.f("ix_unsafe_report_place_id"), "unsafe_report", ["place_id"], unique=False)
    op.create_table(
        "round_stop",
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_round_stop_person_id_person")),
        sa.ForeignKeyConstraint(
            ["report_id"], ["unsafe_report.id"], name=op.f("fk_round_stop_report_id_unsafe_report")
        ),
        sa.PrimaryKeyConstraint("report_id", "person_id", name=op.f("pk_round_stop")),
    )
    op.create_index(op.f("ix_round_stop_person_id"), "round_stop", ["person_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_round_stop_person_id"), table_name="round_stop")
    op.drop_table("round_stop")
    op.drop_index(op.f("ix_unsafe_report_place_id"), table_name="unsafe_report")
    op.drop_index(op.f("ix_unsafe_report_person_id"), table_name="unsafe_report")
    op.drop_index(op.f("ix_unsafe_report_pairing_id"), table_name="unsafe_report")
    op.drop_table("unsafe_report")
    op.drop_index(op.f("ix_relayed_message_pairing_id"), table_name="relayed_message")
    op.drop_index(op.f("ix_relayed_message_at"), table_name="relayed_message")
    op.drop_table("relayed_message")
    op.drop_index(op.f("ix_pairing_member_person_id"), table_name="pairing_member")
    op.drop_table("pairing_member")
    op.drop_index(op.f("ix_pairing_venue_id"), table_name="pairing")
    op.drop_index(op.f("ix_pairing_round_id"), table_name="pairing")
    op.drop_table("pairing")
    op.drop_index(op.f("ix_enrolment_round_id"), table_name="enrolment")
    op.drop_index(op.f("ix_enrolment_person_id"), table_name="enrolment")
    op.drop_table("enrolment")
    op.drop_index(op.f("ix_unmentoring_round_state"), table_name="unmentoring_round")
    op.drop_index(op.f("ix_unmentoring_round_place_id"), table_name="unmentoring_round")
    op.drop_index(op.f("ix_unmentoring_round_closes_at"), table_name="unmentoring_round")
    op.drop_table("unmentoring_round")
    op.drop_index(op.f("ix_round_reminder_person_id"), table_name="round_reminder")
    op.drop_table("round_reminder")
    op.drop_table("round_plan")
    op.drop_index(op.f("ix_never_match_person_id"), table_name="never_match")
    op.drop_index(op.f("ix_never_match_other_seal"), table_name="never_match")
    op.drop_index(op.f("ix_never_match_other_id"), table_name="never_match")
    op.drop_table("never_match")
    op.drop_index(op.f("ix_icebreaker_state"), table_name="icebreaker")
    op.drop_index(op.f("ix_icebreaker_place_id"), table_name="icebreaker")
    op.drop_index(op.f("ix_icebreaker_person_id"), table_name="icebreaker")
    op.drop_table("icebreaker")
