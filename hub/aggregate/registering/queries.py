"""Reads of registrations: what waits for a yes, what is known already, and what is somebody's own."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, or_, select

from hub.aggregate.feeds.models import Feed, FeedAlias, FeedProposal, Source, SourcePause, SourcePlace
from hub.aggregate.feeds.queries import Named
from hub.aggregate.feeds.registry import address_key
from hub.aggregate.items.models import Item
from hub.aggregate.reading.kinds import FEED, OF_EVENTS
from hub.aggregate.registering.found import Post, What
from hub.aggregate.registering.models import Departure, Registration, RegistrationFeed, SourceOwner
from hub.aggregate.registering.rules import State, spellings
from hub.errors import NotFound
from hub.kit.saying import say


@dataclass(frozen=True, slots=True)
class PickedFeed:
    """A feed that was picked, and what it said when it was."""

    url: str
    title: str
    posts: tuple[Post, ...] = ()
    reads: str = FEED.reads
    what: What = What.POSTS
    also: tuple[str, ...] = ()  # other addresses with the same posts

    @property
    def told(self) -> dict[str, Any]:
        """The feed as JSON can hold it."""
        return {**asdict(self), "posts": [post.told for post in self.posts]}

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> "PickedFeed":
        """Return the feed that was kept as JSON."""
        # What somebody's code was mailed for an hour ago may have been kept before these three were.
        reads, what, also = told.get("reads", FEED.reads), told.get("what", What.POSTS), told.get("also", ())
        return cls(told["url"], told["title"], tuple(map(Post.of, told["posts"])), reads, What(what), tuple(also))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A source whose feeds somebody registered, and the places it speaks for."""

    source_id: UUID
    homes: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class RegistrationView:
    """What somebody registered or suggested, and where it stands."""

    id: UUID
    person_id: UUID
    place_id: UUID
    is_own: bool
    name: str
    kind: str
    site: str
    shows: str
    note: str
    token: str
    state: State
    asked_at: datetime
    decided_at: datetime | None
    words: str
    source_id: UUID | None
    feeds: tuple[PickedFeed, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether nobody decided it yet."""
        return self.state is State.WAITING

    @property
    def is_claim(self) -> bool:
        """Whether it asks to speak for a source that was heard before it was sent."""
        return self.is_own and self.source_id is not None and self.state is not State.ADMITTED

    @property
    def urls(self) -> tuple[str, ...]:
        """The addresses of its feeds."""
        return tuple(feed.url for feed in self.feeds)


@dataclass(frozen=True, slots=True)
class KnownAs:
    """What the hub knows already of some addresses: whose feeds they are, and whose owner took them away."""

    heard: Mapping[str, Named] = field(default_factory=dict)  # by address as it was asked for
    departed: frozenset[str] = frozenset()
    # What a known feed says it has moved to, which nobody has agreed to so far: worth a word, and no more.
    moving: Mapping[str, Named] = field(default_factory=dict)


def registration(db: Session, registration_id: UUID) -> RegistrationView:
    """Return what somebody registered; NotFound when there is no such thing."""
    found = db.get(Registration, registration_id)
    if found is None:
        raise NotFound(say("There is no such registration here."))
    return _views(db, [found])[0]


def own_registration(db: Session, registration_id: UUID, person_id: UUID) -> RegistrationView:
    """Return what this person registered; NotFound where it is none of theirs."""
    found = registration(db, registration_id)
    if found.person_id != person_id:
        raise NotFound(say("There is no such registration here."))
    return found


def waiting(db: Session, place_ids: Collection[UUID] | None) -> Sequence[RegistrationView]:
    """Return what waits for a yes in these places (None: in all), what waits longest first.

    Who claims a source is seen where that source is at home, too: its mentors alone know whose it is.
    """
    asked = select(Registration).where(Registration.state == State.WAITING)
    if place_ids is None:
        here = asked
    else:
        theirs = select(SourcePlace.source_id).where(col(SourcePlace.place_id).in_(place_ids))
        here = asked.where(or_(col(Registration.place_id).in_(place_ids), col(Registration.source_id).in_(theirs)))
    return _views(db, db.exec(here.order_by(col(Registration.asked_at), col(Registration.id))).all())


def unproved(db: Session, since: datetime) -> Sequence[RegistrationView]:
    """Return what was registered as somebody's own since then and still waits."""
    own = (Registration.state == State.WAITING, col(Registration.is_own).is_(True))
    asked = select(Registration).where(*own, col(Registration.asked_at) > since)
    return _views(db, db.exec(asked.order_by(col(Registration.asked_at))).all())


def registered_by(db: Session, person_id: UUID) -> Sequence[RegistrationView]:
    """Return everything a person registered or suggested, the newest first."""
    asked = select(Registration).where(Registration.person_id == person_id)
    return _views(db, db.exec(asked.order_by(col(Registration.asked_at).desc())).all())


def owned(db: Session, person_id: UUID) -> Sequence[Named]:
    """Return the sources a person speaks for, by name."""
    asked = select(Source.slug, Source.name).join(SourceOwner).where(SourceOwner.person_id == person_id)
    return [Named(*row) for row in db.execute(asked.order_by(col(Source.name), col(Source.slug)))]


def owned_slugs(db: Session, person_id: UUID | None) -> frozenset[str]:
    """Return the slugs of the sources a person speaks for; none of who is not known."""
    return frozenset(each.slug for each in owned(db, person_id)) if person_id else frozenset()


def spoken_for(db: Session, slugs: Collection[str]) -> frozenset[str]:
    """Return which of these sources somebody speaks for."""
    asked = select(Source.slug).join(SourceOwner).where(col(Source.slug).in_(slugs)).distinct()
    return frozenset(db.exec(asked)) if slugs else frozenset()


def rests_since(db: Session, source_id: UUID) -> datetime | None:
    """Return since when its owner wants a source left alone; None where nobody does."""
    found = db.get(SourcePause, source_id)
    return found.since if found else None


def known_as(db: Session, urls: Iterable[str]) -> KnownAs:
    """Return what is known of these addresses, in whichever spelling."""
    asked = {spelling: url for url in urls for spelling in spellings(url)}
    at = _heard_at(db, asked)
    named = select(Source.id, Source.slug, Source.name).where(col(Source.id).in_({each for _, each in at}))
    sources = {source_id: Named(slug, name) for source_id, slug, name in db.execute(named)}
    gone = db.exec(select(Departure.url).where(col(Departure.url).in_(asked)))
    heard = {asked[url]: sources[source_id] for url, source_id in at}
    moving = {asked[url]: named for url, named in _moving_to(db, asked) if asked[url] not in heard}
    return KnownAs(heard, frozenset(asked[url] for url in gone), moving)


def claimed(db: Session, urls: Iterable[str]) -> Sequence[Claimed]:
    """Return the sources that speak through these addresses now, in whichever spelling; several have to be told apart.

    Asked anew whenever something is decided: what was nobody's when it was sent may be somebody's since.
    """
    at = {source_id for _, source_id in _heard_at(db, [each for url in urls for each in spellings(url)])}
    found = db.exec(select(Source.id).where(col(Source.id).in_(at)).order_by(col(Source.slug))).all()
    pairs = select(SourcePlace.source_id, SourcePlace.place_id).where(col(SourcePlace.source_id).in_(found))
    homes: dict[UUID, set[UUID]] = defaultdict(set)
    for source_id, place_id in db.execute(pairs):
        homes[source_id].add(place_id)
    return [Claimed(source_id, frozenset(homes[source_id])) for source_id in found]


def waiting_urls(db: Session, person_id: UUID) -> Mapping[str, UUID]:
    """Return the feeds a person sent that wait, by key (``feeds.registry.address_key``), with what they are part of."""
    asked = select(RegistrationFeed.url, Registration.id).join(Registration)
    mine = asked.where(Registration.person_id == person_id, Registration.state == State.WAITING)
    return {address_key(url): registration_id for url, registration_id in db.execute(mine)}


def departed(db: Session) -> frozenset[str]:
    """Return the keys (``feeds.registry.address_key``) of all addresses whose owner took them away."""
    return frozenset(address_key(url) for url in db.exec(select(Departure.url)))


def newest(db: Session, source_id: UUID, limit: int) -> Sequence[int]:
    """Return the ids of the newest items of a source, wherever they are shown."""
    theirs = select(Item.id).where(Item.source_id == source_id).order_by(col(Item.sort_at).desc(), col(Item.id).desc())
    return [item_id for item_id in db.exec(theirs.limit(limit)) if item_id is not None]


def _heard_at(db: Session, urls: Collection[str]) -> list[tuple[str, UUID]]:
    """Return which sources speak, or once spoke, at exactly these addresses."""
    now_at = select(Feed.url, Feed.source_id).where(col(Feed.url).in_(urls))
    once_at = select(FeedAlias.url, Feed.source_id).join(Feed, col(Feed.id) == col(FeedAlias.feed_id))
    moved = once_at.where(col(FeedAlias.url).in_(urls))
    return [(url, source_id) for asked in (now_at, moved) for url, source_id in db.execute(asked)]


def _moving_to(db: Session, urls: Collection[str]) -> list[tuple[str, Named]]:
    """Return which sources have a feed that leads to one of these addresses for good, or seems to live there now."""
    leads = select(Feed.moved_to, Source.slug, Source.name).join(Source, col(Source.id) == col(Feed.source_id))
    seems = (
        select(FeedProposal.url, Source.slug, Source.name)
        .join(Feed, col(Feed.id) == col(FeedProposal.feed_id))
        .join(Source, col(Source.id) == col(Feed.source_id))
    )
    rows = (leads.where(col(Feed.moved_to).in_(urls)), seems.where(col(FeedProposal.url).in_(urls)))
    return [(url, Named(slug, name)) for asked in rows for url, slug, name in db.execute(asked)]


def _views(db: Session, rows: Sequence[Registration]) -> list[RegistrationView]:
    feeds: dict[UUID, list[PickedFeed]] = defaultdict(list)
    picked = select(RegistrationFeed).where(col(RegistrationFeed.registration_id).in_([row.id for row in rows]))
    for each in db.exec(picked.order_by(col(RegistrationFeed.url))):
        what = What.CALENDAR if each.reads in OF_EVENTS else What.POSTS
        posts = tuple(map(Post.of, each.posts))
        feeds[each.registration_id].append(PickedFeed(each.url, each.title, posts, each.reads, what))
    return [_view(row, tuple(feeds[row.id])) for row in rows]


def _view(row: Registration, feeds: tuple[PickedFeed, ...]) -> RegistrationView:
    return RegistrationView(
        id=row.id,
        person_id=row.person_id,
        place_id=row.place_id,
        is_own=row.is_own,
        name=row.name,
        kind=row.kind,
        site=row.site,
        shows=row.shows,
        note=row.note,
        token=row.token,
        state=State(row.state),
        asked_at=row.asked_at,
        decided_at=row.decided_at,
        words=row.words,
        source_id=row.source_id,
        feeds=feeds,
    )
