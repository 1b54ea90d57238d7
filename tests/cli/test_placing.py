"""Ada loads a gazetteer on the machine itself, and the venues are on the map."""

from pathlib import Path

import pytest
from sqlmodel import select

from hub.db.engine import connect, reading, writing
from hub.meet.venues import actions
from hub.meet.venues.actions import Draft
from hub.meet.venues.models import GazetteerEntry, Venue
from tests import town
from tests.cli.conftest import Hub
from tests.meet.venues.gazetteers import geonames, open_names


@pytest.fixture
def town_hall(database_url: str) -> str:
    engine = connect(database_url)
    with writing(engine) as db:
        place = town.place(db, "Wherrybridge", lat=52.247, lon=-2.592, radius=1_000)
        actions.add(db, Draft("Town Hall", place.id, postcode="TV7 1AA"))
    engine.dispose()
    return database_url


def kept(database_url: str) -> tuple[int, float | None]:
    engine = connect(database_url)
    try:
        with reading(engine) as db:
            return len(db.exec(select(GazetteerEntry)).all()), db.exec(select(Venue.lat)).one()
    finally:
        engine.dispose()


def test_what_is_near_the_places_is_kept_and_venues_get_their_points(hub: Hub, town_hall: str) -> None:
    near = open_names("TV7 1AA", 359_600, 261_300)
    far = open_names("ZZ1 1ZZ", 500_000, 500_000)
    Path("names.csv").write_text(f"\ufeff{near}\n{far}\nnonsense\n", "utf-8")
    said = hub("load-gazetteer", "names.csv")
    assert said.code == 0
    assert said.out == "1 entries kept. 1 venues were put on the map.\n"
    count, lat = kept(town_hall)
    assert count == 1
    assert lat == pytest.approx(52.247, abs=0.01)
    assert hub("load-gazetteer", "--all", "names.csv").out == "2 entries kept. 0 venues were put on the map.\n"


def test_a_table_of_geonames_is_read_too(hub: Hub, town_hall: str) -> None:
    Path("GB.txt").write_text(geonames("Town Hall", 52.247, -2.592) + "\n", "utf-8")
    assert "1 venues were put on the map" in hub("load-gazetteer", "GB.txt").out


def test_any_other_file_is_refused(hub: Hub, town_hall: str) -> None:
    Path("other.csv").write_text("a,b\n", "utf-8")
    said = hub("load-gazetteer", "other.csv")
    assert said.code == 1
    assert "no gazetteer we can read" in said.err
    assert hub("load-gazetteer", "none.csv").code == 1
