"""Reads of adopted feeds: which there are, how much came by each, what waits to be read, and who wrote it."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, String, func
from sqlalchemy import cast as as_type
from sqlalchemy import select as columns
from sqlmodel import Session, and_, col, or_, select

from hub.aggregate.adopting.models import AdoptedFeed, AdoptedVoice
from hub.aggregate.adopting.rules import Said, Stand, Voice, voice_of
from hub.aggregate.adopting.services import Blog, platform
from hub.aggregate.feeds.models import Feed, Source, SourcePause, SourcePlace
from hub.aggregate.feeds.registry import NEIGHBOURS
from hub.aggregate.feeds.states import State, state_in_words
from hub.aggregate.items.models import Item, ItemPlace
from hub.aggregate.items.rules import page_key
from hub.aggregate.items.withholding import holds
from hub.errors import NotFound
from hub.kit.saying import say
from hub.people.cases.models import Withholding
from hub.people.cases.rules import TAKEN_DOWN, Measure, Target
from hub.places.models import Place, PlaceName

MOST_WAITING = 200  # posts on one page
MOST_LISTED = 200
_HELD = and_(col(Withholding.target_kind) == Target.ITEM, col(Withholding.target_id) == as_type(col(Item.id), String))
_LET_THROUGH = or_(col(Withholding.measure).is_(None), col(Withholding.measure) == Measure.LABEL)


@dataclass(frozen=True, slots=True)
class Adopted:
    """A feed of a tag that a place has adopted."""

    feed_id: UUID
    source_id: UUID
    source_slug: str
    source_name: str
    place_id: UUID
    tag_id: UUID
    service: str
    words: str
    url: str
    cap: int
    adopted_at: datetime
    stopped_at: datetime | None
    state: State  # how its feed is doing

    @property
    def is_open(self) -> bool:
        """Whether it is still looked at."""
        return self.stopped_at is None


@dataclass(frozen=True, slots=True)
class Numbers:
    """How much came by an adopted feed, and what became of it."""

    shown: int = 0
    waiting: int = 0
    refused: int = 0

    @property
    def all(self) -> int:
        """How much came in all."""
        return self.shown + self.waiting + self.refused


@dataclass(frozen=True, slots=True)
class Post:
    """A stranger's post that somebody is to read before it appears."""

    item_id: int
    feed_id: UUID
    source_name: str
    title: str
    summary: str
    author: str
    link: str
    language: str
    since: datetime
    accepted: int  # of the same author, how many were let through by this feed


@dataclass(frozen=True, slots=True)
class Stands:
    """Somebody of whom a mentor decided."""

    key: str
    name: str
    stand: Stand
    since: datetime


def adopted(db: Session, place_ids: Collection[UUID] | None) -> Sequence[Adopted]:
    """Return what these places (None: all) have adopted, what is still looked at first, the newest first."""
    rows = _adopted().order_by(col(AdoptedFeed.stopped_at).is_not(None), col(AdoptedFeed.adopted_at).desc())
    mine = rows if place_ids is None else rows.where(col(AdoptedFeed.place_id).in_(place_ids))
    return [_view(*row) for row in db.execute(mine.limit(MOST_LISTED))]


def adopted_feed(db: Session, feed_id: UUID) -> Adopted:
    """Return what was adopted with a feed; NotFound where nobody has."""
    row = db.execute(_adopted().where(col(AdoptedFeed.feed_id) == feed_id)).first()
    if row is None:
        raise NotFound(say("There is no such feed here."))
    return _view(*row)


def heard(db: Session, urls: Collection[str]) -> Mapping[str, str]:
    """Return by address what the sources are called that are heard at any of these already."""
    asked = select(Feed.url, Source.name).join(Source).where(col(Feed.url).in_(urls), col(Feed.retired).is_(False))
    return {row.url: row.name for row in db.execute(asked)} if urls else {}


def numbers(db: Session, feed_ids: Collection[UUID]) -> Mapping[UUID, Numbers]:
    """Say how much came by each of these feeds, and what became of it."""
    measure = func.coalesce(col(Withholding.measure), "")
    counted = select(Item.feed_id, measure, func.count()).outerjoin(Withholding, _HELD)
    found: dict[UUID, Counter[str]] = defaultdict(Counter)
    for feed_id, held, count in db.execute(
        counted.where(col(Item.feed_id).in_(feed_ids)).group_by(col(Item.feed_id), measure)
    ):
        found[feed_id][_became(held)] += count
    return {feed_id: Numbers(**found[feed_id]) for feed_id in feed_ids}


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[Post]:
    """Return the posts that wait for a mentor of these places (None: of all), the oldest first."""
    rows = (
        select(Item, Source.name, Withholding.since)
        .join(Withholding, _HELD)
        .join(Source, col(Source.id) == col(Item.source_id))
        .where(Source.kind == NEIGHBOURS, Withholding.measure == Measure.RESTRICT)
        .order_by(col(Withholding.since), col(Item.id))
        .limit(MOST_WAITING)
    )
    if place_ids is not None:
        here = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
        rows = rows.where(col(Item.source_id).in_(here))
    found = db.execute(rows).all()
    known = _accepted(db, {item.feed_id for item, _, _ in found})
    return [_post(item, name, since, known) for item, name, since in found]


def waiting_ids(db: Session, feed_id: UUID) -> Mapping[int, str]:
    """Return the items of a feed that wait to be read, each with the key of who wrote it."""
    asked = select(Item.id, Item.author, Item.link).join(Withholding, _HELD)
    rows = db.execute(asked.where(Item.feed_id == feed_id, Withholding.measure == Measure.RESTRICT))
    return {item_id: voice_of(author, link).key for item_id, author, link in rows if item_id is not None}


def feed_of(db: Session, item_id: int) -> Adopted | None:
    """Return by which adopted feed an item came; None where it came by none."""
    row = db.execute(
        _adopted().join(Item, col(Item.feed_id) == col(AdoptedFeed.feed_id)).where(col(Item.id) == item_id)
    )
    found = row.first()
    return _view(*found) if found else None


def writer(db: Session, item_id: int) -> Voice:
    """Return who wrote an item; nobody where it is gone."""
    row = db.execute(select(Item.author, Item.link).where(col(Item.id) == item_id)).first()
    return voice_of(row[0], row[1]) if row else Voice("", "")


def stands(db: Session, feed_id: UUID) -> Sequence[Stands]:
    """Return of whom a mentor decided in a feed, by name."""
    rows = db.exec(select(AdoptedVoice).where(AdoptedVoice.feed_id == feed_id).order_by(col(AdoptedVoice.name)))
    return [Stands(row.key, row.name, Stand(row.stand), row.since) for row in rows]


def since_morning(db: Session, feed_id: UUID, began: datetime) -> int:
    """Return how many items came by a feed since its day *began*."""
    asked = select(func.count()).select_from(Item).where(Item.feed_id == feed_id, Item.first_seen >= began)
    return int(db.execute(asked).scalar_one())


def said(db: Session, feed_id: UUID, guids: Collection[str]) -> Mapping[str, Said]:
    """Return what we show of a feed's posts, by their guids."""
    asked = columns(col(Item.guid), col(Item.title), col(Item.summary), col(Item.link))
    rows = db.execute(asked.where(col(Item.feed_id) == feed_id, col(Item.guid).in_(guids)))
    return {guid: Said(title, summary, link) for guid, title, summary, link in rows}


def known_pages(db: Session, links: Collection[str]) -> frozenset[str]:
    """Return which of these addresses posts lead to that are shown here already, however they are written there."""
    keys = {link: key for link in links if (key := page_key(link)) is not None}
    shown = select(ItemPlace.item_id).where(col(ItemPlace.item_id) == col(Item.id)).exists()
    asked = select(Item.page_key).where(col(Item.page_key).in_(keys.values()), shown).distinct()
    known = frozenset(db.exec(asked)) if keys else frozenset()
    return frozenset(link for link, key in keys.items() if key in known)


def blogs(db: Session, place_ids: Collection[UUID]) -> Sequence[Blog]:
    """Return the sources of these places whose platform has a feed for each tag, by name.

    Who paused, and of whom something was decided, is not listened to by another way.
    """
    here = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
    asked = select(Source, Feed.url).join(Feed, col(Feed.source_id) == col(Source.id))
    ours = asked.where(col(Source.id).in_(here), Source.kind != NEIGHBOURS, col(Source.retired).is_(False))
    ours = ours.where(col(Source.id).not_in(select(SourcePause.source_id)), col(Feed.retired).is_(False))
    rows, decided = db.execute(ours.order_by(col(Source.name), col(Feed.url))), holds(db).sources
    found = [(source, url) for source, url in rows if source.id not in decided and platform(url)[0]]
    return [Blog(source.name, url, source.shows) for source, url in found]


def names_of(db: Session, place_id: UUID) -> tuple[tuple[str, ...], bool]:
    """Return what else a place is called, and whether one of its names means other things too."""
    own = db.execute(select(Place.name).where(Place.id == place_id)).scalar_one()
    rows = db.exec(select(PlaceName).where(PlaceName.place_id == place_id).order_by(col(PlaceName.label))).all()
    is_unsure = any(row.label == own and (not row.in_text or row.near or row.not_near) for row in rows)
    return tuple(row.label for row in rows if row.label != own), is_unsure


def _adopted() -> Select[AdoptedFeed, str, str, Feed]:
    rows = columns(AdoptedFeed, col(Source.slug), col(Source.name), Feed)
    return rows.join(Feed, col(Feed.id) == col(AdoptedFeed.feed_id)).join(Source, col(Source.id) == col(Feed.source_id))


def _view(row: AdoptedFeed, slug: str, name: str, feed: Feed) -> Adopted:
    return Adopted(
        feed_id=row.feed_id,
        source_id=feed.source_id,
        source_slug=slug,
        source_name=name,
        place_id=row.place_id,
        tag_id=row.tag_id,
        service=row.service,
        words=row.words,
        url=feed.url,
        cap=row.cap,
        adopted_at=row.adopted_at,
        stopped_at=row.stopped_at,
        state=state_in_words(feed),
    )


def _post(item: Item, source: str, since: datetime, accepted: Mapping[tuple[UUID, str], int]) -> Post:
    key = voice_of(item.author, item.link).key
    return Post(
        item_id=item.id or 0,
        feed_id=item.feed_id,
        source_name=source,
        title=item.title,
        summary=item.summary,
        author=item.author,
        link=item.link,
        language=item.language,
        since=since,
        accepted=accepted.get((item.feed_id, key), 0) if key else 0,
    )


def _accepted(db: Session, feed_ids: Collection[UUID]) -> Mapping[tuple[UUID, str], int]:
    """Count by feed and author the posts that were let through."""
    asked = select(Item.feed_id, Item.author, Item.link).outerjoin(Withholding, _HELD)
    rows = db.execute(asked.where(col(Item.feed_id).in_(feed_ids), _LET_THROUGH)) if feed_ids else ()
    return Counter((feed_id, voice_of(author, link).key) for feed_id, author, link in rows)


def _became(measure: str) -> str:
    if measure == Measure.RESTRICT:
        return "waiting"
    return "refused" if measure in TAKEN_DOWN else "shown"
