"""Calendars read again from the bytes we keep: the window of dates moves on though a calendar stays the same."""

from uuid import UUID

from hub.aggregate.feeds import documents
from hub.aggregate.reading.kinds import OF_EVENTS
from hub.aggregate.tagging.queries import registry
from hub.aggregate.tagging.rules import Registry
from hub.db.engine import reading, writing
from hub.duties.readers import Came, read_as
from hub.duties.settling import keep_events, outcome
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.reading.values import Calendar


def expand_again(tools: Tools) -> int:
    """Expand every kept calendar from today on, one transaction each; return how many there are."""
    with reading(tools.engine) as db:
        known = registry(db)
        calendars = [(reads, each) for reads in sorted(OF_EVENTS) for each in documents.kept_of(db, reads)]
    for reads, feed_id in calendars:
        if tools.stop.is_set():
            break
        _expand(tools, known, reads, feed_id)
    return len(calendars)


def _expand(tools: Tools, known: Registry, reads: str, feed_id: UUID) -> None:
    with reading(tools.engine) as db:
        document = documents.kept(db, feed_id)
    speaker = known.speakers.get(document.source_id) if document else None
    if document is None or speaker is None:
        return
    came = Came(document.url, document.content_type, now(), timezone=speaker.timezone)
    read = outcome(tools.sandbox.submit(read_as, reads, document.body, came))
    with writing(tools.engine) as db:
        # A look may have kept a newer one while this one was read.
        if isinstance(read, Calendar) and documents.is_newest(db, document):
            keep_events(db, document, read, known)
