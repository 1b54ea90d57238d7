"""By what is a person found in the tables of all rooms? Their id, and the addresses they have and had."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

from sqlmodel import Session, col, select

from hub.db.personal import Somebody
from hub.people.persons.models import Person


def somebody(db: Session, person_id: UUID) -> Somebody:
    """Return whom rows refer to; by their id alone where they have left."""
    found = db.get(Person, person_id)
    if found is None:
        return Somebody(person_id)
    # An address somebody gave up may be another person's by now, and so what is kept under it.
    others = select(Person.email_key).where(col(Person.email_key).in_(found.former_keys), Person.id != person_id)
    taken = set(db.exec(others)) if found.former_keys else set()
    keys = [found.email_key or "", *found.former_keys]
    return Somebody(person_id, tuple(key for key in dict.fromkeys(keys) if key and key not in taken))


def by_seal(db: Session, person_ids: Collection[UUID], seal: Callable[[str], str]) -> Mapping[str, UUID]:
    """Return which of these people each seal of an address means, of those they had before too.

    An address that is another's by now means that one.
    """
    asked = select(Person.id, Person.email_key, Person.former_keys).where(col(Person.id).in_(person_ids))
    rows = db.execute(asked).all()
    given_up = {key for row in rows for key in row.former_keys}
    taken = set(db.exec(select(Person.email_key).where(col(Person.email_key).in_(given_up)))) if given_up else set()
    former = {seal(key): row.id for row in rows for key in row.former_keys if key not in taken}
    return former | {seal(row.email_key): row.id for row in rows if row.email_key}
