"""Words as people write them, folded so that equal words compare equal, in any script."""

import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import count
from typing import NamedTuple, NewType

Folded = NewType("Folded", str)  # made by ``words`` alone; folding a long text is dear, so do it once
NOTHING = Folded("")
LONG_WORD = 40  # letters; longer ones are no words, and not worth remembering

# Letters that carry their mark inside and so survive decomposition: NFKD leaves them whole.
_STROKED = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ŧ": "t", "\u0131": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"}
)
# Only the combining marks of European scripts: in Devanagari or Arabic a mark is half of the letter.
_LATIN_MARKS = re.compile("[\u0300-\u036f]+")
_SIGNS = str.maketrans({**dict.fromkeys("'’‘\u02bc`\u00b4", ""), "&": " and ", "_": " "})
# Vowel signs of Indic scripts are marks, which \w leaves out: without them हिन्दी would fall apart.
_MARKS = "".join(chr(point) for point in range(0x0300, 0xAC00) if unicodedata.category(chr(point)).startswith("M"))
_TOKEN = re.compile(rf"[\w{_MARKS}]+(?:['’‘\u02bc`\u00b4]+[\w{_MARKS}]+)*|&")
_NOT_A_WORD = re.compile(rf"[^\w{_MARKS}]+")
# Controls, marks without width and those that turn the direction of writing; joiners stay, some scripts need them.
_UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
_PRINTABLE = bytes(range(32, 127))
_SHORT = 50  # letters: up to here ``str.isprintable`` is quicker than any other way
_ASCII_WORDS = bytes(ord(chr(point).lower()) if chr(point).isalnum() and point < 128 else 32 for point in range(256))  # noqa: PLR2004 -- where ASCII ends


def fold(text: str) -> str:
    """Fold *text* for comparing and searching: compatibility forms, case and marks are gone, script and spacing stay.

    >>> fold("Łódź, STRASSE & Café")
    'lodz, strasse & cafe'
    >>> fold("東京"), fold("BINS")
    ('東京', 'bins')
    """
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return unicodedata.normalize("NFC", _LATIN_MARKS.sub("", decomposed)).translate(_STROKED)


def words(text: str) -> Folded:
    """Return the folded words of *text*, one space apart: apostrophes vanish, ``&`` is “and”.

    >>> words("King's Heath & Moseley")
    'kings heath and moseley'
    """
    # Most text is ASCII but for a few typographic marks; folding only those is twenty times as fast.
    plain = text.replace("’", "'")
    if not plain.isascii() and not (plain := _BEYOND_ASCII.sub(_words_of_match, plain)).isascii():
        return Folded(_words_of_run(text).strip())
    folded = plain.replace("&", " and ").encode("ascii").translate(_ASCII_WORDS, b"'`")
    # One blank for each row of them, in a third of the time that taking the words apart takes.
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return Folded(folded.strip(b" ").decode("ascii"))


class Token(NamedTuple):
    """A word where it stands in a text, and the words it is when folded: none, one, or several.

    A tuple, since a text makes hundreds of them and a frozen object takes several times as long.
    """

    span: tuple[int, int]
    words: tuple[str, ...]


def tokens(text: str, start: int = 0, end: int = sys.maxsize) -> Iterator[Token]:
    """Yield the words of *text* where they stand between two gaps; their folded words are those of ``words``.

    Signs that are letters only when they are folded, as ™ is, are left out.

    >>> [(token.span, token.words) for token in tokens("King's Heath & all")]
    [((0, 6), ('kings',)), ((7, 12), ('heath',)), ((13, 14), ('and',)), ((15, 18), ('all',))]
    """
    for found in _TOKEN.finditer(text, start, end):
        word = found[0]
        yield Token(found.span(), _words_of_token(word) if len(word) <= LONG_WORD else tuple(words(word).split()))


@lru_cache(maxsize=20_000)
def label_key(label: str) -> str:
    """Return what two spellings of one label have in common; the one normaliser for tags and names of places.

    >>> {label_key(spelling) for spelling in ("Kings Heath", "King's-Heath", "#kingsheath", "kings_heath")}
    {'kingsheath'}
    >>> label_key("Bins & recycling") == label_key("bins and Recycling")
    True
    """
    return words(label.strip().lstrip("#")).replace(" ", "")


def labels_of(typed: Iterable[str]) -> tuple[str, ...]:
    """Return the tags in what was chosen or typed with commas between, each once, in their order.

    >>> labels_of(["Lost & found", "#cats, Cats,  lost  and found,, dogs"])
    ('Lost & found', 'cats', 'dogs')
    """
    said = (squeeze(part.strip().lstrip("#")) for each in typed for part in each.split(","))
    found: dict[str, str] = {}
    for label in said:
        if key := label_key(label):
            found.setdefault(key, label)
    return tuple(found.values())


def squeeze(text: str) -> str:
    """Put one space where *text* has any run of white space."""
    return " ".join(text.split())


def visible(text: str) -> str:
    """Return *text* without signs nobody sees."""
    # What is printable, as nearly all text is, has none of them, and that is told in half the time.
    return text if is_printable(text) else _UNSEEN.sub("", text)


def is_printable(text: str) -> bool:
    r"""Say whether all of *text* is to be seen, blanks aside: what ``str.isprintable`` says, sooner where it is long.

    >>> is_printable("Fish & chips"), is_printable("Pysgod a sglodion Llŷn"), is_printable("one\ntwo"), is_printable("")
    (True, True, False, True)
    """
    if len(text) > _SHORT and text.isascii():
        return not text.encode().translate(None, _PRINTABLE)
    return text.isprintable()


def storable(text: str) -> str:
    r"""Return *text* without control signs, which databases refuse and browsers read each in its own way; lines stay.

    >>> storable("one\0\ntwo")
    'one\ntwo'
    """
    # To ask for what is printable first is several times as fast, and nearly always the answer.
    return text if is_printable(text.replace("\n", "")) else _CONTROL.sub("", text)


def excerpt(text: str, limit: int = 300) -> str:
    """Cut *text* at a word's end, at most *limit* characters long, an ellipsis included.

    >>> excerpt("The bins are collected on Tuesday", 20)
    'The bins are…'
    """
    plain = squeeze(text)
    if len(plain) <= limit:
        return plain
    whole, _, _ = plain[:limit].rpartition(" ")
    return (whole or plain[: limit - 1]).rstrip(" ,;:–-") + "…"


def slugify(name: str) -> str:
    """Turn *name* into the part of an address; letters of any script stay.

    >>> slugify("Brandwood & King's Heath")
    'brandwood-and-kings-heath'
    """
    return words(name).replace(" ", "-")


def numbered(slug: str) -> Iterator[str]:
    """Yield a slug, and then the same with a number, without an end: somebody else may have the first.

    >>> few = numbered("ferries")
    >>> next(few), next(few)
    ('ferries', 'ferries-2')
    """
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))


@lru_cache(maxsize=20_000)
def _words_of_token(token: str) -> tuple[str, ...]:
    return tuple(words(token).split())


def _words_of_run(run: str) -> str:
    return _NOT_A_WORD.sub(" ", fold(run).translate(_SIGNS))


_words_of_mark = lru_cache(maxsize=2_000)(_words_of_run)


def _words_of_match(match: re.Match[str]) -> str:
    run = match[0]
    return _words_of_mark(run) if len(run) == 1 else _words_of_run(run)  # what is kept stays small
