"""What an answer means for the feed that was asked. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus

from hub.aggregate.feeds.rules import FeedState, believes_move, retry_after
from hub.aggregate.feeds.states import HTTP
from hub.aggregate.reading.still import body_hash, still_hash
from hub.net.answers import Answer, NoReply, Reply

_PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
BUSY_PAUSE = timedelta(minutes=30)  # when a busy host does not say for how long


@dataclass(frozen=True, slots=True)
class Same:
    """Nothing new: not modified, or the same bytes, or the same but for the channel's own dates."""

    learned: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fresh:
    """A document that must be read."""

    reply: Reply
    learned: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Busy:
    """The host asked us to come back later; no fault of the feed."""

    wait: timedelta
    status: int


@dataclass(frozen=True, slots=True)
class Failed:
    """No document, and why: a code that feeds.states can put into words."""

    trouble: str
    detail: str = ""
    retry_after: timedelta | None = None


Glance = Same | Fresh | Busy | Failed


def glance(feed: FeedState, answer: Answer, now: datetime) -> Glance:
    """Say what *answer* means for *feed*, before anything is read."""
    if isinstance(answer, NoReply):
        return Failed(answer.failure.value, answer.detail)
    if answer.status == HTTPStatus.NOT_MODIFIED and feed.body_hash:
        return Same(_moves(feed, answer, now))
    if answer.status == HTTPStatus.OK:
        return _document(feed, answer, now)
    return _refusal(answer, now)


def should_move(learned: Mapping[str, object], now: datetime) -> str:
    """Return the address to adopt, or nothing while the move is not yet believed."""
    looks, since = learned.get("moved_looks", 0), learned.get("moved_since")
    believed = isinstance(looks, int) and isinstance(since, datetime) and believes_move(looks, since, now)
    return str(learned.get("moved_to", "")) if believed else ""


def _document(feed: FeedState, reply: Reply, now: datetime) -> Same | Fresh:
    learned = _moves(feed, reply, now) | {
        "etag": reply.headers.get("etag", ""),
        "last_modified": reply.headers.get("last-modified", ""),
    }
    digest = body_hash(reply.body)
    if digest == feed.body_hash:
        return Same(learned)
    still = still_hash(reply.body)
    learned |= {"body_hash": digest, "still_hash": still}
    if still == feed.still_hash:
        return Same(learned)
    return Fresh(reply, learned)


def _refusal(reply: Reply, now: datetime) -> Busy | Failed:
    wait = retry_after(reply.headers, now)
    if reply.status in _BUSY:
        return Busy(wait or BUSY_PAUSE, reply.status)
    return Failed(f"{HTTP}{reply.status}", reply.headers.get("cf-mitigated", ""), wait)


def _moves(feed: FeedState, reply: Reply, now: datetime) -> dict[str, object]:
    permanent = bool(reply.hops) and all(hop.status in _PERMANENT for hop in reply.hops)
    if not permanent:
        return {"moved_to": "", "moved_since": None, "moved_looks": 0} if feed.moved_to else {}
    target = reply.hops[-1].url
    if target != feed.moved_to:
        return {"moved_to": target, "moved_since": now, "moved_looks": 1}
    return {"moved_to": target, "moved_since": feed.moved_since, "moved_looks": feed.moved_looks + 1}
