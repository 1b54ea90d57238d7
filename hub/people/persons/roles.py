"""Who does what where? Reads of the roles people hold."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.people.persons.models import Person, Role
from hub.people.rules import Kind


@dataclass(frozen=True, slots=True)
class Holding:
    """A role somebody holds, and since when."""

    person_id: UUID
    kind: Kind
    place_id: UUID  # a place, or places.rules.WHOLE_HUB
    since: datetime


def everywhere(db: Session) -> Sequence[Holding]:
    """Return every role that is held, those held longest first."""
    return [_view(row) for row in db.exec(select(Role).order_by(col(Role.since), col(Role.kind)))]


def of_person(db: Session, person_id: UUID) -> Sequence[Holding]:
    """Return what somebody does here, and where."""
    return [_view(row) for row in db.exec(select(Role).where(Role.person_id == person_id).order_by(col(Role.since)))]


def mentors(db: Session, line: Collection[UUID]) -> Sequence[UUID]:
    """Return the mentors of a place: *line* is the place and all it lies in; those there longest first."""
    tending = select(Role.person_id).join(Person).where(Role.kind == Kind.MENTOR, col(Role.place_id).in_(line))
    came = tending.where(col(Person.confirmed_at).is_not(None))  # who was invited and never signed in tends nothing yet
    return list(dict.fromkeys(db.exec(came.order_by(col(Role.since)))))


def alone(db: Session, person_id: UUID) -> Sequence[Holding]:
    """Return the roles in which nobody would be left for a place without this person."""
    mine = of_person(db, person_id)
    came = select(Role).join(Person).where(Role.person_id != person_id, col(Person.confirmed_at).is_not(None))
    others = db.exec(came.where(col(Role.place_id).in_([each.place_id for each in mine]))).all()
    shared = {(each.kind, each.place_id) for each in others}
    return [each for each in mine if (each.kind, each.place_id) not in shared]


def named(db: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names these persons gave themselves for others to see; who gave none is left out."""
    asked = select(Person.id, Person.name).where(col(Person.id).in_(ids), Person.name != "")
    return dict(db.execute(asked).all()) if ids else {}


def _view(row: Role) -> Holding:
    return Holding(row.person_id, Kind(row.kind), row.place_id, row.since)
