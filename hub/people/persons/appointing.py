"""Writes of roles: somebody is invited to one, and one is taken away again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.people.persons import actions
from hub.people.persons.models import Role
from hub.people.rules import Actor, Held, Kind


@dataclass(frozen=True, slots=True)
class Invitation:
    """Whom somebody invites to which role."""

    email: str
    role: Held
    language: str = "en"  # to write to them in, where nobody knows better


def invite(db: Session, actor: Actor, invitation: Invitation, now: datetime) -> UUID | None:
    """Give a role to whoever has an address; return who that is, or None where they hold it already."""
    person_id = actions.welcome(db, invitation.email, now, language=invitation.language)
    role = invitation.role
    if db.get(Role, (person_id, role.place_id, role.kind)):
        return None
    actions.grant(db, actor, person_id, role.kind, role.place_id, now)
    return person_id


@dataclass(frozen=True, slots=True)
class Dismissal:
    """From whom somebody takes which role, and why."""

    person_id: UUID
    role: Held
    why: str


def dismiss(db: Session, actor: Actor, dismissal: Dismissal, now: datetime) -> bool:
    """Take a role away; False where nobody holds it, or it is that of the last admin."""
    role = dismissal.role
    held = db.get(Role, (dismissal.person_id, role.place_id, role.kind))
    if held is None or (role.kind is Kind.ADMIN and _admins(db) == 1):
        return False
    actions.withdraw(db, actor, held, now, dismissal.why)
    db.flush()
    return True


def is_last_admin(db: Session, person_id: UUID) -> bool:
    """Say whether nobody would look after the hub without this person."""
    held = db.exec(select(Role.person_id).where(col(Role.kind) == Kind.ADMIN)).all()
    return set(held) == {person_id}


def _admins(db: Session) -> int:
    # Held until the commit: of two admins who dismiss each other at the same moment one stays.
    return len(db.exec(select(Role).where(col(Role.kind) == Kind.ADMIN).with_for_update()).all())
