"""Reads of following: what somebody follows and has muted, when their mail comes, and whose is due."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, or_
from sqlmodel import Session, col, func, select

from hub.communicate.following.models import DigestPlan, Following, Mute
from hub.communicate.following.rules import Followed, Hushed, Kind, Rhythm, When
from hub.communicate.following.speakers import with_people
from hub.people.persons.models import Person

MOST_NAMED = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Follow:
    """Something somebody follows, and whether they hear of it at once."""

    what: Followed
    at_once: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class Muted:
    """Something somebody wants to hear no more of."""

    kind: Hushed
    target_id: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Plan:
    """When somebody's mail comes, and what was told by now."""

    person_id: UUID
    when: When
    told_until: datetime
    due_at: datetime | None
    wrote_at: datetime | None = None
    heard_until: datetime | None = None  # of what is told at once
    heard_at: datetime | None = None
    heard_day: date | None = None
    heard: int = 0  # on that day
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody mail is written for: their plan, and all that decides what stands in it."""

    plan: Plan
    email: str
    email_key: str
    language: str
    follows: tuple[Follow, ...]
    mutes: frozenset[tuple[str, str]] = (
        frozenset()
    )  # a kind and a target: of a person themselves, not of what they said


def follows(db: Session, person_id: UUID) -> Sequence[Follow]:
    """Return what somebody follows, what they followed first in front."""
    asked = select(Following).where(Following.person_id == person_id)
    return [_follow(row) for row in db.exec(asked.order_by(col(Following.since), col(Following.id)))]


def mutes(db: Session, person_id: UUID) -> Sequence[Muted]:
    """Return what somebody has muted, the newest first."""
    asked = select(Mute).where(Mute.person_id == person_id).order_by(col(Mute.since).desc(), col(Mute.target_id))
    return [Muted(Hushed(row.kind), row.target_id, row.since) for row in db.exec(asked)]


def is_muted(db: Session, person_id: UUID, kind: Hushed, target_id: str) -> bool:
    """Say whether somebody has muted this."""
    return db.get(Mute, (person_id, kind, target_id)) is not None


def plan(db: Session, person_id: UUID) -> Plan | None:
    """Return when somebody's mail comes; None where they follow nothing yet."""
    row = db.get(DigestPlan, person_id)
    return _plan(row) if row else None


def due(db: Session, now: datetime, most: int) -> Sequence[UUID]:
    """Return whose digest is due and free to be written, those that have waited longest first."""
    asked = select(DigestPlan.person_id).where(is_due(now)).order_by(col(DigestPlan.due_at), col(DigestPlan.person_id))
    return db.exec(asked.limit(most)).all()


def told_least(db: Session, now: datetime) -> datetime | None:
    """Return until when whose digest is due was told that was told least; None where nobody's is."""
    return db.exec(select(func.min(DigestPlan.told_until)).where(is_due(now))).one()


def is_due(now: datetime) -> Any:  # noqa: ANN401 -- an SQL condition
    """Be true of plans whose hour has come, that nobody is writing for now."""
    free = or_(col(DigestPlan.claimed_until).is_(None), col(DigestPlan.claimed_until) <= now)
    return and_(col(DigestPlan.due_at) <= now, free)


def readers(db: Session, ids: Collection[UUID]) -> Sequence[Reader]:
    """Return these people as far as mail is written for them; who has no address is left out."""
    found: list[Reader] = []
    wanted = list(ids)
    for start in range(0, len(wanted), MOST_NAMED):
        found += _readers(db, wanted[start : start + MOST_NAMED])
    return found


def hearing_at_once(db: Session, place_ids: Collection[UUID]) -> Sequence[UUID]:
    """Return who wants to hear of anything in these places at once, and may be written to."""
    asked = select(Following.person_id).join(DigestPlan, col(DigestPlan.person_id) == Following.person_id)
    there = asked.where(col(Following.at_once), col(Following.place_id).in_(place_ids), DigestPlan.trouble == "")
    return db.exec(there.distinct()).all() if place_ids else ()


def places_heard_of(db: Session) -> frozenset[UUID]:
    """Return the places in which somebody wants to hear of something at once."""
    return frozenset(db.exec(select(Following.place_id).where(col(Following.at_once)).distinct()))


def _readers(db: Session, ids: Sequence[UUID]) -> list[Reader]:
    followed = _by_person(db, ids)
    muted = _muted(db, ids)
    whose = select(DigestPlan, Person.email, Person.email_key, Person.language).join(
        Person, col(Person.id) == DigestPlan.person_id
    )
    rows = db.execute(whose.where(col(DigestPlan.person_id).in_(ids)).order_by(col(DigestPlan.person_id))).all()
    return [
        Reader(_plan(row), email, key, language, followed.get(row.person_id, ()), muted.get(row.person_id, frozenset()))
        for row, email, key, language in rows
        if email and key
    ]


def _muted(db: Session, ids: Sequence[UUID]) -> Mapping[UUID, frozenset[tuple[str, str]]]:
    rows = db.execute(select(Mute.person_id, Mute.kind, Mute.target_id).where(col(Mute.person_id).in_(ids))).all()
    what = with_people(db, {(kind, target) for _, kind, target in rows})
    found = defaultdict[UUID, set[tuple[str, str]]](set)
    for person_id, kind, target in rows:
        if hushed := what.get((kind, target)):
            found[person_id].add(hushed)
    return {person_id: frozenset(each) for person_id, each in found.items()}


def _by_person(db: Session, ids: Sequence[UUID]) -> Mapping[UUID, tuple[Follow, ...]]:
    found = defaultdict[UUID, list[Follow]](list)
    asked = select(Following).where(col(Following.person_id).in_(ids))
    for row in db.exec(asked.order_by(col(Following.since), col(Following.id))):
        found[row.person_id].append(_follow(row))
    return {person_id: tuple(each) for person_id, each in found.items()}


def _follow(row: Following) -> Follow:
    return Follow(Followed(Kind(row.kind), row.place_id, row.target_id), row.at_once, row.since)


def _plan(row: DigestPlan) -> Plan:
    return Plan(
        person_id=row.person_id,
        when=When(Rhythm(row.rhythm), row.hour, row.weekday, row.zone),
        told_until=row.told_until,
        due_at=row.due_at,
        wrote_at=row.wrote_at,
        heard_until=row.heard_until,
        heard_at=row.heard_at,
        heard_day=row.heard_day,
        heard=row.heard,
        trouble=row.trouble,
    )
