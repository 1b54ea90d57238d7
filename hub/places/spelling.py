"""How are other names of a place or a tag written in a registry file? Read with the words they must stand near."""

from collections.abc import Iterable, Iterator

from hub.kit import neighbours
from hub.kit.neighbours import parse, written
from hub.kit.text import label_key, words
from hub.kit.yaml import Cell


def read_spellings(own: Iterable[str], cell: Cell) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Read the other spellings of what is called *own*, and those too common for texts; sorted, none that says less."""
    also, label_only = (tuple(_read(cell.at(key))) for key in ("also", "label_only"))
    for each in label_only:
        if parse(each).near or parse(each).not_near:
            cell.at("label_only").fault(f"“{each}”: what it stands near is asked in texts alone; list it under “also”.")
    return distinct(own, also, label_only)


def distinct(
    own: Iterable[str], also: Iterable[str], label_only: Iterable[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return other spellings, and those too common for texts, without those that say the same twice; both sorted.

    Of two with one key the one in more words stays: the other way of writing it is found anyway. What must stand near
    another word says something even of an own name.

    >>> distinct(["Fiveways"], ["Five Ways", "FIVEWAYS", "5 Ways", "5ways"], ["Ways"])
    (('5 Ways', 'Five Ways'), ('Ways',))
    """
    own = tuple(own)
    said = {words(name) for name in own} | {label_key(name) for name in own}
    common = _by_key(label_only)
    more = _by_key(each for each in also if written(parse(each)) != parse(each).label or words(each) not in said)
    kept = (spelling for key, spelling in more.items() if key not in common)
    return tuple(sorted(kept)), tuple(sorted(common.values()))


def _read(cell: Cell) -> Iterator[str]:
    for part in cell.list_of_words():
        if fault := neighbours.fault(part):
            cell.fault(f"“{part}”: {fault}")
        yield written(parse(part))


def _by_key(spellings: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for spelling in spellings:
        label = parse(spelling).label
        key = label_key(label)
        if key and (key not in found or len(words(label)) > len(words(parse(found[key]).label))):
            found[key] = spelling
    return found
