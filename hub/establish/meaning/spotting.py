"""Which phrases does a text say, and where? All of them, also those inside each other, over the compiled registry."""

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence

from hub.establish.meaning.nearness import holds
from hub.establish.meaning.vocabulary import Sense, Vocabulary
from hub.kit.text import Folded

Stretch = tuple[int, int]  # from this word to before that one


def phrases_in(known: Vocabulary, said: Folded) -> list[Sequence[Sense]]:
    """Return what each phrase in *said* may mean, each once, in the order it is said; those of several words first."""
    numbers = _numbers(known, said)
    if known.conditional.isdisjoint(numbers):
        return [known.by_phrase[number] for number in numbers]
    stretches = stretches_in(known, said, known.conditional.intersection(numbers))
    spoken = said.split(" ")
    return [
        known.by_phrase[number] if number not in stretches else _counting(known, number, spoken, stretches[number])
        for number in numbers
    ]


def _numbers(known: Vocabulary, said: Folded) -> list[int]:
    # The order is the text’s alone: what else is agreed on must not change which of its words are a tag’s evidence.
    matches = known.phrases.find_matches_as_indexes(f" {said} ".encode(), overlapping=True)
    numbers = list(dict.fromkeys([number for number, _, _ in matches]))
    if not known.single:
        several = known.several
        return [each for each in numbers if each < several] + [each for each in numbers if each >= several]
    spoken = said.split(" ")
    meant = known.single.keys() & set(spoken)
    return [*numbers, *dict.fromkeys([known.single[word] for word in spoken if word in meant])]


def spotted(known: Vocabulary, said: Folded) -> Iterator[tuple[Sequence[Sense], list[Stretch]]]:
    """Yield what each phrase in *said* may mean and where it stands, the first said first."""
    found = stretches_in(known, said, range(len(known.by_phrase)))
    for number in sorted(found, key=lambda each: (found[each][0], each)):
        yield known.by_phrase[number], found[number]


def stretches_in(known: Vocabulary, said: Folded, wanted: Container[int]) -> dict[int, list[Stretch]]:
    """Return where *said* says the phrases of these numbers, from left to right."""
    padded = f" {said} ".encode()
    found: dict[int, list[Stretch]] = defaultdict(list)
    spaces = counted = 0  # before the last letter looked at: matches come by their ends, so each is counted once
    for number, start, end in known.phrases.find_matches_as_indexes(padded, overlapping=True):
        if number in wanted:
            spaces, counted = spaces + padded.count(b" ", counted, end), end
            found[number].append((spaces - padded.count(b" ", start, end), spaces - 1))
    for at, word in enumerate(said.split(" ")):
        if (single := known.single.get(word, -1)) in wanted:
            found[single].append((at, at + 1))
    return found


def counts_at(sense: Sense, spoken: Sequence[str], stretch: Stretch) -> bool:
    """Say whether a phrase that stands there has the neighbours this sense of it needs."""
    return sense.condition is None or holds(sense.condition, spoken, *stretch)


def _counting(known: Vocabulary, number: int, spoken: Sequence[str], stretches: Sequence[Stretch]) -> list[Sense]:
    senses = known.by_phrase[number]
    return [sense for sense in senses if any(counts_at(sense, spoken, stretch) for stretch in stretches)]
