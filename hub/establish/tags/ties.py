"""How do tags hang together, and which spellings count in one place alone? As tags.yaml says it, faults in words."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from hub.kit import neighbours
from hub.kit.yaml import Cell

BONDS = ("broader", "related", "different_from")
Ties = Mapping[str, tuple[str, ...]]  # slugs of tags by the slug of a tag


def read_scoped(cell: Cell, places: Collection[str]) -> tuple[str, ...]:
    """Read spellings that count in some places alone, each as its place's slug, a space and the spelling; sorted."""
    told = []
    for place, words in cell.entries().items():
        if place not in places:
            words.fault(f"there is no place “{place}”.")
        for word in words.list_of_words():
            if fault := neighbours.fault(word):
                words.fault(f"“{word}”: {fault}")
            told.append(scoped(place, neighbours.written(neighbours.parse(word))))
    return tuple(sorted(told))


def scoped(place: str, spelling: str) -> str:
    """Write a spelling that counts in one place, a slug, alone."""
    return f"{place} {spelling}"


def unscoped(told: str) -> tuple[str, str]:
    """Take apart what ``scoped`` wrote.

    >>> unscoped(scoped("kings-heath", "the tip"))
    ('kings-heath', 'the tip')
    """
    place, _, spelling = told.partition(" ")
    return place, spelling


def read_bonds(cells: Mapping[str, Cell]) -> Mapping[str, Ties]:
    """Read which tags are broader, related and different, by bond; what has no direction is told both ways round."""
    told = {bond: {slug: _slugs(slug, cell.at(bond), cells) for slug, cell in cells.items()} for bond in BONDS}
    checked = {**told, "related": both_ways(told["related"]), "different_from": both_ways(told["different_from"])}
    _check_line(cells, told["broader"], checked["related"])
    return checked


def both_ways(ties: Ties) -> Ties:
    """Tell each tie at both of its ends; sorted."""
    found = {slug: set(others) for slug, others in ties.items()}
    for slug, others in ties.items():
        for other in others:
            found.setdefault(other, set()).add(slug)
    return {slug: tuple(sorted(others)) for slug, others in found.items()}


def beyond(slug: str, broader: Callable[[str], Collection[str]]) -> Iterator[str]:
    """Yield all tags broader than one, each once; in a ring, itself too."""
    seen: set[str] = set()
    waiting = [*broader(slug)]
    while waiting:
        other = waiting.pop()
        if other not in seen:
            seen.add(other)
            yield other
            waiting += broader(other)


def _slugs(slug: str, cell: Cell, tags: Collection[str]) -> tuple[str, ...]:
    named = cell.list_of_words()
    for other in named:
        if other == slug:
            cell.fault("names the tag itself.")
        elif other not in tags:
            cell.fault(f"there is no tag “{other}”.")
    return tuple(sorted(other for other in named if other in tags and other != slug))


def _check_line(cells: Mapping[str, Cell], broader: Ties, related: Ties) -> None:
    lines = {slug: frozenset(beyond(slug, lambda each: broader.get(each, ()))) for slug in cells if broader[slug]}
    for ring in _rings(lines):
        cells[ring[0]].at("broader").fault(f"these tags lie in each other: {', '.join(ring)}.")
    for slug, line in sorted(lines.items()):
        for other in sorted(line.intersection(related.get(slug, ()))):
            cells[slug].at("related").fault(f"“{other}” is broader than this tag, and so not related besides.")


def _rings(lines: Mapping[str, frozenset[str]]) -> Iterator[Sequence[str]]:
    """Yield each ring of tags that lie in each other, once, by slug."""
    seen: set[str] = set()
    for slug in sorted(lines):
        if slug in lines[slug] and slug not in seen:
            ring = [other for other in sorted(lines[slug]) if slug in lines.get(other, ())]
            seen.update(ring)
            yield ring
