"""Calendars read again from the bytes we keep: the window of dates moves on though a calendar stays the same."""

from functools import partial
from uuid import UUID

from hub.aggregate.feeds import documents
from hub.aggregate.reading.kinds import CALENDAR
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.db.engine import reading, writing
from hub.duties.children import read_events
from hub.duties.settling import keep_events, outcome
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.values import Calendar


def expand_again(tools: Tools) -> int:
    """Expand every kept calendar from today on, one transaction each; return how many there are."""
    with reading(tools.engine) as db:
        known = registry(db)
        calendars = documents.kept_of(db, CALENDAR.reads)
    for feed_id in calendars:
        if tools.stop.is_set():
            break
        _expand(tools, known, feed_id)
    return len(calendars)


def _expand(tools: Tools, known: Registry, feed_id: UUID) -> None:
    with reading(tools.engine) as db:
        document = documents.kept(db, feed_id)
    speaker = known.speakers.get(document.source_id) if document else None
    if document is None or speaker is None:
        return
    how = partial(read_events, timezone=speaker.timezone, now=now())
    read = outcome(tools.sandbox.submit(how, document.body))
    with writing(tools.engine) as db:
        # A look may have kept a newer one while this one was read.
        if isinstance(read, Calendar) and documents.is_newest(db, document):
            keep_events(db, document, read, known)
