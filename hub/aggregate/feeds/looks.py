"""Writes around one look at a feed: claim it, note how it went, and when to look again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Protocol
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, bindparam, false, or_, true
from sqlmodel import Session, col, select, update
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.feeds.models import NEVER_CLAIMED, Feed, HostPause, SourcePause, SourcePlace
from hub.aggregate.feeds.rules import Because, FeedState, Plan
from hub.db import bulk
from hub.db.lastly import Turn, lastly
from hub.db.reads import Read
from hub.places.actions import bump_around

# Of a feed whose next document is one we have never seen, whatever it says.
UNSEEN: Mapping[str, object] = MappingProxyType(
    {"etag": "", "last_modified": "", "body_hash": "", "still_hash": "", "entry_hashes": b""}
)
LEASE = timedelta(minutes=2)  # a living round renews it; a killed round's feeds come back after it

BATCH = 500  # ids in one statement
AT_ONCE = 20  # feeds taken in one transaction: who writes beside us waits for milliseconds

_RESTS = col(Feed.source_id).in_(select(SourcePause.source_id))
_STATE = [getattr(Feed, each.name) for each in fields(FeedState)]
_NOW: ColumnElement[datetime] = bindparam("now", type_=UTCDateTime())


def claim_due(db: Session, now: datetime) -> list[FeedState]:
    """Take some feeds that are due, the longest waiting first; ask again until there is none.

    Another round that asks at the same time gets others.
    """
    db.flush()
    taken = [FeedState(*row) for row in _FIRST_DUE.rows(db, now=now, most=AT_ONCE)]
    bulk.update_all(db, Feed, [feed.id for feed in taken], {"claimed_until": now + LEASE})
    return taken


def claim_all(db: Session, now: datetime, urls: Collection[str] = ()) -> list[FeedState]:
    """Take every feed, due or not, or only those at *urls*; not the ones another round is looking at right now."""
    wanted = or_(*(col(Feed.url) == url for url in urls)) if urls else true()
    which = (wanted, col(Feed.retired).is_(False), _free(now), ~_RESTS)
    taken = update(Feed).where(*which).values(claimed_until=now + LEASE).returning(*_STATE)
    db.flush()
    # Past the mapper, which would look who holds them.
    return [FeedState(*row) for row in db.connection().execute(taken)]


def renew(db: Session, feed_ids: Sequence[UUID], now: datetime) -> None:
    """Keep feeds claimed that a round has not come to yet."""
    for start in range(0, len(feed_ids), BATCH):
        some = col(Feed.id).in_(feed_ids[start : start + BATCH])
        db.execute(update(Feed).where(some).values(claimed_until=now + LEASE))


def release(db: Session, feed_ids: Sequence[UUID], later: Plan | None = None) -> None:
    """Give feeds back unlooked-at, to be taken at once or *later*."""
    values = {"due_at": later.due_at, "due_because": later.because} if later else {}
    for feed_id in feed_ids:
        note(db, feed_id, values)


def look_soon(db: Session, feed_id: UUID, now: datetime) -> bool:
    """Have a feed looked at with the next round; False when there is none, or nobody looks at it any more."""
    watched = update(Feed).where(col(Feed.id) == feed_id, col(Feed.retired).is_(False))
    return db.exec(watched.values(due_at=now)).rowcount == 1


def read_anew(db: Session, feed_id: UUID) -> None:
    """Have the next look at a feed read its document as if it had never been seen."""
    bulk.update(db, Feed, feed_id, UNSEEN)


def paused_hosts(db: Session, now: datetime) -> dict[str, Plan]:
    """Return the hosts that asked us to stay away, until when and why."""
    resting = select(HostPause.host, HostPause.until, HostPause.reason).where(col(HostPause.until) > now)
    return {host: Plan(until, Because(reason)) for host, until, reason in db.execute(resting)}


def pause_host(db: Session, host: str, until: datetime, reason: str) -> None:
    """Stay away from *host* for a while."""
    db.merge(HostPause(host=host, until=until, reason=reason))


def note(db: Session, feed_id: UUID, columns: Mapping[str, object]) -> None:
    """Write *columns* of a feed, which is free again for the next look."""
    bulk.update(db, Feed, feed_id, {"claimed_until": NEVER_CLAIMED, **columns})


class OfSource(Protocol):
    """A feed, in any shape that knows its source."""

    @property
    def source_id(self) -> UUID:
        """Whose it is."""


def tell(db: Session, feed: OfSource) -> None:
    """Let the pages know that another sentence is said about *feed* now."""
    lastly(db, Turn.FIND_OUT, _bump_homes, [feed.source_id])


def still_at(db: Session, feed: FeedState) -> bool:
    """Say whether *feed* still has the address it was asked at."""
    return db.execute(select(Feed.url).where(Feed.id == feed.id)).scalar() == feed.url


def _bump_homes(db: Session, source_ids: frozenset[UUID]) -> None:
    # The list of sources of a place names those of the places in it, and those of the places around it.
    homes = select(SourcePlace.place_id).where(col(SourcePlace.source_id).in_(source_ids))
    bump_around(db, db.exec(homes))


def _free(now: datetime | ColumnElement[datetime]) -> ColumnElement[bool]:
    return col(Feed.claimed_until) <= now


_FIRST_DUE = Read(  # all it asks of feeds that are stepped over stands in the index
    select(*_STATE)
    .where(col(Feed.retired) == false(), col(Feed.due_at) <= _NOW, _free(_NOW), ~_RESTS)
    .order_by(col(Feed.due_at))
    .limit(bindparam("most", type_=Integer()))
    .with_for_update(skip_locked=True)
)
