"""Writes of following: what somebody follows and mutes, when their mail comes, and what was told."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import Session, col, delete, func, select, update

from hub.communicate.following.models import DigestPlan, Following, Mute
from hub.communicate.following.queries import MOST_NAMED, is_due
from hub.communicate.following.rules import CLAIM, MOST_FOLLOWED, Followed, Hushed, Kind, Rhythm, When, today
from hub.db.once import insert_once
from hub.errors import BadQuestion
from hub.kit.saying import say
from hub.people.persons.models import Person


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to hear of, and when; who gets their one mail already keeps its time."""

    what: Followed
    when: When
    at_once: bool = False


def follow(db: Session, person_id: UUID, wish: Wish, now: datetime) -> None:
    """Follow something, at once or with the digest; what is followed already is followed so from now on.

    BadQuestion where somebody follows too much to be told of it in one mail.
    """
    what = wish.what
    if _following(db, person_id, what) is None:
        _must_have_room(db, person_id)
        new = Following(
            person_id=person_id, kind=what.kind, place_id=what.place_id, target_id=what.target_id, since=now
        )
        insert_once(db, new)
    db.execute(update(Following).where(_is(person_id, what)).values(at_once=wish.at_once))
    _keep_plan(db, person_id, wish, now)
    db.flush()


def unfollow(db: Session, person_id: UUID, what: Followed) -> None:
    """Follow something no more; who follows nothing has no plan any more."""
    db.execute(delete(Following).where(_is(person_id, what)))
    _end_plans(db, [person_id])


def hear(db: Session, person_id: UUID, what: Followed, now: datetime, *, at_once: bool) -> None:
    """Hear of something that is followed at once, or with the digest."""
    db.execute(update(Following).where(_is(person_id, what)).values(at_once=at_once))
    if at_once:
        _begin_to_hear(db, person_id, now)


def change_plan(db: Session, person_id: UUID, when: When, now: datetime) -> None:
    """Have somebody's mail come at another time; what the mail server refused is tried again."""
    row = db.get(DigestPlan, person_id)
    if row is None:
        return
    row.rhythm, row.hour, row.weekday, row.zone = when.rhythm, when.hour, when.weekday, when.zone
    row.due_at, row.trouble = when.next(now), ""
    if row.rhythm == Rhythm.NEVER:
        row.told_until = now
    db.add(row)
    db.flush()


def mute(db: Session, person_id: UUID, kind: Hushed, target_id: str, now: datetime) -> None:
    """Tell somebody no more of a thread, a source, a tag or a person; twice changes nothing."""
    insert_once(db, Mute(person_id=person_id, kind=kind, target_id=target_id, since=now))


def unmute(db: Session, person_id: UUID, kind: Hushed, target_id: str) -> None:
    """Tell somebody of it again."""
    ours = (col(Mute.person_id) == person_id, col(Mute.kind) == kind, col(Mute.target_id) == target_id)
    db.execute(delete(Mute).where(*ours))


def pause(db: Session, to_key: str, words: str) -> None:
    """Write no more to an address that its mail server refused for good, and keep its *words* for who reads there."""
    whose = select(Person.id).where(Person.email_key == to_key).scalar_subquery()
    gone = {"trouble": words, "due_at": None, "claimed_until": None}
    db.execute(update(DigestPlan).where(col(DigestPlan.person_id) == whose).values(**gone))


def claim(db: Session, ids: Collection[UUID], now: datetime) -> datetime:
    """Take these people's digests to write them, those that are still due; return by what the claim is known."""
    until = now + CLAIM
    taken = update(DigestPlan).where(col(DigestPlan.person_id).in_(ids), is_due(now))
    db.execute(taken.values(claimed_until=until))
    return until


def still_claimed(db: Session, ids: Collection[UUID], until: datetime) -> frozenset[UUID]:
    """Return which of these people's digests are still ours, and keep them so until the transaction ends."""
    asked = select(DigestPlan.person_id).where(
        col(DigestPlan.person_id).in_(ids), col(DigestPlan.claimed_until) == until
    )
    return frozenset(db.exec(asked.with_for_update()))


def settle(db: Session, told: Iterable[tuple[UUID, datetime | None]], until: datetime) -> None:
    """Note of people, each with when their next digest is due, that all was told which is older than *until*."""
    by_due = defaultdict[datetime | None, list[UUID]](list)
    for person_id, due_at in told:
        by_due[due_at].append(person_id)
    # Those of one hour are due again at one moment: a statement for each of these, not for each person.
    for due_at, ids in by_due.items():
        values = {"told_until": until, "due_at": due_at, "claimed_until": None}
        db.execute(update(DigestPlan).where(col(DigestPlan.person_id).in_(ids)).values(**values))


def note_written(db: Session, ids: Sequence[UUID], now: datetime) -> None:
    """Note that a digest was written for these people."""
    db.execute(update(DigestPlan).where(col(DigestPlan.person_id).in_(ids)).values(wrote_at=now))


def note_heard(db: Session, person_id: UUID, until: datetime, now: datetime) -> bool:
    """Note that somebody was told at once of all that is older than *until*; False where another one was faster."""
    row = db.exec(select(DigestPlan).where(DigestPlan.person_id == person_id).with_for_update()).first()
    if row is None or (row.heard_until is not None and row.heard_until >= until):
        return False
    day = today(now, row.zone)
    row.heard = row.heard + 1 if row.heard_day == day else 1
    row.heard_until, row.heard_at, row.heard_day = until, now, day
    db.add(row)
    db.flush()
    return True


def forget_target(db: Session, kind: Kind, target_id: str) -> None:
    """Follow and mute no more what is no longer there; who followed nothing else has no plan any more."""
    its = (col(Following.kind) == kind, col(Following.target_id) == target_id)
    followers = db.exec(select(Following.person_id).where(*its)).all()
    db.execute(delete(Following).where(*its))
    _end_plans(db, followers)
    forget_hushed(db, Hushed(kind), target_id)


def forget_hushed(db: Session, kind: Hushed, target_id: str) -> None:
    """Forget who wanted to hear no more of what is no longer there."""
    db.execute(delete(Mute).where(col(Mute.kind) == kind, col(Mute.target_id) == target_id))


def _keep_plan(db: Session, person_id: UUID, wish: Wish, now: datetime) -> None:
    when = wish.when
    first = DigestPlan(
        person_id=person_id,
        rhythm=when.rhythm,
        hour=when.hour,
        weekday=when.weekday,
        zone=when.zone,
        told_until=now,
        due_at=when.next(now),
    )
    insert_once(db, first)
    if wish.at_once:
        _begin_to_hear(db, person_id, now)


def _end_plans(db: Session, person_ids: Sequence[UUID]) -> None:
    """End the plans of those among these people who follow nothing."""
    for start in range(0, len(person_ids), MOST_NAMED):
        theirs = col(DigestPlan.person_id).in_(person_ids[start : start + MOST_NAMED])
        db.execute(delete(DigestPlan).where(theirs, col(DigestPlan.person_id).not_in(select(Following.person_id))))


def _begin_to_hear(db: Session, person_id: UUID, now: datetime) -> None:
    """Tell at once of what comes from now on."""
    mine = update(DigestPlan).where(col(DigestPlan.person_id) == person_id, col(DigestPlan.heard_until).is_(None))
    db.execute(mine.values(heard_until=now))


def _must_have_room(db: Session, person_id: UUID) -> None:
    held = db.exec(select(func.count()).select_from(Following).where(Following.person_id == person_id)).one()
    if held >= MOST_FOLLOWED:
        raise BadQuestion(say("Nobody can follow more than a hundred things. Let go of some first."))


def _following(db: Session, person_id: UUID, what: Followed) -> Following | None:
    return db.exec(select(Following).where(_is(person_id, what))).first()


def _is(person_id: UUID, what: Followed) -> ColumnElement[bool]:
    return and_(
        col(Following.person_id) == person_id,
        col(Following.kind) == what.kind,
        col(Following.place_id) == what.place_id,
        col(Following.target_id) == what.target_id,
    )
