"""Whom do we tell that a page of ours mentions theirs, and what became of it? Reads and writes; the caller commits.

The outbox has one row for each pair of pages. What is asked of whom, and how often, is counted in the database, so
that neither a restart nor a second worker doubles it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, exists, func, literal, or_, select

from hub.communicate.mentions import budget
from hub.communicate.mentions.budget import Purpose
from hub.communicate.mentions.models import Sending
from hub.communicate.mentions.telling import (
    CLAIMED,
    GONE,
    OF_DOMAIN,
    PACE,
    TOLD_KEPT,
    UNTOLD,
    Hitch,
    Outcome,
    SendState,
    told_of,
)
from hub.communicate.replies.models import Reply
from hub.db.windows import RateWindow, Windows
from hub.net.pacing import registrable

SETTLES = timedelta(minutes=3)  # who changes their words twice in a row has others told once
_PACE_KEY, _DOMAIN_KEY = "webmention", "webmention to "


@dataclass(frozen=True, slots=True)
class Page:
    """A page of ours that mentions others; *edit* differs whenever it says something else."""

    url: str
    edit: str
    reply_id: UUID | None = None
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done now: a look at the target, or word to the endpoint it named."""

    id: UUID
    source_url: str
    target_url: str
    edit: str
    endpoint: str
    state: SendState
    tries: int


@dataclass(frozen=True, slots=True)
class Telling:
    """What became of telling a page that one of ours mentions it."""

    target_url: str
    state: SendState
    hitch: Hitch
    is_gone: bool  # what is told, or was, is that ours mentions it no more
    sent_at: datetime | None
    status_url: str  # where its site says what became of it; empty where it says nothing

    @property
    def is_known(self) -> bool:
        """Whether its site has heard of ours, or may."""
        return self.sent_at is not None or not self.is_gone


def ask(db: Session, page: Page, targets: Iterable[str], now: datetime) -> None:
    """Have the sites of *targets* told that *page* mentions them, once for each edit that stands for a while.

    What it mentioned before and does no more is told once again, for its site to see.
    """
    held = {row.target_url: row for row in db.exec(select(Sending).where(Sending.source_url == page.url))}
    wanted = told_of(page.url, targets)
    for url in wanted:
        row = held.get(url)
        if row is None:
            db.add(_new(page, url, now))
        elif row.edit != page.edit:
            _again(row, page.edit, now + SETTLES)
    for url in held.keys() - set(wanted):
        _let_go(held[url], now)
    db.flush()


def take_back(db: Session, source_url: str, now: datetime) -> None:
    """Have those who were told of a page of ours told that it is gone; it answers 410 from now on."""
    for row in db.exec(select(Sending).where(Sending.source_url == source_url)).all():
        _let_go(row, now)
    db.flush()


def leave_out(db: Session, source_url: str, target_url: str, now: datetime) -> None:
    """Have one of those who were told of a page of ours told that it mentions theirs no more."""
    which = (Sending.source_url == source_url, Sending.target_url == target_url)
    for row in db.exec(select(Sending).where(*which)).all():
        _let_go(row, now)
    db.flush()


def is_due(db: Session, now: datetime) -> bool:
    """Say whether anybody may be asked now."""
    is_time = not Windows(db, now).get(_PACE_KEY) and budget.is_left(db, Purpose.TELL, now)
    return is_time and _next(db, now) is not None


def claim(db: Session, now: datetime) -> Step | None:
    """Take the next step, of whom may be asked now; None where nobody may, or another worker was faster."""
    row = _next(db, now)
    windows = Windows(db, now)
    if row is None or windows.incr(_PACE_KEY, _seconds(PACE)) > 1 or not _may_ask(windows, row.asks):
        return None
    if not budget.begin(db, Purpose.TELL, 1, now):
        return None
    row.claimed_until = now + CLAIMED
    db.flush()
    state = SendState(row.state)
    return Step(row.id, row.source_url, row.target_url, row.edit, row.endpoint, state, row.tries)


def rest(db: Session, urls: Iterable[str], pause: timedelta, now: datetime) -> None:
    """Leave the sites that were asked alone for so long; each of *urls* after the first counts as an ask too."""
    windows = Windows(db, now)
    asked = list(urls)
    for domain in {registrable(url) for url in asked}:
        windows.clear(_DOMAIN_KEY + domain)
        windows.incr(_DOMAIN_KEY + domain, _seconds(pause))
    if len(asked) > 1:
        windows.clear(_PACE_KEY)
        windows.incr(_PACE_KEY, len(asked) * _seconds(PACE))


def note(db: Session, step: Step, outcome: Outcome, now: datetime) -> None:
    """Note what came of a step; where the page was edited meanwhile, the next one waits already."""
    row = db.get(Sending, step.id)
    if row is None:
        return
    row.claimed_until = None
    if outcome.state is SendState.TOLD:
        row.sent_at = now
        row.status_url = outcome.status_url
    if row.edit == step.edit:
        _write(row, outcome)
    elif row.edit == GONE and row.sent_at is None:  # nobody was told of it after all
        _forget(row)
    db.flush()


def waiting(db: Session) -> int:
    """Count the pages that wait to be told."""
    return int(db.execute(select(func.count()).where(col(Sending.due_at).is_not(None))).scalar_one())


def of_reply(db: Session, reply_id: UUID) -> Sequence[Telling]:
    """Return whom we told, or will, of a reply, in the order of their addresses."""
    rows = db.exec(select(Sending).where(Sending.reply_id == reply_id).order_by(col(Sending.target_url)))
    return [_telling(row) for row in rows]


def told(db: Session, person_id: UUID) -> list[dict[str, object]]:
    """Return which pages were told of what somebody said here, for them alone."""
    rows = db.exec(select(Sending).join(Reply).where(Reply.person_id == person_id).order_by(col(Sending.written_at)))
    return [{"url": row.target_url, "written_at": row.written_at, "sent_at": row.sent_at} for row in rows]


def forget_told(db: Session, now: datetime) -> None:
    """Delete what is said no more, a month after those who knew of it were told, and tell nobody what is a week old."""
    untold = (col(Sending.due_at).is_not(None), col(Sending.sent_at).is_(None), col(Sending.written_at) <= now - UNTOLD)
    for row in db.exec(select(Sending).where(*untold)):
        _forget(row)
    db.flush()
    old = func.coalesce(col(Sending.sent_at), col(Sending.written_at)) <= now - TOLD_KEPT
    db.execute(delete(Sending).where(col(Sending.edit) == GONE, col(Sending.due_at).is_(None), old))


def _telling(row: Sending) -> Telling:
    is_gone = row.edit == GONE
    return Telling(row.target_url, SendState(row.state), Hitch(row.trouble), is_gone, row.sent_at, row.status_url)


def _next(db: Session, now: datetime) -> Sending | None:
    """Return what waits longest, of the sites that may be asked now."""
    free = or_(col(Sending.claimed_until).is_(None), col(Sending.claimed_until) <= now)
    due = select(Sending).where(col(Sending.due_at) <= now, free, ~_rests(now))
    return db.exec(due.order_by(col(Sending.due_at), col(Sending.id)).limit(1)).first()


def _rests(now: datetime) -> ColumnElement[bool]:
    key = literal(_DOMAIN_KEY) + col(Sending.asks)
    return exists().where(col(RateWindow.key) == key, col(RateWindow.ends_at) > now)


def _may_ask(windows: Windows, domain: str) -> bool:
    return windows.incr(_DOMAIN_KEY + domain, _seconds(OF_DOMAIN)) == 1


def _new(page: Page, url: str, now: datetime) -> Sending:
    domain = registrable(url)
    return Sending(
        source_url=page.url,
        target_url=url,
        target_host=domain,
        reply_id=page.reply_id,
        item_id=page.item_id,
        edit=page.edit,
        asks=domain,
        state=SendState.WAITING,
        written_at=now,
        due_at=now,
    )


def _again(row: Sending, edit: str, now: datetime) -> None:
    row.edit, row.state, row.trouble = edit, SendState.WAITING, ""
    row.asks, row.tries, row.due_at = row.target_host, 0, now


def _let_go(row: Sending, now: datetime) -> None:
    is_under_way = row.claimed_until is not None and row.claimed_until > now
    if row.sent_at is None and not is_under_way:
        _forget(row)
    elif row.edit != GONE:
        _again(row, GONE, now)


def _forget(row: Sending) -> None:
    """Tell nobody: it was never told either."""
    row.edit, row.state, row.due_at, row.trouble = GONE, SendState.NOBODY, None, ""


def _write(row: Sending, outcome: Outcome) -> None:
    row.state, row.due_at, row.tries, row.trouble = outcome.state, outcome.due_at, outcome.tries, outcome.hitch
    row.endpoint = outcome.endpoint or row.endpoint
    row.asks = registrable(row.endpoint) if outcome.state is SendState.FOUND else row.target_host


def _seconds(wait: timedelta) -> int:
    return int(wait.total_seconds())
