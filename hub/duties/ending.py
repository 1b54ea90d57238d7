"""Notices whose last day is over leave the stream."""

from hub.aggregate.notices.actions import end
from hub.db.engine import writing
from hub.duties.tools import Tools
from hub.kit.clock import now


def end_notices(tools: Tools) -> int:
    """End every notice whose last day is over where it is pinned up; return how many."""
    with writing(tools.engine) as db:
        return end(db, now())
