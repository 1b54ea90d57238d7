"""Where a phrase stands in a text is told word by word, however many phrases lie inside each other."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.establish.meaning import vocabulary
from hub.establish.meaning.facts import Spelt, TagFact
from hub.establish.meaning.spotting import spotted
from hub.establish.meaning.vocabulary import Vocabulary, compile_vocabulary
from hub.kit.text import words

PHRASES = ["ash", "elm ash", "ash elm", "ash elm fir", "épine", "épine ash elm", "fir"]


def known(monkeypatch: pytest.MonkeyPatch | None = None) -> Vocabulary:
    """Return a registry of these phrases; of the sort for many words where one patches."""
    if monkeypatch:
        monkeypatch.setattr(vocabulary, "_FEW", 0)
    tags = [
        TagFact(UUID(int=number), f"t{number}", name, labels=(Spelt(name),)) for number, name in enumerate(PHRASES, 1)
    ]
    return compile_vocabulary(tags, [])


FEW = known()
texts = st.lists(st.sampled_from(["ash", "elm", "fir", "épine", "oak", "naïve"]), max_size=30).map(" ".join)


def stands(vocabulary: Vocabulary, text: str) -> set[tuple[str, int, int]]:
    """Return each phrase that was spotted, and from which word to before which."""
    found = spotted(vocabulary, words(text))
    return {(senses[0].tag.name, *at) for senses, stretches in found for at in stretches if senses[0].tag}


def looked_for(text: str) -> set[tuple[str, int, int]]:
    """Return the same, by looking at every stretch of words."""
    said = words(text).split(" ")
    by_words = {words(name): name for name in PHRASES}
    stretches = [(start, end) for start in range(len(said)) for end in range(start + 1, len(said) + 1)]
    return {
        (by_words[key], start, end) for start, end in stretches if (key := words(" ".join(said[start:end]))) in by_words
    }


@given(texts)
def test_a_phrase_is_found_wherever_it_stands(text: str) -> None:
    assert stands(FEW, text) == looked_for(text)


def test_so_it_is_where_many_words_are_agreed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "ash elm fir oak ash elm ash épine ash elm fir naïve fir"
    assert stands(known(monkeypatch), text) == looked_for(text)
