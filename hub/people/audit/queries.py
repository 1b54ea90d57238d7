"""Reads of the log: what was done, by whom, where and why, the newest first."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from hub.people.audit.models import AuditEntry
from hub.people.rules import Deed, Thing


@dataclass(frozen=True, slots=True)
class Logged:
    """A line of the log."""

    id: int
    at: datetime
    actor_id: UUID | None  # none: the operator, at the command line
    for_id: UUID | None  # on whose behalf
    place_id: UUID | None  # none: the whole hub
    deed: Deed
    target_kind: Thing
    target_id: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
    why: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Which lines somebody wants to see; what is empty narrows nothing."""

    place_ids: Collection[UUID] | None = None  # none: of the whole hub, and what is about no place
    deed: Deed | None = None
    actor_id: UUID | None = None  # who did it
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None  # older than this line


def log(db: Session, asked: Asked, limit: int) -> Sequence[Logged]:
    """Return what was done, the newest first."""
    wanted = select(AuditEntry).where(*_narrowed(asked)).order_by(col(AuditEntry.id).desc()).limit(limit)
    return [_view(each) for each in db.exec(wanted)]


def counts(db: Session, asked: Asked) -> Mapping[Deed, int]:
    """Return how often each deed was done, the commonest first."""
    counted = select(AuditEntry.deed, func.count()).where(*_narrowed(asked)).group_by(col(AuditEntry.deed))
    return {Deed(deed): number for deed, number in sorted(db.execute(counted), key=lambda row: (-row[1], row[0]))}


def actors(db: Session, asked: Asked) -> Sequence[UUID]:
    """Return who did anything."""
    found = select(AuditEntry.actor_id).where(*_narrowed(asked), col(AuditEntry.actor_id).is_not(None)).distinct()
    return [person_id for person_id in db.exec(found) if person_id]


def latest(db: Session, target_kind: Thing, deeds: Collection[Deed], place_ids: Collection[UUID]) -> Sequence[Logged]:
    """Return the newest of these *deeds* for each thing of a kind in each of these places."""
    newest = (
        select(func.max(col(AuditEntry.id)))
        .where(
            AuditEntry.target_kind == target_kind,
            col(AuditEntry.deed).in_(deeds),
            col(AuditEntry.place_id).in_(place_ids),
        )
        .group_by(col(AuditEntry.place_id), col(AuditEntry.target_id))
    )
    return [_view(each) for each in db.exec(select(AuditEntry).where(col(AuditEntry.id).in_(newest)))]


def _narrowed(asked: Asked) -> list[ColumnElement[bool]]:
    given: list[tuple[object, Callable[[Any], ColumnElement[bool]]]] = [
        (asked.place_ids, col(AuditEntry.place_id).in_),
        (asked.deed, col(AuditEntry.deed).__eq__),
        (asked.actor_id, col(AuditEntry.actor_id).__eq__),
        (asked.since, col(AuditEntry.at).__ge__),
        (asked.until, col(AuditEntry.at).__lt__),
        (asked.before, col(AuditEntry.id).__lt__),
    ]
    return [narrowed_by(value) for value, narrowed_by in given if value is not None]


def _view(row: AuditEntry) -> Logged:
    return Logged(
        id=row.id or 0,
        at=row.at,
        actor_id=row.actor_id,
        for_id=row.for_id,
        place_id=row.place_id,
        deed=Deed(row.deed),
        target_kind=Thing(row.target_kind),
        target_id=row.target_id,
        before=row.before,
        after=row.after,
        why=row.why,
    )
