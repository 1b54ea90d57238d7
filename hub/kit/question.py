"""What does somebody look for who types words, “phrases”, -not, start* and tag:bins? Pure; any text is a question."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from hub.kit.text import Folded, squeeze, storable, words

MOST_TERMS = 12  # more is a paste; the first ones decide
SHORTEST_START = 3  # letters of a word that may go on: fewer start a tenth of all words
MOST_STARTS = 2  # of one question: for each of them every word that goes on so is read


class Field(StrEnum):
    """What an item can be narrowed by beside its words."""

    TAG = "tag"
    KIND = "kind"
    SOURCE = "source"
    PLACE = "place"
    SINCE = "since"
    UNTIL = "until"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several that stand together; the last of them may go on."""

    typed: str
    words: Folded
    is_start: bool = False

    @property
    def sign(self) -> str:
        """What a text holds that says it, when a space stands before and after its folded words."""
        return f" {self.words}" if self.is_start else f" {self.words} "

    @property
    def whole(self) -> "Term":
        """The same where nothing may go on."""
        return replace(self, typed=self.typed.removesuffix("*"), is_start=False) if self.is_start else self


@dataclass(frozen=True, slots=True)
class Filter:
    """What must be true of an item (or must not), as it was typed."""

    typed: str
    field: Field
    value: str
    is_not: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for; printed, it reads as it was typed, without what means nothing."""

    wanted: tuple[Term, ...] = ()
    unwanted: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()

    def __str__(self) -> str:
        """Write it as it can be typed."""
        without = (f"-{term.typed}" for term in self.unwanted)
        return " ".join((*(term.typed for term in self.wanted), *without, *(each.typed for each in self.filters)))

    def __bool__(self) -> bool:
        """Whether it has a word to look for, or to leave out."""
        return bool(self.wanted or self.unwanted)

    @property
    def contradicts_itself(self) -> bool:
        """Whether every text with a wanted term holds an unwanted one too, so that nothing can fit.

        >>> parse('"kings heath" -heath').contradicts_itself
        True
        """
        return any(term.sign in wanted.sign for term in self.unwanted for wanted in self.wanted)

    def fits(self, text: Folded) -> bool:
        """Say whether *text* holds all that is wanted and nothing that is not, whatever the filters ask.

        >>> parse("bin* -strike").fits(words("The bins are back"))
        True
        """
        said = f" {text} "
        return all(term.sign in said for term in self.wanted) and not any(term.sign in said for term in self.unwanted)


_FIELDS = {field.value: field for field in Field} | {"before": Field.UNTIL, "after": Field.SINCE}
_PIECE = re.compile(
    rf"""(?P<not>-*)(?:(?P<name>{"|".join(_FIELDS)}):)?(?:"(?P<phrase>[^"]*)(?:"|\Z)|(?P<word>[^\s"]+))(?P<star>\*?)""",
    re.IGNORECASE,
)
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»", '"'))  # telephones and typists put these
# Chinese, Japanese and Korean, where one letter says as much as three of an alphabet.
_DENSE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]")
_YEAR, _MONTH = 4, 7  # letters of 2026 and of 2026-03


def parse(text: str) -> Question:
    """Read what was typed, of which the first ``MOST_TERMS`` words and phrases count.

    The first ``MOST_STARTS`` of the wanted may go on; all else is looked for, or left out, as the word it is.

    >>> asked = parse('Bins "kings heath" recycl* -strike tag:council')
    >>> [term.words for term in asked.wanted], [term.words for term in asked.unwanted]
    (['bins', 'kings heath', 'recycl'], ['strike'])
    >>> asked.filters[0].field, asked.filters[0].value
    (<Field.TAG: 'tag'>, 'council')
    >>> str(asked) == str(parse(str(asked)))
    True
    """
    wanted: list[Term] = []
    unwanted: list[Term] = []
    filters: list[Filter] = []
    for found in _PIECE.finditer(squeeze(storable(text).translate(_QUOTES))):
        if found["name"]:
            filters += _filter(found)
        else:
            (unwanted if found["not"] else wanted).extend(_term(found))
    kept = wanted[:MOST_TERMS]
    without = (term.whole for term in unwanted[: MOST_TERMS - len(kept)])
    return Question(tuple(_few_starts(kept)), tuple(without), tuple(filters[:MOST_TERMS]))


def filter_by(field: Field, value: str, sign: str = "") -> Iterator[Filter]:
    """Yield the filter for a *value* as it would be typed, with *sign* "-" for one that must not be; none for nothing.

    >>> [each.typed for each in filter_by(Field.SINCE, 'x" tag:bins')]
    ['since:"x tag:bins"']
    """
    plain = squeeze(storable(value).translate(_QUOTES).replace('"', " "))
    if plain:
        shown = f'"{plain}"' if " " in plain else plain
        yield Filter(f"{sign}{field}:{shown}", field, plain, is_not=bool(sign))


def first_day(typed: str) -> date | None:
    """Return the first day of a date, a month or a year as numbers; None for anything else.

    >>> first_day("2026-03"), first_day("yesterday")
    (datetime.date(2026, 3, 1), None)
    """
    missing = {_YEAR: "-01-01", _MONTH: "-01"}.get(len(typed), "")
    with suppress(ValueError):
        return date.fromisoformat(typed + missing)
    return None


def last_day(typed: str) -> date | None:
    """Return the last day of a date, a month or a year as numbers; None for anything else.

    >>> last_day("2024-02"), last_day("2026")
    (datetime.date(2024, 2, 29), datetime.date(2026, 12, 31))
    """
    first = first_day(typed)
    if first is None or len(typed) not in {_YEAR, _MONTH}:
        return first
    last_of_year = first.replace(month=12, day=31)
    if len(typed) == _YEAR or first.month == last_of_year.month:
        return last_of_year
    return first.replace(month=first.month + 1) - timedelta(days=1)


def _term(found: re.Match[str]) -> Iterator[Term]:
    raw = found["word"] if found["phrase"] is None else found["phrase"]
    bare = raw.rstrip("*")
    folded = words(bare)
    if folded:
        is_start = (bare != raw or bool(found["star"])) and _may_go_on(folded.split()[-1])
        quoted = bare if found["phrase"] is None else f'"{bare}"'
        yield Term(quoted + "*" * is_start, folded, is_start)


def _filter(found: re.Match[str]) -> Iterator[Filter]:
    value = found["word"] if found["phrase"] is None else found["phrase"]
    return filter_by(_FIELDS[found["name"].lower()], value, "-" if found["not"] else "")


def _few_starts(terms: Iterable[Term]) -> Iterator[Term]:
    left = MOST_STARTS
    for term in terms:
        yield term if left else term.whole
        left -= term.is_start and left > 0


def _may_go_on(word: str) -> bool:
    return len(word) >= SHORTEST_START or bool(_DENSE.match(word))
