"""Which addresses does a ``Link`` header name, and as what? Pure, and calm about whatever stands in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from hub.kit import urls

LONGEST = 8_000  # characters of a header that are read
# Each character fits one way only: nothing is tried twice. A quoted text may hold a quote behind a backslash.
_LINK = re.compile(r'<([^<>]*)>((?:[^,"<]|"(?:[^"\\]|\\.)*")*)')
# Of every name, so that what stands in the quotes of one is never taken for another.
_PARAMETER = re.compile(r';\s*([a-z0-9!#$&+.^_`|~-]+)(\*?)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]+))', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """An address that a header names: as what, of which type, and how it is called there."""

    url: str
    relations: tuple[str, ...]  # in lower case
    media_type: str  # in lower case, without parameters
    title: str


def links(header: str, base: str) -> Iterator[Link]:
    """Yield what *header* of an answer from *base* names, in its order.

    Only http and https addresses count. Links of something else than the answer itself (``anchor``) are left out.
    """
    for target, parameters in _LINK.findall(header[:LONGEST]):
        said = _said(parameters)
        address = urls.absolute(base, target.strip() or base) if "anchor" not in said else ""
        if address:
            kind = said.get("type", "").partition(";")[0].strip().lower()
            yield Link(address, tuple(said.get("rel", "").lower().split()), kind, said.get("title", ""))


def related(header: str, base: str) -> dict[str, str]:
    """Return the first address of each relation, in lower case, that *header* of an answer from *base* names.

    >>> related('<https://hub.example/>; rel="hub", </feed>; rel=self', "https://a.example/x")
    {'hub': 'https://hub.example/', 'self': 'https://a.example/feed'}
    """
    found: dict[str, str] = {}
    for link in links(header, base):
        for relation in link.relations:
            found.setdefault(relation, link.url)
    return found


def _said(parameters: str) -> dict[str, str]:
    """Return what is said of a link first; before that, what is written with its character set."""
    plainly: dict[str, str] = {}
    encoded: dict[str, str] = {}
    for name, star, quoted, plain in _PARAMETER.findall(parameters):
        value = quoted or plain
        if star:
            encoded.setdefault(name.lower(), unquote(value.rpartition("'")[2]))
        else:
            plainly.setdefault(name.lower(), value)
    return plainly | encoded
