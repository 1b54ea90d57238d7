"""What may a place be called, and does the tree of places hold together? Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from hub.kit.text import label_key, slugify, words

# First parts of addresses that are pages of the hub itself.
RESERVED = frozenset(
    {
        *("about", "accessibility", "api", "calendar", "desk", "docs", "feeds", "healthz", "items", "metrics"),
        *("places", "privacy", "readyz", "register", "search", "sign-in", "sign-out", "static", "styleguide"),
        *("tags", "terms"),
    }
)
LANGUAGE_PREFIX = 2  # letters: /cy/ holds the pages in Welsh


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


def distinct(
    own: Sequence[str], also: Iterable[str], label_only: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return other spellings, and those too common for texts, without those that say the same twice; both sorted.

    Of two with one key the one in more words stays: the other way of writing it is found anyway.

    >>> distinct(["Fiveways"], ["Five Ways", "FIVEWAYS", "5 Ways", "5ways"], ["Ways"])
    (('5 Ways', 'Five Ways'), ('Ways',))
    """
    said = {words(name) for name in own} | {label_key(name) for name in own}
    common = _by_key(label_only)
    more = _by_key(spelling for spelling in also if words(spelling) not in said)
    kept = (spelling for key, spelling in more.items() if key not in common)
    return tuple(sorted(kept)), tuple(sorted(common.values()))


def _by_key(spellings: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling in spellings:
        key = label_key(spelling)
        if key and (key not in found or len(words(spelling)) > len(words(found[key]))):
            found[key] = spelling
    return found
