"""An address that somebody gave up and another has by now means that one alone, whoever is asked about."""

from sqlmodel import Session

from hub.kit.clock import now
from hub.people.persons.models import Person
from hub.people.persons.somebody import by_seal, somebody


def test_an_address_somebody_gave_up_means_them_until_it_is_anothers(db: Session) -> None:
    ben = Person(email="new@hub.example", email_key="new@hub.example", former_keys=["old@hub.example"], joined_at=now())
    db.add(ben)
    db.flush()
    assert by_seal(db, [ben.id], str.upper) == {"NEW@HUB.EXAMPLE": ben.id, "OLD@HUB.EXAMPLE": ben.id}
    eve = Person(email="old@hub.example", email_key="old@hub.example", joined_at=now())
    db.add(eve)
    db.flush()
    assert somebody(db, ben.id).keys == ("new@hub.example",)
    assert by_seal(db, [ben.id], str.upper) == {"NEW@HUB.EXAMPLE": ben.id}
    assert by_seal(db, [ben.id, eve.id], str.upper)["OLD@HUB.EXAMPLE"] == eve.id
