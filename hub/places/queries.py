"""Which places are there, and how do they lie in each other? Reads of the tree of places."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from hub.db.reads import Read
from hub.errors import NotFound
from hub.kit.saying import say
from hub.kit.text import label_key
from hub.kit.zones import zone_or_usual
from hub.places.models import Place, PlaceName, PlacePostcode, PlaceTouch, PlaceVersion
from hub.places.rules import WHOLE_HUB, district, is_district

MOST_GUESSES = 5
_VERSION = Read(select(PlaceVersion.version).where(PlaceVersion.place_id == bindparam("place_id")))


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


class Fit(StrEnum):
    """How what somebody typed fits the places found."""

    POSTCODE = "postcode"
    NAME = "name"
    PART = "part"  # of a name
    NEAR = "near"  # a misspelling, perhaps


@dataclass(frozen=True, slots=True)
class Found:
    """The places somebody may mean, the likeliest first; none when nothing is like it."""

    fit: Fit
    places: tuple[PlaceView, ...]

    @property
    def is_certain(self) -> bool:
        """Whether nothing else can have been meant."""
        return len(self.places) == 1 and self.fit in {Fit.POSTCODE, Fit.NAME}


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


def retired(db: Session) -> Mapping[UUID, PlaceView]:
    """Return every place that was taken out of the registry, by its id: what was said there may still wait."""
    return {row.id: _view(row) for row in db.exec(select(Place).where(col(Place.retired)))}


def place(db: Session, slug: str) -> PlaceView:
    """Return the place of this *slug*; NotFound when there is none, or no longer."""
    found = db.exec(select(Place).where(Place.slug == slug, col(Place.retired).is_(False))).first()
    if found is None:
        raise NotFound(say("There is no such place here."))
    return _view(found)


def found(db: Session, typed: str) -> Found:
    """Return the places somebody means who typed a postcode, a name, or something like one.

    What fits best decides alone: a postcode district, then a whole name, then a part of one, then a near miss.
    """
    places, area = tree(db), district(typed)
    coded = db.exec(select(PlacePostcode.place_id).where(PlacePostcode.district == area)).all()
    if narrowest := _narrowest(places, coded):
        return Found(Fit.POSTCODE, tuple(_by_name(places, narrowest)))
    names = _names(db, places)
    if is_district(area) and label_key(typed) not in names:  # B99 is not a misspelling of B9
        return Found(Fit.POSTCODE, ())
    fit, near = _named(label_key(typed), names)
    ranked = (view for name in near for view in _by_name(places, names[name]))
    return Found(fit, tuple(dict.fromkeys(ranked)))


def overlaps(db: Session, tree: Tree) -> Mapping[UUID, tuple[PlaceView, ...]]:
    """Return, for each place of *tree*, the places that overlap it, by name; those without any are left out."""
    found: dict[UUID, list[PlaceView]] = {}
    for place_id, other_id in db.execute(select(PlaceTouch.place_id, PlaceTouch.other_id)):
        if other_id in tree.places:
            found.setdefault(place_id, []).append(tree.places[other_id])
    return {place_id: tuple(sorted(others, key=lambda each: each.name)) for place_id, others in found.items()}


def hub_version(db: Session) -> int:
    """Return how often the registry has changed; 0 when nobody ever noted that it did."""
    return version_of(db, WHOLE_HUB)


def version_of(db: Session, place_id: UUID) -> int:
    """Return how often what a place shows has changed; 0 when nobody ever noted that it did."""
    return int(_VERSION.value(db, place_id=place_id) or 0)


def changes(db: Session) -> int:
    """Return how often anything has changed, in any place or in the registry: it grows whenever a version does."""
    return int(db.execute(select(func.sum(PlaceVersion.version))).scalar() or 0)


def versions(db: Session) -> Mapping[UUID, int]:
    """Return how often each place has changed, and under WHOLE_HUB the registry; those that never did are left out."""
    return dict(db.execute(select(PlaceVersion.place_id, PlaceVersion.version)).all())


def _narrowest(places: Tree, ids: Iterable[UUID]) -> frozenset[UUID]:
    """Leave out every place that another one lies in: who gives a postcode wants his street's own stream."""
    listed = frozenset(ids) & places.places.keys()
    return listed - {around.id for each in listed for around in places.above(each)}


def _named(key: str, names: Collection[str]) -> tuple[Fit, Sequence[str]]:
    """Return which of *names* fit, the best first: those that begin with *key* before those it is inside of."""
    if key in names:
        return Fit.NAME, [key]
    if parts := sorted((name for name in names if key and key in name), key=lambda name: (name.find(key) > 0, name)):
        return Fit.PART, parts
    return Fit.NEAR, get_close_matches(key, names, n=MOST_GUESSES)


def _names(db: Session, places: Tree) -> Mapping[str, frozenset[UUID]]:
    """Return who is called what, by the key of every name and other spelling."""
    spelt = [(label_key(view.name), view.id) for view in places.places.values()]
    spelt += [(key, place_id) for key, place_id in db.execute(select(PlaceName.key, PlaceName.place_id))]
    names: dict[str, frozenset[UUID]] = {}
    for key, place_id in spelt:
        if place_id in places.places:
            names[key] = names.get(key, frozenset()) | {place_id}
    return names


def _by_name(places: Tree, ids: Iterable[UUID]) -> Sequence[PlaceView]:
    return sorted((places.places[each] for each in ids), key=lambda view: (view.name, view.slug))


def _view(row: Place) -> PlaceView:
    return PlaceView(
        id=row.id,
        slug=row.slug,
        name=row.name,
        kind=row.kind,
        parent_id=row.parent_id,
        timezone=zone_or_usual(row.timezone),
        colour=row.colour,
        picture=row.picture,
        picture_alt=row.picture_alt,
    )
