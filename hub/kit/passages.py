"""Where does a text say what somebody looks for, and which part of it shows that? Pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from hub.kit.question import Term
from hub.kit.text import Folded, tokens

Span = tuple[int, int]  # where in a text something starts and ends
Said = Sequence[tuple[Folded, Span]]

LEAD = 60  # letters shown before the first hit, so that its sentence can be guessed
# What may be another letter when it is folded, or none: signs that printers put among ASCII are as plain as that.
_FOREIGN = re.compile("[^\x00-\x7f\u00a0\u2010-\u2017\u2019-\u2026«»€£•]|[&`]")
_APOSTROPHE = "['’]?"


def hits(text: str, terms: Iterable[Term]) -> tuple[Span, ...]:
    """Return where *text* says any of *terms*, folded as search folds it, from left to right and apart.

    >>> from hub.kit.question import parse
    >>> text = "Die Straße nach Łódź"
    >>> [text[start:end] for start, end in hits(text, parse("strasse lod*").wanted)]
    ['Straße', 'Łódź']
    """
    asked = tuple(terms)
    found = [span for start, end in _likely(text, asked) for span in _hits_between(text, asked, start, end)]
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


def _likely(text: str, terms: tuple[Term, ...]) -> Iterator[Span]:
    """Yield the parts of *text*, from gap to gap, that may say one of *terms*: to fold all of it is dear."""
    phrased, reached = any(" " in term.words for term in terms), 0
    for at in sorted(found.start() for each in _signs(terms) for found in each.finditer(text)):
        if at >= reached:
            gap = -1 if phrased else text.find(" ", at)  # a phrase may go on behind it
            start, reached = text.rfind(" ", 0, at) + 1, gap if gap >= 0 else len(text)
            yield start, reached


@lru_cache(maxsize=256)
def _signs(terms: tuple[Term, ...]) -> tuple[re.Pattern[str], ...]:
    """Return what stands wherever a text says the first word of one of *terms*, and seldom elsewhere."""
    firsts = {(term.words.split()[0], term.is_start and " " not in term.words) for term in terms}
    plain = (_spelled(word, "" if is_start else "(?![0-9A-Za-z])") for word, is_start in firsts if word.isascii())
    return (_FOREIGN, *map(re.compile, plain))


def _spelled(word: str, end: str) -> str:
    # Both cases by hand: a pattern that ignores case takes several times as long to make and to look for.
    letters = (f"[{letter}{letter.upper()}]" for letter in word)
    return f"(?<![0-9A-Za-z]){_APOSTROPHE.join(letters)}{end}"


def _hits_between(text: str, terms: Sequence[Term], start: int, end: int) -> Iterator[Span]:
    said = [(Folded(word), token.span) for token in tokens(text, start, end) for word in token.words]
    for term in terms:
        yield from _spans(said, term)


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
