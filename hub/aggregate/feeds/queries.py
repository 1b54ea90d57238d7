"""Who speaks here, and how are their feeds doing? Reads of sources and feeds."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed, FeedAlias, Source, SourcePause, SourcePlace
from hub.aggregate.feeds.states import RESTS, Mood, State, state_in_words
from hub.aggregate.feeds.wording import why_then
from hub.errors import NotFound
from hub.kit.saying import NOTHING, Saying, say
from hub.kit.urls import host


@dataclass(frozen=True, slots=True)
class FeedView:
    """A feed as pages show it: when it was heard, when the next look is, and how it is doing."""

    id: UUID
    url: str
    reads: str
    title: str
    dialect: str
    due_at: datetime
    looked_at: datetime | None
    heard_at: datetime | None
    last_post_at: datetime | None
    retired: bool
    state: State
    why: Saying = NOTHING  # the next look is when it is
    history: str = ""  # of its last looks, for feeds.wording
    hub: str = ""  # the host of the hub that tells us of its news,
    pushed_until: datetime | None = None  # so long, unless it is subscribed to again


@dataclass(frozen=True, slots=True)
class SourceView:
    """A voice of the place with its feeds."""

    id: UUID
    slug: str
    name: str
    kind: str
    site: str
    licence: str
    shows: str
    only_when_mentioned: bool
    retired: bool
    place_ids: frozenset[UUID]
    feeds: tuple[FeedView, ...]

    @property
    def last_post_at(self) -> datetime | None:
        """When it last spoke, by any of its feeds."""
        return max((feed.last_post_at for feed in self.feeds if feed.last_post_at), default=None)

    @property
    def troubled(self) -> bool:
        """Whether any of its feeds is in trouble."""
        return any(feed.state.mood is Mood.TROUBLED for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class Named:
    """A source as a link names it."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Health:
    """How many feeds are looked at, and how many of them are in trouble."""

    feeds: int
    troubled: int


def homes(db: Session) -> Mapping[UUID, frozenset[UUID]]:
    """Return, for each place somebody speaks for, the sources that do."""
    pairs = select(SourcePlace.place_id, SourcePlace.source_id).join(Source)
    speaking: dict[UUID, set[UUID]] = defaultdict(set)
    for place_id, source_id in db.execute(pairs.where(col(Source.retired).is_(False))):
        speaking[place_id].add(source_id)
    return {place_id: frozenset(sources) for place_id, sources in speaking.items()}


def sources(db: Session, place_ids: Collection[UUID]) -> Sequence[SourceView]:
    """Return the sources that speak for any of these places, by name; retired ones are left out."""
    here = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
    wanted = select(Source).where(col(Source.id).in_(here), col(Source.retired).is_(False))
    return _views(db, db.exec(wanted.order_by(col(Source.name), col(Source.slug))).all())


def source(db: Session, slug: str) -> SourceView:
    """Return the source of this *slug*, a retired one too; NotFound when there never was one."""
    found = db.exec(select(Source).where(Source.slug == slug)).first()
    if found is None:
        raise NotFound(say("There is no such source here."))
    return _views(db, [found])[0]


def source_at(db: Session, url: str) -> SourceView | None:
    """Return the source that has a feed at *url*, or had one there before it moved; None where nobody does."""
    moved = select(FeedAlias.feed_id).where(FeedAlias.url == url)
    owner = db.exec(select(Feed.source_id).where((col(Feed.url) == url) | col(Feed.id).in_(moved))).first()
    return _views(db, [db.get_one(Source, owner)])[0] if owner else None


def all_named(db: Session, limit: int) -> Mapping[UUID, Named]:
    """Return what sources are called, retired ones too; at most *limit* of them."""
    rows = db.execute(select(Source.id, Source.slug, Source.name).order_by(col(Source.id)).limit(limit))
    return {source_id: Named(slug, name) for source_id, slug, name in rows}


def named(db: Session, ids: Collection[UUID]) -> Mapping[UUID, Named]:
    """Return what the sources of these *ids* are called; unknown ones are left out."""
    if not ids:
        return {}
    rows = db.execute(select(Source.id, Source.slug, Source.name).where(col(Source.id).in_(ids)))
    return {source_id: Named(slug, name) for source_id, slug, name in rows}


def called(db: Session, slugs: Collection[str]) -> Mapping[UUID, Named]:
    """Return what the sources of these *slugs* are called; unknown ones are left out."""
    if not slugs:
        return {}
    rows = db.execute(select(Source.id, Source.slug, Source.name).where(col(Source.slug).in_(slugs)))
    return {source_id: Named(slug, name) for source_id, slug, name in rows}


def names(db: Session, place_ids: Collection[UUID]) -> Sequence[Named]:
    """Return what the sources are called that speak for any of these places, by name; retired ones are left out."""
    here = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
    rows = select(Source.slug, Source.name).where(col(Source.id).in_(here), col(Source.retired).is_(False))
    return [Named(*row) for row in db.execute(rows.order_by(col(Source.name), col(Source.slug)))]


def health(db: Session) -> Health:
    """Count the feeds we look at and those in trouble."""
    counted = select(func.count(), func.count().filter(col(Feed.trouble) != ""))
    feeds, troubled = db.execute(counted.where(col(Feed.retired).is_(False))).one()
    return Health(feeds, troubled)


def _views(db: Session, rows: Sequence[Source]) -> list[SourceView]:
    ids = [row.id for row in rows]
    feeds: dict[UUID, list[FeedView]] = defaultdict(list)
    told = select(Feed, SourcePause.since).outerjoin(SourcePause, col(SourcePause.source_id) == col(Feed.source_id))
    for feed, rests_since in db.execute(told.where(col(Feed.source_id).in_(ids)).order_by(col(Feed.url))):
        feeds[feed.source_id].append(_feed(feed, RESTS if rests_since and not feed.retired else state_in_words(feed)))
    places: dict[UUID, set[UUID]] = defaultdict(set)
    for pair in db.exec(select(SourcePlace).where(col(SourcePlace.source_id).in_(ids))):
        places[pair.source_id].add(pair.place_id)
    return [_view(row, frozenset(places[row.id]), tuple(feeds[row.id])) for row in rows]


def _view(row: Source, place_ids: frozenset[UUID], feeds: tuple[FeedView, ...]) -> SourceView:
    return SourceView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        site=row.site,
        licence=row.licence,
        shows=row.shows,
        only_when_mentioned=row.only_when_mentioned,
        retired=row.retired,
        place_ids=place_ids,
        feeds=feeds,
    )


def _feed(row: Feed, state: State) -> FeedView:
    return FeedView(
        id=row.id,
        url=row.url,
        reads=row.reads,
        title=row.title,
        dialect=row.dialect,
        due_at=row.due_at,
        looked_at=row.looked_at,
        heard_at=row.heard_at,
        last_post_at=row.last_post_at,
        retired=row.retired,
        state=state,
        why=why_then(row),
        history=row.history,
        hub=host(row.hub),
        pushed_until=row.pushed_until,
    )
