"""Who moves to another address is still found by the one they had, for as long as it is nobody else's."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import Session

from hub.people.persons import actions, queries
from hub.people.persons.somebody import somebody
from hub.people.rules import NOBODY, Kind
from tests.town import NOON, place

OLD, NEW = "Ben@Old.example", "ben@new.example"


@pytest.fixture
def ben(db: Session) -> UUID:
    return actions.welcome(db, OLD, NOON)


def test_rows_of_an_earlier_address_are_found(db: Session, ben: UUID) -> None:
    assert actions.move(db, ben, NEW) == OLD
    assert somebody(db, ben).keys == (NEW, "ben@old.example")


def test_who_moves_back_has_each_address_once(db: Session, ben: UUID) -> None:
    actions.move(db, ben, NEW)
    actions.move(db, ben, OLD)
    assert somebody(db, ben).keys == ("ben@old.example", NEW)


def test_an_address_that_is_another_persons_now_is_not_his_any_more(db: Session, ben: UUID) -> None:
    actions.move(db, ben, NEW)
    cem = actions.welcome(db, OLD, NOON)
    assert somebody(db, ben).keys == (NEW,)
    assert somebody(db, cem).keys == ("ben@old.example",)


def test_who_never_signed_in_does_not_count_as_a_moderator(db: Session, ben: UUID) -> None:
    actions.grant(db, NOBODY, ben, Kind.MODERATOR, place(db, "Alderford").id, NOON)
    assert queries.moderators(db) == 0
    actions.confirm(db, ben, NOON + timedelta(days=1))
    assert queries.moderators(db) == 1
