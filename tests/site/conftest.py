"""Alderford, a small invented town, and Cem the visitor who reads about it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.establish.models import Tag
from hub.kit.clock import now
from hub.places.models import Place
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour, neighbour

ADDRESS = "https://hub.example"


@dataclass(frozen=True)
class Alderford:
    """What the stories are about."""

    place: Place
    mill_end: Place
    bins: Tag
    council: Feed
    diary: Feed
    moment: datetime  # when the newest of all was said


@pytest.fixture
def alderford(many: Engine) -> Alderford:
    """A town with a council, a blogger and a calendar, and three things said lately."""
    moment = now().replace(microsecond=0) - timedelta(minutes=5)
    with writing(many) as db:
        place = town.place(db, "Alderford")
        mill_end = town.place(db, "Mill End", place)
        bins = town.tag(db, "Bins & recycling", also=["refuse"], meaning="Collections and tips")
        council = town.feed(db, town.source(db, "Alderford Council", place, kind="council"), looked_at=moment)
        diary = town.feed(db, town.source(db, "Mill End Diary", mill_end), trouble="http-404", trouble_since=moment)
        town.item(db, council, "Bins on Tuesday", [place], [bins], moment, author="Joan Weir", licence="OGL 3.0")
        town.item(db, diary, "The bridge is shut", [place, mill_end], at=moment - timedelta(hours=1))
        town.item(db, council, "Library hours", [place], at=moment - timedelta(days=2))
        calendar = town.feed(db, town.source(db, "Town diary", place, kind="events"), reads="events")
        town.meetup(db, calendar, "Repair café", moment + timedelta(days=1), location="Old Library")
        return Alderford(place, mill_end, bins, council, diary, moment)


@pytest.fixture
def settings(database_url: str) -> Settings:
    """What an operator of this hub chose."""
    return Settings(database_url=database_url, base_url=ADDRESS, contact="ada@hub.example")


@pytest.fixture
def cem(settings: Settings) -> Iterator[Neighbour]:
    """Cem, who only reads."""
    with neighbour("Cem", settings) as visitor:
        yield visitor
