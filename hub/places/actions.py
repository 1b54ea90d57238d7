"""Writes of places: what the registry file changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import permutations
from uuid import UUID

from sqlalchemy import Uuid, bindparam, text
from sqlmodel import Session, col, delete, or_, select

from hub.db.lastly import Turn, lastly
from hub.kit import neighbours
from hub.kit.merge import Facts, entry_of
from hub.kit.neighbours import Spelled
from hub.kit.text import label_key
from hub.places.filing import DESK, Held, Loaded, Plan, last_filed, plan, remember
from hub.places.models import Place, PlaceName, PlacePostcode, PlaceTouch
from hub.places.registry import PlaceEntry
from hub.places.rules import WHOLE_HUB

KIND = "place"
_GROWN = text(
    "INSERT INTO place_version (place_id, version) VALUES (:place_id, 1)"
    " ON CONFLICT (place_id) DO UPDATE SET version = place_version.version + 1"
).bindparams(bindparam("place_id", type_=Uuid()))


def load_places(db: Session, entries: Mapping[str, PlaceEntry]) -> Loaded:
    """Apply what the file changed since it was last loaded; places taken out of it are retired, not deleted."""
    rows = {place.slug: place for place in db.exec(select(Place))}
    told = {slug: entry.facts for slug, entry in entries.items()}
    made = plan(KIND, last_filed(db, KIND), told, _held(db, rows.values()))
    for slug, facts in made.new.items():
        rows[slug] = Place(slug=slug, name=str(facts["name"]))
        db.add(rows[slug])
    db.flush()  # every place is there before one is another's parent
    for slug, facts in made.wanted.items():
        _write(rows, rows[slug], facts)
    _write_names(db, rows, made)
    _write_touches(db, rows, made)
    _write_postcodes(db, rows, made)
    for slug in made.retired:
        rows[slug].retired = True
    remember(db, made)
    return made.loaded


def bump(db: Session, place_ids: Iterable[UUID]) -> None:
    """Note that what these places show has changed, so that no kept page outlives it.

    Their versions grow right before the commit, each once: a row that many wait for is held no longer than it must.
    """
    lastly(db, Turn.WRITE, _grow, place_ids)


def bump_around(db: Session, place_ids: Iterable[UUID]) -> None:
    """Note that what these places show has changed, and with them all that lies in them or around them."""
    parents = dict(db.execute(select(Place.id, Place.parent_id)).all())
    named = frozenset(place_ids)
    lines = {place_id: frozenset(_line(parents, place_id)) for place_id in parents}
    around = frozenset[UUID]().union(*(lines.get(place_id, ()) for place_id in named))
    bump(db, around | {place_id for place_id, line in lines.items() if line & named})


def bump_hub(db: Session) -> None:
    """Note that something has changed which any page may show: the registry of places, sources and tags."""
    bump(db, [WHOLE_HUB])


def desk_slugs(db: Session) -> list[str]:
    """Return the slugs of places made at the desk: a file may speak of them without listing them."""
    return list(db.exec(select(Place.slug).where(Place.origin == DESK, col(Place.retired).is_(False))))


def ids_by_slug(db: Session) -> dict[str, UUID]:
    """Return the id of every place, retired or not."""
    return dict(db.execute(select(Place.slug, Place.id)).all())


def clocks(db: Session) -> dict[UUID, str]:
    """Return the time zone of every place, retired or not."""
    return dict(db.execute(select(Place.id, Place.timezone)).all())


def registered(db: Session) -> dict[str, Facts]:
    """Return every place as a registry file would describe it, by slug; retired ones are left out."""
    return {slug: held.facts for slug, held in _held(db, db.exec(select(Place))).items() if not held.retired}


def _grow(db: Session, place_ids: frozenset[UUID]) -> None:
    # In one order everywhere: of two transactions that change the same places none may wait for the other in a circle.
    db.connection().execute(_GROWN, [{"place_id": place_id} for place_id in sorted(place_ids)])


def _line(parents: Mapping[UUID, UUID | None], place_id: UUID) -> Iterator[UUID]:
    """Yield a place, what it lies in, and so on outwards."""
    yield place_id
    if (parent := parents.get(place_id)) is not None:
        yield from _line(parents, parent)


def _held(db: Session, places: Iterable[Place]) -> dict[str, Held]:
    places = list(places)
    slugs = {place.id: place.slug for place in places}
    names: dict[tuple[UUID, bool], list[str]] = defaultdict(list)
    for name in db.exec(select(PlaceName)):
        written = neighbours.written(Spelled(name.label, name.near, name.not_near))
        names[name.place_id, name.in_text].append(written)
    touches: dict[UUID, list[str]] = defaultdict(list)
    for touch in db.exec(select(PlaceTouch)):
        touches[touch.place_id].append(slugs[touch.other_id])
    postcodes: dict[UUID, list[str]] = defaultdict(list)
    for code in db.exec(select(PlacePostcode)):
        postcodes[code.place_id].append(code.district)
    held = {}
    for place in places:
        entry = PlaceEntry(
            name=place.name,
            kind=place.kind,
            parent=slugs[place.parent_id] if place.parent_id else "",
            timezone=place.timezone,
            lat=place.lat,
            lon=place.lon,
            also=tuple(sorted(names[place.id, True])),
            label_only=tuple(sorted(names[place.id, False])),
            touches=tuple(sorted(touches[place.id])),
            postcodes=tuple(sorted(postcodes[place.id])),
            radius=place.radius,
            boundary=place.boundary,
            colour=place.colour,
            picture=place.picture,
            picture_alt=place.picture_alt,
        )
        held[place.slug] = Held(entry.facts, desk=place.origin == DESK, retired=place.retired)
    return held


def _write(rows: Mapping[str, Place], place: Place, facts: Facts) -> None:
    entry = entry_of(PlaceEntry, facts)
    place.name, place.kind, place.timezone = entry.name, entry.kind, entry.timezone
    place.lat, place.lon, place.retired = entry.lat, entry.lon, False
    place.radius, place.boundary = entry.radius, entry.boundary
    place.colour, place.picture, place.picture_alt = entry.colour, entry.picture, entry.picture_alt
    place.parent_id = rows[entry.parent].id if entry.parent else None


def _write_names(db: Session, rows: Mapping[str, Place], made: Plan) -> None:
    ids = [rows[slug].id for slug in made.wanted]
    db.execute(delete(PlaceName).where(col(PlaceName.place_id).in_(ids)))
    for slug, facts in made.wanted.items():
        entry = entry_of(PlaceEntry, facts)
        # Of two with one key the one said last stays: too common for a text is the more careful word.
        told = [*((label, True) for label in entry.also), *((label, False) for label in entry.label_only)]
        spelt = [(neighbours.parse(label), in_text) for label, in_text in told]
        for key, (each, in_text) in {label_key(each.label): (each, believed) for each, believed in spelt}.items():
            db.add(PlaceName(place_id=rows[slug].id, key=key, in_text=in_text, **each._asdict()))
    db.flush()


def _write_touches(db: Session, rows: Mapping[str, Place], made: Plan) -> None:
    ids = [rows[slug].id for slug in made.wanted]
    if not ids:
        return
    touched = or_(col(PlaceTouch.place_id).in_(ids), col(PlaceTouch.other_id).in_(ids))
    db.execute(delete(PlaceTouch).where(touched))
    pairs = {
        pair
        for slug, facts in made.wanted.items()
        for other in entry_of(PlaceEntry, facts).touches
        for pair in permutations((rows[slug].id, rows[other].id))
    }
    db.add_all(PlaceTouch(place_id=place_id, other_id=other_id) for place_id, other_id in sorted(pairs))
    db.flush()


def _write_postcodes(db: Session, rows: Mapping[str, Place], made: Plan) -> None:
    ids = [rows[slug].id for slug in made.wanted]
    db.execute(delete(PlacePostcode).where(col(PlacePostcode.place_id).in_(ids)))
    for slug, facts in made.wanted.items():
        districts = entry_of(PlaceEntry, facts).postcodes
        db.add_all(PlacePostcode(district=each, place_id=rows[slug].id) for each in districts)
    db.flush()
