"""Which words does this hub know? The registry of tags and places, compiled for resolving."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from ahocorasick_rs import BytesAhoCorasick, Implementation

from hub.kit.text import label_key, words

SHORTEST_IN_TEXT = 3  # letters: GP, JQ or W5 inside a sentence are noise, as a label they are meant


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


@dataclass(eq=False, slots=True)
class KnownPlace:
    """A place as the compiled registry knows it; equal to itself alone, so that sets of places are fast."""

    id: UUID
    order: int  # by name
    name: str
    line: tuple["KnownPlace", ...] = ()  # itself and all around it, the nearest first


@dataclass(frozen=True, eq=False, slots=True)
class KnownTag:
    """A tag as the compiled registry knows it; equal to itself alone."""

    id: UUID
    order: int  # by name
    namesake: KnownPlace | None  # the place it is the name of
    scope: KnownPlace | None  # it counts only for items in this place

    @property
    def depth(self) -> int:
        """How far down the tree it was agreed on; a tag of the whole hub at the very top."""
        return len(self.scope.line) if self.scope else 0


@dataclass(frozen=True, slots=True)
class Senses:
    """Everything one string may mean, each with its agreed spelling."""

    tags: dict[KnownTag, str] = field(default_factory=dict)
    places: dict[KnownPlace, str] = field(default_factory=dict)
    namesakes: set[KnownTag] = field(default_factory=set)  # those tags that are names of places


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The registry compiled for resolving; make it with ``compile_vocabulary``."""

    names: Mapping[UUID, str]
    places: Mapping[UUID, KnownPlace]
    by_label: Mapping[str, Senses]
    by_phrase: Sequence[Senses]
    phrases: BytesAhoCorasick  # in UTF-8, each with a space on both sides: only whole words match


def compile_vocabulary(tags: Iterable[TagFact], places: Iterable[PlaceFact]) -> Vocabulary:
    """Compile the registry; some milliseconds for thousands of words, so keep the result while nothing changes."""
    tags, places = list(tags), list(places)
    land = _land(places)
    agreed = {fact.id: _tag(order, fact, land) for order, fact in enumerate(sorted(tags, key=_by_name))}
    owners: list[tuple[TagFact | PlaceFact, KnownTag | KnownPlace]] = [
        *((fact, agreed[fact.id]) for fact in tags),
        *((fact, land[fact.id]) for fact in places),
    ]
    by_label, by_phrase = _shelves(sorted(owners, key=lambda each: each[0].id))
    return Vocabulary(
        names={fact.id: fact.name for fact, _ in owners},
        places=land,
        by_label=by_label,
        by_phrase=list(by_phrase.values()),
        # A third faster than the usual automaton, for a few milliseconds and a kilobyte or two a phrase.
        phrases=BytesAhoCorasick([f" {phrase} ".encode() for phrase in by_phrase], implementation=Implementation.DFA),
    )


def _shelves(
    owners: Iterable[tuple[TagFact | PlaceFact, KnownTag | KnownPlace]],
) -> tuple[dict[str, Senses], dict[str, Senses]]:
    """File every spelling by its key, and those believed inside a text by the words they are."""
    by_label: dict[str, Senses] = {}
    by_phrase: dict[str, Senses] = {}
    possessive: dict[str, Senses] = {}
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
    ours = {phrase: Senses(places=senses.places) for phrase, senses in possessive.items() if senses.places}
    return by_label, ours | by_phrase


def _file(shelf: dict[str, Senses], key: str, owner: KnownTag | KnownPlace, spelling: str) -> None:
    senses = shelf.setdefault(key, Senses())
    if isinstance(owner, KnownPlace):
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


def _land(facts: Iterable[PlaceFact]) -> dict[UUID, KnownPlace]:
    places = {fact.id: KnownPlace(fact.id, order, fact.name) for order, fact in enumerate(sorted(facts, key=_by_name))}
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


def _tag(order: int, fact: TagFact, land: Mapping[UUID, KnownPlace]) -> KnownTag:
    namesake = land.get(fact.place_id) if fact.place_id else None
    scope = land.get(fact.scope_id, _NOWHERE) if fact.scope_id else None
    if scope is None and fact.place_id:
        # A place's name counts only in the tree of that place: there is another Sutton in London.
        scope = namesake.line[-1] if namesake else _NOWHERE
    return KnownTag(fact.id, order, namesake, scope)


_NOWHERE = KnownPlace(UUID(int=0), 0, "")  # where tags of a retired place count
