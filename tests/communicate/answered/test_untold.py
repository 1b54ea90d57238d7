"""Who is to be told of answers is asked every few minutes: from what was said lately, and not from all links."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlmodel import Session

from hub.communicate.answered.queries import untold
from hub.db.engine import is_sqlite, reading
from tests.communicate.village import Village
from tests.town import NOON

_Asked = list[tuple[str, Any]]


@contextmanager
def listening(engine: Engine) -> Iterator[_Asked]:
    """Collect what is asked of the database."""
    asked: _Asked = []

    def note(_connection: Connection, _cursor: object, statement: str, values: object, *_more: object) -> None:
        asked.append((statement, values))

    event.listen(engine, "before_cursor_execute", note)
    yield asked
    event.remove(engine, "before_cursor_execute", note)


def plan_of(db: Session, statement: str, values: Any) -> str:
    """Return how the database goes about it, were its tables large."""
    explain = "EXPLAIN QUERY PLAN " if is_sqlite(db) else "EXPLAIN "
    if not is_sqlite(db):
        db.connection().exec_driver_sql("SET LOCAL enable_seqscan = off")
    return "\n".join(str(row[-1]) for row in db.connection().exec_driver_sql(explain + statement, values))


def test_the_links_of_all_times_are_read_by_nobody(engine: Engine) -> None:
    village = Village(engine)
    village.says("Council", "Bins")
    village.says("Ben", "On bins", village.page("Council", "Bins"), hours=1)
    with listening(engine) as asked, reading(engine) as db:
        untold(db, NOON + timedelta(days=1))
    with reading(engine) as db:
        plans = [plan_of(db, *each) for each in asked if "item_link" in each[0] or "reply.said_at" in each[0]]
    assert len(plans) == 2
    for plan in plans:
        assert "SCAN item" not in plan
        assert "SCAN reply" not in plan
        assert "Seq Scan" not in plan
    assert "ix_reply_state_said_at" in plans[1]
