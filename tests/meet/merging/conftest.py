"""Kings Heath, where three calendars tell of the same meetups."""

from collections.abc import Sequence

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.places.models import Place
from tests import town


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath")


@pytest.fixture
def feeds(db: Session, heath: Place) -> Sequence[Feed]:
    """Three calendars of one place."""
    return [town.feed(db, town.source(db, name, heath), reads="events") for name in ("Hall", "Council", "Ben")]
