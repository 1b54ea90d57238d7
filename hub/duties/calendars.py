"""Calendars read again from the bytes we keep: the window of dates moves on though a calendar stays the same."""

from functools import partial

from hub.aggregate.feeds import documents
from hub.aggregate.tagging.queries import registry
from hub.db.engine import reading, writing
from hub.duties.children import read_events
from hub.duties.fetching import Tools
from hub.duties.settling import EVENTS, keep_events, outcome
from hub.kit.clock import now
from hub.meet.values import Calendar


def expand_again(tools: Tools) -> int:
    """Expand every kept calendar from today on, one transaction each; return how many there are."""
    with reading(tools.engine) as db:
        known = registry(db)
        calendars = list(documents.kept(db, EVENTS))
    for each in calendars:
        zone = known.speakers[each.source_id].timezone
        read = outcome(tools.sandbox.submit(partial(read_events, timezone=zone, now=now()), each.body))
        if isinstance(read, Calendar):
            with writing(tools.engine) as db:
                keep_events(db, each, read, known)
    return len(calendars)
