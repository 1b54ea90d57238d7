"""What is new in our own feeds, and has their hub been told? Reads and writes of what it has to be told."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.aggregate.items.models import Item, ItemPlace, ItemTag
from hub.aggregate.pushing.models import Ping, PublishedTo
from hub.aggregate.pushing.rules import PING_KEPT, SETTLED, quiet_until, topics
from hub.establish.tags.models import Tag
from hub.places.models import Place


def notice(db: Session, hub: str, base_url: str, now: datetime) -> None:
    """Note of which of our feeds *hub* has to be told since the last time; at the very first time of none."""
    known = db.get(PublishedTo, hub)
    if known is None:
        db.add(PublishedTo(hub=hub, item_id=_last(db, now)))
    elif (last := _last(db, now)) > known.item_id:
        addresses = {each for place, tag in _touched(db, known.item_id, last) for each in topics(base_url, place, tag)}
        held = set(db.exec(select(Ping.topic).where(col(Ping.topic).in_(addresses))))
        db.add_all(Ping(topic=topic, since=now) for topic in sorted(addresses - held))
        known.item_id = last
    db.execute(delete(Ping).where(col(Ping.since) <= now - PING_KEPT))
    db.flush()


def is_up_to_date(db: Session, hub: str, now: datetime) -> bool:
    """Say whether *hub* has nothing to be told now, or wants to be left alone."""
    known = db.get(PublishedTo, hub)
    if known is None:
        return False
    if known.quiet_until and now < known.quiet_until:
        return True
    return known.item_id >= _last(db, now) and not waiting(db, 1)


def waiting(db: Session, limit: int) -> Sequence[str]:
    """Return our feeds their hub has to be told of, at most *limit*, those that waited longest first."""
    return db.exec(select(Ping.topic).order_by(col(Ping.since), col(Ping.topic)).limit(limit)).all()


def note_told(db: Session, hub: str, topic: str) -> None:
    """Note that *hub* knows of what is new in one of our feeds."""
    db.execute(delete(Ping).where(col(Ping.topic) == topic))
    db.get_one(PublishedTo, hub).failures = 0
    db.flush()


def note_failure(db: Session, hub: str, now: datetime) -> None:
    """Note that *hub* could not be told; it is left alone for a while."""
    known = db.get_one(PublishedTo, hub)
    known.failures += 1
    known.quiet_until = quiet_until(known.failures, now)
    db.flush()


def _last(db: Session, now: datetime) -> int:
    """Return the number of the newest item no smaller number can come after."""
    settled = select(Item.id).where(col(Item.first_seen) <= now - SETTLED)
    return db.execute(settled.order_by(col(Item.id).desc()).limit(1)).scalar() or 0


def _touched(db: Session, after: int, last: int) -> frozenset[tuple[str, str]]:
    """Return the slugs of place and tag that have new items; that of the tag is empty for the place as a whole."""
    where, tag = col(ItemPlace.place_id), col(ItemTag.tag_id)
    filed = select(where, tag).outerjoin(ItemTag, col(ItemTag.item_id) == col(ItemPlace.item_id))
    pairs = db.execute(filed.where(col(ItemPlace.item_id).between(after + 1, last)).distinct()).all()
    places = _slugs(db, Place, {place_id for place_id, _ in pairs})
    tags = _slugs(db, Tag, {tag_id for _, tag_id in pairs if tag_id})
    whole = {(places[place_id], "") for place_id, _ in pairs if place_id in places}
    parts = {(places[place], tags[tag]) for place, tag in pairs if place in places and tag in tags}
    return frozenset(whole | parts)


def _slugs(db: Session, table: type[Place] | type[Tag], ids: Collection[UUID]) -> dict[UUID, str]:
    rows = db.execute(select(table.id, table.slug).where(col(table.id).in_(ids), col(table.retired).is_(False)))
    return dict(rows.all())
