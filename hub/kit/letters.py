"""Do these letters show, and are they what they look like? In any script. Pure."""

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple

from hub.kit.text import squeeze, storable, tokens, visible

# Alphabets that share their shapes with each other: the eye takes one for the other.
LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "COPTIC", "CHEROKEE"})
# Letters by their category, and yet nothing is seen: the fillers of Hangul; Braille's blank is called a symbol.
_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Mn", "Me"})


class Odd(NamedTuple):
    """A letter that stands in a word of another alphabet."""

    word: str
    letter: str
    alphabet: str  # of the letter, one of LOOK_ALIKE


def tidy(name: str) -> str:
    r"""Return *name* as it is kept: on one line, without controls or signs that turn the direction of writing.

    >>> tidy(" King’s\u200b  Heath\n"), tidy("👩‍🌾 & ŁÓDŹ")
    ('King’s Heath', '👩\u200d🌾 & ŁÓDŹ')
    """
    return squeeze(visible(storable(squeeze(name))))


def shows(text: str) -> bool:
    r"""Say whether anything of *text* is to be seen.

    >>> shows("東京"), shows("🦆"), shows("\u200d\u00ad \u3164")
    (True, True, False)
    """
    return any(unicodedata.category(each) not in _UNSEEN and each not in _BLANK for each in text)


def odd_letter(text: str) -> Odd | None:
    """Return the first letter in a word whose other letters are of an alphabet it only looks like; None without one.

    Alphabets that nobody mistakes for each other may meet in a word.

    >>> odd_letter("The b\u0430rn dance")
    Odd(word='b\u0430rn', letter='\u0430', alphabet='CYRILLIC')
    >>> [odd_letter(each) for each in ("Łódź", "Барн", "東京タワー2", "UPपुलिस", "Барн barn")]
    [None, None, None, None, None]
    """
    for token in tokens(text):
        word = text[slice(*token.span)]
        alphabets = [_alphabet(letter) for letter in word]
        counted = Counter(filter(None, alphabets))
        if len(counted) > 1:
            rare = min(counted, key=lambda each: (counted[each], each == "LATIN"))
            return Odd(word, word[alphabets.index(rare)], rare)
    return None


@lru_cache(maxsize=2_000)
def _alphabet(letter: str) -> str:
    """Name the alphabet of a letter; nothing for digits, signs, and alphabets that look like no other."""
    if unicodedata.name(letter, "").endswith("SIGN"):  # of micrometres, not of Greek
        return ""
    first = unicodedata.name(unicodedata.normalize("NFKC", letter)[0], "").partition(" ")[0]
    return first if first in LOOK_ALIKE else ""
