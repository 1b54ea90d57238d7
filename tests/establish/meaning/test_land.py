"""Where an item belongs by its point on the map, and which place a postcode names."""

from typing import Any
from uuid import UUID

import pytest

from hub.establish.meaning.facts import PlaceFact, Spelt
from hub.establish.meaning.rules import Because, Found, Meaning, resolve
from hub.establish.meaning.vocabulary import compile_vocabulary
from hub.kit.shapes import Circle, Point
from hub.kit.text import words

CITY, HEATH, WARD, MILL, LONDON = (UUID(int=n) for n in range(1, 6))
BOX = '{"type":"Polygon","coordinates":[[[-1.91,52.42],[-1.88,52.42],[-1.88,52.45],[-1.91,52.45],[-1.91,52.42]]]}'
SPOT = Point(52.433, -1.893)
PLACES = [
    PlaceFact(CITY, None, "Wherry", postcodes=("B1", "B14", "B30", "B13"), outline=Circle(Point(52.48, -1.9), 15_000)),
    PlaceFact(HEATH, CITY, "Kings Heath", postcodes=("B14", "B31"), outline=Circle(SPOT, 900)),
    PlaceFact(WARD, CITY, "Heath ward", postcodes=("B30", "B13", "B31"), outline=BOX),
    PlaceFact(MILL, CITY, "Mill End", (Spelt("B13", in_text=False),), postcodes=("B30",)),
    PlaceFact(LONDON, None, "London", postcodes=("B30",), outline=Circle(SPOT, 100)),
]
KNOWN = compile_vocabulary([], PLACES)


def meaning(*labels: str, home: UUID = CITY, text: str = "", **said: Any) -> Meaning:
    usual: dict[str, Any] = {"title": "", "only_when_mentioned": False}
    return resolve(KNOWN, labels=labels, text=words(text), home=frozenset({home}), **usual | said)


def test_a_point_brings_an_item_to_the_smallest_place_it_is_in_and_to_all_around_that():
    found = meaning(point=SPOT, only_when_mentioned=True).places
    assert found == (
        Found(HEATH, Because.POINT, "52.4330, -1.8930"),
        Found(CITY, Because.WITHIN, "Kings Heath"),
    )


def test_a_point_outside_the_small_ones_is_in_the_next_larger():
    assert {each.id for each in meaning(point=Point(52.445, -1.905), only_when_mentioned=True).places} == {WARD, CITY}
    assert {each.id for each in meaning(point=Point(52.5, -1.9), only_when_mentioned=True).places} == {CITY}
    assert meaning(point=Point(53.5, -1.9), only_when_mentioned=True).places == ()


def test_a_point_counts_only_inside_the_places_its_source_speaks_for():
    assert {each.id for each in meaning(point=SPOT, home=MILL).places} == {MILL, CITY}
    assert meaning(point=SPOT, home=LONDON).places == (Found(LONDON, Because.SOURCE),)


def test_a_label_is_a_surer_reason_than_a_point_and_a_text_is_not():
    assert meaning("Kings Heath", point=SPOT, only_when_mentioned=True).places[0].because is Because.LABEL
    assert meaning(text="Kings Heath", point=SPOT, only_when_mentioned=True).places[0].because is Because.POINT


@pytest.mark.parametrize(
    ("district", "named"),
    [
        ("B31", set()),  # two wards share it, and what lies around both does not list it
        ("B14", {HEATH, CITY}),  # the smallest that lists it
        ("B30", {CITY}),  # two wards share it: it names what lies around both
        ("B13", set()),  # Mill End’s by name, the ward’s as its district: it names neither
        ("B99", set()),
    ],
)
def test_a_postcode_names_the_smallest_place_that_it_leaves_no_doubt_about(district, named):
    assert {each.id for each in meaning(district, only_when_mentioned=True).places} == named


def test_a_postcode_in_a_text_is_believed_where_it_is_long_enough():
    assert {each.id for each in meaning(text="12 High St, B14 7QH", only_when_mentioned=True).places} == {HEATH, CITY}
    assert meaning(text="vitamin B1", only_when_mentioned=True).places == ()
    assert {each.id for each in meaning("B1", only_when_mentioned=True).places} == {CITY}


def test_districts_of_two_towns_name_neither():
    twins = [PlaceFact(HEATH, None, "A", postcodes=("X1A",)), PlaceFact(MILL, None, "B", postcodes=("X1A",))]
    known = compile_vocabulary([], twins)
    said: dict[str, Any] = {"labels": ["X1A"], "title": "", "text": words(""), "only_when_mentioned": True}
    assert resolve(known, home=frozenset({HEATH, MILL}), **said).places == ()
