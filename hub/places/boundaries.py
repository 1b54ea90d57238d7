"""Is what a registry file says of a place’s boundary a polygon on the map? GeoJSON (RFC 7946), every fault in words."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from errno import ENOENT
from math import isfinite
from typing import Any

from hub.kit.shapes import Point, crossing, metres
from hub.kit.yaml import Cell

Beside = Callable[[str, str], bytes]  # of a registry file’s name and another’s, what that one holds; or OSError
MOST_POINTS = 10_000
_LARGEST = 1_000_000  # bytes of a file
_RING = 4  # points of a triangle, the first of them said again
_DECIMALS = 6  # of a degree: some ten centimetres
FAR = 200_000  # metres between a place and its own boundary, or its parent, that are no accident of drawing
_ENDINGS = (".geojson", ".json")


def nothing_beside(file: str, name: str) -> bytes:
    """Find no file: where a registry is read that is none itself."""
    raise FileNotFoundError(ENOENT, "there is none beside this", f"{file}: {name}")


class _Fault(ValueError):
    """What is wrong with a boundary, in words for who wrote it."""


def read_boundary(cell: Cell, beside: Beside) -> str:
    """Read a boundary written out, or the name of a file that holds it; as GeoJSON in its shortest form, or empty."""
    if cell.keys is None and cell.parts is None and not cell.text:
        return ""
    try:
        shape = _geometry(_told(cell, beside))
        fault = crossing(shape)
    except _Fault as error:
        fault, shape = str(error), ""
    if isinstance(fault, Point):
        fault = f"crosses itself near {fault.lat:.5f}, {fault.lon:.5f} (latitude, longitude)."
    elif shape and fault:
        fault = f"does not hold together: {fault}."
    if fault:
        cell.fault(fault)
    return shape if not fault else ""


def swapped(boundary: str, near: Point) -> str:
    """Say so when a boundary is where it should be, *near* a point, only with latitude and longitude swapped."""
    corners = list(_corners(boundary))
    if _nearest(near, corners) > FAR >= _nearest(near, [Point(lon, lat) for lat, lon in corners]):
        return "its points are written latitude first; GeoJSON has the longitude first."
    return ""


def distant(boundary: str, middle: Point) -> str:
    """Say so when a boundary is far from the *middle* of its own place."""
    far = _nearest(middle, _corners(boundary))
    return f"lies {far / 1000:,.0f} km from the place’s own lat and lon." if far > FAR else ""


def misplaced(middle: Point, around: Point) -> str:
    """Say so when a place’s *middle* lies where the place *around* it is with latitude and longitude swapped."""
    if metres(middle, around) > FAR >= metres(Point(middle.lon, middle.lat), around):
        return "lat and lon are swapped, it seems: the place it lies in is elsewhere."
    return ""


def _told(cell: Cell, beside: Beside) -> object:
    if cell.keys is not None or cell.parts is not None:
        return _plain(cell)
    text = cell.text or ""
    if text.startswith("{"):
        return _json(text)
    if "/" in text or "\\" in text or not text.endswith(_ENDINGS):
        raise _Fault(f"“{cell.word()}” is neither GeoJSON nor the name of a file like kings-heath.geojson beside this.")
    try:
        held = beside(cell.file, text)
    except OSError as error:
        raise _Fault(f"“{text}” cannot be read: {(error.strerror or 'unknown trouble').lower()}.") from error
    if len(held) > _LARGEST:
        raise _Fault(f"“{text}” is larger than {_LARGEST:,} bytes; draw it with fewer points.")
    return _json(held)


def _json(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Fault("is no JSON that can be read.") from error


def _plain(cell: Cell) -> object:
    if cell.keys is not None:
        return {key: _plain(value) for key, value in cell.keys.items()}
    if cell.parts is not None:
        return [_plain(part) for part in cell.parts]
    try:
        return float(cell.text or "")
    except ValueError:
        return cell.text


def _geometry(told: object) -> str:
    """Return the one polygon in *told* as GeoJSON, checked point by point."""
    shape = _bare(told)
    kind, rings = shape.get("type"), shape.get("coordinates")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Fault("should be a Polygon or a MultiPolygon: {type: Polygon, coordinates: [[[lon, lat], …]]}.")
    polygons = [rings] if kind == "Polygon" else _list(rings)
    checked, points = [], 0
    for polygon in polygons:
        checked.append([_ring(ring) for ring in _list(polygon)])
        points += sum(map(len, checked[-1]))
        if points > MOST_POINTS:
            raise _Fault(f"has more than {MOST_POINTS:,} points; draw it with fewer.")
    if not points:
        raise _Fault("has no points.")
    return json.dumps(
        {"type": kind, "coordinates": checked[0] if kind == "Polygon" else checked}, separators=(",", ":")
    )


def _bare(told: object) -> Mapping[str, Any]:
    """Take a shape out of the feature, or the collection of one, that map programs save it in."""
    shape = told if isinstance(told, dict) else {}
    features = shape.get("features")
    if shape.get("type") == "FeatureCollection" and isinstance(features, list):
        if len(features) != 1:
            raise _Fault(f"holds {len(features)} shapes; a place has one.")
        return _bare(features[0])
    return _bare(shape.get("geometry")) if shape.get("type") == "Feature" else shape


def _ring(told: object) -> list[list[float]]:
    ring = [_position(each) for each in _list(told)]
    if len(ring) < _RING or ring[0] != ring[-1]:
        raise _Fault(
            "has a ring that is not closed: its first point comes last again, with two others between at least."
        )
    return ring


def _position(told: object) -> list[float]:
    numbers: list[float | None] = [*map(_number, _list(told)), None, None]
    lon, lat = numbers[:2]
    if lon is None or lat is None:
        raise _Fault("has a point that is no pair of numbers, [lon, lat].")
    if not (-180 <= lon <= 180 and -90 <= lat <= 90):  # noqa: PLR2004 -- degrees
        raise _Fault(f"has a point that is not on the map: longitude {lon:g}, latitude {lat:g}.")
    return [round(lon, _DECIMALS), round(lat, _DECIMALS)]


def _number(told: object) -> float | None:
    if not isinstance(told, int | float) or isinstance(told, bool):
        return None
    return float(told) if isfinite(told) else None


def _list(told: object) -> Sequence[Any]:
    if not isinstance(told, list):
        raise _Fault("has coordinates that are not lists of [lon, lat].")
    return told


def _nearest(point: Point, corners: Iterable[Point]) -> float:
    return min(metres(point, each) for each in corners)


def _corners(boundary: str) -> Iterator[Point]:
    told = json.loads(boundary)
    polygons = [told["coordinates"]] if told["type"] == "Polygon" else told["coordinates"]
    return (Point(lat, lon) for polygon in polygons for ring in polygon for lon, lat in ring)
