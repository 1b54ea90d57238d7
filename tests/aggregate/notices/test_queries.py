"""Which sites have notices led to that were let through?"""

import pytest
from sqlmodel import Session

from hub.aggregate.notices import actions, queries
from hub.aggregate.notices.actions import Written
from hub.people.persons import actions as persons
from tests import town
from tests.town import NOON


@pytest.mark.parametrize(
    ("domain", "is_known"),
    [
        *(("example.org", True), ("ample.org", False), ("example.or", False), ("spam.example", False)),
        *(("swept.org", True), ("wept.org", False), ("kept.org", False)),
    ],
)
def test_a_site_is_known_by_its_whole_domain(db: Session, domain: str, *, is_known: bool) -> None:
    place, person_id = town.place(db, "Mill End"), persons.welcome(db, "ben@hub.example", NOON)
    words = "See https://WWW.Example.org/cat?from=spam.example, or swept.org, and ask ben@kept.org."
    notice = actions.write(db, person_id, Written(place.id, "Cat", words, (), NOON.date()), NOON)
    assert not queries.was_led_to(db, domain)  # it waits
    actions.show(db, notice, NOON)
    assert queries.was_led_to(db, domain) is is_known
