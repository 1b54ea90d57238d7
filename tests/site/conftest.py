"""Alderford, a small invented town, and Cem the visitor who reads about it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Engine

from hub.aggregate.feeds.models import Feed
from hub.db.engine import writing
from hub.establish.tags.models import Tag
from hub.kit.clock import now
from hub.people.persons import actions as persons
from hub.people.rules import NOBODY, Kind
from hub.people.signin import actions as signin
from hub.places.models import Place
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from tests import databases, town
from tests.neighbours import Neighbour, neighbour

ADDRESS = "https://hub.example"
SECRET = "a key of this test alone, long enough"


@dataclass(frozen=True)
class Alderford:
    """What the stories are about."""

    place: Place
    mill_end: Place
    bins: Tag
    council: Feed
    diary: Feed
    moment: datetime  # when the newest of all was said


@pytest.fixture(scope="session")
def lasting_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("lasting") / "hub.db"


@pytest.fixture
def database_url(lasting_file: Path) -> str:
    if databases.wanted_postgres():
        databases.empty_postgres()
        return databases.postgres_url()
    return databases.sqlite_again(lasting_file)


@pytest.fixture
def many(database_url: str) -> Engine:
    return databases.lasting(database_url)


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
    return Settings(database_url=database_url, base_url=ADDRESS, contact="ada@hub.example", secret_key=SECRET)


@pytest.fixture
def cem(settings: Settings) -> Iterator[Neighbour]:
    """Cem, who only reads."""
    with neighbour("Cem", settings) as visitor:
        yield visitor


@pytest.fixture
def ben(settings: Settings, many: Engine) -> Iterator[Neighbour]:
    """Ben, who writes a blog: signed in, with no role anywhere."""
    with signed_in("Ben", settings, many) as person:
        yield person


@pytest.fixture
def ada(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Ada, signed in, the mentor of Alderford."""
    with signed_in("Ada", settings, many, Kind.MENTOR, alderford.place.id) as person:
        yield person


@pytest.fixture
def mo(settings: Settings, many: Engine, alderford: Alderford) -> Iterator[Neighbour]:
    """Mo, signed in, a moderator of Alderford."""
    with signed_in("Mo", settings, many, Kind.MODERATOR, alderford.place.id) as person:
        yield person


@pytest.fixture
def root(settings: Settings, many: Engine) -> Iterator[Neighbour]:
    """Ruth, signed in, who looks after the whole hub."""
    with signed_in("Ruth", settings, many, Kind.ADMIN, WHOLE_HUB) as person:
        yield person


@contextmanager
def signed_in(
    name: str, settings: Settings, engine: Engine, kind: Kind | None = None, place_id: UUID = WHOLE_HUB
) -> Iterator[Neighbour]:
    """Let *name*, whose address is name@hub.example, use the site signed in, with one role or none."""
    with writing(engine) as db:
        person_id = persons.welcome(db, email_of(name), now())
        persons.confirm(db, person_id, now())
        persons.describe(db, person_id, name, "en")
        if kind:
            persons.grant(db, NOBODY, person_id, kind, place_id, now())
        token = signin.begin(db, person_id, "Firefox on Android", now())
    with neighbour(name, settings) as person:
        person.sign_in(token)
        yield person


def email_of(name: str) -> str:
    """Return the address of a neighbour."""
    return f"{name.lower()}@hub.example"
