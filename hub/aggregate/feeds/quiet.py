"""Who has gone quiet? Reads of sources that spoke regularly and stopped."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, Source, SourcePlace
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.feeds.rules import LONG_GONE, SOONEST_QUIET, fell_silent


@dataclass(frozen=True, slots=True)
class QuietVoice:
    """A source that has gone quiet: when it spoke last, and how often it used to."""

    id: UUID
    slug: str
    name: str
    site: str
    last_post_at: datetime
    post_gap: timedelta
    place_ids: frozenset[UUID]


def gone_quiet(db: Session, place_ids: Collection[UUID] | None, now: datetime) -> Sequence[QuietVoice]:
    """Return the sources of these places (None: of the whole hub) that have gone quiet, the quietest longest first.

    One that still speaks by any of its feeds is not quiet; one in trouble is not either: it may speak unheard.
    """
    speaking = select(Feed.source_id).where(
        col(Feed.retired).is_(False),
        (col(Feed.trouble) != "") | (col(Feed.last_post_at) > now - SOONEST_QUIET) | col(Feed.looked_at).is_(None),
    )
    wanted = select(Source, Feed.last_post_at, Feed.post_gap).join(Feed, col(Feed.source_id) == Source.id)
    rows = db.execute(
        wanted.where(
            col(Source.retired).is_(False),
            Source.kind != NEIGHBOURS,  # whom would one write to?
            col(Feed.retired).is_(False),
            col(Feed.last_post_at) > now - LONG_GONE,
            col(Feed.post_gap) > 0,
            col(Source.id).not_in(speaking),
        )
    ).all()
    homes = _homes(db, [source.id for source, _, _ in rows])
    newest: dict[UUID, QuietVoice] = {}
    for source, last_post_at, post_gap in rows:
        gap, here = timedelta(seconds=post_gap), homes[source.id]
        voice = QuietVoice(source.id, source.slug, source.name, source.site, last_post_at, gap, here)
        before = newest.get(source.id)
        newest[source.id] = voice if before is None or before.last_post_at < last_post_at else before
    reached = (each for each in newest.values() if place_ids is None or not each.place_ids.isdisjoint(place_ids))
    quiet = (each for each in reached if fell_silent(each.post_gap, each.last_post_at, now))
    return sorted(quiet, key=lambda each: (each.last_post_at, each.slug))


def _homes(db: Session, source_ids: Collection[UUID]) -> dict[UUID, frozenset[UUID]]:
    homes: dict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    asked = select(SourcePlace.source_id, SourcePlace.place_id).where(col(SourcePlace.source_id).in_(source_ids))
    for source_id, place_id in db.execute(asked):
        homes[source_id] |= {place_id}
    return homes
