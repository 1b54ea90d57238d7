"""Which places does feeds.yaml describe? Parsed and checked against each other, every fault in words."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from itertools import combinations

from hub.kit.merge import Facts
from hub.kit.neighbours import parse
from hub.kit.shapes import Point
from hub.kit.text import label_key
from hub.kit.yaml import Cell
from hub.kit.zones import USUAL_ZONE, is_zone
from hub.places.boundaries import Beside, distant, misplaced, nothing_beside, read_boundary, swapped
from hub.places.rules import above, colour_fault, district, loops, picture_fault, place_slug_fault
from hub.places.spelling import read_spellings

KEYS = (
    *("name", "kind", "parent", "timezone", "lat", "lon", "also", "label_only", "touches"),
    *("postcodes", "radius", "boundary", "colour", "picture", "picture_alt"),
)
USUAL_KIND = "place"
LARGEST_RADIUS = 200_000  # metres


@dataclass(frozen=True, slots=True)
class PlaceEntry:
    """A place as the file describes it; lists are sorted, the time zone is its own or its parent's."""

    name: str
    kind: str = USUAL_KIND
    parent: str = ""  # a slug
    timezone: str = USUAL_ZONE
    lat: float | None = None
    lon: float | None = None
    also: tuple[str, ...] = ()
    label_only: tuple[str, ...] = ()
    touches: tuple[str, ...] = ()  # slugs, both ways round
    postcodes: tuple[str, ...] = ()  # districts: B14
    radius: float | None = None  # metres around lat and lon
    boundary: str = ""  # GeoJSON
    colour: str = ""  # #rrggbb
    picture: str = ""  # a file name
    picture_alt: str = ""

    @property
    def facts(self) -> Facts:
        """The entry as plain facts."""
        return asdict(self)


def parse_places(cell: Cell, elsewhere: Collection[str] = (), beside: Beside = nothing_beside) -> dict[str, PlaceEntry]:
    """Read the places by slug; *elsewhere* are slugs of places that are known without this file.

    Boundaries may stand in files *beside* it.
    """
    cells = cell.entries()
    parsed = {slug: _place(slug, each, beside) for slug, each in cells.items()}
    _check_ties(cells, parsed, elsewhere)
    _check_names(cells, parsed)
    _check_map(cells, parsed)
    zones = {slug: each.at("timezone").word() for slug, each in cells.items()}
    touches = _both_ways(parsed)
    parents = _parents(parsed)
    return {
        slug: PlaceEntry(**asdict(entry) | {"timezone": _zone(slug, zones, parents), "touches": touches[slug]})
        for slug, entry in parsed.items()
    }


def _place(slug: str, cell: Cell, beside: Beside) -> PlaceEntry:
    cell.known(*KEYS)
    if fault := place_slug_fault(slug):
        cell.fault(fault)
    zone = cell.at("timezone")
    if zone.word() and not is_zone(zone.word()):
        zone.fault(f"“{zone.word()}” is no time zone; write one like {USUAL_ZONE}.")
    name = cell.at("name").word(needed=True)
    also, label_only = read_spellings([name], cell)
    return PlaceEntry(
        name=name,
        kind=cell.at("kind").word() or USUAL_KIND,
        parent=cell.at("parent").word(),
        lat=cell.at("lat").number(-90, 90),
        lon=cell.at("lon").number(-180, 180),
        also=also,
        label_only=label_only,
        touches=cell.at("touches").list_of_words(),
        postcodes=tuple(sorted({district(each) for each in cell.at("postcodes").list_of_words()})),
        radius=cell.at("radius").number(1, LARGEST_RADIUS),
        boundary=read_boundary(cell.at("boundary"), beside),
        **_look(cell),
    )


def _look(cell: Cell) -> dict[str, str]:
    colour, picture, words = (cell.at(key) for key in ("colour", "picture", "picture_alt"))
    if colour.word() and (fault := colour_fault(colour.word())):
        colour.fault(f"“{colour.word()}” {fault}")
    if picture.word() and (fault := picture_fault(picture.word())):
        picture.fault(f"“{picture.word()}” {fault}")
    if picture.word() and not words.word():
        picture.fault("needs a “picture_alt”: what it shows, for people who do not see it.")
    return {"colour": colour.word().lower(), "picture": picture.word(), "picture_alt": words.word()}


def _check_ties(cells: Mapping[str, Cell], places: Mapping[str, PlaceEntry], elsewhere: Collection[str]) -> None:
    for slug, place in places.items():
        for key, other in (("parent", place.parent), *(("touches", each) for each in place.touches)):
            if other and other == slug:
                cells[slug].at(key).fault("names the place itself.")
            elif other and other not in places and other not in elsewhere:
                cells[slug].at(key).fault(f"there is no place “{other}”.")
    for ring in (each for each in loops(_parents(places)) if len(each) > 1):
        cells[ring[0]].at("parent").fault(f"these places lie in each other: {', '.join(ring)}.")


def _check_map(cells: Mapping[str, Cell], places: Mapping[str, PlaceEntry]) -> None:
    """Refuse a radius around nothing, and what lies on the other side of the world since it was written in reverse."""
    for slug, place in places.items():
        middle, around = _middle(place), _middle(places.get(place.parent))
        if place.radius is not None and middle is None:
            cells[slug].at("radius").fault("needs lat and lon, around which it lies.")
        if middle and around and (fault := misplaced(middle, around)):
            cells[slug].at("lat").fault(fault)
        if place.boundary and (fault := _boundary_fault(place.boundary, middle, around)):
            cells[slug].at("boundary").fault(fault)


def _boundary_fault(boundary: str, middle: Point | None, around: Point | None) -> str:
    near = middle or around
    fault = swapped(boundary, near) if near else ""
    return fault or (distant(boundary, middle) if middle else "")


def _middle(place: PlaceEntry | None) -> Point | None:
    return None if place is None or place.lat is None or place.lon is None else Point(place.lat, place.lon)


def _check_names(cells: Mapping[str, Cell], places: Mapping[str, PlaceEntry]) -> None:
    """Refuse one name for two places with one parent, or for a place and one around it: nobody could tell which."""
    parents = _parents(places)
    named: dict[str, list[tuple[str, str]]] = {}
    for slug, place in places.items():
        others = (parse(name).label for name in (*place.also, *place.label_only))
        for key, name in {label_key(name): name for name in (*others, place.name)}.items():
            named.setdefault(key, []).append((slug, name))
    for sharing in named.values():
        for (first, _), (second, name) in combinations(sharing, 2):
            if _neighbours(first, second, parents):
                cells[second].fault(f"“{name}” is a name of “{first}” too, and one could not tell which is meant.")


def _neighbours(one: str, other: str, parents: Mapping[str, str]) -> bool:
    siblings = one in parents and parents[one] == parents.get(other)
    return siblings or other in above(one, parents) or one in above(other, parents)


def _parents(places: Mapping[str, PlaceEntry]) -> dict[str, str]:
    return {slug: place.parent for slug, place in places.items() if place.parent in places}


def _zone(slug: str, zones: Mapping[str, str], parents: Mapping[str, str]) -> str:
    return next((zone for each in (slug, *above(slug, parents)) if (zone := zones[each])), USUAL_ZONE)


def _both_ways(places: Mapping[str, PlaceEntry]) -> dict[str, tuple[str, ...]]:
    touching: dict[str, set[str]] = {slug: set(place.touches) for slug, place in places.items()}
    for slug, place in places.items():
        for other in place.touches:
            touching.get(other, set()).add(slug)
    return {slug: tuple(sorted(others)) for slug, others in touching.items()}
