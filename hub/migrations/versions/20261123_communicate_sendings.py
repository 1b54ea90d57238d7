"""whose wish it is to be told, and whom to ask next.

Revision: f37c500005
After: f37c500004
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c500005"
down_revision = "f37c500004"
branch_labels = None
depends_on = None

_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_WORDS = sqlmodel.sql.sqltypes.AutoString()


def upgrade() -> None:
    op.create_table(
        "telling_wish",
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("since", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["source_id"], ["source.id"], name=op.f("fk_telling_wish_source_id_source")),
        sa.PrimaryKeyConstraint("source_id", name=op.f("pk_telling_wish")),
    )
    with op.batch_alter_table("sending", schema=None) as batch_op:
        batch_op.add_column(sa.Column("item_id", _ID, nullable=True))
        batch_op.add_column(sa.Column("asks", _WORDS, nullable=False, server_default=""))
        batch_op.drop_constraint(batch_op.f("fk_sending_reply_id_reply"), type_="foreignkey")
        batch_op.create_foreign_key(
            batch_op.f("fk_sending_reply_id_reply"), "reply", ["reply_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_foreign_key(
            batch_op.f("fk_sending_item_id_item"), "item", ["item_id"], ["id"], ondelete="SET NULL"
        )
        batch_op.create_index(batch_op.f("ix_sending_item_id"), ["item_id"])


def downgrade() -> None:
    with op.batch_alter_table("sending", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sending_item_id"))
        batch_op.drop_constraint(batch_op.f("fk_sending_item_id_item"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_sending_reply_id_reply"), type_="foreignkey")
        batch_op.create_foreign_key(batch_op.f("fk_sending_reply_id_reply"), "reply", ["reply_id"], ["id"])
        batch_op.drop_column("asks")
        batch_op.drop_column("item_id")
    op.drop_table("telling_wish")
