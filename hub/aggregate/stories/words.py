"""Which words of a post tell what happened? Common ones are left out, and one meaning has one word. Pure."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files

from hub.aggregate.stories.moments import without_days
from hub.kit.text import words

MOST = 1_500  # characters of a post that are read: what it is about stands at the beginning
_ENDINGS = (("ies", "y"), ("ing", ""), ("ed", ""), ("es", ""), ("s", ""))
_SHORTEST = 4  # letters that stay when an ending goes
_DOUBLED = re.compile(r"([^aeiouls])\1\Z")
_CLOCK = re.compile(r"\d{1,2}(?:am|pm)?\Z")
_SCALES = {"k": "000"}
_FIGURE = re.compile(r"(?<![\w/.])£?(\d[\d,.]*\d|\d)\s?(k|m|million)?\b(?!\s?(?:am|pm|/))", re.IGNORECASE)
_TIME = re.compile(r"\b\d{1,2}[.:]\d\d\s?(?:am|pm)?\b|\b\d{1,2}\s?(?:am|pm)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\b\d\d/\d{4,5}\b")
_WRITTEN = re.compile(r"\d[\d,]*|[a-z]+(?:['’-][a-z]+)*")
_COUNTED_THOUGH_COMMON = {"years", "months", "people", "minutes", "friends"}
_SMALL_NUMBERS = """
zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
nineteen
"""
_TENFOLD = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = _SMALL_NUMBERS.split()
_TENS = {word: 10 * n for n, word in enumerate(_TENFOLD.split(), start=2)}
_SPELT = re.compile(r"[a-z]+(?:-[a-z]+)?")
_TELLING = 13  # a smaller number alone is no sign of anything
_YEARS = range(1900, 2100)
_ROUND = {20, 24, 30, 40, 50, 60, 65, 90, 100, 101, 999}
_KINDS = "Street|Road|Lane|Row|Close|Avenue|Drive|Crescent|Terrace|Gardens|Grove|Square|Mews|Wharf"
_STREET = re.compile(rf"\b([A-Z][\w'’]+) ({_KINDS})\b")
_HOUSE = re.compile(rf"\b(\d{{1,3}}[a-z]?) (?:[A-Z][\w'’]+ )+(?:{_KINDS})\b|\bnumber (\d{{1,3}})\b")


@dataclass(frozen=True, slots=True)
class Wording:
    """What a post is recognised by."""

    all: frozenset[str]  # telling words of title and text, folded to their stems
    counted: frozenset[tuple[int, str]]  # so many of what: 14 flats
    figures: frozenset[str]  # numbers that say something, without separators
    references: frozenset[str]  # of applications
    streets: frozenset[str]
    houses: frozenset[str]
    spelt: Mapping[str, str] = field(default_factory=dict)  # each stem as a word that was written


def wording(title: str, text: str, leave_out: AbstractSet[str] = frozenset()) -> Wording:
    """Return what a post is recognised by, without the stems to *leave_out*: of its source, and of the place."""
    told = f"{title}. {text}"[:MOST]
    plain = _REFERENCE.sub(" ", without_days(_TIME.sub(" ", told)))
    spelt = {stem: word for stem, word in _spelt(plain).items() if stem not in leave_out}
    return Wording(
        all=frozenset(spelt),
        counted=frozenset(_counted(plain)),
        figures=_figures(plain),
        references=frozenset(_REFERENCE.findall(told)),
        streets=frozenset(f"{name} {kind}".lower() for name, kind in _STREET.findall(told)),
        houses=frozenset(first or second for first, second in _HOUSE.findall(told)),
        spelt=spelt,
    )


def telling(text: str) -> frozenset[str]:
    """Return the stems of those words of *text* that say what it is about.

    >>> sorted(telling("Blaze rips through the working club"))
    ['club', 'fire', 'rip']
    """
    return frozenset(_spelt(text))


def stems(several: Iterable[str]) -> frozenset[str]:
    """Return the stems of folded words, and of those with one meaning the same; single letters have none."""
    return frozenset(_stem(word) for word in several if len(word) > 1)


@lru_cache(50_000)
def _stem(word: str) -> str:
    bare = _bare(word)
    return _meanings().get(bare, bare)


def _bare(word: str) -> str:
    for ending, instead in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST - (ending == "s"):
            word = rest + instead
            break
    word = _DOUBLED.sub(r"\1", word) if len(word) >= _SHORTEST else word
    return word.removesuffix("e") if len(word) > _SHORTEST else word


def _figures(text: str) -> frozenset[str]:
    found = {_amount(number, scale) for number, scale in _FIGURE.findall(text)}
    spelt = {str(number) for word in _SPELT.findall(text.lower()) if (number := _number(word)) is not None}
    return frozenset(each for each in found | spelt if _tells(each))


def _amount(number: str, scale: str) -> str:
    plain = number.replace(",", "").strip(".")
    return plain + _SCALES.get(scale.lower(), scale.lower()[:1])


def _number(word: str) -> int | None:
    """Read a number below a hundred; None for any other word.

    >>> _number("fifty-eight"), _number("twelve"), _number("well-known")
    (58, 12, None)
    """
    tens, _, unit = word.partition("-")
    if not unit:
        return _UNITS.index(word) if word in _UNITS else _TENS.get(word)
    return _TENS[tens] + _UNITS.index(unit) if tens in _TENS and unit in _UNITS else None


def _tells(figure: str) -> bool:
    if not figure.isdigit():
        return True  # 2.1m, or a decimal
    return int(figure[:9]) >= _TELLING and int(figure[:9]) not in _ROUND and int(figure[:9]) not in _YEARS


def _counted(text: str) -> Iterator[tuple[int, str]]:
    """Yield how many of what: each number from two on, with those of the two words after it that can be counted."""
    told = _WRITTEN.findall(text.lower())
    for n, word in enumerate(told):
        number = int(plain) if (plain := word.replace(",", "")[:9]).isdecimal() else _number(word)
        if number is not None and number > 1:
            after = words(" ".join(told[n + 1 : n + 3])).split()
            yield from ((number, each) for each in stems(word for word in after if _is_countable(word)))


def _spelt(text: str) -> dict[str, str]:
    several = (word for word in words(text).split() if len(word) > 1 and not _is_common(word))
    return {_stem(word): word for word in several}


def _is_common(word: str) -> bool:
    # A number is looked at as one, however it is written.
    return word in _common() or _number(word) is not None or _CLOCK.match(word) is not None


def _is_countable(word: str) -> bool:
    return word in _COUNTED_THOUGH_COMMON or not _is_common(word)


@cache
def _common() -> frozenset[str]:
    return frozenset(_told("common_words.txt").split())


@cache
def _meanings() -> dict[str, str]:
    told = (line.split() for line in _told("same_words.txt").splitlines())
    return {_bare(word): _bare(line[0]) for line in told for word in line}


def _told(name: str) -> str:
    return files("hub.aggregate.stories").joinpath(name).read_text("utf-8")
