"""Who tells of meetups in Alderford, and where one of them is held: for all tests of how they leave the hub."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.meet.venues.models import Venue
from tests.site.conftest import Alderford


@pytest.fixture
def diary_of_town(many: Engine, alderford: Alderford) -> Feed:
    with writing(many) as db:
        return db.exec(select(Feed).where(Feed.reads == "events")).one()


@pytest.fixture
def hall(many: Engine, alderford: Alderford) -> Venue:
    """The old mill, up one step, which shows what others organise there."""
    with writing(many) as db:
        hall = Venue(slug="old-mill", name="Old Mill", place_id=alderford.mill_end.id, address="1 Mill Lane")
        hall.postcode, hall.lat, hall.lon, hall.lists_others = "B14 7SA", 52.43, -1.89, True
        db.add(hall)
    return hall
