"""Writes of adopting: a feed of a tag is adopted and stopped, its posts are let in or refused, authors are trusted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.aggregate.adopting.models import AdoptedFeed, AdoptedVoice
from hub.aggregate.adopting.queries import stands, waiting_ids
from hub.aggregate.adopting.rules import Stand, Voice
from hub.aggregate.adopting.services import Offer, Reach
from hub.aggregate.feeds import documents, looks
from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.registry import NEIGHBOURS, SHOWS, USUALLY_SHOWS
from hub.aggregate.items import actions as items
from hub.aggregate.items.forgetting import forget
from hub.aggregate.items.models import Item
from hub.aggregate.items.withholding import holds, suspect
from hub.aggregate.tagging import source_rules
from hub.aggregate.tagging.actions import settle_withheld
from hub.aggregate.tagging.carrying import changed
from hub.aggregate.tagging.models import RuleKind
from hub.aggregate.tagging.rules import Registry
from hub.aggregate.tagging.source_rules import Wanted
from hub.kit.text import numbered, slugify
from hub.people.cases.models import Withholding
from hub.people.cases.rules import Measure, Target
from hub.places.actions import bump, bump_hub
from hub.places.filing import DESK


@dataclass(frozen=True, slots=True)
class Adoption:
    """What a mentor wants to come in: a feed, for which tag, where, and how much of it a day."""

    offer: Offer
    place_id: UUID
    tag_id: UUID
    cap: int


def adopt(db: Session, wanted: Adoption, now: datetime) -> UUID | None:
    """Have the feed of a tag looked at from now on and return its id; None where its address is heard already."""
    held = db.exec(select(Feed).where(Feed.url == wanted.offer.url)).first()
    if held is None:
        feed_id = _new(db, wanted, now)
    elif _rests(db, held):
        feed_id = _again(db, held, wanted, now)
    else:
        return None
    changed(db, now)
    bump_hub(db)
    bump(db, [wanted.place_id])
    return feed_id


def stop(db: Session, feed_id: UUID, now: datetime) -> bool:
    """Look at an adopted feed no more; what was shown stays, what nobody has read yet goes. False: it was over."""
    row = db.get_one(AdoptedFeed, feed_id)
    if row.stopped_at is not None:
        return False
    row.stopped_at = now
    feed = db.get_one(Feed, feed_id)
    feed.retired = db.get_one(Source, feed.source_id).retired = True
    documents.drop(db, [feed_id])
    db.flush()
    forget(db, list(waiting_ids(db, feed_id)))
    bump_hub(db)
    bump(db, [row.place_id])
    return True


def go_on(db: Session, feed_id: UUID, now: datetime) -> bool:
    """Look at a feed again that was stopped; False: it was not."""
    row = db.get_one(AdoptedFeed, feed_id)
    if row.stopped_at is None:
        return False
    _wake(db, row, now)
    bump_hub(db)
    bump(db, [row.place_id])
    return True


def limit(db: Session, feed_id: UUID, cap: int) -> None:
    """Let so many new posts a day in by a feed from now on."""
    db.get_one(AdoptedFeed, feed_id).cap = cap
    db.flush()


def let_through(db: Session, item_id: int, registry: Registry) -> bool:
    """Let a post appear that somebody has read; False where it does not wait, or for more than this shelf may say.

    Of a source that a moderator restricted, each post is let through as its case says, and not here.
    """
    row = db.get(Withholding, (Target.ITEM, str(item_id)))
    if row is None or row.measure != Measure.RESTRICT or holds(db).restricted(db.get_one(Item, item_id).source_id):
        return False
    _let_in(db, [item_id], registry)
    return True


def refuse(db: Session, item_id: int, now: datetime) -> bool:
    """Delete the words of a post that waits and keep no more than that it was here; False where it does not wait."""
    row = db.get(Withholding, (Target.ITEM, str(item_id)))
    if row is None or row.measure != Measure.RESTRICT:
        return False
    row.measure, row.since = Measure.REMOVE, now
    db.flush()
    items.take_down(db, [item_id])
    items.empty(db, item_id)
    return True


def decide_voice(db: Session, feed_id: UUID, voice: Voice, stand: Stand, now: datetime) -> None:
    """Keep what a mentor decided of somebody who writes in a feed; what was decided before ends."""
    row = db.get(AdoptedVoice, (feed_id, voice.key))
    row = row or AdoptedVoice(feed_id=feed_id, key=voice.key, name=voice.name, stand=stand, since=now)
    row.name, row.stand, row.since = voice.name, stand, now
    db.add(row)
    db.flush()


def forget_voice(db: Session, feed_id: UUID, key: str) -> bool:
    """Decide nothing of somebody any more: what they write waits again; False where nothing was decided."""
    row = db.get(AdoptedVoice, (feed_id, key))
    if row is None:
        return False
    db.delete(row)
    db.flush()
    return True


def forget_source(db: Session, source_id: UUID) -> None:
    """Forget what was adopted of a source that leaves, and what was decided of those who write there."""
    theirs = select(Feed.id).where(Feed.source_id == source_id)
    for table in (AdoptedVoice, AdoptedFeed):
        db.execute(delete(table).where(col(table.feed_id).in_(theirs)))


def apply_stands(db: Session, feed_id: UUID, registry: Registry, now: datetime) -> int:
    """Let in what waits of those who are trusted, refuse what waits of those who are not; return how many waited."""
    decided = {each.key: each.stand for each in stands(db, feed_id)}
    waits = {item_id: decided.get(key) for item_id, key in waiting_ids(db, feed_id).items()} if decided else {}
    trusted = _harmless(db, feed_id, [item_id for item_id, stand in waits.items() if stand is Stand.TRUSTED])
    refused = [item_id for item_id, stand in waits.items() if stand is Stand.REFUSED]
    _let_in(db, trusted, registry)
    for item_id in refused:
        refuse(db, item_id, now)
    return len(trusted) + len(refused)


def _harmless(db: Session, feed_id: UUID, item_ids: Sequence[int]) -> Sequence[int]:
    """Return those of these items that trust lets in: none of a source, or of a page, about which was decided."""
    source_id = db.get_one(Feed, feed_id).source_id
    if not item_ids or source_id in holds(db).sources:
        return ()
    asked = select(Item.id, Item.page_key, Item.link).where(col(Item.id).in_(item_ids))
    suspected = suspect(db, source_id, [row._asdict() for row in db.execute(asked)])
    return [item_id for item_id in item_ids if item_id not in suspected]


def _let_in(db: Session, item_ids: Collection[int], registry: Registry) -> None:
    for item_id in item_ids:
        row = db.get_one(Withholding, (Target.ITEM, str(item_id)))
        if row.label:
            row.measure = Measure.LABEL  # which it had before its author edited it
        else:
            db.delete(row)
    db.flush()
    settle_withheld(db, registry, list(item_ids))


def _new(db: Session, wanted: Adoption, now: datetime) -> UUID:
    offer = wanted.offer
    slug = slugify(offer.name) or NEIGHBOURS
    taken = frozenset(db.exec(select(Source.slug).where(col(Source.slug).startswith(slug))))
    source = Source(
        slug=next(each for each in numbered(slug) if each not in taken),
        name=offer.name,
        kind=NEIGHBOURS,
        shows=_shown(offer),
        origin=DESK,
        only_when_mentioned=_needs_place(offer),
    )
    feed = Feed(source_id=source.id, url=offer.url, title=offer.name, due_at=now)
    for row in (source, feed, SourcePlace(source_id=source.id, place_id=wanted.place_id)):
        db.add(row)
        db.flush()
    _write(db, feed, wanted, now)
    return feed.id


def _again(db: Session, feed: Feed, wanted: Adoption, now: datetime) -> UUID:
    """Take up a feed that somebody had adopted and stopped, for this place and this tag."""
    source = db.get_one(Source, feed.source_id)
    source.only_when_mentioned, source.shows = _needs_place(wanted.offer), _shown(wanted.offer)
    db.execute(delete(SourcePlace).where(col(SourcePlace.source_id) == source.id))
    db.add(SourcePlace(source_id=source.id, place_id=wanted.place_id))
    source_rules.drop_all(db, source.id)
    if db.get_one(AdoptedFeed, feed.id).place_id != wanted.place_id:  # whom one place trusts, another does not know
        db.execute(delete(AdoptedVoice).where(col(AdoptedVoice.feed_id) == feed.id))
    _write(db, feed, wanted, now)
    return feed.id


def _write(db: Session, feed: Feed, wanted: Adoption, now: datetime) -> None:
    offer = wanted.offer
    row = db.get(AdoptedFeed, feed.id) or AdoptedFeed(
        feed_id=feed.id,
        place_id=wanted.place_id,
        tag_id=wanted.tag_id,
        service=offer.service,
        words=offer.words,
        cap=wanted.cap,
        adopted_at=now,
    )
    row.place_id, row.tag_id, row.cap, row.adopted_at = wanted.place_id, wanted.tag_id, wanted.cap, now
    db.add(row)
    source_rules.add(db, Wanted(feed.source_id, RuleKind.ALWAYS, "", "", wanted.tag_id))
    _wake(db, row, now)


def _wake(db: Session, row: AdoptedFeed, now: datetime) -> None:
    row.stopped_at = None
    feed = db.get_one(Feed, row.feed_id)
    feed.retired, feed.due_at = False, now
    looks.read_anew(db, feed.id)
    db.get_one(Source, feed.source_id).retired = False
    db.flush()


def _rests(db: Session, feed: Feed) -> bool:
    """Say whether a feed was adopted once and stopped: then anybody may take it up."""
    row = db.get(AdoptedFeed, feed.id)
    return row is not None and row.stopped_at is not None


def _shown(offer: Offer) -> str:
    """Return how much of what a feed says is shown: never more than the owner of its blog allows."""
    return min(USUALLY_SHOWS, offer.shows, key=SHOWS.index)


def _needs_place(offer: Offer) -> bool:
    return offer.reach is Reach.WORLD
