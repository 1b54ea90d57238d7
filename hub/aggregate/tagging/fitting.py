"""Which agreed tags fit what somebody is writing, and which of its words say so? Pure, over a compiled registry."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from hub.aggregate.tagging.rules import Registry, Speaker, meaning
from hub.establish.meaning.land import KnownPlace
from hub.establish.meaning.rules import Because, Found, nearest
from hub.establish.meaning.spotting import counts_at, spotted
from hub.establish.meaning.vocabulary import Sense, Vocabulary
from hub.kit.text import Folded, label_key, tokens

_SIGN = "#"
_Heard = tuple[str, Sequence[Sense], "Passage"]  # a label, empty of a phrase; what it may mean; where it stands


class Part(StrEnum):
    """Which part of a draft is meant."""

    TITLE = "title"
    TEXT = "text"


_BECAUSE = {Part.TITLE: Because.TITLE, Part.TEXT: Because.TEXT}


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a draft: from this letter to before that one."""

    part: Part
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Fit:
    """A tag that fits, why, and the words that say so; none where no words alone do."""

    tag_id: UUID
    because: Because
    evidence: str
    passage: Passage | None


@dataclass(frozen=True, slots=True)
class Meant:
    """A tag some words mean somewhere, and in which place; none: in the whole hub."""

    tag_id: UUID
    place_id: UUID | None


@dataclass(frozen=True, slots=True)
class Unsure:
    """Words of a draft that mean different things here, so that they mean none."""

    words: str  # as they are agreed on
    passage: Passage
    could_mean: tuple["Meant", ...] = ()  # wherever it does


@dataclass(frozen=True, slots=True)
class Fitting:
    """What the registry makes of a draft."""

    fits: tuple[Fit, ...] = ()
    unsure: tuple[Unsure, ...] = ()


def fitting(registry: Registry, place_id: UUID, title: str, text: str) -> Fitting:
    """Say which agreed tags fit a draft for a place, with the passage of each; its #hashtags are its labels."""
    known = registry.vocabulary
    parts = [_Read(known, Part.TITLE, title), _Read(known, Part.TEXT, text)]
    labels = {label: passage for part in reversed(parts) for label, passage in part.hashtags()}
    speaker = Speaker("", frozenset({place_id}), only_when_mentioned=False)
    found = meaning(known, speaker, labels=list(labels), title=parts[0].said, text=parts[1].said)
    here = frozenset(known.places[each.id] for each in found.places)
    home = frozenset(place for place in here if place.id == place_id)
    heard = [*((label, known.by_label.get(label_key(label), ()), at) for label, at in labels.items())]
    heard += [each for part in parts for each in part.heard]
    return Fitting(tuple(_fits(known, found.tags, heard)), tuple(_unsure(known, heard, here, home)))


class _Read:
    """A part of a draft, its words folded, and where each stands."""

    def __init__(self, known: Vocabulary, part: Part, written: str) -> None:
        self._part, self._written = part, written
        self._spans = [(word, token.span) for token in tokens(written) for word in token.words]
        spoken = [word for word, _ in self._spans]
        self.said = Folded(" ".join(spoken))
        self.heard: list[_Heard] = []
        for senses, stretches in spotted(known, self.said):
            for at in stretches:
                counting = [sense for sense in senses if counts_at(sense, spoken, at)]
                self.heard += [("", counting, self._passage(*at))] if counting else []

    def hashtags(self) -> Iterator[tuple[str, Passage]]:
        """Yield the hashtags, each with its sign, the last first."""
        for _, (start, end) in reversed(self._spans):
            if self._written[start - 1 : start] == _SIGN:
                yield self._written[start - 1 : end], Passage(self._part, start - 1, end)

    def _passage(self, start: int, end: int) -> Passage:
        return Passage(self._part, self._spans[start][1][0], self._spans[end - 1][1][1])


def _fits(known: Vocabulary, tags: Iterable[Found], heard: Iterable[_Heard]) -> Iterator[Fit]:
    """Yield each tag found with the first words it was found by; a wider one with those of what is part of it."""
    first: dict[tuple[UUID, Because, str], Passage] = {}
    for label, senses, said in heard:
        because = Because.LABEL if label else _BECAUSE[said.part]
        for sense in senses:
            if sense.tag:
                first.setdefault((sense.tag.id, because, label or sense.spelling), said)
    by_name: dict[str, Passage | None] = {}
    for each in tags:
        passages = first.get((each.id, each.because, each.evidence)), by_name.get(each.evidence)
        passage = passages[each.because is Because.NARROWER]
        by_name.setdefault(known.names[each.id], passage)
        yield Fit(each.id, each.because, each.evidence, passage)


def _unsure(
    known: Vocabulary, heard: Iterable[_Heard], here: frozenset[KnownPlace], home: frozenset[KnownPlace]
) -> Iterator[Unsure]:
    """Yield what means different things here, each once: the first place it stands."""
    told: set[str] = set()
    for label, senses, passage in heard:
        counting = [sense for sense in senses if not sense.place and (sense.scope is None or sense.scope in here)]
        words = label or next((sense.spelling for sense in counting if sense.spelling), "")
        if words and label_key(words) not in told and _is_unsure(counting, here, home):
            told.add(label_key(words))
            yield Unsure(words, passage, _could_mean(known, words))


def _could_mean(known: Vocabulary, words: str) -> tuple[Meant, ...]:
    """Return the tags some words mean anywhere, by name, what counts everywhere first; each once for a place."""
    senses = [(each.tag, each.scope) for each in known.by_label.get(label_key(words), ()) if each.tag]
    senses.sort(key=lambda each: (each[0].order, len(each[1].line) if each[1] else 0))
    return tuple(dict.fromkeys(Meant(tag.id, scope.id if scope else None) for tag, scope in senses))


def _is_unsure(counting: Sequence[Sense], here: frozenset[KnownPlace], home: frozenset[KnownPlace]) -> bool:
    found = nearest(counting, here, home)
    return found is None or (found.tag is None and bool(found.spelling))
