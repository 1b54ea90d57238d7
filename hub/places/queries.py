"""Which places are there, and how do they lie in each other? Reads of the tree of places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.places.models import Place, PlaceTouch, PlaceVersion


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A place as pages show it, free of the session it was read in."""

    id: UUID
    slug: str
    name: str
    kind: str
    parent_id: UUID | None
    timezone: str
    colour: str = ""
    picture: str = ""
    picture_alt: str = ""


@dataclass(frozen=True, slots=True)
class Tree:
    """All places that have a page, and which lie in which; small enough to be read whole."""

    places: Mapping[UUID, PlaceView]
    inside: Mapping[UUID | None, tuple[PlaceView, ...]]  # children by parent, by name

    @property
    def tops(self) -> tuple[PlaceView, ...]:
        """The places that lie in no other, by name."""
        return self.inside.get(None, ())

    def children(self, place_id: UUID) -> tuple[PlaceView, ...]:
        """Return the places right inside a place, by name."""
        return self.inside.get(place_id, ())

    def within(self, place_id: UUID) -> tuple[PlaceView, ...]:
        """Return a place's children, their children and so on, without itself."""
        deeper = (each for child in self.children(place_id) for each in (child, *self.within(child.id)))
        return tuple(deeper)

    def above(self, place_id: UUID) -> tuple[PlaceView, ...]:
        """Return what a place lies in, the widest first, without itself."""
        parent = self.places.get(self.places[place_id].parent_id or place_id)
        return () if parent is None or parent.id == place_id else (*self.above(parent.id), parent)


def tree(db: Session) -> Tree:
    """Return every place that has a page; one whose parent was retired stands at the top."""
    rows = db.exec(select(Place).where(col(Place.retired).is_(False)).order_by(col(Place.name), col(Place.slug)))
    listed = [_view(row) for row in rows]
    ids = {place.id for place in listed}
    inside: dict[UUID | None, tuple[PlaceView, ...]] = {}
    for place in listed:
        parent = place.parent_id if place.parent_id in ids else None
        inside[parent] = (*inside.get(parent, ()), place)
    return Tree({place.id: place for place in listed}, inside)


def place(db: Session, slug: str) -> PlaceView:
    """Return the place of this *slug*; NotFound when there is none, or no longer."""
    found = db.exec(select(Place).where(Place.slug == slug, col(Place.retired).is_(False))).first()
    if found is None:
        raise NotFound("There is no such place here.")
    return _view(found)


def touching(db: Session, place_id: UUID) -> Sequence[PlaceView]:
    """Return the places that overlap a place, by name."""
    overlapping = select(Place).join(PlaceTouch, col(PlaceTouch.other_id) == Place.id)
    rows = db.exec(overlapping.where(PlaceTouch.place_id == place_id, col(Place.retired).is_(False)))
    return sorted((_view(row) for row in rows), key=lambda place: place.name)


def versions(db: Session) -> Mapping[UUID, int]:
    """Return how often each place has changed, and under WHOLE_HUB the registry; those that never did are left out."""
    return dict(db.execute(select(PlaceVersion.place_id, PlaceVersion.version)).all())


def _view(row: Place) -> PlaceView:
    return PlaceView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        parent_id=row.parent_id,
        timezone=row.timezone,
        colour=row.colour,
        picture=row.picture,
        picture_alt=row.picture_alt,
    )
