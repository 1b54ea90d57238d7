"""which items are the same article, and what they said before they were edited.

Revision: f37c400003
After: f37c400002
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
import xxhash
from alembic import op

from hub.kit.urls import one_page

revision = "f37c400003"
down_revision = "f37c400002"
branch_labels = None
depends_on = None

_ITEM_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_ITEMS = sa.table("item", sa.column("id", _ITEM_ID), sa.column("link"), sa.column("page_key", sa.BigInteger()))
_AT_ONCE = 2_000  # items


def upgrade() -> None:
    op.add_column("item", sa.Column("page_key", sa.BigInteger(), nullable=True))
    op.add_column("item", sa.Column("is_archive", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("item", sa.Column("edited_at", _MOMENT, nullable=True))
    op.add_column("item", sa.Column("slight_edits", sa.Integer(), nullable=False, server_default="0"))
    _write_keys(op.get_bind())
    op.create_index(op.f("ix_item_page_key"), "item", ["page_key"])
    op.create_table(
        "item_twin",
        sa.Column("item_id", _ITEM_ID, nullable=False),
        sa.Column("lead_id", _ITEM_ID, nullable=False),
        sa.Column("page_key", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_twin_item_id_item")),
        sa.ForeignKeyConstraint(["lead_id"], ["item.id"], name=op.f("fk_item_twin_lead_id_item")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_item_twin")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_item_twin_lead_id"), "item_twin", ["lead_id"])
    op.create_index(op.f("ix_item_twin_page_key"), "item_twin", ["page_key"])
    op.create_table(
        "item_version",
        sa.Column("item_id", _ITEM_ID, nullable=False),
        sa.Column("until", _MOMENT, nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["item.id"], name=op.f("fk_item_version_item_id_item")),
        sa.PrimaryKeyConstraint("item_id", "until", name=op.f("pk_item_version")),
    )
    op.create_index(op.f("ix_item_version_until"), "item_version", ["until"])


def downgrade() -> None:
    op.drop_table("item_version")
    op.drop_table("item_twin")
    op.drop_index(op.f("ix_item_page_key"), "item")
    for name in ("slight_edits", "edited_at", "is_archive", "page_key"):
        op.drop_column("item", name)


def _write_keys(connection: sa.Connection) -> None:
    """Note the page of every item there is; what is the same article is folded when it is sorted anew."""
    last = 0
    told = sa.update(_ITEMS).where(_ITEMS.c.id == sa.bindparam("its_id")).values(page_key=sa.bindparam("key"))
    asked = sa.select(_ITEMS.c.id, _ITEMS.c.link).order_by(_ITEMS.c.id).limit(_AT_ONCE)
    while rows := connection.execute(asked.where(_ITEMS.c.id > last)).all():
        last = rows[-1][0]
        keyed = [{"its_id": item_id, "key": _key(page)} for item_id, link in rows if (page := one_page(link))]
        if keyed:
            connection.execute(told, keyed)


def _key(page: str) -> int:
    return xxhash.xxh3_64_intdigest(page.encode("utf-8", "surrogatepass")) & (1 << 63) - 1
