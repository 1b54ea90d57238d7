"""Do these words allow anything? What stands under “rights” is often no licence, only a name."""

import re

_LONGEST = 300  # of what names a licence: longer texts are terms, which nobody may sum up
_KNOWN = re.compile(
    r"\bcc[ -]?(?:0\b|by\b)|\bcreative commons\b|\bcreativecommons\.org/|\bpublic domain\b|\bopendatacommons\.org/"
    r"|\bogl\b|\bopen government licen[cs]e\b|\bopen-government-licence\b|\bodbl\b|\bodc-by\b|\bpddl\b"
    r"|\bopen data commons\b|\bgfdl\b|\bgnu free documentation licen[cs]e\b|\bcopyleft\b|\bfree art licen[cs]e\b",
    re.IGNORECASE,
)
_KEPT = re.compile(r"\ball rights reserved\b|\bnot (?:under|in|covered|available)\b|\bno licen[cs]e\b", re.IGNORECASE)
_ADDRESS = re.compile(r"https?://[^\s]+", re.IGNORECASE)
_SIGN = re.compile(r"^(?:(?:©|\(c\)|&copy;|copyright\b)[\s:]*)+", re.IGNORECASE)


def is_licence(words: str) -> bool:
    """Say whether *words* name a licence: an address, or one by its known name; anything else allows nothing.

    >>> is_licence("CC BY 4.0"), is_licence("https://cc.example/by"), is_licence("The Wherrybridge Courier")
    (True, True, False)
    >>> is_licence("All rights reserved; parts under CC BY")
    False
    """
    if len(words) > _LONGEST or _KEPT.search(words):
        return False
    return bool(_KNOWN.search(words) or _ADDRESS.fullmatch(words))


def holder_of(words: str) -> str:
    """Return who holds the rights as *words* say it, without the sign we put before them.

    >>> holder_of("© 2026 Ben"), holder_of("Copyright (c) Ben"), holder_of("The Courier")
    ('2026 Ben', 'Ben', 'The Courier')
    """
    return _SIGN.sub("", words).strip()
