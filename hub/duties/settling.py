"""A document read and settled, whatever kind it is: posts go to aggregate, events to meet."""

from concurrent.futures import Future
from functools import partial

from sqlmodel import Session

from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.actions import Heard, document_wait
from hub.aggregate.fetching.rules import Failed, Fresh
from hub.aggregate.reading.document import Document, Flaw, Unreadable
from hub.aggregate.reading.parse import read
from hub.aggregate.tagging.rules import Registry, meaning
from hub.kit.clock import now
from hub.meet import actions as meetups
from hub.meet.actions import FeedLike, Kept
from hub.meet.calendar import read_calendar
from hub.meet.rules import text_of
from hub.meet.values import Calendar
from hub.net.answers import Reply
from hub.sandbox import Crashed, Sandbox, Stopped

Reading = Document | Calendar | Unreadable
EVENTS = "events"
READERS = ("hub.aggregate.reading.parse", "hub.meet.calendar")  # what children load before their first document


def start_reading(sandbox: Sandbox, feed: FeedState, reply: Reply, registry: Registry) -> Future[Reading]:
    """Hand a document to a child that may be killed."""
    content_type = reply.headers.get("content-type", "")
    if feed.reads == EVENTS:
        zone = registry.speakers[feed.source_id].timezone
        return sandbox.submit(partial(read_calendar, timezone=zone, now=now()), reply.body)
    how = partial(read, content_type=content_type, url=reply.url, now=now(), known=feed.entry_hashes)
    return sandbox.submit(how, reply.body)


def outcome(future: Future[Reading]) -> Reading:
    """Wait for a child's answer; a child that had to be stopped is an answer too."""
    try:
        return future.result()
    except Stopped:
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


def keep_events(db: Session, feed: FeedLike, calendar: Calendar, registry: Registry) -> Kept:
    """Store what a calendar tells, with what the registry makes of it today."""
    speaker = registry.speakers[feed.source_id]
    meanings = {
        event.uid: meaning(
            registry.vocabulary,
            speaker,
            labels=event.categories,
            title=event.title,
            text=text_of(event.summary, event.location),
        )
        for event in calendar.events
    }
    return meetups.keep_calendar(db, feed, calendar, meanings, now())


def _settle_calendar(db: Session, feed: FeedState, fresh: Fresh, calendar: Calendar, registry: Registry) -> Heard:
    kept = keep_events(db, feed, calendar, registry)
    facts = {
        "title": calendar.title,
        "dialect": calendar.dialect,
        "notes": " ".join(sorted(calendar.notes)),
        "asked_wait": int(document_wait(calendar.hints).total_seconds()),
    }
    actions.note_document(db, feed, fresh, facts, now())
    return Heard(feed, added=kept.added, changed=kept.changed + kept.gone)
