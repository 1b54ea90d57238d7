"""Which text fits a question best? Okapi BM25 over texts that all hold what was asked for. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.kit.question import Term

TITLE_WEIGHT = 10  # a word in the title says ten times as much as one in the text
_SATURATION = 1.2  # the usual constants: how soon another mention adds nothing,
_LENGTH_MATTERS = 0.75  # and how much a long text must say it more often


@dataclass(frozen=True, slots=True)
class Weighed:
    """A text to be ranked: its title and its words, both folded by ``kit.text.words``."""

    id: int
    title: str
    body: str


def ranked(texts: Sequence[Weighed], asked: Iterable[Term]) -> list[Weighed]:
    """Return *texts* with those first that speak most of what was *asked*; equals stay in their order.

    How rare a word is does not matter here, since every text holds every word.

    >>> from hub.kit.text import Folded
    >>> bins = [Weighed(1, "fair", "no bins"), Weighed(2, "bins", "bins and bins"), Weighed(3, "x", "bins or bins")]
    >>> [each.id for each in ranked(bins, [Term("bins", Folded("bins"))])]
    [2, 3, 1]
    """
    words = [term.sign for term in asked]
    usual = sum(len(each.body) for each in texts) / len(texts) if texts else 0.0
    return sorted(texts, key=lambda each: -_score(each, words, usual or 1.0))


def _score(text: Weighed, words: Sequence[str], usual: float) -> float:
    title, body = f" {text.title} ", f" {text.body} "
    longer = _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(text.body) / usual)
    said = (TITLE_WEIGHT * title.count(word) + body.count(word) for word in words)
    return sum(often * (_SATURATION + 1) / (often + longer) for often in said)
