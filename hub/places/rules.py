"""What may a place be called, and does the tree of places hold together? Pure."""

import re
from collections.abc import Iterator, Mapping
from uuid import UUID

from hub.kit.text import slugify

# Stands where a place could: in PlaceVersion for what every page is made of, in Role for a role that holds everywhere.
WHOLE_HUB = UUID(int=0)
# First parts of addresses that are pages of the hub itself.
RESERVED = frozenset(
    {
        *("about", "accessibility", "api", "calendar", "desk", "docs", "feeds", "healthz", "items", "metrics"),
        *("oembed", "places", "privacy", "readyz", "register", "search", "sign-in", "sign-out", "static", "styleguide"),
        *("keyboard", "offline", "passed-times", "share", "tags", "terms"),
        *("appeals", "log", "reports"),
        *("confirm", "demo", "mail", "you"),
        *("help", "suggest"),
        *("complain", "safety"),
        *("websub", "webmention", "replies", "introductions", "conversations"),
    }
)
LANGUAGE_PREFIX = 2  # letters: /cy/ holds the pages in Welsh
_PICTURE = re.compile(r"[a-z0-9][a-z0-9_-]*\.(?:png|jpg|jpeg|webp)")
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_DISTRICT = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]?")
_POSTCODE = re.compile(r"([A-Z]{1,2}[0-9][A-Z0-9]?)[0-9][A-Z]{2}")
_DISTRICT_AND_SECTOR = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]?")


def slug_fault(slug: str) -> str:
    """Say why *slug* cannot be part of an address; nothing when it can.

    >>> slug_fault("Kings Heath")
    'is not a slug; “kings-heath” would be one.'
    """
    if slug != slugify(slug) or not slug:
        return f"is not a slug; “{slugify(slug) or 'letters-and-digits'}” would be one."
    return ""


def place_slug_fault(slug: str) -> str:
    """Say why *slug* cannot be the first part of an address: some are pages of the hub itself."""
    if slug in RESERVED:
        return f"“{slug}” is the address of a page of the hub itself; choose another."
    if len(slug) == LANGUAGE_PREFIX and slug.isascii():
        return "two letters are kept for languages; choose a longer one."
    return slug_fault(slug)


def picture_fault(name: str) -> str:
    """Say why *name* cannot be the file of a header picture; nothing when it can.

    >>> picture_fault("kings-heath.webp"), picture_fault("../secret.png")[:22]
    ('', 'is not the name of a p')
    """
    if not _PICTURE.fullmatch(name):
        return "is not the name of a picture; write one like kings-heath.webp (png, jpg or webp, without a folder)."
    return ""


def colour_fault(colour: str) -> str:
    """Say why *colour* is none; nothing when it is one."""
    return "" if _COLOUR.fullmatch(colour) else "is not a colour; write one like “#0b5d57”, in quotation marks."


def district(typed: str) -> str:
    """Return the postcode district of what somebody typed: of a whole British postcode its first half, else all of it.

    The shapes of whole postcodes are those of the Royal Mail's Programmer's Guide: one digit and two letters end them.

    >>> district("b14 7qh"), district("WS13 6"), district("10115")
    ('B14', 'WS13', '10115')
    """
    compact = "".join(typed.upper().split())
    if whole := _POSTCODE.fullmatch(compact):
        return whole[1]
    # Somebody who gives his sector too (WS13 6) put a space in front of it.
    return typed.upper().split()[0] if _DISTRICT_AND_SECTOR.fullmatch(" ".join(typed.upper().split())) else compact


def is_district(text: str) -> bool:
    """Say whether *text* has the shape of a British postcode district.

    >>> is_district("B14"), is_district("Hove")
    (True, False)
    """
    return _DISTRICT.fullmatch(text) is not None


def loops(parents: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Yield each ring of places that lie in each other, once, from its first member in the alphabet.

    >>> list(loops({"a": "b", "b": "a", "c": "a"}))
    [('a', 'b')]
    """
    for start in sorted(parents):
        ring = [start]
        while (above := parents.get(ring[-1], "")) and above not in ring:
            ring.append(above)
        if above == start == min(ring):
            yield tuple(ring)


def above(place: str, parents: Mapping[str, str]) -> Iterator[str]:
    """Yield what a place lies in, the nearest first; in a ring, each place once."""
    seen = {place}
    while (place := parents.get(place, "")) and place not in seen:
        seen.add(place)
        yield place
