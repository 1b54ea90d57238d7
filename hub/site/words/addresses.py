"""Which language does an address ask for, and where is the same page in another one? Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from hub.site.words.speech import ENGLISH, LANGUAGES, Language, spoken

# What has no words in it, or words for programs alone: one address for all languages.
ONE_FOR_ALL = frozenset({"static", "healthz", "readyz", "metrics", "robots.txt", "sw.js", "oembed"})
PROGRAMS = ("api", "v1"), ("api", "openapi.json")


@dataclass(frozen=True, slots=True)
class Version:
    """A page in one language: where it is, and whether it is the one being read."""

    language: Language
    address: str
    current: bool


def asked_for(path: str) -> Language:
    """Return the language an address asks for.

    >>> asked_for("/cy/kings-heath").name, asked_for("/cycling").name
    ('Cymraeg', 'English')
    """
    first = path.split("/", 2)[1] if path.startswith("/") else ""
    return LANGUAGES[first] if first in LANGUAGES and first != ENGLISH else LANGUAGES[ENGLISH]


def has_languages(*parts: object) -> bool:
    """Say whether the address made of *parts* exists in every language.

    >>> has_languages("kings-heath"), has_languages("api", "docs"), has_languages("api", "v1", "items")
    (True, True, False)
    """
    first = tuple(map(str, parts[:2]))
    return not (first and first[0] in ONE_FOR_ALL) and first not in PROGRAMS


def versions(path: str, query: str) -> Sequence[Version]:
    """Return the page at *path* (decoded) with *query* (as it was asked for) in every language."""
    now = spoken()
    # Without slashes at either end: two of them in front would lead to another host.
    rest = quote(path.removeprefix(now.prefix).strip("/"), safe="/.")
    asked = f"?{query}" if query else ""
    return [
        Version(each, (f"{each.prefix}/{rest}" if rest else each.prefix or "/") + asked, current=each == now)
        for each in LANGUAGES.values()
    ]
