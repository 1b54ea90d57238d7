"""Writes of persons: that they came, what they do here, and what they agreed to."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select, update

from hub.kit.mailboxes import email_key
from hub.people.audit.actions import Entry, note
from hub.people.persons.models import Consent, Person, Role
from hub.people.rules import Actor, Deed, Kind, Thing


@dataclass(frozen=True, slots=True)
class Agreement:
    """What somebody agrees to, in the words they were shown."""

    kind: str
    words: str
    subject: str = ""
    recorded_by: UUID | None = None  # the mentor who heard it; none: given by themselves


def welcome(db: Session, email: str, now: datetime, *, language: str = "en") -> UUID:
    """Return whose address *email* is; who never did anything here becomes somebody, unconfirmed."""
    key = email_key(email)
    found = db.exec(select(Person).where(Person.email_key == key)).first()
    if found is None:
        found = Person(email=email.strip(), email_key=key, language=language, joined_at=now)
        db.add(found)
        db.flush()
    return found.id


def confirm(db: Session, person_id: UUID, now: datetime) -> None:
    """Note that somebody typed a code that was mailed to them."""
    found = db.get_one(Person, person_id)
    found.confirmed_at = found.confirmed_at or now
    db.flush()


def approve(db: Session, person_id: UUID) -> None:
    """Note that something of what somebody said was read and let through."""
    db.execute(update(Person).where(col(Person.id) == person_id).values(approved=Person.approved + 1))


def describe(db: Session, person_id: UUID, name: str, language: str) -> None:
    """Have somebody called *name*, and written to in *language*."""
    found = db.get_one(Person, person_id)
    found.name, found.language = name, language
    db.flush()


def move(db: Session, person_id: UUID, email: str) -> str | None:
    """Give somebody another address; return the one they had, or None where the new one is somebody's already."""
    key = email_key(email)
    holder = db.exec(select(Person.id).where(Person.email_key == key)).first()
    if holder not in {None, person_id}:
        return None
    found = db.get_one(Person, person_id)
    before = found.email
    if found.email_key:
        found.former_keys = sorted({*found.former_keys, found.email_key} - {key})
    found.email, found.email_key = email.strip(), key
    db.flush()
    return before


def grant(db: Session, actor: Actor, person_id: UUID, kind: Kind, place_id: UUID, now: datetime) -> None:  # noqa: PLR0913, PLR0917 -- a role is who, what and where
    """Let somebody do this for a place from now on; nothing happens where they do already."""
    if db.get(Role, (person_id, place_id, kind)):
        return
    db.add(Role(person_id=person_id, place_id=place_id, kind=kind, since=now, granted_by=actor.person_id))
    note(db, actor, Entry(Deed.GRANT, Thing.PERSON, person_id, place_id, after={"role": kind}), now)


def withdraw(db: Session, actor: Actor, held: Role, now: datetime, why: str = "") -> None:
    """Take a role away."""
    entry = Entry(Deed.WITHDRAW, Thing.PERSON, held.person_id, held.place_id, before={"role": held.kind}, why=why)
    db.delete(held)
    note(db, actor, entry, now)


def agree(db: Session, person_id: UUID, agreement: Agreement, now: datetime) -> UUID:
    """Keep what somebody agreed to; return its id."""
    kept = Consent(
        person_id=person_id,
        kind=agreement.kind,
        subject=agreement.subject,
        words=agreement.words,
        given_at=now,
        recorded_by=agreement.recorded_by,
    )
    db.add(kept)
    db.flush()
    return kept.id
