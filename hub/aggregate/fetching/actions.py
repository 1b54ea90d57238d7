"""Settle one look at one feed: store what came and decide when to look again; the caller commits."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session

from hub.aggregate.feeds import documents, looks, moving
from hub.aggregate.feeds.rules import RHYTHM, FeedState, median_gap
from hub.aggregate.fetching.hubs import announced
from hub.aggregate.fetching.rules import Fresh, HostPause, Intents, Lesson, Trouble, document_wait, failed, settled
from hub.aggregate.items import actions as items
from hub.aggregate.items import holdings
from hub.aggregate.items.holdings import latest_moments
from hub.aggregate.items.rules import Verdict, judge
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.tagging.rules import Registry, meaning_of_entry
from hub.establish.meaning.rules import Meaning
from hub.net.pacing import tenant


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


def carry_out(db: Session, feed: FeedState, intents: Intents, now: datetime) -> Heard:
    """Write what a look led to; nothing is decided here."""
    looks.note(db, feed.id, intents.columns)
    if intents.is_told:
        looks.tell(db, feed)
    if intents.pause:
        _leave_in_peace(db, intents.pause)
    if intents.moved:
        _move(db, feed, intents.moved, now)
    return Heard(feed, trouble=intents.trouble, detail=intents.detail)


def settle_failed(db: Session, feed: FeedState, trouble: Trouble, now: datetime) -> Heard:
    """Note that a look failed, and why."""
    return carry_out(db, feed, failed(feed, trouble, now), now)


def settle_read(db: Session, feed: FeedState, document: Document, registry: Registry, now: datetime) -> Heard:
    """Store what is new or edited in *document*; nothing that is missing from it is deleted."""
    speaker = registry.speakers[feed.source_id]
    held = holdings.held(db, feed.id, document)
    items.rename(db, held.renamed)
    origin = items.Origin(feed.id, feed.source_id, speaker.kind, is_new=held.is_new)

    def mean(entry: Entry) -> Meaning:
        return meaning_of_entry(registry.vocabulary, speaker, entry)

    known = held.known
    added = [(e, mean(e)) for e in document.entries if judge(e.digest.hex(), known.get(e.guid)) is Verdict.ADD]
    changed = [
        (known[e.guid], e, mean(e))
        for e in document.entries
        if judge(e.digest.hex(), known.get(e.guid)) is Verdict.CHANGE
    ]
    items.add(db, origin, added, now)
    return Heard(feed, added=len(added), changed=items.change(db, origin, changed, now))


def note_read(db: Session, feed: FeedState, document: Document, fresh: Fresh, now: datetime, news: int = 0) -> None:  # noqa: PLR0913, PLR0917 -- each is a fact of the look
    """Note what a feed of posts taught us about itself, *news* of which were new or edited."""
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
        **announced(fresh.reply, hints),
    }
    lesson = Lesson(facts | {name: getattr(spoken, name) for name in RHYTHM}, spoken.rhythm, news)
    note_document(db, feed, fresh, lesson, now)


def note_document(db: Session, feed: FeedState, fresh: Fresh, lesson: Lesson, now: datetime) -> None:
    """Note that a good document came, and keep its raw bytes so that everything can be read again."""
    reply = fresh.reply
    documents.keep(db, feed.id, reply.body, reply.headers.get("content-type", ""), reply.url, now)
    carry_out(db, feed, settled(feed, fresh, lesson, now), now)


def _leave_in_peace(db: Session, pause: HostPause) -> None:
    for host in {tenant(url) for url in pause.urls}:
        looks.pause_host(db, host, pause.until, pause.why)


def _move(db: Session, feed: FeedState, url: str, now: datetime) -> None:
    """Follow a feed for good where its publisher is alone; to anybody else’s domain a mentor says whether to."""
    if tenant(url) == tenant(feed.url):
        moving.adopt_address(db, feed, url)
    else:
        moving.propose(db, feed.id, url, moving.MOVED, now)
