"""How is a tag written as a hashtag? Its words in one, each with a capital, so that readers still tell them apart."""

from collections.abc import Iterator

from hub.kit.text import label_key, tokens

SIGN = "#"


def hashtag(name: str) -> str:
    """Return *name* as a hashtag that means the same label; empty where it has none.

    >>> hashtag("King's Heath"), hashtag("Bins & recycling"), hashtag("NHS news"), hashtag("東京")
    ('#KingsHeath', '#BinsAndRecycling', '#NHSNews', '#東京')
    >>> hashtag("2026"), hashtag("♻")
    ('', '')
    """
    written = SIGN + "".join(_parts(name))
    is_one = any(letter.isalpha() for letter in written) and label_key(written) == label_key(name)
    return written if is_one else ""


def _parts(name: str) -> Iterator[str]:
    for token in tokens(name):
        said = name[slice(*token.span)]
        # “&” is a word that is read, and no letter of one.
        for part in ("and" if said == "&" else said).split("_"):
            yield part[:1].upper() + "".join(letter for letter in part[1:] if letter not in _APOSTROPHES)


_APOSTROPHES = frozenset("'’‘\u02bc`\u00b4")
