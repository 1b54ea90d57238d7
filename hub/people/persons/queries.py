"""Reads of persons: who somebody is, and what they do where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.kit.mailboxes import email_key
from hub.kit.saying import say
from hub.people.persons.models import Person, Role
from hub.people.rules import Actor, Held, Kind


@dataclass(frozen=True, slots=True)
class PersonView:
    """Somebody, as their own page and the desks of those who help them show them."""

    id: UUID
    name: str
    email: str
    reach: str
    language: str
    joined_at: datetime
    confirmed_at: datetime | None
    approved: int

    @property
    def called(self) -> str:
        """What to call them where a name is needed: theirs, or what stands before the @."""
        return self.name or self.email.partition("@")[0]


@dataclass(frozen=True, slots=True)
class RoleView:
    """A role somebody holds, and since when."""

    person: PersonView
    kind: Kind
    place_id: UUID  # a place, or places.rules.WHOLE_HUB
    since: datetime


def actor(db: Session, person_id: UUID) -> Actor:
    """Return who *person_id* is as far as rights go."""
    held = db.execute(select(Role.kind, Role.place_id).where(Role.person_id == person_id))
    return Actor(person_id, frozenset(Held(Kind(kind), place_id) for kind, place_id in held))


def person(db: Session, person_id: UUID) -> PersonView:
    """Return somebody; NotFound when they have left."""
    found = db.get(Person, person_id)
    if found is None:
        raise NotFound(say("There is no such person here."))
    return _view(found)


def people(db: Session, ids: Collection[UUID]) -> Mapping[UUID, PersonView]:
    """Return these persons; those who have left are left out."""
    found = db.exec(select(Person).where(col(Person.id).in_(ids))).all() if ids else []
    return {each.id: _view(each) for each in found}


def by_email(db: Session, email: str) -> PersonView | None:
    """Return whose address this is; None when it is nobody's."""
    found = db.exec(select(Person).where(Person.email_key == email_key(email))).first()
    return _view(found) if found else None


def can_be_written_to(db: Session, person_id: UUID | None) -> bool:
    """Say whether somebody is known, here still, and has an e-mail address."""
    found = db.get(Person, person_id) if person_id else None
    return bool(found and found.email)


def sought(db: Session, words: str, limit: int) -> Sequence[PersonView]:
    """Return whose address *words* is, or else in whose name they stand, by name."""
    if (whose := by_email(db, words)) is not None:
        return [whose]
    named = select(Person).where(col(Person.name).icontains(words, autoescape=True))
    return [_view(each) for each in db.exec(named.order_by(col(Person.name), col(Person.id)).limit(limit))]


def called(db: Session, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """Return what to call these persons; those who have left are left out."""
    return {person_id: each.called for person_id, each in people(db, ids).items()}


def roles(db: Session, place_ids: Collection[UUID]) -> Sequence[RoleView]:
    """Return who holds a role in any of these places, those there longest first."""
    asked = select(Role, Person).join(Person).where(col(Role.place_id).in_(place_ids)).order_by(col(Role.since))
    return [RoleView(_view(who), Kind(role.kind), role.place_id, role.since) for role, who in db.execute(asked)]


def moderators(db: Session) -> int:
    """Count the people who may decide a case somewhere: a hub opens its registration when there are two.

    Who has never signed in is named, not here yet.
    """
    deciding = select(Role.person_id).join(Person).where(col(Role.kind).in_([Kind.MODERATOR, Kind.ADMIN]))
    return len(db.execute(deciding.where(col(Person.confirmed_at).is_not(None)).distinct()).all())


def holders(db: Session, kind: Kind) -> int:
    """Count the people who hold a role of this kind somewhere; who was invited and never came holds none yet."""
    asked = select(Role.person_id).join(Person).where(col(Role.kind) == kind, col(Person.confirmed_at).is_not(None))
    return len(db.execute(asked.distinct()).all())


def _view(row: Person) -> PersonView:
    return PersonView(
        id=row.id,
        name=row.name,
        email=row.email,
        reach=row.reach,
        language=row.language,
        joined_at=row.joined_at,
        confirmed_at=row.confirmed_at,
        approved=row.approved,
    )
