"""The text of tags.yaml with what was decided since: only that is written, and what is usual is left unsaid. Pure."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from hub.establish.sharing.splicing import File
from hub.establish.tags.registry import KEYS, TagEntry
from hub.establish.tags.ruled import EVERYWHERE, STANDS, RuledEntry
from hub.establish.tags.ties import BONDS, unscoped
from hub.kit.merge import Facts, Value

SCOPED = ("here", "label_only_here")
TAGS, WORDS = "tags", "words"
Written = str | list[str] | dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a file says, or should: tags by slug, and by place what was decided of words that mean no tag."""

    tags: Mapping[str, Facts]
    words: Mapping[str, Facts]

    @classmethod
    def of(cls, tags: Mapping[str, TagEntry], words: Mapping[str, RuledEntry]) -> Self:
        """Take what a file was read to say."""
        return cls(
            {slug: each.facts for slug, each in tags.items()}, {place: each.facts for place, each in words.items()}
        )


def among(agreed: Agreed, places: Collection[str]) -> Agreed:
    """Return what a file can say that knows these *places* alone: no tag, spelling or word of another one."""
    ours = {slug: facts for slug, facts in agreed.tags.items() if {facts["place"], facts["scope"]} <= {"", *places}}
    told = {
        slug: {
            **facts,
            **{key: tuple(each for each in _values(facts, key) if unscoped(each)[0] in places) for key in SCOPED},
            **{bond: tuple(each for each in _values(facts, bond) if each in ours) for bond in BONDS},
        }
        for slug, facts in ours.items()
    }
    return Agreed(told, {place: facts for place, facts in agreed.words.items() if place in {EVERYWHERE, *places}})


def parted(files: Sequence[Agreed], said: Agreed, wanted: Agreed) -> Sequence[tuple[Agreed, Agreed]]:
    """Return what each of several *files* said and should say; what stands in none of them goes into the first.

    Of *files* it matters which tags they name, and which words; all of them say what is *said* together.
    """
    named = {slug for file in files for slug in file.tags}
    others = {slug: facts for slug, facts in wanted.tags.items() if slug not in named}
    free = _without(wanted.words, *(file.words for file in files))
    found = []
    for number, file in enumerate(files):
        before = Agreed({slug: said.tags[slug] for slug in file.tags if slug in said.tags}, file.words)
        tags = {slug: wanted.tags[slug] for slug in file.tags if slug in wanted.tags}
        words = _without(file.words, _without(file.words, wanted.words))
        mine = {
            place: {stand: free[place][stand] if _home(files, place, stand) == number else () for stand in STANDS}
            for place in free
        }
        found.append((before, Agreed({**tags, **others}, _with(words, mine))))
        others = {}
    return found


def _home(files: Sequence[Agreed], place: str, stand: str) -> int:
    """Return the number of the file that has such words already: of two files one list would stand in both."""
    for number, file in enumerate(files):
        here = file.words.keys() - {EVERYWHERE}
        if here if place != EVERYWHERE else _values(file.words.get(place, RuledEntry().facts), stand):
            return number
    return 0


def written_back(text: str, said: Agreed, wanted: Agreed) -> str:
    """Return a file whose *text* says *said* as it says what is *wanted*; where nothing differs, the very same text."""
    file = File(text)
    if said == wanted:
        return text
    if file.is_braced:
        file.replace({TAGS: _entries(wanted), WORDS: words(wanted.words)})
        return file.text
    _put_tags(file, said, wanted)
    if words(said.words) != words(wanted.words):
        _put_words(file, words(said.words), words(wanted.words))
    return file.text


def _put_tags(file: File, said: Agreed, wanted: Agreed) -> None:
    if said.tags == wanted.tags:
        return
    if file.is_flat(TAGS):
        file.put(TAGS, _entries(wanted))
    else:
        file.change(TAGS, _entries(said), _entries(wanted))


def _put_words(file: File, said: Mapping[str, object], wanted: Mapping[str, object]) -> None:
    if file.is_flat(WORDS) or not wanted:
        file.put(WORDS, wanted)
    else:
        file.change(WORDS, said, wanted)


def _entries(wanted: Agreed) -> Mapping[str, object]:
    return {slug: entry(facts) for slug, facts in wanted.tags.items()}


def entry(facts: Facts) -> Mapping[str, Written]:
    """Return a tag as the file says it, key by key, in the order people read it in."""
    told = {key: _written(key, facts[key]) for key in KEYS}
    return {key: value for key, value in told.items() if value}


def words(ruled: Mapping[str, Facts]) -> Mapping[str, object]:
    """Return what was decided of words as the file says it; the whole hub first, then place by place."""
    told = {place: _stands(facts) for place, facts in sorted(ruled.items())}
    here = {place: stands for place, stands in told.items() if place != EVERYWHERE and stands}
    return {**told.get(EVERYWHERE, {}), **({"here": here} if here else {})}


def _written(key: str, value: Value) -> Written:
    if not isinstance(value, tuple):
        return str(value or "")
    if key not in SCOPED:
        return list(value)
    found: dict[str, list[str]] = {}
    for each in value:
        place, spelling = unscoped(each)
        found.setdefault(place, []).append(spelling)
    return found


def _without(words: Mapping[str, Facts], *others: Mapping[str, Facts]) -> Mapping[str, Facts]:
    """Return these words by place without what any of the *others* says too."""
    return {
        place: {
            stand: tuple(
                word
                for word in _values(facts, stand)
                if not any(word in _values(other[place], stand) for other in others if place in other)
            )
            for stand in STANDS
        }
        for place, facts in words.items()
    }


def _with(words: Mapping[str, Facts], more: Mapping[str, Facts]) -> Mapping[str, Facts]:
    nothing = RuledEntry().facts
    together = {
        place: {
            stand: (*_values(words.get(place, nothing), stand), *_values(more.get(place, nothing), stand))
            for stand in STANDS
        }
        for place in {**words, **more}
    }
    return {place: facts for place, facts in together.items() if any(facts.values())}


def _values(facts: Facts, key: str) -> tuple[str, ...]:
    value = facts[key]
    return value if isinstance(value, tuple) else ()


def _stands(facts: Facts) -> dict[str, list[str]]:
    told = {stand: facts[stand] for stand in STANDS}
    return {stand: list(words) for stand, words in told.items() if isinstance(words, tuple) and words}
