"""the dates of each place in order.

Revision: f37c600003
After: f37c600001
"""

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

revision = "f37c600003"
down_revision = "f37c600001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "listed_date",
        sa.Column("place_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("meeting", sa.Uuid(), nullable=False),
        sa.Column("occurrence_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("feed_id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("starts_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("ends_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("all_day", sa.Boolean(), nullable=False),
        sa.Column("goes_on", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_listed_date_event_id_event")),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_listed_date_place_id_place")),
        sa.PrimaryKeyConstraint("place_id", "meeting_at", "meeting", "occurrence_id", name=op.f("pk_listed_date")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_listed_date_event_id"), "listed_date", ["event_id"], unique=False)
    op.create_index(
        "ix_listed_date_by_day",
        "listed_date",
        ["place_id", "day", "meeting_at", "meeting", "cancelled", "feed_id", "source_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_listed_date_place_id_goes_on_ends_at"), "listed_date", ["place_id", "goes_on", "ends_at"], unique=False
    )
    _list_what_is_known()


def _list_what_is_known() -> None:
    # Nothing is merged yet, and calendars tell of the place they are from: their day is the day there.
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    longer = "julianday(o.ends_at) - julianday(o.starts_at) > 1" if is_sqlite else "o.ends_at - o.starts_at > '1 day'"
    op.execute(f"""
        INSERT INTO listed_date (place_id, meeting_at, meeting, occurrence_id, event_id, feed_id, source_id, starts_at,
            ends_at, day, all_day, goes_on, cancelled)
        SELECT p.place_id, o.starts_at, o.id, o.id, e.id, e.feed_id, e.source_id, o.starts_at,
            o.ends_at, o.starts_on, o.all_day, COALESCE({longer}, false), o.cancelled OR e.cancelled
        FROM occurrence o JOIN event e ON e.id = o.event_id JOIN event_place p ON p.event_id = e.id
    """)  # noqa: S608 -- words of ours alone


def downgrade() -> None:
    op.drop_table("listed_date")
