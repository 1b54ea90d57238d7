"""What of a document may be stored that came by the feed of a tag? Asked at each look, before and after it is."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.adopting import actions
from hub.aggregate.adopting.models import AdoptedFeed
from hub.aggregate.adopting.queries import said, since_morning, stands
from hub.aggregate.adopting.rules import Terms, day_began, excerpted, let_in
from hub.aggregate.feeds import documents
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.reading.document import Document
from hub.aggregate.tagging.rules import Registry, Speaker, meaning_of_entry


class FeedLike(Protocol):
    """What is asked of a feed here."""

    @property
    def id(self) -> UUID:
        """Its id."""
        ...

    @property
    def source_id(self) -> UUID:
        """The id of its source."""
        ...


def is_adopted(feed: FeedLike, speakers: Mapping[UUID, Speaker]) -> bool:
    """Say whether a feed is that of a tag, with posts of strangers in it."""
    speaker = speakers.get(feed.source_id)
    return speaker is not None and speaker.kind == NEIGHBOURS


def admitted(db: Session, feed: FeedLike, document: Document, registry: Registry, now: datetime) -> Document:
    """Return what may be stored of a document, which is all of it where no feed of a tag brought it."""
    if not is_adopted(feed, registry.speakers):
        return document
    row, speaker = db.get(AdoptedFeed, feed.id), registry.speakers[feed.source_id]
    began = day_began(now, speaker.timezone)
    terms = Terms(
        room=row.cap - since_morning(db, feed.id, began) if row and row.stopped_at is None else 0,
        stands={each.key: each.stand for each in stands(db, feed.id)},
        needs_place=speaker.only_when_mentioned,
    )
    placed = _placed(document, registry, speaker) if terms.needs_place else frozenset()
    return let_in(document, terms, said(db, feed.id, [entry.guid for entry in document.entries]), placed)


def settled(db: Session, feed: FeedLike, registry: Registry, now: datetime) -> None:
    """Let appear what a trusted author wrote, and keep no bytes in which refused ones stand."""
    if is_adopted(feed, registry.speakers):
        actions.apply_stands(db, feed.id, registry, now)
        documents.drop(db, [feed.id])


def _placed(document: Document, registry: Registry, speaker: Speaker) -> frozenset[str]:
    """Return the guids of the posts that name a place of ours, in what is kept of them."""
    short = map(excerpted, document.entries)
    return frozenset(entry.guid for entry in short if meaning_of_entry(registry.vocabulary, speaker, entry).places)
