"""Which feeds are in trouble, and what helps? Reads for whoever looks after them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.states import BUSY, state_in_words
from hub.kit.saying import Saying

MOST = 200


@dataclass(frozen=True, slots=True)
class Broken:
    """A feed in trouble: whose it is, since when, what happened and what helps."""

    feed_id: UUID
    url: str
    source_slug: str
    source_name: str
    place_ids: frozenset[UUID]  # its source speaks for
    since: datetime
    sentence: Saying
    mend: Saying


def broken(db: Session, place_ids: Collection[UUID] | None) -> Sequence[Broken]:
    """Return the feeds in trouble whose sources speak for these places (None: for any or none), the oldest first."""
    ill = (col(Feed.trouble) != "", col(Feed.trouble).not_in(BUSY), col(Feed.retired).is_(False))
    wanted = select(Feed, Source).join(Source).where(*ill, col(Source.retired).is_(False))
    if place_ids is not None:
        here = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
        wanted = wanted.where(col(Source.id).in_(here))
    rows = db.execute(wanted.order_by(col(Feed.trouble_since), col(Feed.url)).limit(MOST)).all()
    homes = _homes(db, {source.id for _, source in rows})
    return [_view(feed, source, homes) for feed, source in rows]


def homes_of(db: Session, feed_id: UUID) -> frozenset[UUID]:
    """Return the places the source of a feed speaks for; none where there is no such feed."""
    spoken = select(SourcePlace.place_id).join(Feed, col(Feed.source_id) == SourcePlace.source_id)
    return frozenset(db.exec(spoken.where(Feed.id == feed_id)))


def _homes(db: Session, source_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    spoken = select(SourcePlace.source_id, SourcePlace.place_id).where(col(SourcePlace.source_id).in_(source_ids))
    homes: dict[UUID, frozenset[UUID]] = {}
    for source_id, place_id in db.execute(spoken) if source_ids else ():
        homes[source_id] = homes.get(source_id, frozenset()) | {place_id}
    return homes


def _view(feed: Feed, source: Source, homes: dict[UUID, frozenset[UUID]]) -> Broken:
    state = state_in_words(feed)
    return Broken(
        feed_id=feed.id,
        url=feed.url,
        source_slug=source.slug,
        source_name=source.name,
        place_ids=homes.get(source.id, frozenset()),
        since=feed.trouble_since or feed.due_at,
        sentence=state.sentence,
        mend=state.mend,
    )
