"""What does an answer mean for the feed that was asked? One decision over its state, the answer and the time. Pure.

It is made in two steps, because a document is read in a child in between: ``decide`` says what an answer means by
itself, or that it brings a document to read; ``settled`` says what the document meant. Both lead to intents, which
``actions`` carries out without a thought of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, NamedTuple

from hub.aggregate.feeds.history import Outcome, remembered
from hub.aggregate.feeds.rules import (
    DAY,
    HOUR,
    NEVER,
    QUARTER_HOUR,
    Agent,
    Because,
    FeedState,
    Plan,
    Rhythm,
    after_trouble,
    believes_move,
    next_look,
    retry_after,
    wait_asked,
)
from hub.aggregate.feeds.states import BUSY, CHALLENGE, GONE, HTTP
from hub.aggregate.reading.document import Hints
from hub.aggregate.reading.still import body_hash, still_hash
from hub.net.answers import Answer, Failure, NoReply, Reply

_PERMANENT = (HTTPStatus.MOVED_PERMANENTLY, HTTPStatus.PERMANENT_REDIRECT)
_TOO_MUCH = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_REFUSED = (f"{HTTP}401", f"{HTTP}403")
_GONE_NOW = f"{HTTP}410"
Columns = dict[str, Any]
BUSY_PAUSE = timedelta(minutes=30)  # when a busy host does not say for how long,
LONG_BUSY_PAUSE = 4 * HOUR  # and when it has been busy for a day
LONGEST_HOST_PAUSE = DAY  # for what else is there, whatever one feed asks for
_WELL: Mapping[str, Any] = {"trouble": "", "trouble_detail": "", "trouble_since": None, "failures": 0, "told": 0}
_STAYS: Mapping[str, Any] = {"moved_to": "", "moved_since": None, "moved_looks": 0}
_SAID = ("notes", "moved_to")  # beside its troubles, what pages say of a feed


@dataclass(frozen=True, slots=True)
class Fresh:
    """A document that must be read, and what its answer taught already."""

    reply: Reply
    learned: Mapping[str, object]


class Trouble(NamedTuple):
    """Why there is no document: a code that feeds.states puts into words."""

    code: str
    detail: str = ""
    retry_after: timedelta | None = None


class HostPause(NamedTuple):
    """Whole hosts are left in peace: those of these addresses, until when, and the code of why."""

    urls: frozenset[str]  # of the feed, and where it led to
    until: datetime
    why: str


class Intents(NamedTuple):
    """What a look leads to: columns of the feed to write, and what else is to be done."""

    columns: Columns
    trouble: str = ""
    detail: str = ""
    is_told: bool = False  # pages say another sentence of the feed from now on
    pause: HostPause | None = None
    moved: str = ""  # where it lives now: followed within its own domain, else proposed to a mentor


class Lesson(NamedTuple):
    """What a good document taught: columns of the feed, how often it speaks, and how many posts were news."""

    facts: Mapping[str, object]
    rhythm: Rhythm
    news: int = 0


def decide(feed: FeedState, answer: Answer, now: datetime) -> Intents | Fresh:
    """Say what *answer* means for *feed*; a document that has to be read comes back as Fresh."""
    if isinstance(answer, NoReply):
        return failed(feed, Trouble(answer.failure.value, answer.detail), now)
    if answer.status == HTTPStatus.OK:
        return _document(feed, answer, now)
    # Only an ask that named what we have can be told that it is the newest.
    if answer.status == HTTPStatus.NOT_MODIFIED and feed.body_hash and (feed.etag or feed.last_modified):
        return _same(feed, answer, _moves(feed, answer, now), now)
    return _refused(feed, answer, now)


def settled(feed: FeedState, fresh: Fresh, read: Lesson | Trouble, now: datetime) -> Intents:
    """Say what a document means for *feed*, once it was read and its posts were stored, or could not be read."""
    if isinstance(read, Trouble):
        return failed(feed, read, now)
    rhythm = _with_wait(read.rhythm, wait_asked(fresh.reply.headers, now))
    outcome = Outcome.NEWS if read.news else Outcome.SAME
    columns = {**fresh.learned, **read.facts, "changed_at": now}
    columns["history"] = remembered(feed.history, outcome, now, read.news)
    return _well(feed, columns, next_look(rhythm, now, feed.id), now)


def failed(feed: FeedState, trouble: Trouble, now: datetime) -> Intents:
    """Say what a look without a document means for *feed*: when it is tried again, and under which name."""
    if trouble.code == Failure.OFFLINE:
        return _ours(feed, now)
    columns = _blamed(feed, trouble, now)
    plan = after_trouble(columns["failures"], columns["trouble_since"], now, trouble.retry_after)
    if trouble.code == _GONE_NOW:
        plan = _goodbye(feed, columns, now)
    elif agent := _agent_after_refusal(feed, trouble):
        columns["agent"] = agent
        plan = Plan(now + QUARTER_HOUR, Because.RETRY) if agent is Agent.TRYING else plan
    return _troubled(feed, columns, plan, now)


def _same(feed: FeedState, reply: Reply, learned: Columns, now: datetime) -> Intents:
    learned["history"] = remembered(feed.history, Outcome.SAME, now)
    rhythm = _with_wait(feed.rhythm, wait_asked(reply.headers, now))
    return _well(feed, learned, next_look(rhythm, now, feed.id), now)


def _document(feed: FeedState, reply: Reply, now: datetime) -> Intents | Fresh:
    learned = _moves(feed, reply, now)
    learned["etag"] = reply.headers.get("etag", "")
    learned["last_modified"] = reply.headers.get("last-modified", "")
    digest = body_hash(reply.body)
    if digest == feed.body_hash:
        return _same(feed, reply, learned, now)
    still = still_hash(reply.body)
    learned["body_hash"], learned["still_hash"] = digest, still
    if still == feed.still_hash:
        return _same(feed, reply, learned, now)
    return Fresh(reply, learned)


def _well(feed: FeedState, learned: Columns, plan: Plan, now: datetime) -> Intents:
    is_news = any(name in learned and learned[name] != getattr(feed, name) for name in _SAID)
    columns = {
        **_WELL,
        "looked_at": now,
        "heard_at": now,
        "due_at": plan.due_at,
        "due_because": plan.because,
        **learned,
    }
    if feed.gone_since:
        columns["gone_since"] = None
    if feed.agent in {Agent.TRYING, Agent.NEITHER}:
        columns["agent"] = Agent.PLAIN if feed.agent == Agent.TRYING else Agent.USUAL
    is_told = is_news or bool(feed.trouble) or not feed.body_hash
    believed = learned.get("moved_to") and believes_move(learned["moved_looks"], learned["moved_since"], now)
    return Intents(columns, is_told=is_told, moved=learned["moved_to"] if believed else "")


def _moves(feed: FeedState, reply: Reply, now: datetime) -> Columns:
    permanent = bool(reply.hops) and all(hop.status in _PERMANENT for hop in reply.hops)
    if not permanent:
        return dict(_STAYS) if feed.moved_to else {}
    target = reply.hops[-1].url
    if target == feed.url:  # it came back to where it began: a cookie wall, or a change of mind
        return dict(_STAYS)
    if target != feed.moved_to:
        return {"moved_to": target, "moved_since": now, "moved_looks": 1}
    return {"moved_to": target, "moved_since": feed.moved_since, "moved_looks": feed.moved_looks + 1}


def _refused(feed: FeedState, reply: Reply, now: datetime) -> Intents:
    wait = retry_after(reply.headers, now)
    if reply.status in _TOO_MUCH:
        return _too_much(feed, reply, wait, now)
    return failed(feed, Trouble(f"{HTTP}{reply.status}", reply.headers.get("cf-mitigated", ""), wait), now)


def _too_much(feed: FeedState, reply: Reply, wait: timedelta | None, now: datetime) -> Intents:
    """Leave the feed in peace for as long as it asks, and its host for a day at most: many may share that.

    No fault of the feed, so nothing is counted.
    """
    since = feed.trouble_since or now
    pause = BUSY_PAUSE if now - since < DAY or feed.trouble not in BUSY else LONG_BUSY_PAUSE
    asked, why = wait or pause, f"{HTTP}{reply.status}"
    columns = {"trouble": why, "trouble_detail": "", "trouble_since": since}
    made = _troubled(feed, columns, Plan(now + asked, Because(why)), now)
    until = now + min(asked, LONGEST_HOST_PAUSE)
    return made._replace(pause=HostPause(frozenset({feed.url, reply.url}), until, why))


def _ours(feed: FeedState, now: datetime) -> Intents:
    """Try again soon: nobody could be asked, so a feed in trouble of its own stays in that, and none is blamed."""
    code = Failure.OFFLINE.value
    blame = {} if feed.trouble else {"trouble": code, "trouble_detail": "", "trouble_since": now}
    return _troubled(feed, blame, Plan(now + QUARTER_HOUR, Because.OURS), now)._replace(trouble=code)


def _blamed(feed: FeedState, trouble: Trouble, now: datetime) -> Columns:
    began = now if feed.trouble in {"", Failure.OFFLINE} else feed.trouble_since or now
    columns: Columns = {"trouble": trouble.code, "trouble_detail": trouble.detail, "trouble_since": began}
    columns["failures"] = feed.failures + 1
    if feed.gone_since:
        columns["gone_since"] = None
    return columns


def _goodbye(feed: FeedState, columns: Columns, now: datetime) -> Plan:
    """Believe that a feed is gone for good when that is said twice, a day apart."""
    since = columns["gone_since"] = feed.gone_since or now
    if now - since < DAY:
        return Plan(since + DAY, Because.DAILY)
    columns["trouble"] = GONE
    return Plan(NEVER, Because.GONE)


def _agent_after_refusal(feed: FeedState, trouble: Trouble) -> Agent | None:
    """Return the name to ask under from now on; None where it stays as it is."""
    if trouble.code not in _REFUSED:
        return None
    if feed.agent == Agent.USUAL:  # who has to prove that they are a person is helped by no other name
        return None if trouble.detail == CHALLENGE else Agent.TRYING
    return Agent.NEITHER


def _troubled(feed: FeedState, columns: Columns, plan: Plan, now: datetime) -> Intents:
    trouble, detail = columns.get("trouble", feed.trouble), columns.get("trouble_detail", "")
    outcome = Failure.OFFLINE.value if plan.because is Because.OURS else trouble
    columns |= {"looked_at": now, "due_at": plan.due_at, "due_because": plan.because}
    columns["history"] = remembered(feed.history, outcome, now)
    return Intents(columns, trouble, detail, is_told=trouble != feed.trouble)


def document_wait(hints: Hints) -> timedelta:
    """Return how long the document itself asks us to wait between two looks."""
    return max(timedelta(minutes=hints.ttl_minutes or 0), timedelta(seconds=hints.update_seconds or 0))


def _with_wait(rhythm: Rhythm, wait: timedelta) -> Rhythm:
    return replace(rhythm, asked_wait=wait) if wait > rhythm.asked_wait else rhythm
