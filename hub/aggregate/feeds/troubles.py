"""Which feeds are in trouble, and what helps? Reads for whoever looks after them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, not_, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import Select

from hub.aggregate.feeds.models import Feed, FeedProposal, Source, SourcePause, SourcePlace
from hub.aggregate.feeds.moving import Proposed, proposed
from hub.aggregate.feeds.states import BUSY, LONG, state_in_words
from hub.kit.saying import Saying
from hub.net.answers import Failure

MOST = 200


@dataclass(frozen=True, slots=True)
class Broken:
    """A feed in trouble, or one that seems to live elsewhere now: whose it is, since when, and what helps."""

    feed_id: UUID
    url: str
    source_id: UUID
    source_slug: str
    source_name: str
    place_ids: frozenset[UUID]  # its source speaks for
    since: datetime
    sentence: Saying
    mend: Saying
    site: str  # of its source
    reads: str
    elsewhere: Proposed | None = None  # another address for it, which waits for a word


def broken(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[Broken]:
    """Return the feeds that need somebody whose sources speak for these places (None: for any), the oldest first.

    A host that asks for peace is no trouble before it has done so for days.
    """
    busy = and_(col(Feed.trouble).in_(BUSY), col(Feed.trouble_since) > now - LONG)
    moves = select(FeedProposal.feed_id).where(col(FeedProposal.left_at).is_(None))
    ill = or_(and_(col(Feed.trouble) != "", not_(busy)), col(Feed.id).in_(moves))
    wanted = select(Feed, Source).join(Source).where(ill, col(Feed.retired).is_(False), col(Source.retired).is_(False))
    if place_ids is not None:
        here = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
        wanted = wanted.where(col(Source.id).in_(here))
    rows = db.execute(wanted.order_by(col(Feed.trouble_since), col(Feed.url)).limit(MOST)).all()
    spoken = homes(db, {source.id for _, source in rows})
    elsewhere = proposed(db, [feed.id for feed, _ in rows])
    found = [_view(feed, source, spoken, elsewhere.get(feed.id)) for feed, source in rows]
    return sorted(found, key=lambda each: (each.since, each.url))


def in_trouble(*those: ColumnElement[bool]) -> Select[Feed, Source]:
    """Select feeds in trouble of their own with their sources, where somebody wants them looked at."""
    rests = select(SourcePause.source_id)
    ill = (col(Feed.trouble) != "", col(Feed.trouble) != Failure.OFFLINE, col(Feed.retired).is_(False))
    wanted = (col(Source.retired).is_(False), col(Source.id).not_in(rests))
    return select(Feed, Source).join(Source, col(Source.id) == col(Feed.source_id)).where(*ill, *wanted, *those)


def homes_of(db: Session, feed_id: UUID) -> frozenset[UUID]:
    """Return the places the source of a feed speaks for; none where there is no such feed."""
    spoken = select(SourcePlace.place_id).join(Feed, col(Feed.source_id) == SourcePlace.source_id)
    return frozenset(db.exec(spoken.where(Feed.id == feed_id)))


def homes(db: Session, source_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return the places each of these sources speaks for; one that speaks for none is left out."""
    spoken = select(SourcePlace.source_id, SourcePlace.place_id).where(col(SourcePlace.source_id).in_(source_ids))
    found: dict[UUID, frozenset[UUID]] = {}
    for source_id, place_id in db.execute(spoken) if source_ids else ():
        found[source_id] = found.get(source_id, frozenset()) | {place_id}
    return found


def _view(feed: Feed, source: Source, spoken: Mapping[UUID, frozenset[UUID]], elsewhere: Proposed | None) -> Broken:
    state = state_in_words(feed)
    return Broken(
        feed_id=feed.id,
        url=feed.url,
        source_id=source.id,
        source_slug=source.slug,
        source_name=source.name,
        place_ids=spoken.get(source.id, frozenset()),
        since=feed.trouble_since or (elsewhere.at if elsewhere else feed.due_at),
        sentence=state.sentence,
        mend=state.mend,
        site=source.site,
        reads=feed.reads,
        elsewhere=elsewhere,
    )
