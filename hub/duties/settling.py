"""A document read and settled, whatever kind it is: posts go to aggregate, events to meet."""

from concurrent.futures import Future

from sqlmodel import Session

from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.actions import Heard
from hub.aggregate.fetching.rules import Failed, Fresh
from hub.aggregate.reading.document import Document, Flaw, Unreadable
from hub.aggregate.reading.parse import read
from hub.aggregate.tagging.rules import Registry
from hub.kit.clock import now
from hub.meet.calendar import Calendar, read_calendar
from hub.net.answers import Reply
from hub.sandbox import Crashed, Sandbox, TooSlow

Reading = Document | Calendar | Unreadable
EVENTS = "events"
READERS = ("hub.aggregate.reading.parse", "hub.meet.calendar")  # what children load before their first document


def start_reading(sandbox: Sandbox, feed: FeedState, reply: Reply, registry: Registry) -> Future[Reading]:
    """Hand a document to a child that may be killed."""
    content_type = reply.headers.get("content-type", "")
    if feed.reads == EVENTS:
        zone = registry.speakers[feed.source_id].timezone
        return sandbox.submit(read_calendar, reply.body, timezone=zone, now=now())
    return sandbox.submit(
        read, reply.body, content_type=content_type, url=reply.url, now=now(), known=feed.entry_hashes
    )


def outcome(future: Future[Reading]) -> Reading:
    """Wait for a child's answer; a child that had to be stopped is an answer too."""
    try:
        return future.result()
    except TooSlow:
        return Unreadable(Flaw.TOO_SLOW)
    except Crashed:
        return Unreadable(Flaw.CRASHED)


def settle(db: Session, feed: FeedState, fresh: Fresh, read_as: Reading, registry: Registry) -> Heard:
    """Store what a document brought, and note how the look went."""
    if isinstance(read_as, Unreadable):
        return actions.settle_failed(db, feed, Failed(read_as.flaw.value, read_as.detail), now())
    if isinstance(read_as, Calendar):
        return _settle_calendar(db, feed, fresh, read_as, registry)
    heard = actions.settle_read(db, feed, read_as, registry, now())
    actions.note_read(db, feed, read_as, fresh, now())
    return heard


def _settle_calendar(db: Session, feed: FeedState, fresh: Fresh, calendar: Calendar, registry: Registry) -> Heard:
    raise NotImplementedError
