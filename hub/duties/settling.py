"""A document read and settled, whatever kind it is: posts go to aggregate, events to meet."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace

import structlog
from sqlalchemy import Engine
from sqlmodel import Session

from hub.aggregate.adopting import admitting
from hub.aggregate.feeds import looks
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching import actions
from hub.aggregate.fetching.actions import Heard
from hub.aggregate.fetching.rules import Fresh, Intents, Lesson, Trouble, document_wait
from hub.aggregate.pushing import actions as pushing
from hub.aggregate.pushing.rules import Brought
from hub.aggregate.reading.document import Flaw, Unreadable
from hub.aggregate.tagging.rules import Registry, Speaker, meaning
from hub.db import search
from hub.db.engine import writing
from hub.duties.knowing import Known
from hub.duties.readers import Came, Incoming, read_as
from hub.duties.threading import settle_links
from hub.establish.meaning.rules import Meaning
from hub.establish.meaning.vocabulary import Vocabulary
from hub.kit.clock import now
from hub.kit.garbage import nothing_to_collect
from hub.kit.text import words
from hub.meet.events import actions as meetups
from hub.meet.events.actions import FeedLike, Kept
from hub.meet.events.rules import text_of
from hub.meet.reading.values import Calendar, IncomingEvent
from hub.net.answers import Reply
from hub.sandbox import Crashed, Sandbox, Stopped

log = structlog.get_logger()
Reading = Incoming


def start_reading(sandbox: Sandbox, feed: FeedState, reply: Reply, registry: Registry) -> Future[Reading]:
    """Hand a document to a child that may be killed."""
    speaker = registry.speakers.get(feed.source_id)  # none: it left the hub since it was asked
    came = Came(
        url=reply.url,
        content_type=reply.headers.get("content-type", ""),
        now=now(),
        timezone=speaker.timezone if speaker else "UTC",
        known=feed.entry_hashes,
        identity=feed.identity,
    )
    return sandbox.submit(read_as, feed.reads, reply.body, came)


def outcome(future: Future[Reading]) -> Reading:
    """Wait for a child's answer; that it had to be stopped, or that a reader made a mistake, is an answer too."""
    try:
        return future.result()
    except Stopped:
        return Unreadable(Flaw.TOO_SLOW)
    except Crashed:
        return Unreadable(Flaw.CRASHED)
    except Exception:  # whatever it stumbled over, the other feeds of the round are looked at all the same
        log.exception("could not be read")
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
            heard = [deed.run(db) for deed in deeds]
            settle_links(db)
            return heard
    except Exception:  # noqa: BLE001 -- whatever it was, it is looked at feed by feed
        return [_settle_alone(engine, deed) for deed in deeds]


def settle_glance(db: Session, *, feed: FeedState, seen: Intents) -> Heard:
    """Settle a look that brought no document to read."""
    return _compared(db, actions.carry_out(db, feed, seen, now()))


def settle_document(db: Session, *, feed: FeedState, fresh: Fresh, read: Reading, known: Known) -> Heard:
    """Store what a document brought, and note how the look went."""
    registry = known.now(db)
    if known.changed and not looks.still_at(db, feed):  # what came is of an address that is no longer this feed's
        looks.release(db, [feed.id])
        return Heard(feed)
    if isinstance(read, Unreadable):
        return actions.settle_failed(db, feed, Trouble(read.flaw.value, read.detail), now())
    if isinstance(read, Calendar):
        return _settle_calendar(db, feed, fresh, read, registry)
    document = admitting.admitted(db, feed, read, registry, now())
    heard = actions.settle_read(db, feed, document, registry, now())
    actions.note_read(db, feed, document, fresh, now(), heard.added + heard.changed)
    admitting.settled(db, feed, registry, now())
    return _compared(db, heard)


def _compared(db: Session, heard: Heard) -> Heard:
    """Compare what a look brought with what the hub of its feed told us, where one does."""
    if heard.feed.pushed_until and not heard.trouble:
        pushing.note_look(db, heard.feed, Brought(heard.added, heard.changed), now())
    return heard


def _settle_alone(engine: Engine, deed: Deed) -> Heard:
    try:
        with writing(engine) as db:
            heard = deed.run(db)
            settle_links(db)
            return heard
    except Exception:
        log.exception("could not be settled", feed=deed.feed.url)
        # When it is the database that is in trouble (locked, full, gone), this raises too, and ends the round.
        with writing(engine) as db:
            return actions.settle_failed(db, deed.feed, Trouble(Flaw.CRASHED.value), now())


def keep_events(db: Session, feed: FeedLike, calendar: Calendar, registry: Registry) -> Kept:
    """Store what a calendar tells, with what the registry makes of it today."""
    with nothing_to_collect():  # thousands of rows that stay until they are written
        return _keep_events(db, feed, calendar, registry)


def _keep_events(db: Session, feed: FeedLike, calendar: Calendar, registry: Registry) -> Kept:
    speaker = registry.speakers[feed.source_id]
    meanings = {event.uid: meaning_of_event(registry.vocabulary, speaker, event) for event in calendar.events}
    return meetups.keep_calendar(db, feed, calendar, meanings, now())


def meaning_of_event(vocabulary: Vocabulary, speaker: Speaker, event: IncomingEvent) -> Meaning:
    """Say what the registry makes of an event: what is said of it beforehand is what is stored with it."""
    return meaning(
        vocabulary,
        speaker,
        labels=event.categories,
        title=event.title,
        text=words(text_of(event.summary, event.location)),
        link=event.url,
    )


def _settle_calendar(db: Session, feed: FeedState, fresh: Fresh, calendar: Calendar, registry: Registry) -> Heard:
    kept = keep_events(db, feed, calendar, registry)
    heard = Heard(feed, added=kept.added, changed=kept.changed + kept.gone)
    wait = document_wait(calendar.hints)
    facts = {
        "title": calendar.title,
        "dialect": calendar.dialect,
        "notes": calendar.notes_told,
        "asked_wait": int(wait.total_seconds()),
    }
    lesson = Lesson(facts, replace(feed.rhythm, asked_wait=wait), heard.added + heard.changed)
    actions.note_document(db, feed, fresh, lesson, now())
    return heard
