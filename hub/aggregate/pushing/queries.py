"""What do we want of which hub? Reads of subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, true
from sqlmodel import Session, col, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.pushing.models import Subscription
from hub.aggregate.pushing.rules import Wish


@dataclass(frozen=True, slots=True)
class Keyed:
    """What a call at one of our addresses is checked with: the subscription, and the secret its hub signs with."""

    id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A feed whose hub is to be asked: what the hub calls the feed, and which feed it is."""

    feed_id: UUID
    hub: str
    topic: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """How many feeds name a hub, and how many are told of at once."""

    named: int
    pushed: int


def keyed(db: Session, token: str, now: datetime) -> Keyed | None:
    """Return what a push at the address with *token* is checked with; None where nobody waits for one."""
    held = select(Subscription.id, Subscription.secret).where(Subscription.token == token)
    holds = (Subscription.wish == Wish.SUBSCRIBE, col(Subscription.lease_until) > now)
    found = db.execute(held.where(*holds)).first()
    return Keyed(*found) if found else None


def of_token(db: Session, token: str) -> Subscription | None:
    """Return the subscription a hub calls about."""
    return db.exec(select(Subscription).where(Subscription.token == token)).first()


def of_feed(db: Session, feed_id: UUID) -> Subscription | None:
    """Return what we are subscribed to for a feed."""
    ours = select(Subscription).where(Subscription.feed_id == feed_id, Subscription.wish == Wish.SUBSCRIBE)
    return db.exec(ours).first()


def unasked(db: Session, limit: int) -> Sequence[Wanted]:
    """Return feeds that name a hub nobody has been asked at for them, at most *limit*.

    A feed that has two subscriptions already, on its way from one hub to the next, waits until one is over.
    """
    has = select(func.count()).where(Subscription.feed_id == Feed.id).correlate(Feed)
    right = and_(col(Subscription.wish) == Wish.SUBSCRIBE, col(Subscription.feed_id) == Feed.id)
    asked = select(Subscription.id).where(right, *_same()).correlate(Feed).exists()
    named = (col(Feed.hub) != "", col(Feed.retired).is_(False), has.scalar_subquery() < 2)  # noqa: PLR2004 -- see above
    rows = db.execute(select(Feed.id, Feed.hub, Feed.topic).where(*named, ~asked).order_by(col(Feed.id)).limit(limit))
    return [Wanted(*row) for row in rows]


def unwanted(db: Session, *, is_open: bool) -> Sequence[Subscription]:
    """Return what we are subscribed to for feeds that are gone, or that name another hub or another topic.

    Where this hub is not *is_open* to be called from outside, that is all of it.
    """
    ours = select(Subscription).outerjoin(Feed, col(Feed.id) == Subscription.feed_id)
    changed = true() if not is_open else or_(col(Feed.id).is_(None), col(Feed.retired).is_(True), ~and_(*_same()))
    return db.exec(ours.where(Subscription.wish == Wish.SUBSCRIBE, changed)).all()


def due(db: Session, now: datetime, limit: int) -> Sequence[Subscription]:
    """Return whose hubs are to be asked now, at most *limit*, those that waited longest first."""
    waiting = select(Subscription).where(col(Subscription.due_at) <= now)
    return db.exec(waiting.order_by(col(Subscription.due_at), col(Subscription.id)).limit(limit)).all()


def numbers(db: Session, now: datetime) -> Numbers:
    """Count the feeds we look at that name a hub, and those of them that are told of at once."""
    pushed = func.count().filter(col(Feed.pushed_until) > now)
    counted = select(func.count(), pushed).where(col(Feed.hub) != "", col(Feed.retired).is_(False))
    return Numbers(*db.execute(counted).one())


def _same() -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return col(Subscription.hub) == col(Feed.hub), col(Subscription.topic) == col(Feed.topic)
