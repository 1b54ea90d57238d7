"""Which outlines do places have on the map? Boundaries, and the circles of those that have none."""

import json
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.kit.shapes import Box, Circle, Point, box_around, box_of, ring_around
from hub.places.models import Place

Geometry = Mapping[str, object]


def outlines_of(db: Session, place_ids: Collection[UUID]) -> Mapping[UUID, Sequence[Geometry]]:
    """Return what a map shows of these places, as GeoJSON: an outline or a circle, and the point where the name stands.

    Those of which nothing is known are left out.
    """
    rows = db.exec(select(Place).where(col(Place.id).in_(place_ids)))
    found = {row.id: [*_outline(row), *_middle(row)] for row in rows}
    return {place_id: drawn for place_id, drawn in found.items() if drawn}


def _outline(row: Place) -> list[Geometry]:
    if row.boundary:
        return [json.loads(row.boundary)]
    if row.lat is None or row.lon is None or not row.radius:
        return []
    return [{"type": "Polygon", "coordinates": [ring_around(Circle(Point(row.lat, row.lon), row.radius))]}]


def _middle(row: Place) -> list[Geometry]:
    return [] if row.lat is None or row.lon is None else [{"type": "Point", "coordinates": [row.lon, row.lat]}]


def boxes(db: Session, margin: float, place_ids: Collection[UUID] | None = None) -> list[Box]:
    """Return a box around each place (or each of these) that is on the map, *margin* metres wider on all sides."""
    rows = select(Place).where(col(Place.retired).is_(False))
    found = [
        _box(row, margin) for row in db.exec(rows if place_ids is None else rows.where(col(Place.id).in_(place_ids)))
    ]
    return [box for box in found if box]


def _box(row: Place, margin: float) -> Box | None:
    if row.boundary:
        return box_of(row.boundary).wider(margin)
    if row.lat is None or row.lon is None:
        return None
    return box_around(row.lat, row.lon, (row.radius or 0) + margin)
