"""What do a publisher's words mean here? Labels and phrases resolved to agreed tags and places, with the evidence."""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, TypeVar
from uuid import UUID

from hub.establish.vocabulary import KnownPlace, KnownTag, Senses, Vocabulary
from hub.kit.text import Folded, label_key, words


class Because(StrEnum):
    """Why an item has a tag or is in a place, the surest reason first."""

    SOURCE = "source"  # its source speaks for the place
    LABEL = "label"  # the publisher filed it under this word
    TITLE = "title"
    TEXT = "text"
    TAG = "tag"  # it has a tag that is the place's name
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


_Thing = TypeVar("_Thing", KnownPlace, KnownTag)


class _Heard(NamedTuple):
    """One string of the item that means something."""

    senses: Senses
    because: Because
    label: str = ""  # as the publisher wrote it


def resolve(  # noqa: PLR0913 -- all that is known of an item, each by its name
    known: Vocabulary,
    *,
    labels: Sequence[str],
    title: str,
    text: Folded,
    home: frozenset[UUID],
    only_when_mentioned: bool,
) -> Meaning:
    """Say which agreed tags an item has and which places' streams it enters.

    *home* are the places its source speaks for. An item is in all of them, or, *only_when_mentioned*, in those it
    names; and in every place inside them that it names; and in all places around these. Its *title* is as the
    publisher wrote it.
    """
    at_home = {known.places[place] for place in home if place in known.places}  # a retired place has no stream any more
    heard = _heard(known, labels, title, text)
    places = {} if only_when_mentioned else {place: Found(place.id, Because.SOURCE) for place in at_home}
    places = _named(heard, at_home) | places
    places = _named_by_tags(heard, at_home | places.keys(), at_home) | places
    everywhere = _around(places) | places
    tags = _agreed(heard, everywhere.keys(), at_home)
    return Meaning(_surest_first(tags), _surest_first(everywhere))


def _heard(known: Vocabulary, labels: Iterable[str], title: str, text: Folded) -> list[_Heard]:
    labels = sorted(set(labels))  # so that their order means nothing
    filed = [(known.by_label.get(label_key(label)), label) for label in labels]
    in_title, in_text = _phrases(known, words(title)), _phrases(known, text)
    return [
        *[_Heard(senses, Because.LABEL, label) for senses, label in filed if senses],
        *[_Heard(known.by_phrase[number], Because.TITLE) for number in in_title],
        *[_Heard(known.by_phrase[number], Because.TEXT) for number in in_text if number not in in_title],
    ]


def _phrases(known: Vocabulary, said: Folded) -> Mapping[int, None]:
    """Return the numbers of the phrases in *said*, each once, the first said first."""
    matches = known.phrases.find_matches_as_indexes(f" {said} ".encode(), overlapping=True)
    return dict.fromkeys([number for number, _, _ in matches])


def _named(heard: Iterable[_Heard], home: AbstractSet[KnownPlace]) -> dict[KnownPlace, Found]:
    """Return places named that lie in a home place; a name that two of them share means neither."""
    named: dict[KnownPlace, Found] = {}
    for senses, because, label in heard:
        inside = [place for place in senses.places if not home.isdisjoint(place.line)]
        if len(inside) == 1 and inside[0] not in named:
            named[inside[0]] = Found(inside[0].id, because, label or senses.places[inside[0]])
    return named


def _named_by_tags(
    heard: Iterable[_Heard], here: AbstractSet[KnownPlace], home: AbstractSet[KnownPlace]
) -> dict[KnownPlace, Found]:
    named: dict[KnownPlace, Found] = {}
    heard = [each for each in heard if each.senses.namesakes]
    if not heard:
        return named
    wide = {around for place in here for around in place.line}
    for tag, found in _agreed(heard, wide, home).items():
        if tag.namesake and tag.namesake not in named and not home.isdisjoint(tag.namesake.line):
            named[tag.namesake] = Found(tag.namesake.id, Because.TAG, found.evidence)
    return named


def _agreed(
    heard: Iterable[_Heard], here: AbstractSet[KnownPlace], home: AbstractSet[KnownPlace]
) -> dict[KnownTag, Found]:
    agreed: dict[KnownTag, Found] = {}
    for senses, because, label in heard:
        tag = _nearest(senses.tags, here, home)
        if tag and tag not in agreed:
            agreed[tag] = Found(tag.id, because, label or senses.tags[tag])
    return agreed


def _nearest(tags: Iterable[KnownTag], here: AbstractSet[KnownPlace], home: AbstractSet[KnownPlace]) -> KnownTag | None:
    """Choose the tag agreed on in the smallest place; between two such, the one of a home place; else none."""
    counting = [tag for tag in tags if tag.scope is None or tag.scope in here]
    if len(counting) > 1:
        deepest = max(tag.depth for tag in counting)
        counting = [tag for tag in counting if tag.depth == deepest]
    if len(counting) > 1:
        wide = {around for place in home for around in place.line}
        counting = [tag for tag in counting if tag.scope in wide]
    return counting[0] if len(counting) == 1 else None


def _around(places: Mapping[KnownPlace, Found]) -> dict[KnownPlace, Found]:
    around: dict[KnownPlace, Found] = {}
    for inner in _by_sureness(places):
        for place in inner.line[1:]:
            if place not in around:
                around[place] = Found(place.id, Because.WITHIN, inner.name)
    return around


def _surest_first(found: Mapping[_Thing, Found]) -> tuple[Found, ...]:
    return tuple([found[each] for each in _by_sureness(found)])


def _by_sureness(found: Mapping[_Thing, Found]) -> list[_Thing]:
    if len(found) < 2:  # noqa: PLR2004 -- most items are in one place
        return list(found)
    return sorted(found, key=lambda each: (_SURENESS[found[each].because], each.order))


_SURENESS = {because: number for number, because in enumerate(Because)}
