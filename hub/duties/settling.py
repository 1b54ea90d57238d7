"""A document read and settled, whatever kind it is: posts go to aggregate, events to meet."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from functools import partial

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.actions import Heard, document_wait
from hub.aggregate.fetching.rules import Busy, Failed, Fresh, Glance, Same
from hub.aggregate.reading.document import Document, Flaw, Unreadable
from hub.aggregate.tagging.rules import Registry, meaning
from hub.db import search
from hub.db.engine import writing
from hub.duties.children import read_events, read_posts
from hub.duties.knowing import Known
from hub.kit.clock import now
from hub.kit.text import words
from hub.meet import actions as meetups
from hub.meet.actions import FeedLike, Kept
from hub.meet.rules import text_of
from hub.meet.values import Calendar
from hub.net.answers import Reply
from hub.sandbox import Crashed, Sandbox, Stopped

log = structlog.get_logger()
Reading = Document | Calendar | Unreadable
EVENTS = "events"


def start_reading(sandbox: Sandbox, feed: FeedState, reply: Reply, registry: Registry) -> Future[Reading]:
    """Hand a document to a child that may be killed."""
    content_type = reply.headers.get("content-type", "")
    if feed.reads == EVENTS:
        speaker = registry.speakers.get(feed.source_id)  # none: it left the hub since it was asked
        zone = speaker.timezone if speaker else "UTC"
        return sandbox.submit(partial(read_events, timezone=zone, now=now()), reply.body)
    held = partial(read_posts, known=feed.entry_hashes, identity=feed.identity)
    how = partial(held, content_type=content_type, url=reply.url, now=now())
    return sandbox.submit(how, reply.body)


def outcome(future: Future[Reading]) -> Reading:
    """Wait for a child's answer; a child that had to be stopped is an answer too."""
    try:
        return future.result()
    except Stopped:
        return Unreadable(Flaw.TOO_SLOW)
    except Crashed:
        return Unreadable(Flaw.CRASHED)


@dataclass(frozen=True, slots=True)
class Deed:
    """A look that is ready to be settled; ``run`` writes and may be run again after a rollback."""

    feed: FeedState
    run: Callable[[Session], Heard]


def settle_together(engine: Engine, deeds: Sequence[Deed]) -> list[Heard]:
    """Commit together what is ready together, which is what a commit costs least; each feed is whole in it or absent.

    When one of them fails, each is settled alone: nothing else suffers from one feed's accident.
    """
    if not deeds:
        return []
    try:
        with writing(engine) as db, search.gathering(db):
            return [deed.run(db) for deed in deeds]
    except Exception:  # noqa: BLE001 -- whatever it was, it is looked at feed by feed
        return [_settle_alone(engine, deed) for deed in deeds]


def settle_glance(db: Session, *, feed: FeedState, seen: Glance, headers: Mapping[str, str]) -> Heard:
    """Settle a look that brought no document to read."""
    match seen:
        case Same(learned):
            return actions.settle_same(db, feed, headers, learned, now())
        case Busy():
            return actions.settle_busy(db, feed, seen, now())
        case Failed():
            return actions.settle_failed(db, feed, seen, now())
        case Fresh():
            raise AssertionError("a fresh document is read before it is settled")


def settle_document(db: Session, *, feed: FeedState, fresh: Fresh, read_as: Reading, known: Known) -> Heard:
    """Store what a document brought, and note how the look went."""
    registry = known.now(db)
    if known.changed and not looks.still_at(db, feed):  # what came is of an address that is no longer this feed's
        looks.release(db, [feed.id])
        return Heard(feed)
    if isinstance(read_as, Unreadable):
        return actions.settle_failed(db, feed, Failed(read_as.flaw.value, read_as.detail), now())
    if isinstance(read_as, Calendar):
        return _settle_calendar(db, feed, fresh, read_as, registry)
    heard = actions.settle_read(db, feed, read_as, registry, now())
    actions.note_read(db, feed, read_as, fresh, now())
    return heard


def _settle_alone(engine: Engine, deed: Deed) -> Heard:
    try:
        with writing(engine) as db:
            return deed.run(db)
    except Exception:
        log.exception("could not be settled", feed=deed.feed.url)
        # When it is the database that is in trouble (locked, full, gone), this raises too, and ends the round.
        with writing(engine) as db:
            return actions.settle_failed(db, deed.feed, Failed(Flaw.CRASHED.value), now())


def keep_events(db: Session, feed: FeedLike, calendar: Calendar, registry: Registry) -> Kept:
    """Store what a calendar tells, with what the registry makes of it today."""
    speaker = registry.speakers[feed.source_id]
    meanings = {
        event.uid: meaning(
            registry.vocabulary,
            speaker,
            labels=event.categories,
            title=event.title,
            text=words(text_of(event.summary, event.location)),
            link=event.url,
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
