"""What do a publisher's words mean here? Labels and phrases resolved to agreed tags and places, with the evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, TypeVar
from uuid import UUID

from ahocorasick_rs import BytesAhoCorasick, Implementation

from hub.kit.text import label_key, words

SHORTEST_IN_TEXT = 3  # letters: GP, JQ or W5 inside a sentence are noise, as a label they are meant


class Because(StrEnum):
    """Why an item has a tag or is in a place, the surest reason first."""

    SOURCE = "source"  # its source speaks for the place
    LABEL = "label"  # the publisher filed it under this word
    TITLE = "title"
    TEXT = "text"
    TAG = "tag"  # it has a tag that is the place's name
    WITHIN = "within"  # the place lies around one it belongs to


@dataclass(frozen=True, slots=True)
class TagFact:
    """An agreed tag: its other spellings, and whether each is believed inside a text."""

    id: UUID
    slug: str
    name: str
    place_id: UUID | None = None  # the place this tag is the name of
    scope_id: UUID | None = None  # it counts only for items in this place
    labels: tuple[tuple[str, bool], ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place in the tree: its other names, and whether each is believed inside a text."""

    id: UUID
    parent_id: UUID | None
    name: str
    labels: tuple[tuple[str, bool], ...] = ()


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


@dataclass(eq=False, slots=True)
class _Place:
    """A place as the compiled registry knows it: itself and nothing else, so that sets of places are fast."""

    id: UUID
    order: int  # by name
    name: str
    line: tuple["_Place", ...] = ()  # itself and all around it, the nearest first


@dataclass(frozen=True, eq=False, slots=True)
class _Tag:
    """A tag as the compiled registry knows it."""

    id: UUID
    order: int  # by name
    namesake: _Place | None  # the place it is the name of
    scope: _Place | None  # it counts only for items in this place

    @property
    def depth(self) -> int:
        """How far down the tree it was agreed on; a tag of the whole hub at the very top."""
        return len(self.scope.line) if self.scope else 0


@dataclass(frozen=True, slots=True)
class _Senses:
    """Everything one string may mean, each with its agreed spelling."""

    tags: dict[_Tag, str] = field(default_factory=dict)
    places: dict[_Place, str] = field(default_factory=dict)
    namesakes: set[_Tag] = field(default_factory=set)  # those tags that are names of places


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The registry compiled for resolving; make it with ``compile_vocabulary``."""

    names: Mapping[UUID, str]
    places: Mapping[UUID, _Place]
    by_label: Mapping[str, _Senses]
    by_phrase: Sequence[_Senses]
    phrases: BytesAhoCorasick  # each phrase with a space on both sides: only whole words match


_Thing = TypeVar("_Thing", _Place, _Tag)


class _Heard(NamedTuple):
    """One string of the item that means something."""

    senses: _Senses
    because: Because
    label: str = ""  # as the publisher wrote it


def compile_vocabulary(tags: Iterable[TagFact], places: Iterable[PlaceFact]) -> Vocabulary:
    """Compile the registry; some milliseconds for thousands of words, so keep the result while nothing changes."""
    tags, places = list(tags), list(places)
    land = _land(places)
    agreed = {fact.id: _tag(order, fact, land) for order, fact in enumerate(sorted(tags, key=_by_name))}
    owners: list[tuple[TagFact | PlaceFact, _Tag | _Place]] = [
        *((fact, agreed[fact.id]) for fact in tags),
        *((fact, land[fact.id]) for fact in places),
    ]
    by_label, by_phrase = _shelves(sorted(owners, key=lambda each: each[0].id))
    return Vocabulary(
        names={fact.id: fact.name for fact, _ in owners},
        places=land,
        by_label=by_label,
        by_phrase=list(by_phrase.values()),
        phrases=BytesAhoCorasick([f" {phrase} ".encode() for phrase in by_phrase], implementation=Implementation.DFA),
    )


def resolve(  # noqa: PLR0913 -- all that is known of an item, each by its name
    known: Vocabulary,
    *,
    labels: Sequence[str],
    title: str,
    text: str,
    home: frozenset[UUID],
    only_when_mentioned: bool,
) -> Meaning:
    """Say which agreed tags an item has and which places' streams it enters.

    *home* are the places its source speaks for. An item is in all of them, or, *only_when_mentioned*, in those it
    names; and in every place inside them that it names; and in all places around these.
    """
    at_home = {known.places[place] for place in home if place in known.places}  # a retired place has no stream any more
    heard = _heard(known, labels, title, text)
    places = {} if only_when_mentioned else {place: Found(place.id, Because.SOURCE) for place in at_home}
    places = _named(heard, at_home) | places
    places = _named_by_tags(heard, at_home | places.keys(), at_home) | places
    everywhere = _around(places) | places
    tags = _agreed(heard, everywhere.keys(), at_home)
    return Meaning(_surest_first(tags), _surest_first(everywhere))


def _heard(known: Vocabulary, labels: Iterable[str], title: str, text: str) -> list[_Heard]:
    filed = [
        (known.by_label.get(label_key(label)), label) for label in sorted(set(labels))
    ]  # their order means nothing
    in_title, in_text = _phrases(known, title), _phrases(known, text)
    return [
        *[_Heard(senses, Because.LABEL, label) for senses, label in filed if senses],
        *[_Heard(known.by_phrase[number], Because.TITLE) for number in in_title],
        *[_Heard(known.by_phrase[number], Because.TEXT) for number in in_text if number not in in_title],
    ]


def _phrases(known: Vocabulary, said: str) -> Iterable[int]:
    """Return the numbers of the phrases in *said*, each once, the first said first."""
    matches = known.phrases.find_matches_as_indexes(f" {words(said)} ".encode(), overlapping=True)
    return dict.fromkeys([number for number, _, _ in matches])


def _named(heard: Iterable[_Heard], home: AbstractSet[_Place]) -> dict[_Place, Found]:
    """Return places named that lie in a home place; a name that two of them share means neither."""
    named: dict[_Place, Found] = {}
    for senses, because, label in heard:
        inside = [place for place in senses.places if not home.isdisjoint(place.line)]
        if len(inside) == 1 and inside[0] not in named:
            named[inside[0]] = Found(inside[0].id, because, label or senses.places[inside[0]])
    return named


def _named_by_tags(
    heard: Iterable[_Heard], here: AbstractSet[_Place], home: AbstractSet[_Place]
) -> dict[_Place, Found]:
    named: dict[_Place, Found] = {}
    heard = [each for each in heard if each.senses.namesakes]
    if not heard:
        return named
    wide = {around for place in here for around in place.line}
    for tag, found in _agreed(heard, wide, home).items():
        if tag.namesake and tag.namesake not in named and not home.isdisjoint(tag.namesake.line):
            named[tag.namesake] = Found(tag.namesake.id, Because.TAG, found.evidence)
    return named


def _agreed(heard: Iterable[_Heard], here: AbstractSet[_Place], home: AbstractSet[_Place]) -> dict[_Tag, Found]:
    agreed: dict[_Tag, Found] = {}
    for senses, because, label in heard:
        tag = _nearest(senses.tags, here, home)
        if tag and tag not in agreed:
            agreed[tag] = Found(tag.id, because, label or senses.tags[tag])
    return agreed


def _nearest(tags: Iterable[_Tag], here: AbstractSet[_Place], home: AbstractSet[_Place]) -> _Tag | None:
    """Choose the tag agreed on in the smallest place; between two such, the one of a home place; else none."""
    counting = [tag for tag in tags if tag.scope is None or tag.scope in here]
    if len(counting) > 1:
        deepest = max(tag.depth for tag in counting)
        counting = [tag for tag in counting if tag.depth == deepest]
    if len(counting) > 1:
        wide = {around for place in home for around in place.line}
        counting = [tag for tag in counting if tag.scope in wide]
    return counting[0] if len(counting) == 1 else None


def _around(places: Mapping[_Place, Found]) -> dict[_Place, Found]:
    around: dict[_Place, Found] = {}
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


def _shelves(
    owners: Iterable[tuple[TagFact | PlaceFact, _Tag | _Place]],
) -> tuple[dict[str, _Senses], dict[str, _Senses]]:
    """File every spelling by its key, and those believed inside a text by the words they are."""
    by_label: dict[str, _Senses] = {}
    by_phrase: dict[str, _Senses] = {}
    possessive: dict[str, _Senses] = {}
    for fact, owner in owners:
        believed = _believed(fact)
        for spelling in (*_own_names(fact), *(label for label, _ in sorted(fact.labels))):
            key = label_key(spelling)
            _file(by_label, key, owner, spelling)
            for phrase in (words(spelling), key) if believed.get(key) else ():
                _file(by_phrase, phrase, owner, spelling)
                _file(possessive, f"{phrase}s", owner, spelling)
    by_label.pop("", None)  # of a name without a letter
    # Southall's market is in Southall; but a word somebody agreed on means what they agreed on.
    ours = {phrase: _Senses(places=senses.places) for phrase, senses in possessive.items() if senses.places}
    return by_label, ours | by_phrase


def _file(shelf: dict[str, _Senses], key: str, owner: _Tag | _Place, spelling: str) -> None:
    senses = shelf.setdefault(key, _Senses())
    if isinstance(owner, _Place):
        senses.places.setdefault(owner, spelling)
        return
    senses.tags.setdefault(owner, spelling)
    if owner.namesake:
        senses.namesakes.add(owner)


def _own_names(owner: TagFact | PlaceFact) -> tuple[str, ...]:
    return (owner.name, owner.slug) if isinstance(owner, TagFact) else (owner.name,)


def _believed(owner: TagFact | PlaceFact) -> dict[str, bool]:
    """Return which keys count inside a text; what was agreed on wins over the owner's own names."""
    own = ((name, True) for name in _own_names(owner))
    labels = {label_key(label): in_text for label, in_text in (*own, *owner.labels)}
    return {key: in_text and len(key) >= SHORTEST_IN_TEXT for key, in_text in labels.items()}


def _by_name(fact: TagFact | PlaceFact) -> tuple[str, UUID]:
    return fact.name, fact.id


def _land(facts: Iterable[PlaceFact]) -> dict[UUID, _Place]:
    places = {fact.id: _Place(fact.id, order, fact.name) for order, fact in enumerate(sorted(facts, key=_by_name))}
    parents = {fact.id: fact.parent_id for fact in facts}
    for place in places.values():
        place.line = tuple(places[each] for each in _line(place.id, parents))
    return places


def _line(place: UUID | None, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    seen: set[UUID] = set()
    while place is not None and place in parents and place not in seen:
        yield place
        seen.add(place)
        place = parents[place]


def _tag(order: int, fact: TagFact, land: Mapping[UUID, _Place]) -> _Tag:
    namesake = land.get(fact.place_id) if fact.place_id else None
    scope = land.get(fact.scope_id, _NOWHERE) if fact.scope_id else None
    if scope is None and fact.place_id:
        # A place's name counts only in the tree of that place: there is another Sutton in London.
        scope = namesake.line[-1] if namesake else _NOWHERE
    return _Tag(fact.id, order, namesake, scope)


_NOWHERE = _Place(
    UUID(int=0), 0, ""
)  # where tags of a retired place count_SURENESS = {because: number for number, because in enumerate(Because)}


_SURENESS = {because: number for number, because in enumerate(Because)}
