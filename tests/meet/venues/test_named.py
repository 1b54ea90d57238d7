"""What a line of a gazetteer says, in the layouts it comes in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit.shapes import Point, metres
from hub.meet.venues.named import LONGEST_LINE, Layout, layout_of, named_in
from tests.meet.venues.gazetteers import geonames, open_names, postcodes


def test_a_postcode_of_open_names_is_a_point_of_the_globe() -> None:
    (found,) = named_in([open_names("TV7 2AA", 651_409.903, 313_177.270)], Layout.OPEN_NAMES)
    assert (found.name, found.is_postcode) == ("TV7 2AA", True)
    assert metres(found.point, Point(52.6580, 1.7161)) < 10


def test_a_name_in_two_languages_is_found_by_both() -> None:
    line = open_names("Wherry Bridge", 400_000, 300_000, kind="Hamlet", second="Pont Wherry")
    assert [each.name for each in named_in([line], Layout.OPEN_NAMES)] == ["Wherry Bridge", "Pont Wherry"]


def test_geonames_give_degrees() -> None:
    (found,) = named_in([geonames("Wherry Park", 52.25, -2.59)], Layout.GEONAMES)
    assert (found.name, found.is_postcode, found.point) == ("Wherry Park", False, Point(52.25, -2.59))
    (found,) = named_in([postcodes("TV7 2AA", 52.25, -2.59)], Layout.POSTCODES)
    assert (found.name, found.is_postcode, found.point) == ("TV7 2AA", True, Point(52.25, -2.59))


@pytest.mark.parametrize(
    ("line", "layout"),
    [
        (open_names("TV7 2AA", 1, 1), Layout.OPEN_NAMES),
        (geonames("Park", 1, 1), Layout.GEONAMES),
        (postcodes("TV7", 1, 1), Layout.POSTCODES),
        ("a,b,c", None),
        ("", None),
    ],
)
def test_the_layout_is_told_from_a_line(line: str, layout: Layout | None) -> None:
    assert layout_of(line) is layout


@pytest.mark.parametrize(
    ("line", "layout"),
    [
        (open_names("Far away", -5, 300_000), Layout.OPEN_NAMES),
        (open_names("Not a number", "x", "y"), Layout.OPEN_NAMES),
        (geonames("North of north", 91, 0), Layout.GEONAMES),
        (geonames("Nowhere", "nan", "inf"), Layout.GEONAMES),
        (geonames("", 52, 1), Layout.GEONAMES),
        (geonames("Long", 52, 1) + "x" * LONGEST_LINE, Layout.GEONAMES),
        ("one\ttwo", Layout.GEONAMES),
        ("one\rtwo,three", Layout.OPEN_NAMES),
        ('"never closed\x00' + "," * 33, Layout.OPEN_NAMES),
    ],
)
def test_a_line_that_says_nothing_is_passed_over(line: str, layout: Layout) -> None:
    assert list(named_in([line], layout)) == []


@given(st.text(max_size=300), st.sampled_from(Layout))
def test_no_line_breaks_the_reading(line: str, layout: Layout) -> None:
    layout_of(line)
    assert all(-90 <= each.lat <= 90 for each in named_in([line], layout))
