"""Writes for residents without e-mail: a mentor enters them, with what they agreed to and how."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, update

from hub.people.audit.actions import Entry, note
from hub.people.persons import actions
from hub.people.persons.actions import Agreement
from hub.people.persons.consents import BEHALF
from hub.people.persons.models import Consent, Person
from hub.people.rules import Actor, Deed, Thing


@dataclass(frozen=True, slots=True)
class Resident:
    """Somebody without e-mail, as a mentor enters them."""

    name: str
    reach: str  # how to reach them, in their own words
    said_yes: str  # how, when and to what they agreed
    language: str = "en"


def enter(db: Session, actor: Actor, resident: Resident, place_id: UUID, now: datetime) -> UUID:
    """Have a resident here whom a mentor of a place acts for; return their id."""
    made = Person(
        name=" ".join(resident.name.split()),
        reach=resident.reach,
        language=resident.language,
        joined_at=now,
        vouched_by=actor.person_id,
    )
    db.add(made)
    db.flush()
    agreement = Agreement(BEHALF, resident.said_yes, str(place_id), actor.person_id)
    actions.agree(db, made.id, agreement, now)
    note(db, actor, Entry(Deed.ACT_FOR, Thing.PERSON, made.id, place_id, after={"entered": True}, for_id=made.id), now)
    return made.id


def forbid(db: Session, actor: Actor, person_id: UUID, place_id: UUID, now: datetime) -> bool:
    """Note that the mentors of a place may act for somebody no longer; False where they might not."""
    if not take_back(db, person_id, BEHALF, str(place_id), now):
        return False
    change = {"may_be_acted_for": True}, {"may_be_acted_for": False}
    note(db, actor, Entry(Deed.ACT_FOR, Thing.PERSON, person_id, place_id, *change, for_id=person_id), now)
    return True


def take_back(db: Session, person_id: UUID, kind: str, subject: str, now: datetime) -> bool:
    """Note that somebody agrees no longer; False where they had not."""
    held = update(Consent).where(
        col(Consent.person_id) == person_id,
        col(Consent.kind) == kind,
        col(Consent.subject) == subject,
        col(Consent.withdrawn_at).is_(None),
    )
    return db.exec(held.values(withdrawn_at=now)).rowcount > 0
