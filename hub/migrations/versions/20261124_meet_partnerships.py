"""Digital Friends: offers, partnerships, and what two do together.

Revision: f37c600009
After: f37c600008
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600009"
down_revision = "f37c600008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "friend_invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("email_key", sa.String(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_friend_invitation_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_friend_invitation_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friend_invitation")),
    )
    op.create_index(op.f("ix_friend_invitation_email_key"), "friend_invitation", ["email_key"], unique=False)
    op.create_index(op.f("ix_friend_invitation_person_id"), "friend_invitation", ["person_id"], unique=False)
    op.create_table(
        "friend_offer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("times", sa.String(), nullable=False),
        sa.Column("online", sa.Boolean(), nullable=False),
        sa.Column("in_person", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("trained", sa.String(), nullable=False),
        sa.Column("trained_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_friend_offer_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_friend_offer_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_friend_offer")),
    )
    op.create_index(op.f("ix_friend_offer_person_id"), "friend_offer", ["person_id"], unique=False)
    op.create_index(op.f("ix_friend_offer_place_id"), "friend_offer", ["place_id"], unique=False)
    op.create_index(op.f("ix_friend_offer_state"), "friend_offer", ["state"], unique=False)
    op.create_table(
        "partnership_figure",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.Column("sessions", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("steps_done", sa.Integer(), nullable=False),
        sa.Column("goals_reached", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_partnership_figure_place_id_place")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_figure")),
    )
    op.create_index(op.f("ix_partnership_figure_place_id"), "partnership_figure", ["place_id"], unique=False)
    op.create_table(
        "partnership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("mentor_id", sa.Uuid(), nullable=True),
        sa.Column("mentee_id", sa.Uuid(), nullable=True),
        sa.Column("mentor_name", sa.String(), nullable=False),
        sa.Column("mentee_name", sa.String(), nullable=False),
        sa.Column("suggested_by", sa.Uuid(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("mentor_agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("mentee_agreed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("extended", sa.Integer(), nullable=False),
        sa.Column("longer_mentor", sa.Boolean(), nullable=False),
        sa.Column("longer_mentee", sa.Boolean(), nullable=False),
        sa.Column("address_mentor", sa.Boolean(), nullable=False),
        sa.Column("address_mentee", sa.Boolean(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=True),
        sa.Column("hidden_mentor", sa.Boolean(), nullable=False),
        sa.Column("hidden_mentee", sa.Boolean(), nullable=False),
        sa.Column("held_from", sa.String(), nullable=False),
        sa.Column("figure_id", sa.Uuid(), nullable=True),
        sa.Column("nudged_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("half_told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("end_told_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("over_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["figure_id"], ["partnership_figure.id"], name=op.f("fk_partnership_figure_id_partnership_figure")
        ),
        sa.ForeignKeyConstraint(["mentee_id"], ["person.id"], name=op.f("fk_partnership_mentee_id_person")),
        sa.ForeignKeyConstraint(["mentor_id"], ["person.id"], name=op.f("fk_partnership_mentor_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_partnership_place_id_place")),
        sa.ForeignKeyConstraint(["suggested_by"], ["person.id"], name=op.f("fk_partnership_suggested_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
    )
    op.create_index(op.f("ix_partnership_mentee_id"), "partnership", ["mentee_id"], unique=False)
    op.create_index(op.f("ix_partnership_mentor_id"), "partnership", ["mentor_id"], unique=False)
    op.create_index(op.f("ix_partnership_over_at"), "partnership", ["over_at"], unique=False)
    op.create_index(op.f("ix_partnership_place_id"), "partnership", ["place_id"], unique=False)
    op.create_index(op.f("ix_partnership_state"), "partnership", ["state"], unique=False)
    op.create_table(
        "partnership_check",
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("moment", sa.String(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("answered_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_check_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_partnership_check_person_id_person")),
        sa.PrimaryKeyConstraint("partnership_id", "person_id", "moment", name=op.f("pk_partnership_check")),
    )
    op.create_index(op.f("ix_partnership_check_person_id"), "partnership_check", ["person_id"], unique=False)
    op.create_table(
        "partnership_goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("added_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reached_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_goal_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_goal")),
    )
    op.create_index(op.f("ix_partnership_goal_partnership_id"), "partnership_goal", ["partnership_id"], unique=False)
    op.create_table(
        "partnership_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("about_id", sa.Uuid(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("reviewed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("reviewed_by", sa.Uuid(), nullable=True),
        sa.Column("goes_on", sa.Boolean(), nullable=True),
        sa.Column("review", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["about_id"], ["person.id"], name=op.f("fk_partnership_report_about_id_person")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_report_partnership_id_partnership")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_partnership_report_person_id_person")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_partnership_report_place_id_place")),
        sa.ForeignKeyConstraint(["reviewed_by"], ["person.id"], name=op.f("fk_partnership_report_reviewed_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_report")),
    )
    op.create_index(op.f("ix_partnership_report_about_id"), "partnership_report", ["about_id"], unique=False)
    op.create_index(
        op.f("ix_partnership_report_partnership_id"), "partnership_report", ["partnership_id"], unique=False
    )
    op.create_index(op.f("ix_partnership_report_person_id"), "partnership_report", ["person_id"], unique=False)
    op.create_index(op.f("ix_partnership_report_place_id"), "partnership_report", ["place_id"], unique=False)
    op.create_index(op.f("ix_partnership_report_reviewed_at"), "partnership_report", ["reviewed_at"], unique=False)
    op.create_table(
        "partnership_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("logged_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["logged_by"], ["person.id"], name=op.f("fk_partnership_session_logged_by_person")),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_session_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_session")),
    )
    op.create_index(
        op.f("ix_partnership_session_partnership_id"), "partnership_session", ["partnership_id"], unique=False
    )
    op.create_table(
        "partnership_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partnership_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("homework", sa.String(), nullable=False),
        sa.Column("homework_done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("quiz", sa.JSON(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=True),
        sa.Column("done_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partnership_id"], ["partnership.id"], name=op.f("fk_partnership_step_partnership_id_partnership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership_step")),
    )
    op.create_index(op.f("ix_partnership_step_partnership_id"), "partnership_step", ["partnership_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_partnership_step_partnership_id"), table_name="partnership_step")
    op.drop_table("partnership_step")
    op.drop_index(op.f("ix_partnership_session_partnership_id"), table_name="partnership_session")
    op.drop_table("partnership_session")
    op.drop_index(op.f("ix_partnership_report_reviewed_at"), table_name="partnership_report")
    op.drop_index(op.f("ix_partnership_report_place_id"), table_name="partnership_report")
    op.drop_index(op.f("ix_partnership_report_person_id"), table_name="partnership_report")
    op.drop_index(op.f("ix_partnership_report_partnership_id"), table_name="partnership_report")
    op.drop_index(op.f("ix_partnership_report_about_id"), table_name="partnership_report")
    op.drop_table("partnership_report")
    op.drop_index(op.f("ix_partnership_goal_partnership_id"), table_name="partnership_goal")
    op.drop_table("partnership_goal")
    op.drop_index(op.f("ix_partnership_check_person_id"), table_name="partnership_check")
    op.drop_table("partnership_check")
    op.drop_index(op.f("ix_partnership_state"), table_name="partnership")
    op.drop_index(op.f("ix_partnership_place_id"), table_name="partnership")
    op.drop_index(op.f("ix_partnership_over_at"), table_name="partnership")
    op.drop_index(op.f("ix_partnership_mentor_id"), table_name="partnership")
    op.drop_index(op.f("ix_partnership_mentee_id"), table_name="partnership")
    op.drop_table("partnership")
    op.drop_index(op.f("ix_partnership_figure_place_id"), table_name="partnership_figure")
    op.drop_table("partnership_figure")
    op.drop_index(op.f("ix_friend_offer_state"), table_name="friend_offer")
    op.drop_index(op.f("ix_friend_offer_place_id"), table_name="friend_offer")
    op.drop_index(op.f("ix_friend_offer_person_id"), table_name="friend_offer")
    op.drop_table("friend_offer")
    op.drop_index(op.f("ix_friend_invitation_person_id"), table_name="friend_invitation")
    op.drop_index(op.f("ix_friend_invitation_email_key"), table_name="friend_invitation")
    op.drop_table("friend_invitation")
