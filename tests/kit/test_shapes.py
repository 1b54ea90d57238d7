"""Which outlines a point on the map is in."""

import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from hub.kit.shapes import Circle, Point, crossing, metres, outlines

SQUARE = '{"type":"Polygon","coordinates":[[[0,0],[0.02,0],[0.02,0.02],[0,0.02],[0,0]]]}'
HOLE = "[[0.4,0.4],[0.4,0.6],[0.6,0.6],[0.6,0.4],[0.4,0.4]]"
HOLED = f'{{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,1],[0,0]],{HOLE}]}}'
MIDDLE = Point(0.01, 0.01)


def test_the_smallest_outline_comes_first():
    known = outlines({"square": SQUARE, "wide": Circle(MIDDLE, 5_000), "spot": Circle(MIDDLE, 100), "holed": HOLED})
    assert known.around(MIDDLE) == ["spot", "square", "wide", "holed"]
    assert known.around(Point(0.015, 0.015)) == ["square", "wide", "holed"]
    assert known.around(Point(40, 40)) == []


def test_the_edge_belongs_to_it_and_a_hole_does_not():
    known = outlines({"square": SQUARE, "holed": HOLED})
    assert known.around(Point(0, 0.01)) == ["square", "holed"]
    assert known.around(Point(0.5, 0.5)) == []


def test_what_cannot_be_read_holds_no_point():
    assert outlines({"broken": "{}", "square": SQUARE}).around(MIDDLE) == ["square"]


def test_a_polygon_that_does_not_hold_together_says_why():
    assert crossing(SQUARE) == ""
    outside = '{"type":"Polygon","coordinates":[[[0,0],[1,0],[1,1],[0,0]],[[5,5],[6,5],[6,6],[5,5]]]}'
    assert crossing(outside) == "hole lies outside shell"


@given(lat=st.floats(-80, 80), lon=st.floats(-179, 179), up=st.floats(-0.1, 0.1), along=st.floats(-0.1, 0.1))
def test_a_point_is_in_a_circle_just_where_it_is_no_farther_than_its_radius(lat, lon, up, along):
    middle, point = Point(lat, lon), Point(lat + up, lon + along)
    inside = outlines({"here": Circle(middle, 5_000)}).around(point) == ["here"]
    assert inside == (metres(middle, point) <= 5_000)


def test_who_has_circles_alone_does_not_pay_for_polygons():
    asked = (
        "import sys; from hub.kit.shapes import *; outlines({1: Circle(Point(0, 0), 9)}).around(Point(0, 0));"
        "sys.exit('shapely' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", asked], check=False).returncode == 0  # noqa: S603 -- of ours
