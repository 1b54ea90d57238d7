"""The neighbours of a place as a source: what they tell here themselves hangs on feeds of it that nobody looks at."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, or_, select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.rules import MEETUPS, OWN
from hub.db.windows import Windows
from hub.places.actions import bump_hub
from hub.places.filing import DESK
from hub.places.models import Place

KIND = "community"  # of the source
# Of a feed whose events are kept true: somebody looks at it, or neighbours tell it here.
KEPT_TRUE = or_(col(Feed.retired).is_(False), col(Feed.reads) == MEETUPS)


def feed_of(db: Session, place: Place, reads: str, now: datetime) -> Feed:
    """Return the feed of what neighbours of a place tell here, *reads* one of ``OWN``; made when the first does."""
    wanted = select(Feed).where(Feed.url == _address(place.id, reads))
    found = db.exec(wanted).first()
    if found is None:
        # Whoever makes it waits for who is making one: the count is hit first.
        Windows(db, now).incr("neighbours", 1)
        found = db.exec(wanted).first() or _new_feed(db, place, reads, now)
    return found


def source_of(db: Session, place_id: UUID) -> UUID | None:
    """Return the source the neighbours of a place are; None as long as nobody told anything here."""
    return db.exec(select(Feed.source_id).where(_is_theirs(place_id))).first()


def _is_theirs(place_id: UUID) -> ColumnElement[bool]:
    return col(Feed.url).in_([_address(place_id, each) for each in OWN])


def _address(place_id: UUID, reads: str) -> str:
    """Return what stands where other feeds have their address."""
    return f"{reads}:{place_id.hex}"


def _new_feed(db: Session, place: Place, reads: str, now: datetime) -> Feed:
    source = db.exec(select(Source).join(Feed).where(_is_theirs(place.id))).first() or _new_source(db, place)
    # Retired from the first: there is nothing to look at.
    feed = Feed(
        source_id=source.id, url=_address(place.id, reads), reads=reads, title=source.name, retired=True, due_at=now
    )
    db.add(feed)
    db.flush()
    bump_hub(db)
    return feed


def _new_source(db: Session, place: Place) -> Source:
    slug = f"neighbours-{place.slug}"
    if db.exec(select(Source.id).where(Source.slug == slug)).first():
        slug = f"{slug}-{place.id.hex}"
    source = Source(slug=slug, name=f"Neighbours in {place.name}", kind=KIND, shows="full", origin=DESK)
    db.add(source)
    db.flush()
    db.add(SourcePlace(source_id=source.id, place_id=place.id))
    return source
