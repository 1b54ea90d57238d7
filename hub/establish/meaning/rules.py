"""What do a publisher's words mean here? Labels and phrases resolved to agreed tags and places, with the evidence."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar
from uuid import UUID

from hub.establish.meaning.land import KnownPlace
from hub.establish.meaning.spotting import phrases_in
from hub.establish.meaning.vocabulary import KnownTag, Sense, Vocabulary
from hub.kit.shapes import Point
from hub.kit.text import Folded, label_key, words


class Because(StrEnum):
    """Why an item has a tag or is in a place, the surest reason first."""

    SOURCE = "source"  # its source speaks for the place
    LABEL = "label"  # the publisher filed it under this word
    RULE = "rule"  # its source has a rule: for this category, this path, or (without evidence) for everything
    POINT = "point"  # the publisher's point on the map lies in the place
    TITLE = "title"
    TEXT = "text"
    TAG = "tag"  # it has a tag that is the place's name
    NARROWER = "narrower"  # it has a tag that is part of this one
    WITHIN = "within"  # the place lies around one it belongs to


@dataclass(frozen=True, slots=True)
class Found:
    """A tag or place of an item, why, and in which words."""

    id: UUID
    because: Because
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Meaning:
    """All that the registry makes of an item, the surest first."""

    tags: tuple[Found, ...] = ()
    places: tuple[Found, ...] = ()


class Ruled(NamedTuple):
    """A tag a rule of its source gives an item, and what the rule found there."""

    tag_id: UUID
    evidence: str = ""


_Thing = TypeVar("_Thing", KnownPlace, KnownTag)


class _Heard(NamedTuple):
    """One string of the item that means something; *evidence* is None where the agreed spelling is it."""

    senses: Sequence[Sense]
    because: Because
    evidence: str | None = None


def resolve(  # noqa: PLR0913 -- all that is known of an item, each by its name
    known: Vocabulary,
    *,
    labels: Sequence[str],
    title: str,
    text: Folded,
    home: frozenset[UUID],
    only_when_mentioned: bool,
    ruled: Iterable[Ruled] = (),
    point: Point | None = None,
) -> Meaning:
    """Say which agreed tags an item has and which places' streams it enters.

    *home* are the places its source speaks for. An item is in all of them, or, *only_when_mentioned*, in those it
    names; and in every place inside them that it names or has its *point* in; and in all places around these. Its
    *title* is as the publisher wrote it, *ruled* are the tags that rules of its source give it.
    """
    at_home = {known.places[place] for place in home if place in known.places}  # a retired place has no stream any more
    heard = _heard(known, labels, title, text, ruled)
    places = {} if only_when_mentioned else {place: Found(place.id, Because.SOURCE) for place in at_home}
    places = _named(heard, at_home) | places
    places = _surer(_pointed(known, point, at_home), places)
    places = _named_by_tags(heard, at_home | places.keys(), at_home) | places
    everywhere = _around(places) | places
    tags = _agreed(heard, everywhere.keys(), at_home)
    return Meaning(_surest_first(_wider(tags, everywhere.keys()) | tags), _surest_first(everywhere))


def _heard(known: Vocabulary, labels: Iterable[str], title: str, text: Folded, ruled: Iterable[Ruled]) -> list[_Heard]:
    labels = sorted(set(labels))  # so that their order means nothing
    filed = [(known.by_label.get(label_key(label)), label) for label in labels]
    given = [(known.tags.get(each.tag_id), each.evidence) for each in sorted(set(ruled))]
    return [
        *[_Heard(senses, Because.LABEL, label) for senses, label in filed if senses],
        *[_Heard([Sense(tag, None, tag.scope, "")], Because.RULE, evidence) for tag, evidence in given if tag],
        *[_Heard(senses, Because.TITLE) for senses in phrases_in(known, words(title))],
        *[_Heard(senses, Because.TEXT) for senses in phrases_in(known, text)],
    ]


def _named(heard: Iterable[_Heard], home: AbstractSet[KnownPlace]) -> dict[KnownPlace, Found]:
    """Return places named that lie in a home place; a name that two of them share means neither."""
    named: dict[KnownPlace, Found] = {}
    for senses, because, evidence in heard:
        if len(senses) == 1 and senses[0].place is None:  # as most words: no name of a place
            continue
        inside = {sense.place: sense for sense in senses if sense.place and not home.isdisjoint(sense.place.line)}
        if len(inside) == 1:
            ((place, sense),) = inside.items()
            if place not in named:
                named[place] = Found(place.id, because, _evidence(evidence, sense))
    return named


def _named_by_tags(
    heard: Iterable[_Heard], here: AbstractSet[KnownPlace], home: AbstractSet[KnownPlace]
) -> dict[KnownPlace, Found]:
    named: dict[KnownPlace, Found] = {}
    heard = [each for each in heard for sense in each.senses if sense.tag and sense.tag.namesake]
    if not heard:
        return named
    wide = {around for place in here for around in place.line}
    for tag, found in _agreed(heard, wide, home).items():
        if tag.namesake and tag.namesake not in named and not home.isdisjoint(tag.namesake.line):
            named[tag.namesake] = Found(tag.namesake.id, Because.TAG, found.evidence or tag.name)
    return named


def _pointed(known: Vocabulary, point: Point | None, home: AbstractSet[KnownPlace]) -> dict[KnownPlace, Found]:
    """Return the smallest place inside the home places that *point* is in."""
    around = known.outlines.around(point) if point else []
    inside = [place for place in around if not home.isdisjoint(place.line)]
    return {place: Found(place.id, Because.POINT, written(point)) for place in inside[:1] if point}


def written(point: Point) -> str:
    """Write a point on the map, to some ten metres.

    >>> written(Point(52.48, -1.9))
    '52.4800, -1.9000'
    """
    return f"{point.lat:.4f}, {point.lon:.4f}"


def _agreed(
    heard: Iterable[_Heard], here: AbstractSet[KnownPlace], home: AbstractSet[KnownPlace]
) -> dict[KnownTag, Found]:
    agreed: dict[KnownTag, Found] = {}
    for senses, because, evidence in heard:
        sense = nearest(senses, here, home)
        if sense and sense.tag and sense.tag not in agreed:
            agreed[sense.tag] = Found(sense.tag.id, because, _evidence(evidence, sense))
    return agreed


def nearest(senses: Sequence[Sense], here: AbstractSet[KnownPlace], home: AbstractSet[KnownPlace]) -> Sense | None:
    """Choose the tag agreed on in the smallest place; between two such, the one of a home place; else none.

    That a word means no tag is agreed in a place as well, and counts like another meaning of it.
    """
    counting = [sense for sense in senses if sense.place is None and (sense.scope is None or sense.scope in here)]
    if len(counting) < 2:  # noqa: PLR2004 -- as most words, which mean one thing
        return counting[0] if counting else None
    deepest = max(map(_depth, counting))
    counting = [sense for sense in counting if _depth(sense) == deepest]
    if len({sense.tag for sense in counting}) > 1:
        wide = {around for place in home for around in place.line}
        counting = [sense for sense in counting if sense.scope in wide]
    return counting[0] if len({sense.tag for sense in counting}) == 1 else None


def _depth(sense: Sense) -> int:
    """Return how far down the tree a meaning was agreed on; one of the whole hub at the very top."""
    return len(sense.scope.line) if sense.scope else 0


def _wider(tags: Mapping[KnownTag, Found], here: AbstractSet[KnownPlace]) -> dict[KnownTag, Found]:
    """Return what the found tags are part of and counts here, because of the surest of them."""
    wider: dict[KnownTag, Found] = {}
    for tag in _by_sureness(tags):
        for each in tag.wider:
            if each not in wider and (each.scope is None or each.scope in here):
                wider[each] = Found(each.id, Because.NARROWER, tag.name)
    return wider


def _around(places: Mapping[KnownPlace, Found]) -> dict[KnownPlace, Found]:
    around: dict[KnownPlace, Found] = {}
    for inner in _by_sureness(places):
        for place in inner.line[1:]:
            if place not in around:
                around[place] = Found(place.id, Because.WITHIN, inner.name)
    return around


def _evidence(told: str | None, sense: Sense) -> str:
    return sense.spelling if told is None else told


def _surer(some: Mapping[KnownPlace, Found], others: Mapping[KnownPlace, Found]) -> dict[KnownPlace, Found]:
    """Return both, and of one that is in both what is surer."""
    better = {place: found for place, found in some.items() if _is_surer(found, others.get(place))}
    return {**others, **better}


def _is_surer(found: Found, other: Found | None) -> bool:
    return other is None or _SURENESS[found.because] < _SURENESS[other.because]


def _surest_first(found: Mapping[_Thing, Found]) -> tuple[Found, ...]:
    return tuple([found[each] for each in _by_sureness(found)])


def _by_sureness(found: Mapping[_Thing, Found]) -> list[_Thing]:
    if len(found) < 2:  # noqa: PLR2004 -- most items are in one place
        return list(found)
    return sorted(found, key=lambda each: (_SURENESS[found[each].because], each.order))


_SURENESS = {because: number for number, because in enumerate(Because)}
