"""Ben and Cem of Kings Heath, who are asked to be Digital Friends, and who are."""

from uuid import UUID

import pytest
from sqlmodel import Session

from hub.meet.partnerships import actions
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.rules import (
    Side,
    State,
)
from hub.people.persons.actions import welcome
from tests import town
from tests.meet.partnerships.friends import NOON, TODAY


@pytest.fixture
def heath(db: Session) -> UUID:
    return town.place(db, "Kings Heath").id


@pytest.fixture
def ben(db: Session) -> UUID:
    return welcome(db, "ben@example.org", NOON)


@pytest.fixture
def cem(db: Session) -> UUID:
    return welcome(db, "cem@example.org", NOON)


@pytest.fixture
def asked(db: Session, heath: UUID, ben: UUID, cem: UUID) -> UUID:
    return actions.ask(db, Two(heath, ben, cem, "Ben", "Cem", "Both like maps."), NOON, by=None)


@pytest.fixture
def running(db: Session, asked: UUID) -> UUID:
    actions.agree(db, asked, Side.MENTOR, TODAY, NOON)
    assert actions.agree(db, asked, Side.MENTEE, TODAY, NOON) is State.RUNNING
    return asked
