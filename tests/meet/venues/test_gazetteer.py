"""Where a venue is, from a gazetteer the operator loaded: its postcode first, then its name within its place."""

import pytest
from sqlmodel import Session, select

from hub.meet.venues import actions, gazetteer, queries
from hub.meet.venues.actions import Draft
from hub.meet.venues.models import GazetteerEntry
from hub.meet.venues.named import Named
from hub.places.models import Place
from tests import town


@pytest.fixture
def heath(db: Session) -> Place:
    return town.place(db, "Kings Heath", lat=52.43, lon=-1.89, radius=1_000)


def put(db: Session, name: str, lat: float, lon: float, *, is_postcode: bool = False, ref: str = "") -> None:
    gazetteer.keep(db, [Named(ref or f"t:{name}:{lat}", name, is_postcode, lat, lon)])


def point(db: Session, name: str, postcode: str, heath: Place) -> tuple[float, float] | None:
    found = gazetteer.point_of(db, name, postcode, heath.id)
    return (found.lat, found.lon) if found else None


def test_a_postcode_comes_before_a_name(db: Session, heath: Place) -> None:
    put(db, "B14 7QH", 52.431, -1.891, is_postcode=True)
    put(db, "The Red Lion", 52.432, -1.892)
    assert point(db, "The Red Lion", "B14 7QH", heath) == (52.431, -1.891)
    assert point(db, "the red lion", "", heath) == (52.432, -1.892)
    assert point(db, "The Red Lion", "B14 7ZZ", heath) == (52.432, -1.892)


def test_a_name_elsewhere_or_of_two_things_is_no_answer(db: Session, heath: Place) -> None:
    put(db, "Park", 53.8, -1.5)
    assert point(db, "Park", "", heath) is None
    put(db, "Park", 52.430, -1.890)
    assert point(db, "Park", "", heath) == (52.430, -1.890)
    put(db, "Park", 52.440, -1.890)
    assert point(db, "Park", "", heath) is None


def test_a_place_that_is_nowhere_has_nothing_near_it(db: Session) -> None:
    put(db, "Park", 52.430, -1.890)
    assert point(db, "Park", "", town.place(db, "Nowhere")) is None


def test_an_outline_says_what_is_near_too(db: Session) -> None:
    ring = [[-1.9, 52.42], [-1.88, 52.42], [-1.88, 52.44], [-1.9, 52.42]]
    drawn = town.place(db, "Drawn", boundary=f'{{"type":"Polygon","coordinates":[{ring}]}}')
    put(db, "Park", 52.430, -1.890)
    assert point(db, "Park", "", drawn) == (52.430, -1.890)


def test_loading_twice_is_once(db: Session) -> None:
    put(db, "Park", 52.4, -1.8, ref="t:1")
    put(db, "Park", 52.5, -1.8, ref="t:1")
    assert [each.lat for each in db.exec(select(GazetteerEntry))] == [52.5]


def test_venues_without_a_point_get_one(db: Session, heath: Place) -> None:
    made = actions.add(db, Draft("The Red Lion", heath.id, postcode="B14 7QH"))
    placed = actions.add(db, Draft("The Hare", heath.id, postcode="B14 7QH", lat=1.0, lon=1.0))
    assert gazetteer.place_venues(db) == 0
    put(db, "B14 7QH", 52.431, -1.891, is_postcode=True)
    assert gazetteer.place_venues(db, [placed]) == 0
    assert gazetteer.place_venues(db) == 1
    found = queries.views(db, [made, placed])
    assert (found[made].lat, found[placed].lat) == (52.431, 1.0)
