"""Which words does this hub know? The registry of tags and places, compiled for resolving."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from ahocorasick_rs import BytesAhoCorasick, Implementation

from hub.establish.meaning.facts import PlaceFact, RulingFact, Spelt, TagFact
from hub.establish.meaning.land import NOWHERE, KnownPlace, coded, land, outlined
from hub.establish.meaning.nearness import Condition, condition
from hub.kit.garbage import nothing_to_collect
from hub.kit.shapes import Outlines
from hub.kit.text import Folded, words

SHORTEST_IN_TEXT = 3  # letters: GP, JQ or W5 inside a sentence are noise, as a label they are meant
_Written = tuple[Spelt, KnownPlace | None, Folded]  # a spelling, where it counts, and its words
# Up to these many phrases all are in one automaton, of the sort that is a third faster to ask. Beyond, it would take
# long to make and fill memory: it is of the usual sort, and phrases of one word stand in a table beside it.
_FEW = 5_000


@dataclass(eq=False, slots=True)
class KnownTag:
    """A tag as the compiled registry knows it; equal to itself alone."""

    id: UUID
    order: int  # by name
    name: str
    namesake: KnownPlace | None  # the place it is the name of
    scope: KnownPlace | None  # it counts only for items in this place
    wider: tuple["KnownTag", ...] = ()  # all it is part of, the nearest first


class Sense(NamedTuple):
    """What one string may mean: a tag, the name of a place, or by decision neither."""

    tag: KnownTag | None
    place: KnownPlace | None
    scope: KnownPlace | None  # where that was agreed; none: in the whole hub
    spelling: str  # of a decision that it means neither: only where it is ambiguous
    in_text: bool = True  # whether it is believed there
    condition: Condition | None = None  # what must stand near it in a text


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The registry compiled for resolving; make it with ``compile_vocabulary``."""

    names: Mapping[UUID, str]
    places: Mapping[UUID, KnownPlace]
    tags: Mapping[UUID, KnownTag]
    by_label: Mapping[str, Sequence[Sense]]
    by_phrase: Sequence[Sequence[Sense]]  # by number: first those of *several* words
    several: int  # how many these are
    phrases: BytesAhoCorasick  # in UTF-8, each with a space on both sides: only whole words match
    single: Mapping[str, int]  # numbers of phrases of one word, where they are too many for *phrases*
    conditional: frozenset[int]  # numbers of phrases that count only near other words, in one sense at least
    outlines: Outlines[KnownPlace]


def compile_vocabulary(
    tags: Iterable[TagFact], places: Iterable[PlaceFact], rulings: Iterable[RulingFact] = ()
) -> Vocabulary:
    """Compile the registry; some milliseconds for thousands of words, so keep the result while nothing changes."""
    with nothing_to_collect():
        return _compiled(sorted(tags, key=_by_name), list(places), rulings)


def _compiled(tags: Sequence[TagFact], places: Sequence[PlaceFact], rulings: Iterable[RulingFact]) -> Vocabulary:
    lands = land(places)
    agreed = {fact.id: _tag(order, fact, lands) for order, fact in enumerate(tags)}
    _widen(agreed, {fact.id: fact.broader for fact in tags})
    shelves = _filed(tags, places, agreed, lands)
    possessive = _possessive(shelves)
    _rule(shelves, rulings, lands)
    heard = shelves.heard() | possessive
    is_small = len(heard) <= _FEW
    # Sorted, for the automaton is made in half the time of neighbours that begin alike.
    several, single = sorted(form for form in heard if " " in form), [form for form in heard if " " not in form]
    ordered = [*several, *single]
    return Vocabulary(
        names={fact.id: fact.name for fact in places} | {fact.id: fact.name for fact in tags},
        places=lands,
        tags=agreed,
        by_label=dict(shelves.senses),
        by_phrase=[heard[form] for form in ordered],
        phrases=BytesAhoCorasick(
            [f" {form} ".encode() for form in (ordered if is_small else several)],
            implementation=Implementation.DFA if is_small else Implementation.ContiguousNFA,
        ),
        single={} if is_small else {form: number for number, form in enumerate(single, len(several))},
        several=len(several),
        conditional=frozenset(_conditional(ordered, heard) if shelves.conditional else ()),
        outlines=outlined(places, lands),
    )


@dataclass(slots=True)
class _Shelves:
    """Every spelling by its key, and by the words it is where some owner believes it inside a text."""

    senses: dict[str, list[Sense]] = field(default_factory=lambda: defaultdict(list))
    forms: dict[str, str] = field(default_factory=dict)  # the key of each phrase
    doubted: set[str] = field(default_factory=set)  # keys that some owner does not believe inside a text
    conditional: set[str] = field(default_factory=set)  # keys that must stand near something, for some owner
    placed: set[str] = field(default_factory=set)  # keys of names of places

    def file(self, spelt: Iterable[_Written], tag: KnownTag | None, place: KnownPlace | None) -> None:
        """File all spellings of one tag or place; of those with one key the first is shown, and the last counts.

        That is since what was agreed on comes after the owner's own names, and wins over them.
        """
        shown: dict[tuple[KnownPlace | None, str], str] = {}
        agreed: dict[tuple[KnownPlace | None, str], Spelt] = {}
        phrases = []
        for each, scope, phrase in spelt:
            key = phrase.replace(" ", "")
            phrases.append((phrase, key))
            shown.setdefault((scope, key), each.label)
            agreed[scope, key] = each
        believed: set[str] = set()
        for (scope, key), last in agreed.items():
            in_text = last.in_text and len(key) >= SHORTEST_IN_TEXT
            (believed if in_text else self.doubted).add(key)
            asked = self._asked(key, last) if last.near or last.not_near else None
            self.senses[key].append(Sense(tag, place, scope, shown[scope, key], in_text, asked))
        self.placed |= believed if place else frozenset()
        forms = [each for each in phrases if each[1] in believed]
        self.forms.update(forms)
        self.forms.update([(key, key) for _, key in forms])  # as in a hashtag

    def _asked(self, key: str, spelt: Spelt) -> Condition | None:
        self.conditional.add(key)
        return condition(spelt.near, spelt.not_near)

    def heard(self) -> dict[str, list[Sense]]:
        """Return what each phrase may mean in a text."""
        senses, doubted = self.senses, self.doubted
        return {form: self.believed(key) if key in doubted else senses[key] for form, key in self.forms.items()}

    def believed(self, key: str) -> list[Sense]:
        """Return what a key may mean in a text."""
        return [sense for sense in self.senses[key] if sense.in_text]


def _filed(
    tags: Iterable[TagFact],
    places: Sequence[PlaceFact],
    agreed: Mapping[UUID, KnownTag],
    lands: Mapping[UUID, KnownPlace],
) -> _Shelves:
    shelves = _Shelves()
    for fact in tags:
        shelves.file(_spelt_tag(fact, agreed[fact.id], lands), agreed[fact.id], None)
    districts = coded(places, lands)
    for place in sorted(places, key=_by_name):
        shelves.file(_spelt_place(place, districts.get(place.id, ())), None, lands[place.id])
    shelves.senses.pop("", None)  # of a name without a letter
    return shelves


def _possessive(shelves: _Shelves) -> dict[str, list[Sense]]:
    """Return what is said of a place’s own: Southall’s market is in Southall.

    But a word somebody agreed on means what they agreed on.
    """
    ours = {
        f"{form}s": [sense for sense in shelves.believed(key) if sense.place]
        for form, key in shelves.forms.items()
        if key in shelves.placed
    }
    return {form: senses for form, senses in ours.items() if form not in shelves.forms}


def _spelt_tag(fact: TagFact, tag: KnownTag, lands: Mapping[UUID, KnownPlace]) -> Iterator[_Written]:
    for name in (fact.name, fact.slug):
        yield Spelt(name), tag.scope, words(name)
    for spelt in sorted(fact.labels, key=_by_label):
        scope = _deeper(tag.scope, lands.get(spelt.scope_id, NOWHERE)) if spelt.scope_id else tag.scope
        yield spelt, scope, words(spelt.label)


def _spelt_place(fact: PlaceFact, districts: Iterable[str]) -> list[_Written]:
    # What was agreed on comes last and wins: some districts are too common to be believed inside a text.
    spelt = [Spelt(fact.name), *map(Spelt, districts), *sorted(fact.labels, key=_by_label)]
    return [(each, None, words(each.label)) for each in spelt]


def _deeper(one: KnownPlace | None, other: KnownPlace) -> KnownPlace:
    """Return where both count that were agreed in these two places: in the inner of them."""
    if one is None or one in other.line:
        return other
    return one if other in one.line else NOWHERE


def _rule(shelves: _Shelves, rulings: Iterable[RulingFact], lands: Mapping[UUID, KnownPlace]) -> None:
    """File beside what a word means that it means nothing, wherever that was decided."""
    for ruling in rulings:
        scope = lands.get(ruling.scope_id, NOWHERE) if ruling.scope_id else None
        # What is ambiguous is known even where nobody agreed on a meaning, so that who writes it can be told.
        if ruling.ambiguous and len(ruling.key) >= SHORTEST_IN_TEXT:
            shelves.forms |= {words(ruling.ambiguous): ruling.key, ruling.key: ruling.key}
        if ruling.ambiguous or ruling.key in shelves.senses:
            shelves.senses[ruling.key].append(Sense(None, None, scope, ruling.ambiguous))


def _conditional(ordered: Iterable[str], heard: Mapping[str, Sequence[Sense]]) -> Iterator[int]:
    for number, form in enumerate(ordered):
        if any(sense.condition for sense in heard[form]):
            yield number


def _widen(agreed: Mapping[UUID, KnownTag], broader: Mapping[UUID, Iterable[UUID]]) -> None:
    """Give each tag all it is part of; a ring, which nobody may make, ends."""
    for tag in agreed.values():
        reached = dict.fromkeys(broader[tag.id])
        waiting = list(reached)
        while waiting:
            above = [each for each in broader.get(waiting.pop(0), ()) if each not in reached]
            reached |= dict.fromkeys(above)
            waiting += above
        tag.wider = tuple(agreed[each] for each in reached if each in agreed and each != tag.id)


def _tag(order: int, fact: TagFact, lands: Mapping[UUID, KnownPlace]) -> KnownTag:
    namesake = lands.get(fact.place_id) if fact.place_id else None
    scope = lands.get(fact.scope_id, NOWHERE) if fact.scope_id else None
    if scope is None and fact.place_id:
        # A place's name counts only in the tree of that place: there is another Sutton in London.
        scope = namesake.line[-1] if namesake else NOWHERE
    return KnownTag(fact.id, order, fact.name, namesake, scope)


def _by_label(spelt: Spelt) -> tuple[str, UUID]:
    return spelt.label, spelt.scope_id or NOWHERE.id


def _by_name(fact: TagFact | PlaceFact) -> tuple[str, UUID]:
    return fact.name, fact.id
