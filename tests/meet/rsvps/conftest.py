"""Alderford, and a café in it that two can come to."""

import pytest
from sqlmodel import Session

from hub.meet.events.models import Event
from hub.places.models import Place
from tests import town
from tests.meet.coming import typed_meetup


@pytest.fixture
def alderford(db: Session) -> Place:
    return town.place(db, "Alderford")


@pytest.fixture
def cafe(db: Session, alderford: Place) -> Event:
    return typed_meetup(db, alderford, capacity=2)
