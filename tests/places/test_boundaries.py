"""What Ada may write of where a place lies, and what she is told when she errs."""

import json
from pathlib import Path

import pytest

from hub.kit.yaml import read_yaml
from hub.places.boundaries import MOST_POINTS
from hub.places.registry import PlaceEntry, parse_places

HOVE = [[-0.2, 50.8], [-0.1, 50.8], [-0.1, 50.9], [-0.2, 50.8]]
SHAPE = {"type": "Polygon", "coordinates": [HOVE]}
SHORT = '{"type":"Polygon","coordinates":[[[-0.2,50.8],[-0.1,50.8],[-0.1,50.9],[-0.2,50.8]]]}'


def parse(place: str, folder: Path | None = None) -> tuple[PlaceEntry, list[str]]:
    faults: list[str] = []
    cell = read_yaml(f"hove: {{name: Hove, {place}}}", "feeds.yaml", faults)
    if folder is None:
        return parse_places(cell)["hove"], faults
    return parse_places(cell, beside=lambda _file, name: (folder / name).read_bytes())["hove"], faults


def of(shape: object) -> str:
    return f"boundary: {json.dumps(shape)}"


def test_a_circle_is_a_point_and_a_radius():
    place, faults = parse("lat: 50.83, lon: -0.17, radius: 1500")
    assert (place.radius, faults) == (1500, [])


@pytest.mark.parametrize(
    "shape",
    [
        SHAPE,
        {"type": "Feature", "properties": {"name": "Hove"}, "geometry": SHAPE},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "geometry": SHAPE}]},
        {"type": "Polygon", "coordinates": [[[*point, 12.5] for point in HOVE]]},
    ],
)
def test_a_boundary_is_read_as_map_programs_save_it(shape, tmp_path):
    (tmp_path / "hove.geojson").write_text(json.dumps(shape))
    assert parse(of(shape)) == parse("boundary: hove.geojson", tmp_path)
    assert parse(of(shape))[0].boundary == SHORT
    assert parse(f"boundary: '{SHORT}'")[0].boundary == SHORT


def test_a_place_may_lie_in_several_pieces():
    pieces = {"type": "MultiPolygon", "coordinates": [[HOVE], [[[lon + 1, lat] for lon, lat in HOVE]]]}
    place, faults = parse(of(pieces) + ", lat: 50.83, lon: -0.17")
    assert (json.loads(place.boundary)["type"], faults) == ("MultiPolygon", [])


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        ("radius: 9", "radius: needs lat and lon, around which it lies."),
        ("lat: 1, lon: 1, radius: 0", "radius: 0 is not between 1 and 200000."),
        (of({"type": "Point", "coordinates": [0, 0]}), "should be a Polygon or a MultiPolygon"),
        (of([1, 2]), "should be a Polygon or a MultiPolygon"),
        (of({"type": "FeatureCollection", "features": [SHAPE, SHAPE]}), "holds 2 shapes; a place has one."),
        (of({"type": "Polygon", "coordinates": []}), "has no points."),
        (of({"type": "Polygon", "coordinates": "far"}), "has coordinates that are not lists of [lon, lat]."),
        (of({"type": "Polygon", "coordinates": [HOVE[:3]]}), "has a ring that is not closed"),
        (of({"type": "Polygon", "coordinates": [[[0, "x"], *HOVE]]}), "has a point that is no pair of numbers"),
        (of({"type": "Polygon", "coordinates": [[[0], *HOVE]]}), "has a point that is no pair of numbers"),
        (of({"type": "Polygon", "coordinates": [[[0, 91], *HOVE]]}), "not on the map: longitude 0, latitude 91."),
        (of({"type": "Polygon", "coordinates": [[[0, 0]] * (MOST_POINTS + 1)]}), "has more than 10,000 points"),
        (of({"type": "Polygon", "coordinates": [[[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]]]}), "crosses itself near 0.5"),
        (of({"type": "Polygon", "coordinates": [HOVE, [[5, 5], [6, 5], [6, 6], [5, 5]]]}), "does not hold together: "),
        ("boundary: '{\"type\": NaN, [[['", "is no JSON that can be read."),
        ("boundary: " + '\'{"type":"Polygon","coordinates":[[[NaN,0]]]}\'', "has a point that is no pair of numbers"),
        ("boundary: " + '\'{"type":"Polygon","coordinates":[[[true,0]]]}\'', "has a point that is no pair of numbers"),
        ("boundary: ../secrets.json", "is neither GeoJSON nor the name of a file like kings-heath.geojson"),
        ("boundary: hove.png", "is neither GeoJSON nor the name of a file like kings-heath.geojson"),
        ("boundary: hove.geojson", "“hove.geojson” cannot be read: there is none beside this."),
    ],
)
def test_a_mistake_is_named_with_its_line_and_key(written, fault):
    place, faults = parse(written)
    assert len(faults) == 1
    assert faults[0].startswith(f"feeds.yaml:1: hove › {'radius' if 'radius' in written else 'boundary'}: ")
    assert fault in faults[0]
    assert place.boundary == ""


def test_a_file_that_is_too_large_is_refused(tmp_path):
    (tmp_path / "hove.json").write_text(" " * 1_000_001)
    assert "larger than 1,000,000 bytes" in parse("boundary: hove.json", tmp_path)[1][0]


def test_latitude_and_longitude_the_wrong_way_round_are_noticed():
    turned = of({"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in HOVE]]})
    said = "its points are written latitude first; GeoJSON has the longitude first."
    assert parse(f"lat: 50.83, lon: -0.17, {turned}")[1] == [f"feeds.yaml:1: hove › boundary: {said}"]
    far = parse(f"lat: 10, lon: 10, {of(SHAPE)}")[1]
    assert far == ["feeds.yaml:1: hove › boundary: lies 4,630 km from the place’s own lat and lon."]


@pytest.mark.parametrize(("inner", "faults"), [("lat: -0.17, lon: 50.83", 1), ("lat: 50.83, lon: -0.17", 0), ("", 0)])
def test_a_place_on_the_wrong_side_of_the_world_is_noticed_by_the_one_around_it(inner, faults):
    told: list[str] = []
    text = f"brighton: {{name: Brighton, lat: 50.82, lon: -0.14}}\nhove: {{name: Hove, parent: brighton, {inner}}}"
    parse_places(read_yaml(text, "feeds.yaml", told))
    assert len(told) == faults
    assert all("hove › lat: lat and lon are swapped" in fault for fault in told)


def test_a_boundary_of_a_place_without_a_point_is_held_against_the_place_around_it():
    told: list[str] = []
    turned = json.dumps({"type": "Polygon", "coordinates": [[[lat, lon] for lon, lat in HOVE]]})
    text = f"england: {{name: E, lat: 52, lon: -1}}\nhove: {{name: Hove, parent: england, boundary: {turned}}}"
    parse_places(read_yaml(text, "feeds.yaml", told))
    assert told == [
        "feeds.yaml:2: hove › boundary: its points are written latitude first; GeoJSON has the longitude first."
    ]
