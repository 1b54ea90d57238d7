"""Writes of mentions: what is sent to us, what a look at its page leads to, and what moderators decide of it."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, func, or_, select, update
from sqlmodel.sql.expression import SelectOfScalar

from hub.aggregate.items.models import ItemPlace
from hub.communicate.mentions import budget, leading
from hub.communicate.mentions.budget import Purpose
from hub.communicate.mentions.models import Mention, MentionSite
from hub.communicate.mentions.rules import (
    BETWEEN_SITE,
    Kind,
    Seen,
    Standing,
    State,
    Target,
    Trouble,
    Verdict,
    asked_again,
    looked_at_again,
    page_of,
    seen_again,
)
from hub.db.engine import is_sqlite
from hub.errors import NotFound
from hub.kit.saying import say
from hub.net.pacing import registrable, tenant
from hub.places.actions import bump, bump_hub
from hub.places.rules import WHOLE_HUB

LEASE = timedelta(minutes=5)
AT_ONCE = 5  # looks of a round at most; see budget for what an hour has


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody says: this page mentions that one of ours."""

    source_url: str
    target_url: str
    kind: Target
    target_id: str
    place_id: UUID | None


class Look(NamedTuple):
    """A page that is to be looked at, and how its mention stands."""

    id: UUID
    source_url: str
    target_url: str
    place_id: UUID | None
    standing: Standing


def receive(db: Session, told: Told, now: datetime) -> UUID:
    """Take note that a page is said to mention ours, and have it looked at; return under which id, always the same."""
    source_url = page_of(told.source_url)
    _insert_new(db, told, source_url, now)
    same = (Mention.source_url == source_url, Mention.target_kind == told.kind, Mention.target_id == told.target_id)
    row = db.exec(select(Mention).where(*same).with_for_update()).one()
    state = State(row.state)
    row.asked_at, row.due_at = now, looked_at_again(state, row.looked_at, now)
    if asked_again(state) is State.WAITING:
        row.state, row.target_url, row.tries = State.WAITING, told.target_url, 0
    db.flush()
    return row.id


def claim(db: Session, now: datetime) -> Sequence[Look]:
    """Take some pages that are due, of each domain one, of none that was asked within the minute, as the hour allows.

    What has waited longest since its domain was asked comes first: no crowd of pages keeps others waiting. Another
    round that asks at the same time gets others.
    """
    taken: list[Look] = []
    rows = db.exec(_first_of_each(now, leading.led_to(db, now))).all()
    for row in rows[: budget.begin(db, Purpose.LOOK, len(rows), now) if rows else 0]:
        row.claimed_until, row.looked_at = now + LEASE, now
        standing = Standing(State(row.state), row.tries, _seen(row), row.asked_at)
        taken.append(Look(row.id, row.source_url, row.target_url, row.place_id, standing))
    db.flush()
    return taken


def release(db: Session, mention_ids: Sequence[UUID]) -> None:
    """Give pages back that nobody came to."""
    db.execute(update(Mention).where(col(Mention.id).in_(mention_ids)).values(claimed_until=None))


def settle(db: Session, mention_id: UUID, verdict: Verdict, seen: Seen | None, item_id: int | None = None) -> None:
    """Keep what came of a look: what its page says where it mentions ours, and what becomes of the mention.

    What somebody refused while the page was looked at stays refused.
    """
    row = db.get(Mention, mention_id, with_for_update=True)
    if row is None:
        return
    row.claimed_until = None
    if row.state == State.REFUSED:
        row.due_at = None
        db.flush()
        return
    was_shown = row.state == State.SHOWN
    row.state, row.trouble, row.due_at, row.tries = verdict.state, verdict.trouble, verdict.due_at, verdict.tries
    if seen is not None:
        _describe(row, seen, item_id)
    elif verdict.state in {State.GONE, State.FAILED}:
        _describe(row, Seen(), None)
    db.flush()
    if was_shown or verdict.state is State.SHOWN:
        _bump(db, row)


def admit(db: Session, mention_id: UUID, now: datetime) -> None:
    """Show a mention that somebody read; NotFound where it does not wait for that."""
    row = _held(db, mention_id)
    row.state, row.trouble, row.due_at = State.SHOWN, Trouble.NONE, seen_again(row.asked_at, now)
    db.flush()
    _bump(db, row)


def refuse(db: Session, mention_id: UUID) -> None:
    """Never show a mention that waits, or is shown; its words go. NotFound where there is none."""
    row = db.get(Mention, mention_id, with_for_update=True)
    if row is None or row.state not in {State.HELD, State.SHOWN}:
        raise NotFound(say("There is no such mention here, or somebody decided about it already."))
    _refuse(db, row)


def admit_site(db: Session, url: str, place_id: UUID | None, now: datetime) -> None:
    """Show what the site of a page sends in a place at once from now on, and what of it waits."""
    _decide(db, url, place_id, now, is_let=True)
    for row in _of_site(db, url, place_id, State.HELD):
        row.state, row.trouble, row.due_at = State.SHOWN, Trouble.NONE, seen_again(row.asked_at, now)
        _bump(db, row)
    db.flush()


def block_site(db: Session, url: str, place_id: UUID | None, now: datetime) -> None:
    """Take nothing more of the site of a page in a place, and take down what is there."""
    _decide(db, url, place_id, now, is_let=False)
    rows = [row for state in (State.HELD, State.SHOWN, State.WAITING) for row in _of_site(db, url, place_id, state)]
    for row in rows:
        _refuse(db, row, Trouble.BLOCKED)


def _first_of_each(now: datetime, resting: Collection[str]) -> SelectOfScalar[Mention]:
    """Return the question for the first due page of each domain that rests no more, and a lock on each.

    Those that are *resting* looks were led to from elsewhere.
    """
    due = (col(Mention.due_at) <= now, func.coalesce(col(Mention.claimed_until), now) <= now)
    in_turn = (col(Mention.due_at), col(Mention.id))
    turn = func.row_number().over(partition_by=col(Mention.source_host), order_by=in_turn).label("turn")
    waiting = select(col(Mention.id), turn).where(*due).subquery()
    other = aliased(Mention)
    asked_at = (
        select(func.max(other.looked_at)).where(col(other.source_host) == col(Mention.source_host)).scalar_subquery()
    )
    # One that was never asked waits since it came: neither new domains nor old ones are always before the others.
    since = func.coalesce(asked_at, col(Mention.due_at))
    return (
        select(Mention)
        .join(waiting, and_(waiting.c.id == col(Mention.id), waiting.c.turn == 1))
        .where(*due, or_(asked_at.is_(None), asked_at <= now - BETWEEN_SITE), col(Mention.source_host).not_in(resting))
        .order_by(since, *in_turn)
        .limit(AT_ONCE)
        .with_for_update(of=Mention, skip_locked=True)
    )


def _insert_new(db: Session, told: Told, source_url: str, now: datetime) -> None:
    values = {
        "id": uuid4(),
        "source_url": source_url,
        "source_host": registrable(source_url),
        "target_url": told.target_url,
        "target_kind": told.kind.value,
        "target_id": told.target_id,
        "place_id": told.place_id,
        "state": State.WAITING.value,
        "asked_at": now,
        **dict.fromkeys(("kind", "author_name", "author_url", "title", "words", "rsvp", "trouble"), ""),
        "tries": 0,
    }
    made = (sqlite if is_sqlite(db) else postgresql).insert(Mention).values(values)
    db.execute(made.on_conflict_do_nothing())


def _seen(row: Mention) -> Seen:
    kind = Kind(row.kind or Kind.MENTION)
    return Seen(kind, row.author_name, row.author_url, row.title, row.words, row.rsvp)


def _describe(row: Mention, seen: Seen, item_id: int | None) -> None:
    row.kind, row.author_name, row.author_url = seen.kind, seen.author_name, seen.author_url
    row.title, row.words, row.rsvp = seen.title, seen.words, seen.rsvp
    row.published_at, row.item_id, row.seen_at = seen.published_at, item_id, row.looked_at


def _refuse(db: Session, row: Mention, trouble: Trouble = Trouble.NONE) -> None:
    was_shown = row.state == State.SHOWN
    row.state, row.trouble, row.due_at = State.REFUSED, trouble, None
    _describe(row, Seen(), None)
    db.flush()
    if was_shown:
        _bump(db, row)


def _decide(db: Session, url: str, place_id: UUID | None, now: datetime, *, is_let: bool) -> None:
    db.merge(MentionSite(host=tenant(url), place_id=place_id or WHOLE_HUB, is_let=is_let, since=now))
    db.flush()


def _of_site(db: Session, url: str, place_id: UUID | None, state: State) -> Sequence[Mention]:
    which = (Mention.source_host == registrable(url), Mention.place_id == place_id, Mention.state == state)
    rows = db.exec(select(Mention).where(*which).with_for_update())
    return [row for row in rows if tenant(row.source_url) == tenant(url)]


def _held(db: Session, mention_id: UUID) -> Mention:
    row = db.get(Mention, mention_id, with_for_update=True)
    if row is None or row.state != State.HELD:
        raise NotFound(say("There is no such mention here, or somebody decided about it already."))
    return row


def _bump(db: Session, row: Mention) -> None:
    # What stands on the front page of a place is asked for only when the whole hub has changed: that page is busy.
    if row.place_id is None or row.target_kind == Target.PLACE:
        bump_hub(db)
    else:
        bump(db, {row.place_id, *_places_that_show(db, row)})


def _places_that_show(db: Session, row: Mention) -> Iterator[UUID]:
    """Yield the places besides a mention’s own where its words stand: a post is talked about in each that has it."""
    if row.target_kind == Target.ITEM:
        yield from db.exec(select(ItemPlace.place_id).where(ItemPlace.item_id == int(row.target_id)))
