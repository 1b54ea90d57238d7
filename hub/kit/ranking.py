"""Which text fits a question best? Okapi BM25 over texts that all hold what was asked for. Pure."""

from collections.abc import Iterable, Sequence

from hub.kit.question import Term

TITLE_WEIGHT = 10  # a word in the title says ten times as much as one in the text
_SATURATION = 1.2  # the usual constants: how soon another mention adds nothing,
_LENGTH_MATTERS = 0.75  # and how much more often a long text must say it

Weighed = tuple[int, str, str]  # an id, a title, and words: both folded by ``kit.text.words``


def ranked(texts: Sequence[Weighed], asked: Iterable[Term]) -> list[int]:
    """Return the ids of *texts*, those first that speak most of what was *asked*; equals stay in their order.

    How rare a word is does not matter here, since every text holds every word.

    >>> from hub.kit.text import Folded
    >>> bins = [(1, "fair", "no bins"), (2, "bins", "bins and bins"), (3, "x", "bins or bins")]
    >>> ranked(bins, [Term("bins", Folded("bins"))])
    [2, 3, 1]
    """
    signs = [term.sign for term in asked]
    usual = sum(len(body) for _, _, body in texts) / len(texts) if texts else 0.0
    scores = [_score(f" {title} ", f" {body} ", signs, usual or 1.0) for _, title, body in texts]
    best_first = sorted(range(len(texts)), key=scores.__getitem__, reverse=True)
    return [texts[at][0] for at in best_first]


def _score(title: str, body: str, signs: Sequence[str], usual: float) -> float:
    longer = _SATURATION * (1 - _LENGTH_MATTERS + _LENGTH_MATTERS * len(body) / usual)
    score = 0.0
    for sign in signs:
        often = TITLE_WEIGHT * title.count(sign) + body.count(sign)
        score += often / (often + longer)
    return score
