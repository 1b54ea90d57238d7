"""What does somebody look for who types words, “phrases”, -not, start* and tag:bins? Pure; any text is a question."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from hub.kit.text import Folded, squeeze, storable, words

MOST_TERMS = 12  # more is a paste; the first ones decide
SHORTEST_START = 3  # letters of a word that may go on: fewer start a tenth of all words


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
_YEAR, _MONTH = 4, 7  # letters of 2026 and of 2026-03


def parse(text: str) -> Question:
    """Read what was typed, of which the first ``MOST_TERMS`` words and phrases count.

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
    return Question(tuple(kept), tuple(unwanted[: MOST_TERMS - len(kept)]), tuple(filters[:MOST_TERMS]))


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
        is_start = (bare != raw or bool(found["star"])) and len(folded.split()[-1]) >= SHORTEST_START
        quoted = bare if found["phrase"] is None else f'"{bare}"'
        yield Term(quoted + "*" * is_start, folded, is_start)


def _filter(found: re.Match[str]) -> Iterator[Filter]:
    value = squeeze(found["word"] if found["phrase"] is None else found["phrase"])
    if value:
        field = _FIELDS[found["name"].lower()]
        shown = f'"{value}"' if " " in value else value
        yield Filter(f"{'-' * bool(found['not'])}{field}:{shown}", field, value, is_not=bool(found["not"]))
