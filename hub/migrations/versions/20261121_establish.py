"""how a town agrees: bonds and rulings of words, proposals and decisions.

Revision: e57ab10001
After: 9e0b1e0003
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "e57ab10001"
down_revision = "9e0b1e0003"
branch_labels = None
depends_on = None
_WHOLE_HUB = "0" * 32
_ADDED = (
    ("tag", "heir_id"),
    ("place_name", "near"),
    ("place_name", "not_near"),
    ("place", "boundary"),
    ("place", "radius"),
)


def upgrade() -> None:
    _widen()
    _words_of_a_town()
    _agreement()


def _words_of_a_town() -> None:
    op.create_table(
        "ruling",
        sa.Column("scope_id", sa.Uuid(), nullable=False),
        sa.Column("key", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("label", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("stand", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.PrimaryKeyConstraint("scope_id", "key", name=op.f("pk_ruling")),
    )
    op.create_table(
        "former_slug",
        sa.Column("slug", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_former_slug_tag_id_tag")),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_former_slug")),
    )
    with op.batch_alter_table("former_slug", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_former_slug_tag_id"), ["tag_id"], unique=False)
    op.create_table(
        "tag_edge",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("bond", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.ForeignKeyConstraint(["other_id"], ["tag.id"], name=op.f("fk_tag_edge_other_id_tag")),
        sa.ForeignKeyConstraint(["tag_id"], ["tag.id"], name=op.f("fk_tag_edge_tag_id_tag")),
        sa.PrimaryKeyConstraint("tag_id", "other_id", "bond", name=op.f("pk_tag_edge")),
    )
    with op.batch_alter_table("tag_edge", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_edge_other_id"), ["other_id"], unique=False)


def _agreement() -> None:
    op.create_table(
        "tag_decision",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=True),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("images", sa.JSON(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("undoes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tag_decision")),
        sa.UniqueConstraint("undoes", name=op.f("uq_tag_decision_undoes")),
        sqlite_autoincrement=True,
    )
    with op.batch_alter_table("tag_decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_decision_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_tag_decision_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tag_decision_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_tag_decision_proposal_id"), ["proposal_id"], unique=False)
    op.create_table(
        "tag_decision_tag",
        sa.Column("tag_id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["tag_decision.id"], name=op.f("fk_tag_decision_tag_decision_id_tag_decision")
        ),
        sa.PrimaryKeyConstraint("tag_id", "decision_id", name=op.f("pk_tag_decision_tag")),
    )
    with op.batch_alter_table("tag_decision_tag", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_tag_decision_tag_decision_id"), ["decision_id"], unique=False)
    op.create_table(
        "proposal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("script", sa.JSON(), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("ground", sa.JSON(), nullable=False),
        sa.Column("reach", sa.Integer(), nullable=False),
        sa.Column("level", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("state", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("opened_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("closes_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("expires_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("warned_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("ended_by", sa.Uuid(), nullable=True),
        sa.Column("ending", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("decision_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_proposal_by_id_person")),
        sa.ForeignKeyConstraint(["ended_by"], ["person.id"], name=op.f("fk_proposal_ended_by_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal")),
    )
    with op.batch_alter_table("proposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposal_by_id"), ["by_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_place_id"), ["place_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_proposal_state"), ["state"], unique=False)
    op.create_table(
        "voice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("stance", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("seals", sa.Boolean(), nullable=False),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(), nullable=False),
        sa.Column("said_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_voice_person_id_person")),
        sa.ForeignKeyConstraint(["proposal_id"], ["proposal.id"], name=op.f("fk_voice_proposal_id_proposal")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
    )
    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_person_id"), ["person_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_proposal_id"), ["proposal_id"], unique=False)


def _widen() -> None:
    """Give tables that hold rows already their new columns."""
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("radius", sa.Float(), nullable=True))
        batch_op.add_column(_words("boundary"))
    with op.batch_alter_table("place_name", schema=None) as batch_op:
        batch_op.add_column(_words("near"))
        batch_op.add_column(_words("not_near"))
    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.add_column(sa.Column("heir_id", sa.Uuid(), nullable=True))
        batch_op.create_index(batch_op.f("ix_tag_heir_id"), ["heir_id"], unique=False)
    # A spelling may count in one place only, so that place is part of the key.
    with op.batch_alter_table("tag_label", schema=None) as batch_op:
        batch_op.add_column(sa.Column("scope_id", sa.Uuid(), nullable=False, server_default=_whole_hub()))
        batch_op.add_column(_words("near"))
        batch_op.add_column(_words("not_near"))
        batch_op.drop_constraint(batch_op.f("pk_tag_label"), type_="primary")
        batch_op.create_primary_key(batch_op.f("pk_tag_label"), ["tag_id", "scope_id", "key"])


def _whole_hub() -> sa.TextClause:
    """Return the id as the database keeps it: its bytes on SQLite, where its letters would not be read again."""
    letters = f"'{_WHOLE_HUB}'"
    return sa.text(f"X{letters}" if op.get_bind().dialect.name == "sqlite" else letters)


def _words(name: str) -> sa.Column[str]:
    return sa.Column(name, sqlmodel.sql.sqltypes.AutoString(), nullable=False, server_default="")


def downgrade() -> None:
    op.drop_table("voice")
    op.drop_table("proposal")
    op.drop_table("tag_decision_tag")
    op.drop_table("tag_decision")
    op.drop_table("tag_edge")
    op.drop_table("former_slug")
    op.drop_table("ruling")
    with op.batch_alter_table("tag_label", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("pk_tag_label"), type_="primary")
        batch_op.drop_column("not_near")
        batch_op.drop_column("near")
        batch_op.drop_column("scope_id")
        batch_op.create_primary_key(batch_op.f("pk_tag_label"), ["tag_id", "key"])
    # Not in a batch, which on SQLite tears the table out and so everything that points at it.
    op.drop_index(op.f("ix_tag_heir_id"), table_name="tag")
    for table, column in _ADDED:
        op.drop_column(table, column)
