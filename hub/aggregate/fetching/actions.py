"""Settle one look at one feed: store what came and decide when to look again; the caller commits."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from hub.aggregate.feeds import documents, looks
from hub.aggregate.feeds.rules import RHYTHM, FeedState, Rhythm, median_gap, next_look, wait_asked
from hub.aggregate.feeds.states import HTTP
from hub.aggregate.fetching.rules import Busy, Failed, Fresh, should_move
from hub.aggregate.items import actions as items
from hub.aggregate.items.holdings import known, latest_moments
from hub.aggregate.items.rules import Verdict, judge
from hub.aggregate.reading.document import Document, Entry, Hints
from hub.aggregate.tagging.rules import Registry, meaning_of_entry
from hub.establish.meaning.rules import Meaning
from hub.net.pacing import registrable


@dataclass(frozen=True, slots=True)
class Heard:
    """What one look brought."""

    feed: FeedState
    added: int = 0
    changed: int = 0
    trouble: str = ""
    detail: str = ""

    @property
    def unchanged(self) -> bool:
        """Whether everything is as it was, and well."""
        return not (self.added or self.changed or self.trouble)


def settle_same(
    db: Session, feed: FeedState, headers: Mapping[str, str], learned: Mapping[str, object], now: datetime
) -> Heard:
    """Note that nothing is new."""
    rhythm = _with_wait(feed.rhythm, wait_asked(headers, now))
    _note_well(db, feed, rhythm, learned, now)
    return Heard(feed)


def settle_failed(db: Session, feed: FeedState, failed: Failed, now: datetime) -> Heard:
    """Note that the look failed, and why."""
    looks.note_trouble(db, feed, now, trouble=failed.trouble, detail=failed.detail, retry_after=failed.retry_after)
    return Heard(feed, trouble=failed.trouble, detail=failed.detail)


def settle_busy(db: Session, feed: FeedState, busy: Busy, now: datetime) -> Heard:
    """Leave the whole host in peace for as long as it asked."""
    until = now + busy.wait
    why = f"{HTTP}{busy.status}"
    looks.pause_host(db, registrable(feed.url), until, why)
    looks.note_later(db, feed, now, until, why)
    return Heard(feed, trouble=why)


def settle_read(db: Session, feed: FeedState, document: Document, registry: Registry, now: datetime) -> Heard:
    """Store what is new or edited in *document*; nothing that is missing from it is deleted."""
    speaker = registry.speakers[feed.source_id]
    origin = items.Origin(feed.id, feed.source_id, speaker.kind)
    held = known(db, feed.id, [entry.guid for entry in document.entries])

    def mean(entry: Entry) -> Meaning:
        return meaning_of_entry(registry.vocabulary, speaker, entry)

    added = [(e, mean(e)) for e in document.entries if judge(e.digest.hex(), held.get(e.guid)) is Verdict.ADD]
    changed = [
        (held[e.guid], e, mean(e))
        for e in document.entries
        if judge(e.digest.hex(), held.get(e.guid)) is Verdict.CHANGE
    ]
    items.add(db, origin, added, now)
    items.change(db, origin, changed, now)
    return Heard(feed, added=len(added), changed=len(changed))


def note_read(db: Session, feed: FeedState, document: Document, fresh: Fresh, now: datetime) -> None:
    """Note what a feed of posts taught us about itself."""
    moments = latest_moments(db, feed.source_id, feed.id)
    hints = document.hints
    spoken = replace(
        feed,
        post_gap=int((median_gap(moments) or timedelta(0)).total_seconds()),
        last_post_at=moments[0] if moments else None,
        asked_wait=int(document_wait(hints).total_seconds()),
        skip_hours=" ".join(map(str, sorted(hints.skip_hours))),
        skip_days=" ".join(map(str, sorted(hints.skip_days))),
    )
    facts = {
        "title": document.title,
        "dialect": document.dialect,
        "notes": " ".join(sorted(document.notes)),
        "entry_hashes": document.digests,
        "identity": document.identity,
    }
    note_document(db, spoken, fresh, facts | {name: getattr(spoken, name) for name in RHYTHM}, now)


def note_document(db: Session, feed: FeedState, fresh: Fresh, facts: Mapping[str, object], now: datetime) -> None:
    """Note that a good document came, and keep its raw bytes so that everything can be read again."""
    reply = fresh.reply
    documents.keep(db, feed.id, reply.body, reply.headers.get("content-type", ""), reply.url, now)
    rhythm = _with_wait(feed.rhythm, wait_asked(reply.headers, now))
    _note_well(db, feed, rhythm, {**fresh.learned, **facts, "changed_at": now}, now)


def _note_well(db: Session, feed: FeedState, rhythm: Rhythm, learned: Mapping[str, object], now: datetime) -> None:
    facts: dict[str, Any] = dict(learned)
    target = should_move(facts, now)
    looks.note_well(db, feed, now, next_look(rhythm, now, feed.id), facts)
    if target and registrable(target) == registrable(feed.url):
        looks.adopt_address(db, feed, target)


def document_wait(hints: Hints) -> timedelta:
    """Return how long the document itself asks us to wait between two looks."""
    return max(timedelta(minutes=hints.ttl_minutes or 0), timedelta(seconds=hints.update_seconds or 0))


def _with_wait(rhythm: Rhythm, wait: timedelta) -> Rhythm:
    return replace(rhythm, asked_wait=max(rhythm.asked_wait, wait))
