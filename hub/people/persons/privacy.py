"""What do we know of somebody themselves? Their name, their address, their roles, until they leave."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.models import Consent, Erasure, Person, Role
from hub.people.persons.somebody import somebody

REFERENCES = (
    Reference(Role, "person_id", Fate.GOES),
    Reference(Role, "granted_by", Fate.STAYS, shows=("kind", "place_id", "since")),
    Reference(Consent, "person_id", Fate.GOES),
    Reference(Consent, "recorded_by", Fate.STAYS, shows=("kind", "given_at")),
    Reference(Person, "vouched_by", Fate.STAYS, shows=("joined_at",)),
    Reference(Person, "id", Fate.GOES),
    Reference(Erasure, "person_id", Fate.STAYS),
)
# Other names of the row they are found in by its id.
COVERED = ("person.email", "person.email_key", "person.former_keys", "person.reach")
KEPT = (
    Kept(
        say("Your name, your e-mail address and earlier ones, your language, your roles, and what you agreed to"),
        None,
        say("Until you have yourself erased: without them nobody could sign in."),
    ),
    Kept(
        say("That somebody was erased: a number, and the day"),
        None,
        say("So that a restored backup does not bring you back. The number says nothing about you."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return who somebody is to us, what they do here, and what they agreed to."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:
    """Forget somebody; that they were erased stays. After every other room: they ask here who it was."""
    personal.erase(db, REFERENCES, somebody(db, person_id))
    db.flush()
    db.expire_all()  # who was read before is not there any more
    if db.get(Erasure, person_id) is None:
        db.add(Erasure(person_id=person_id, at=now))
    db.flush()


def expire(db: Session, now: datetime) -> None:
    """Forget nothing: people stay until they leave."""
