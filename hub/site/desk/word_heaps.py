"""Which words are on a pile, and what helps to decide each? Rows, with where it was said and what it may mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from hub.aggregate.items.cards import cards
from hub.aggregate.tagging.hints import Beside, Neighbours, Pair, Spellings, alike, near
from hub.aggregate.tagging.open_words import Example, Mark, OpenWord, Sentence, ambiguous_words, open_words
from hub.aggregate.tagging.phrases import Phrase
from hub.aggregate.tagging.suggesting import phrases
from hub.kit.saying import Saying, say, say_count
from hub.kit.text import label_key
from hub.places.queries import PlaceView
from hub.site.deps import Doing, line
from hub.site.desk.word_log import proposed

MOST_ROWS = 20  # on a page
MOST_PAIRS = 10
MOST_NEAR = 4  # tags that are offered for a word
LONGEST_NUMBER = 9  # digits


@dataclass(frozen=True, slots=True)
class Near:
    """A tag a word may be the same as, and what speaks for it."""

    slug: str
    name: str
    why: Saying


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word that waits."""

    label: str
    often: Saying
    first_at: datetime | None
    sentence: Sequence[tuple[bool, str]]  # where it was said: parts of a text, and whether each is the word
    examples: Sequence[Example]
    near: Sequence[Near]


@dataclass(frozen=True, slots=True)
class Heap:
    """A page of a pile, and where the next one begins; nowhere when this is the last."""

    rows: Sequence[WordRow]
    next: str = ""
    pairs: Sequence[Pair] = ()  # tags that look alike


def open_heap(asked: Doing, here: PlaceView, after: str) -> Heap:
    """Return a page of the words nobody agreed on yet; *after* is where the page before ended."""
    found = open_words(asked.db, here.id, line(asked.db, here.id), MOST_ROWS, _mark(after))
    waiting = _waiting(asked, here)
    rows = _rows(asked, here, [each for each in found if each.key not in waiting])
    return Heap(rows, f"{found[-1].uses}:{found[-1].key}" if len(found) == MOST_ROWS else "")


def ambiguous_heap(asked: Doing, here: PlaceView, _after: str) -> Heap:
    """Return the words that are in use though they mean different things, the most used first."""
    return Heap(_rows(asked, here, ambiguous_words(asked.db, here.id, line(asked.db, here.id), MOST_ROWS)))


def phrase_heap(asked: Doing, here: PlaceView, _after: str) -> Heap:
    """Return the phrases many say lately that no tag covers, the surest first, and tags that look alike."""
    waiting = _waiting(asked, here)
    found = [each for each in phrases(asked.db, here.id, asked.now, MOST_ROWS) if each.key not in waiting]
    shown = cards(asked.db, [item_id for each in found for item_id in each.example_ids]) if found else ()
    titles = {card.id: card.title for card in shown}
    return Heap([_said(each, titles) for each in found], pairs=alike(asked.db, line(asked.db, here.id), MOST_PAIRS))


def _waiting(asked: Doing, here: PlaceView) -> frozenset[str]:
    """Return the keys of the words others were asked about."""
    return frozenset(label_key(each.label) for each in proposed(asked, here))


def _rows(asked: Doing, here: PlaceView, found: Sequence[OpenWord]) -> Sequence[WordRow]:
    around = line(asked.db, here.id)
    spellings = Spellings(asked.db, around) if found else None
    return [_row(here, each, near(asked.db, here.id, around, each.key, spellings)) for each in found]


def _row(here: PlaceView, word: OpenWord, hints: Neighbours) -> WordRow:
    often = say_count("on %(count)s item in %(place)s", "on %(count)s items in %(place)s", word.uses, place=here.name)
    # A title that stands among the examples need not be read twice.
    is_title = not word.sentence.spans and any(word.sentence.text == each.title for each in word.examples)
    said = () if is_title else _parts(word.sentence)
    return WordRow(word.label, often, word.first_at, said, word.examples, _near(hints))


def _said(phrase: Phrase, titles: Mapping[int, str]) -> WordRow:
    examples = tuple(Example(item_id, titles[item_id]) for item_id in phrase.example_ids if item_id in titles)
    return WordRow(phrase.written, phrase.why, None, (), examples, ())


def _near(hints: Neighbours) -> Sequence[Near]:
    """Return each tag once: those that are spelt alike first."""
    alike = (Near(each.slug, each.name, say("spelt like “%(word)s”", word=each.spelling)) for each in hints.by_spelling)
    beside = (Near(each.slug, each.name, _together(each)) for each in hints.beside)
    by_slug: dict[str, Near] = {}
    for each in (*alike, *beside):
        by_slug.setdefault(each.slug, each)
    return list(by_slug.values())[:MOST_NEAR]


def _together(tag: Beside) -> Saying:
    return say("on %(count)s of %(of)s items with it", count=tag.together, of=tag.of)


def _parts(said: Sentence) -> Sequence[tuple[bool, str]]:
    """Cut a sentence at the words that are marked in it."""
    edges = [0, *(edge for span in said.spans for edge in span), len(said.text)]
    parts = [(bool(at % 2), said.text[start:end]) for at, (start, end) in enumerate(pairwise(edges))]
    return [each for each in parts if each[1]]


def _mark(after: str) -> Mark | None:
    """Read where a page ended; None where nothing is said of it, or nothing anybody understands."""
    uses, colon, key = after.partition(":")
    is_number = uses.isascii() and uses.isdigit() and len(uses) <= LONGEST_NUMBER
    return Mark(int(uses), key) if colon and is_number else None
