"""What do a publisher's words mean here? Labels and phrases resolved to agreed tags and places, with the evidence."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from enum import StrEnum
from operator import itemgetter
from typing import NamedTuple
from uuid import UUID

from ahocorasick_rs import AhoCorasick

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


@dataclass(frozen=True, slots=True)
class _Senses:
    """Everything one string may mean: ids, each with its agreed spelling."""

    tags: dict[UUID, str] = field(default_factory=dict)
    places: dict[UUID, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The registry compiled for resolving; make it with ``compile_vocabulary``."""

    names: Mapping[UUID, str]
    lines: Mapping[UUID, tuple[UUID, ...]]  # a place and all around it, the nearest first
    scopes: Mapping[UUID, UUID]  # tag → the place it counts in; tags of the whole hub are not here
    namesakes: Mapping[UUID, UUID]  # tag → the place it is the name of
    by_label: Mapping[str, _Senses]
    by_phrase: Sequence[_Senses]
    phrases: AhoCorasick  # each phrase with a space on both sides: only whole words match


class _Heard(NamedTuple):
    """One string of the item that means something."""

    senses: _Senses
    because: Because
    label: str = ""  # as the publisher wrote it


def compile_vocabulary(tags: Iterable[TagFact], places: Iterable[PlaceFact]) -> Vocabulary:
    """Compile the registry; a few milliseconds for thousands of words, so keep the result while nothing changes."""
    owners: list[TagFact | PlaceFact] = [*(tags := list(tags)), *(places := list(places))]
    lines = _lines({place.id: place.parent_id for place in places})
    by_label, by_phrase = _shelves(sorted(owners, key=lambda each: each.id))
    return Vocabulary(
        names={each.id: each.name for each in owners},
        lines=lines,
        scopes={tag.id: scope for tag in tags if (scope := _scope(tag, lines))},
        namesakes={tag.id: tag.place_id for tag in tags if tag.place_id},
        by_label=by_label,
        by_phrase=list(by_phrase.values()),
        phrases=AhoCorasick([f" {phrase} " for phrase in by_phrase]),
    )


def resolve(  # noqa: PLR0913 -- all that is known of an item, each by its name
    vocabulary: Vocabulary,
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
    home = frozenset(place for place in home if place in vocabulary.lines)  # a retired place has no stream any more
    heard = [*_heard_labels(vocabulary, labels), *_heard_phrases(vocabulary, title, text)]
    places = {} if only_when_mentioned else {place: Found(place, Because.SOURCE) for place in home}
    for each in _named(vocabulary, heard, home):
        places.setdefault(each.id, each)
    for each in _named_by_tags(vocabulary, heard, home | places.keys(), home):
        places.setdefault(each.id, each)
    surest = _surest_first(vocabulary, places.values())
    around = _around(vocabulary, surest)
    here = around.keys() | places.keys()
    tags: dict[UUID, Found] = {}
    for each in _agreed_tags(vocabulary, heard, here, home):
        tags.setdefault(each.id, each)
    everywhere = {**around, **places}.values()
    return Meaning(_surest_first(vocabulary, tags.values()), _surest_first(vocabulary, everywhere))


def _heard_labels(vocabulary: Vocabulary, labels: Sequence[str]) -> Iterator[_Heard]:
    for label in sorted(set(labels)):  # so that their order means nothing
        senses = vocabulary.by_label.get(label_key(label))
        if senses:
            yield _Heard(senses, Because.LABEL, label)


def _heard_phrases(vocabulary: Vocabulary, title: str, text: str) -> Iterator[_Heard]:
    seen: set[int] = set()
    for because, said in ((Because.TITLE, title), (Because.TEXT, text)):
        matches = vocabulary.phrases.find_matches_as_indexes(f" {words(said)} ", overlapping=True)
        for number in dict.fromkeys(map(itemgetter(0), matches)):
            if number not in seen:
                seen.add(number)
                yield _Heard(vocabulary.by_phrase[number], because)


def _named(vocabulary: Vocabulary, heard: Iterable[_Heard], home: AbstractSet[UUID]) -> Iterator[Found]:
    """Yield places named that lie in a home place; a name that two of them share means neither."""
    for each in heard:
        if not each.senses.places:
            continue
        inside = [place for place in each.senses.places if not home.isdisjoint(vocabulary.lines[place])]
        if len(inside) == 1:
            yield Found(inside[0], each.because, each.label or each.senses.places[inside[0]])


def _named_by_tags(
    vocabulary: Vocabulary, heard: Iterable[_Heard], here: AbstractSet[UUID], home: AbstractSet[UUID]
) -> Iterator[Found]:
    heard = [each for each in heard if not vocabulary.namesakes.keys().isdisjoint(each.senses.tags)]
    wide = {around for place in here for around in vocabulary.lines.get(place, ())}
    for tag in _agreed_tags(vocabulary, heard, wide, home):
        place = vocabulary.namesakes.get(tag.id)
        if place and not home.isdisjoint(vocabulary.lines.get(place, ())):
            yield Found(place, Because.TAG, tag.evidence)


def _agreed_tags(
    vocabulary: Vocabulary, heard: Iterable[_Heard], here: AbstractSet[UUID], home: AbstractSet[UUID]
) -> Iterator[Found]:
    for each in heard:
        if each.senses.tags:
            tag = _nearest(vocabulary, each.senses.tags, here, home)
            if tag:
                yield Found(tag, each.because, each.label or each.senses.tags[tag])


def _nearest(
    vocabulary: Vocabulary, tags: Iterable[UUID], here: AbstractSet[UUID], home: AbstractSet[UUID]
) -> UUID | None:
    """Choose the tag agreed on in the smallest place; between two such, the one of a home place; else none."""
    scopes, lines = vocabulary.scopes, vocabulary.lines
    counting = [tag for tag in tags if (scope := scopes.get(tag)) is None or scope in here]
    if len(counting) > 1:
        depths = [len(lines[scopes[tag]]) if tag in scopes else 0 for tag in counting]
        counting = [tag for tag, depth in zip(counting, depths, strict=True) if depth == max(depths)]
    if len(counting) > 1:
        at_home = {around for place in home for around in lines[place]}
        counting = [tag for tag in counting if scopes.get(tag) in at_home]
    return counting[0] if len(counting) == 1 else None


def _around(vocabulary: Vocabulary, places: Iterable[Found]) -> dict[UUID, Found]:
    around: dict[UUID, Found] = {}
    for each in places:
        for place in vocabulary.lines.get(each.id, ())[1:]:
            around.setdefault(place, Found(place, Because.WITHIN, vocabulary.names[each.id]))
    return around


def _surest_first(vocabulary: Vocabulary, found: Iterable[Found]) -> tuple[Found, ...]:
    return tuple(sorted(found, key=lambda each: (_SURENESS[each.because], vocabulary.names.get(each.id, ""), each.id)))


def _shelves(owners: Iterable[TagFact | PlaceFact]) -> tuple[dict[str, _Senses], dict[str, _Senses]]:
    """File every spelling by its key, and those believed inside a text by the words they are."""
    by_label: dict[str, _Senses] = {}
    by_phrase: dict[str, _Senses] = {}
    possessive: dict[str, _Senses] = {}
    for owner in owners:
        believed = _believed(owner)
        for spelling in (*_own_names(owner), *(label for label, _ in sorted(owner.labels))):
            key = label_key(spelling)
            _file(by_label, key, owner, spelling)
            for phrase in (words(spelling), key) if believed.get(key) else ():
                _file(by_phrase, phrase, owner, spelling)
                _file(possessive, f"{phrase}s", owner, spelling)
    by_label.pop("", None)  # of a name without a letter
    # Southall's market is in Southall; but a word somebody agreed on means what they agreed on.
    ours = {phrase: _Senses({}, senses.places) for phrase, senses in possessive.items() if senses.places}
    return by_label, ours | by_phrase


def _file(shelf: dict[str, _Senses], key: str, owner: TagFact | PlaceFact, spelling: str) -> None:
    senses = shelf.setdefault(key, _Senses())
    (senses.tags if isinstance(owner, TagFact) else senses.places).setdefault(owner.id, spelling)


def _own_names(owner: TagFact | PlaceFact) -> tuple[str, ...]:
    return (owner.name, owner.slug) if isinstance(owner, TagFact) else (owner.name,)


def _believed(owner: TagFact | PlaceFact) -> dict[str, bool]:
    """Return which keys count inside a text; what was agreed on wins over the owner's own names."""
    own = ((name, True) for name in _own_names(owner))
    labels = {label_key(label): in_text for label, in_text in (*own, *owner.labels)}
    return {key: in_text and len(key) >= SHORTEST_IN_TEXT for key, in_text in labels.items()}


def _lines(parents: Mapping[UUID, UUID | None]) -> dict[UUID, tuple[UUID, ...]]:
    return {place: tuple(_line(place, parents)) for place in parents}


def _line(place: UUID | None, parents: Mapping[UUID, UUID | None]) -> Iterator[UUID]:
    seen: set[UUID] = set()
    while place is not None and place in parents and place not in seen:
        yield place
        seen.add(place)
        place = parents[place]


def _scope(tag: TagFact, lines: Mapping[UUID, tuple[UUID, ...]]) -> UUID | None:
    """Where a tag counts: a place's name only in the tree of that place, there is another Sutton in London."""
    if tag.scope_id or not tag.place_id:
        return tag.scope_id
    return lines.get(tag.place_id, (tag.place_id,))[-1]


_SURENESS = {because: number for number, because in enumerate(Because)}
