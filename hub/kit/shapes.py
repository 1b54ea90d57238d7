"""Which of many outlines is a point on the map in? Circles and polygons, the smallest first. Pure.

Polygons need a library of their own; it is loaded where there is one, and not by who has circles alone.
"""

import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import asin, cos, pi, radians, sin, sqrt
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry

_EARTH = 6_371_000  # metres from its middle
_DEGREE = _EARTH * pi / 180  # metres of latitude
_NARROWEST = 0.01  # of a degree of longitude at the equator: at the poles it is nothing
_CORNERS = 48  # of what is drawn as a circle
_Name = TypeVar("_Name", bound=Hashable)


class Point(NamedTuple):
    """Somewhere on the map, in degrees."""

    lat: float
    lon: float


class Circle(NamedTuple):
    """Everything within a *radius*, in metres, of a point."""

    middle: Point
    radius: float


class Box(NamedTuple):
    """Everything between two latitudes and two longitudes, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def holds(self, point: Point) -> bool:
        """Say whether a point is in it, or on its edge."""
        return self.south <= point.lat <= self.north and self.west <= point.lon <= self.east

    def wider(self, metres: float) -> "Box":
        """Return the same, wider on all sides."""
        up = metres / _DEGREE
        along = up / max(cos(radians(max(abs(self.south), abs(self.north)))), _NARROWEST)
        return Box(self.south - up, self.west - along, self.north + up, self.east + along)


Outline = Circle | str  # the string is a GeoJSON polygon or multipolygon


def metres(one: Point, other: Point) -> float:
    """Return how far two points are from each other, along the ground.

    >>> round(metres(Point(52.48, -1.90), Point(50.82, -0.14)) / 1000)
    221
    """
    up, along = radians(other.lat - one.lat) / 2, radians(other.lon - one.lon) / 2
    share = sin(up) ** 2 + cos(radians(one.lat)) * cos(radians(other.lat)) * sin(along) ** 2
    return 2 * _EARTH * asin(min(1, sqrt(share)))


def box_around(lat: float, lon: float, distance: float) -> Box:
    """Return the box that reaches *distance* metres from a point in each direction.

    >>> box = box_around(52.0, -1.9, 1_000)
    >>> box.holds(Point(52.008, -1.89)), box.holds(Point(52.1, -1.9))
    (True, False)
    """
    return Box(lat, lon, lat, lon).wider(distance)


def ring_around(circle: Circle) -> list[list[float]]:
    """Return a circle as the ring of a GeoJSON polygon: longitude before latitude, the first corner at its end again.

    >>> ring = ring_around(Circle(Point(52.0, -1.9), 1_000))
    >>> len(ring), ring[0] == ring[-1], ring[0], ring[_CORNERS // 4]
    (49, True, [-1.88539, 52.0], [-1.9, 52.00899])
    """
    up = circle.radius / _DEGREE
    along = up / max(cos(radians(circle.middle.lat)), _NARROWEST)
    turns = (2 * pi * (corner % _CORNERS) / _CORNERS for corner in range(_CORNERS + 1))
    lat, lon = circle.middle
    return [[round(lon + along * cos(turn), 5), round(lat + up * sin(turn), 5)] for turn in turns]


def box_of(polygon: str) -> Box:
    """Return the box around a GeoJSON polygon or multipolygon, as boundaries are kept.

    >>> box_of('{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,0]]]}')
    Box(south=0, west=0, north=1, east=1)
    """
    told = json.loads(polygon)
    polygons = [told["coordinates"]] if told["type"] == "Polygon" else told["coordinates"]
    corners = [corner for rings in polygons for ring in rings for corner in ring]
    lons, lats = [lon for lon, _ in corners], [lat for _, lat in corners]
    return Box(min(lats), min(lons), max(lats), max(lons))


@dataclass(frozen=True, slots=True)
class Outlines(Generic[_Name]):
    """Outlines made ready to be asked which of them a point is in; make it with ``outlines``."""

    circles: Sequence[tuple[_Name, Circle]]
    named: Sequence[tuple[_Name, float]]  # names and square metres, in the order of the index
    index: "STRtree | None"

    def around(self, point: Point) -> list[_Name]:
        """Return the names of those *point* is in, or on the edge of, the smallest first."""
        found = [(pi * circle.radius**2, name) for name, circle in self.circles if _is_in(point, circle)]
        if self.index is not None:
            from shapely import Point as Spot  # noqa: PLC0415 -- loaded already: there is an index

            hit = self.index.query(Spot(point.lon, point.lat), predicate="intersects")
            found += [(self.named[at][1], self.named[at][0]) for at in sorted(hit.tolist())]
        return [name for _, name in sorted(found, key=lambda each: each[0])]


def outlines(told: Mapping[_Name, Outline]) -> Outlines[_Name]:
    """Make outlines ready; what cannot be read as a polygon holds no point."""
    circles = [(name, each) for name, each in told.items() if isinstance(each, Circle)]
    shapes = {name: each for name, each in told.items() if isinstance(each, str)}
    if not shapes:
        return Outlines(circles, (), None)
    from shapely import STRtree, from_geojson, prepare  # noqa: PLC0415 -- a worker without boundaries pays nothing

    read = from_geojson(list(shapes.values()), on_invalid="ignore")
    known = [(name, shape) for name, shape in zip(shapes, read, strict=True) if shape is not None]
    prepare([shape for _, shape in known])
    named = [(name, _square_metres(shape)) for name, shape in known]
    return Outlines(circles, named, STRtree([shape for _, shape in known]))


def _is_in(point: Point, circle: Circle) -> bool:
    # Most points are far away, and that is told without a sine.
    return (
        abs(point.lat - circle.middle.lat) * _DEGREE <= circle.radius and metres(point, circle.middle) <= circle.radius
    )


def _square_metres(shape: "BaseGeometry") -> float:
    """Return about how large a shape is: near enough to say which of two is smaller."""
    _, south, _, north = shape.bounds
    return float(shape.area) * _DEGREE**2 * cos(radians((south + north) / 2))


def crossing(polygon: str) -> Point | str:
    """Return what is wrong with a GeoJSON polygon: where it crosses itself, or a reason; empty when it holds together.

    >>> crossing('{"type":"Polygon","coordinates":[[[0,0],[1,1],[1,0],[0,1],[0,0]]]}')
    Point(lat=0.5, lon=0.5)
    """
    from shapely import from_geojson, is_valid_reason  # noqa: PLC0415 -- asked only where somebody drew a boundary

    reason = str(is_valid_reason(from_geojson(polygon, on_invalid="ignore")))
    said, bracket, where = reason.rstrip("]").partition("[")
    if reason == "Valid Geometry":
        return ""
    lon, _, lat = where.partition(" ")
    return Point(float(lat), float(lon)) if bracket and "intersection" in said.lower() else said.lower()
