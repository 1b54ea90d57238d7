"""labels that were set aside become words that are left alone, decided by who set them aside.

Revision: e57ab10003
After: e57ab10002
"""

from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "e57ab10003"
down_revision = "e57ab10002"
branch_labels = None
depends_on = None

_MOMENT = sqlmodel.sql.sqltypes.UTCDateTime()
_LOG = sa.table(
    "audit_entry",
    *(sa.column("id", sa.BigInteger()), sa.column("at", _MOMENT), sa.column("actor_id", sa.Uuid())),
    *(sa.column("place_id", sa.Uuid()), sa.column("deed"), sa.column("target_kind"), sa.column("target_id")),
)
_LABELS = sa.table("item_label", sa.column("key"), sa.column("label"))
_SPELT = sa.table("tag_label", sa.column("scope_id", sa.Uuid()), sa.column("key"))
_RULINGS = sa.table(
    "ruling", sa.column("scope_id", sa.Uuid()), sa.column("key"), sa.column("label"), sa.column("stand")
)
_DECISIONS = sa.table(
    "tag_decision",
    *(sa.column("at", _MOMENT), sa.column("by_id", sa.Uuid()), sa.column("origin"), sa.column("place_id", sa.Uuid())),
    *(sa.column("script", sa.JSON()), sa.column("images", sa.JSON()), sa.column("reason"), sa.column("reach")),
)
_LEFT = "left-alone"


def upgrade() -> None:
    connection = op.get_bind()
    there = {(row.scope_id, row.key) for table in (_RULINGS, _SPELT) for row in connection.execute(sa.select(table))}
    for row in _set_aside(connection):
        if (row.place_id, row.target_id) not in there:
            label = sa.select(sa.func.min(_LABELS.c.label)).where(_LABELS.c.key == row.target_id)
            _leave_alone(connection, row, connection.execute(label).scalar() or row.target_id)


def downgrade() -> None:
    """Leave them: the log, which the older version reads, still says who set what aside."""


def _set_aside(connection: sa.Connection) -> list[sa.Row[Any]]:
    """Return the lines of the log about labels that were set aside and not taken up again."""
    mine = (_LOG.c.target_kind == "label", _LOG.c.deed.in_(["set-aside", "take-up"]), _LOG.c.place_id.is_not(None))
    newest = sa.select(sa.func.max(_LOG.c.id)).where(*mine).group_by(_LOG.c.place_id, _LOG.c.target_id)
    last = sa.select(_LOG).where(_LOG.c.id.in_(newest), _LOG.c.deed == "set-aside").order_by(_LOG.c.id)
    return list(connection.execute(last).all())


def _leave_alone(connection: sa.Connection, row: sa.Row[Any], label: str) -> None:
    ruling = {"scope_id": row.place_id, "key": row.target_id, "label": label, "stand": _LEFT}
    connection.execute(_RULINGS.insert().values(ruling))
    scope = row.place_id.hex
    after = {"scope_id": scope, "normal": row.target_id, "label": label, "stand": _LEFT}
    connection.execute(
        _DECISIONS.insert().values(
            at=row.at,
            by_id=row.actor_id,
            origin="mentor",
            place_id=row.place_id,
            script=[{"do": "rule", "label": label, "stand": _LEFT, "scope": scope}],
            images=[{"of": "ruling", "before": None, "after": after}],
            reason="",
            reach=0,
        )
    )
