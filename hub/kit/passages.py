"""Where does a text say what somebody looks for, and which part of it shows that? Pure."""

from collections.abc import Iterable, Iterator, Sequence

from hub.kit.question import Term
from hub.kit.text import Folded, tokens

Span = tuple[int, int]  # where in a text something starts and ends
Said = Sequence[tuple[Folded, Span]]

LEAD = 60  # letters shown before the first hit, so that its sentence can be guessed


def hits(text: str, terms: Iterable[Term]) -> tuple[Span, ...]:
    """Return where *text* says any of *terms*, folded as search folds it, from left to right and apart.

    >>> from hub.kit.question import parse
    >>> text = "Die Straße nach Łódź"
    >>> [text[start:end] for start, end in hits(text, parse("strasse lod*").wanted)]
    ['Straße', 'Łódź']
    """
    said = [(Folded(word), token.span) for token in tokens(text) for word in token.words]
    found = (span for term in terms for span in _spans(said, term))
    return tuple(_apart(sorted(found, key=lambda span: (span[0], -span[1]))))


def passage(text: str, found: Sequence[Span], longest: int) -> tuple[str, tuple[Span, ...]]:
    """Cut *text* at the ends of words around the first of the spans *found*; return it with those that are in it.

    It is at most *longest* letters long, ellipses included, but for a first hit that is longer.

    >>> passage("The market is open until the bell rings at four", [(29, 33)], 25)
    ('…is open until the bell…', ((19, 23),))
    """
    if len(text) <= longest:
        return text, tuple(found)
    start = _start(text, found, longest)
    shown = max(start, *(stop for _, stop in found[:1]), 0)
    end = _end(text, shown, max(start + longest - 2, shown))
    before, after = "…" * (start > 0), "…" * (end < len(text))
    moved = len(before) - start
    inside = tuple((left + moved, right + moved) for left, right in found if start <= left and right <= end)
    return before + text[start:end] + after, inside


def _spans(said: Said, term: Term) -> Iterator[Span]:
    *firsts, last = term.words.split()
    for at in range(len(said) - len(firsts)):
        word, (_, end) = said[at + len(firsts)]
        if not (word.startswith(last) if term.is_start else word == last):
            continue
        if all(said[at + n][0] == first for n, first in enumerate(firsts)):
            yield said[at][1][0], end


def _apart(spans: Iterable[Span]) -> Iterator[Span]:
    reached = 0
    for start, end in spans:
        if start >= reached:
            yield start, end
            reached = end


def _start(text: str, found: Sequence[Span], longest: int) -> int:
    """Begin at the start of the text where the first hit is in sight of it, else at a word shortly before."""
    if not found or found[0][1] <= longest - 2:
        return 0
    first = found[0][0]
    lead = min(LEAD, max(longest - 2 - (found[0][1] - first), 0))
    gap = text.find(" ", max(first - lead - 1, 0), first)
    return gap + 1 if gap >= 0 else first


def _end(text: str, shown: int, limit: int) -> int:
    """End at the last gap between what must be *shown* and the *limit*, else at the limit."""
    if limit >= len(text):
        return len(text)
    gap = text.rfind(" ", shown, limit + 1)
    return gap if gap > 0 else limit
