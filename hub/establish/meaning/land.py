"""How do places lie in each other, which of them is a point in, and which one does a postcode name? Compiled, pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from hub.establish.meaning.facts import PlaceFact
from hub.kit.shapes import Outlines, outlines


@dataclass(eq=False, slots=True)
class KnownPlace:
    """A place as the compiled registry knows it; equal to itself alone, so that sets of places are fast."""

    id: UUID
    order: int  # by name
    name: str
    line: tuple["KnownPlace", ...] = ()  # itself and all around it, the nearest first


NOWHERE = KnownPlace(UUID(int=0), 0, "")  # where nothing counts: what was agreed in a place that is retired


def land(facts: Iterable[PlaceFact]) -> dict[UUID, KnownPlace]:
    """Return the places by id, each with all around it."""
    facts = sorted(facts, key=lambda fact: (fact.name, fact.id))
    places = {fact.id: KnownPlace(fact.id, order, fact.name) for order, fact in enumerate(facts)}
    parents = {fact.id: fact.parent_id for fact in facts}
    for place in places.values():
        place.line = tuple(places[each] for each in _line(place.id, parents))
    return places


def outlined(facts: Iterable[PlaceFact], places: Mapping[UUID, KnownPlace]) -> Outlines[KnownPlace]:
    """Make ready to be asked which places a point is in."""
    return outlines({places[fact.id]: fact.outline for fact in facts if fact.outline is not None})


def coded(facts: Iterable[PlaceFact], places: Mapping[UUID, KnownPlace]) -> dict[UUID, tuple[str, ...]]:
    """Return the postcode districts that name each place.

    In each tree of places, a district names the smallest place it belongs to. Where several share it, it names the
    nearest that lies around all of them and lists it too; else none.
    """
    listing: dict[tuple[str, KnownPlace], list[KnownPlace]] = defaultdict(list)
    for fact in facts:
        for district in fact.postcodes:
            listing[district, places[fact.id].line[-1]].append(places[fact.id])
    named: dict[UUID, tuple[str, ...]] = {}
    for (district, _), sharing in sorted(listing.items(), key=lambda each: each[0][0]):
        for place in _common(sharing):
            named[place.id] = (*named.get(place.id, ()), district)
    return named


def _common(listing: list[KnownPlace]) -> Iterator[KnownPlace]:
    """Yield the one deepest place that every other listed one lies around, or lies in."""
    outer = {around for place in listing for around in place.line[1:]}
    smallest = [place for place in listing if place not in outer]
    shared = [place for place in listing if all(place in each.line for each in smallest)]
    if shared:
        yield max(shared, key=lambda place: len(place.line))


def _line(place: UUID | None, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    seen: set[UUID] = set()
    while place is not None and place in parents and place not in seen:
        yield place
        seen.add(place)
        place = parents[place]
