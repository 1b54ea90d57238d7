"""A feed that names a hub."""

import pytest
from sqlmodel import Session

from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import HOUR
from tests import town
from tests.aggregate.pushing.subscribing import HUB, TOPIC
from tests.town import NOON


@pytest.fixture
def feed(db: Session) -> Feed:
    """Ben's feed, which names a hub and was looked at a while ago."""
    home = town.source(db, "Ben", town.place(db, "Alderford"))
    return town.feed(db, home, hub=HUB, topic=TOPIC, looked_at=NOON - HOUR, last_post_at=NOON - HOUR, post_gap=7_200)
