"""Writes around one look at a feed: claim it, note how it went, and when to look again."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col, select, update

from hub.aggregate.feeds.models import NEVER_CLAIMED, Feed, FeedAlias, HostPause, SourcePause, SourcePlace
from hub.aggregate.feeds.rules import QUARTER_HOUR, FeedState, after_trouble
from hub.db import bulk
from hub.db.lastly import Turn, lastly
from hub.net.answers import Failure
from hub.places.actions import bump_around

LEASE = timedelta(minutes=2)  # a living round renews it; a killed round's feeds come back after it

BATCH = 500  # ids in one statement

_SAID = ("notes", "moved_to")  # beside its troubles, what is said of a feed
_STATE = [getattr(Feed, each.name) for each in fields(FeedState)]


def claim_due(db: Session, now: datetime) -> list[FeedState]:
    """Take every feed that is due for this round; another round that asks at the same time gets none of them."""
    return _claim(db, col(Feed.due_at) <= now, now)


def claim_all(db: Session, now: datetime, urls: Collection[str] = ()) -> list[FeedState]:
    """Take every feed, due or not, or only those at *urls*; not the ones another round is looking at right now."""
    return _claim(db, or_(*(col(Feed.url) == url for url in urls)) if urls else true(), now)


def renew(db: Session, feed_ids: Sequence[UUID], now: datetime) -> None:
    """Keep feeds claimed that a round has not come to yet."""
    for start in range(0, len(feed_ids), BATCH):
        some = col(Feed.id).in_(feed_ids[start : start + BATCH])
        db.execute(update(Feed).where(some).values(claimed_until=now + LEASE))


def release(db: Session, feed_ids: Sequence[UUID], due_at: datetime | None = None) -> None:
    """Give feeds back unlooked-at, to be taken at once or at *due_at*."""
    values: dict[str, object] = {"due_at": due_at} if due_at else {}
    for feed_id in feed_ids:
        _note(db, feed_id, values)


def look_soon(db: Session, feed_id: UUID, now: datetime) -> bool:
    """Have a feed looked at with the next round; False when there is none, or nobody looks at it any more."""
    watched = update(Feed).where(col(Feed.id) == feed_id, col(Feed.retired).is_(False))
    return db.exec(watched.values(due_at=now)).rowcount == 1


def paused_hosts(db: Session, now: datetime) -> dict[str, datetime]:
    """Return the hosts that asked us to stay away, and until when."""
    return dict(db.execute(select(HostPause.host, HostPause.until).where(col(HostPause.until) > now)).all())


def pause_host(db: Session, host: str, until: datetime, reason: str) -> None:
    """Stay away from *host* for a while."""
    db.merge(HostPause(host=host, until=until, reason=reason))


def note_well(db: Session, feed: FeedState, now: datetime, due_at: datetime, learned: dict[str, object]) -> None:
    """Note a look that went well, with whatever was *learned* (columns of Feed) on the way."""
    is_news = any(name in learned and learned[name] != getattr(feed, name) for name in _SAID)
    if is_news or feed.trouble or not feed.body_hash:
        _tell(db, feed)
    _note(db, feed.id, {**_WELL, "looked_at": now, "heard_at": now, "due_at": due_at, **learned})


def note_trouble(  # noqa: PLR0913 -- each is a fact of the row
    db: Session, feed: FeedState, now: datetime, *, trouble: str, detail: str, retry_after: timedelta | None
) -> None:
    """Note a look that failed; the next one comes later each time."""
    since = feed.trouble_since or now
    failures = feed.failures + 1
    due_at = after_trouble(failures, since, now, retry_after)
    if trouble == Failure.OFFLINE:  # our own trouble: the feed is not to blame and not left alone for long
        failures, due_at = feed.failures, now + QUARTER_HOUR
    if trouble != feed.trouble:
        _tell(db, feed)
    told = {"trouble": trouble, "trouble_detail": detail, "trouble_since": since, "failures": failures}
    _note(db, feed.id, {"looked_at": now, "due_at": due_at, **told})


def note_later(db: Session, feed: FeedState, now: datetime, due_at: datetime, why: str) -> None:
    """Note a look the host turned away for being too many, and *why*: no fault of the feed, so nothing is counted."""
    if why != feed.trouble:
        _tell(db, feed)
    told = {"trouble": why, "trouble_detail": "", "trouble_since": feed.trouble_since or now}
    _note(db, feed.id, {"looked_at": now, "due_at": due_at, **told})


def still_at(db: Session, feed: FeedState) -> bool:
    """Say whether *feed* still has the address it was asked at."""
    return db.execute(select(Feed.url).where(Feed.id == feed.id)).scalar() == feed.url


def adopt_address(db: Session, feed: FeedState, url: str) -> bool:
    """Move *feed* to *url* and keep the old address as an alias; never onto another feed's address."""
    if db.execute(select(Feed.id).where(Feed.url == url)).first() is not None:
        return False
    db.merge(FeedAlias(url=feed.url, feed_id=feed.id))
    _tell(db, feed)
    _note(db, feed.id, {"url": url, "moved_to": "", "moved_since": None, "moved_looks": 0})
    return True


_WELL: dict[str, object] = {"trouble": "", "trouble_detail": "", "trouble_since": None, "failures": 0}


def _tell(db: Session, feed: FeedState) -> None:
    """Let the pages know that another sentence is said about *feed* now."""
    lastly(db, Turn.FIND_OUT, _bump_homes, [feed.source_id])


def _bump_homes(db: Session, source_ids: frozenset[UUID]) -> None:
    # The list of sources of a place names those of the places in it, and those of the places around it.
    homes = select(SourcePlace.place_id).where(col(SourcePlace.source_id).in_(source_ids))
    bump_around(db, db.exec(homes))


def _note(db: Session, feed_id: UUID, values: dict[str, object]) -> None:
    bulk.update(db, Feed, feed_id, {"claimed_until": NEVER_CLAIMED, **values})


def _claim(db: Session, which: ColumnElement[bool], now: datetime) -> list[FeedState]:
    rests = col(Feed.source_id).in_(select(SourcePause.source_id))
    free = and_(which, col(Feed.retired).is_(False), col(Feed.claimed_until) <= now, ~rests)
    taken = update(Feed).where(free).values(claimed_until=now + LEASE).returning(*_STATE)
    return [FeedState(*row) for row in db.execute(taken)]
