"""All tables of the house: importing this module makes the metadata complete."""

from sqlalchemy import Engine

from hub.aggregate.feeds import models as feeds
from hub.aggregate.items import models as items
from hub.db import beats, search
from hub.db.base import Table
from hub.establish import models as establish
from hub.meet import models as meet
from hub.places import models as places

ROOMS = (beats, places, establish, feeds, items, meet)
metadata = Table.metadata


def create_all(engine: Engine) -> None:
    """Make the whole schema at once, as the newest migration leaves it; for tests."""
    with engine.begin() as connection:
        metadata.create_all(connection)
        search.create(connection)
