"""What might invented neighbours have written? Paragraphs with links, lists and now and then an agreed word."""

from itertools import accumulate
from random import Random

_COMMON = (
    "the of and to in a we is that for it was on are with they at be this from have or by one had not but what all "
    "were when there can an your which their said if do will each about how up out them then she many some so these "
    "would other into has more her two like him see time could no make than first been its who now people my made "
    "over did down only way find use may long little very after words called just where most know street house shop "
    "morning evening neighbour council meeting garden children road open closed week weather coffee bread window"
)
_SYLLABLES = "ba cor dun el fen gar hol ith jen kel lor mar nev os pen quil ros sal tor und ver wick yar zel"
_AGREED = (  # words a registry is likely to know
    *(
        "the bins were late",
        "a planning application",
        "the library",
        "cycling to school",
        "road works",
        "the allotments",
    ),
    *("a public meeting", "flood warning", "the bus", "council tax", "a job", "the food bank", "recycling", "a market"),
)
LABELS = ("News", "Bins", "Planning", "Cycling", "Library", "Uncategorised", "Photos", "History", "Food", "Schools")
_COINED, _PARAGRAPHS = 2_500, 500
_AGREED_SHARE = 0.1  # of sentences
_RELATIVE_SHARE = 0.1  # of posts whose links leave the host out


class Prose:
    """A supply of paragraphs; the same *seed* gives the same ones."""

    def __init__(self, seed: int = 1) -> None:
        self._chance = Random(seed)  # noqa: S311 -- invented words, nothing secret
        syllables = _SYLLABLES.split()
        coined = {"".join(self._chance.choices(syllables, k=self._chance.randint(2, 4))) for _ in range(_COINED)}
        self.vocabulary = [*_COMMON.split(), *sorted(coined)]
        # Words are as unequal as in any language: the n-th commonest is n times rarer than the commonest.
        self._weights = list(accumulate(1 / rank for rank in range(1, len(self.vocabulary) + 1)))
        self._paragraphs = [self._paragraph() for _ in range(_PARAGRAPHS)]

    def title(self) -> str:
        """Return a title of four to eight words."""
        return " ".join(self._words(4, 8)).capitalize()

    def labels(self) -> list[str]:
        """Return up to three words a publisher might file a post under."""
        return self._chance.sample(LABELS, self._chance.randint(1, 3))

    def html(self, site: str) -> str:
        """Return some 3 KB of HTML for a post on *site*."""
        first, second, third, fourth, last = self._chance.choices(self._paragraphs, k=5)
        archive = "/archive" if self._chance.random() < _RELATIVE_SHARE else f"{site}archive"
        points = "".join(f"<li>{' '.join(self._words(5, 12))}</li>" for _ in range(3))
        return (
            f'<p><img src="{site}picture.jpg" alt="{self.title()}" width="640" height="400" class="alignleft" /></p>\n'
            f"<p>{first}</p>\n<p>{second}</p>\n<h2>{self.title()}</h2>\n<ul>{points}</ul>\n<p>{third}</p>\n"
            f'<blockquote class="quote"><p>{fourth}</p></blockquote>\n<p>{last}</p>\n'
            f'<p>See <a href="{site}about" title="About">what I wrote before</a>, <a href="{archive}">the archive</a> '
            f'and <a href="https://elsewhere.example/{self._chance.randint(1, 9999)}">somebody else</a>.</p>\n'
        )

    def words(self, least: int, most: int) -> str:
        """Return some words of the invented language, in no order."""
        return " ".join(self._words(least, most))

    def _paragraph(self) -> str:
        return " ".join(self._sentence() for _ in range(self._chance.randint(5, 7)))

    def _sentence(self) -> str:
        words = self._words(8, 18)
        if self._chance.random() < _AGREED_SHARE:
            words[3:3] = [self._chance.choice(_AGREED)]
        if self._chance.random() < _AGREED_SHARE:
            words[-2] = f"<em>{words[-2]}</em>"
        return " ".join(words).capitalize() + "."

    def _words(self, least: int, most: int) -> list[str]:
        return self._chance.choices(self.vocabulary, cum_weights=self._weights, k=self._chance.randint(least, most))
