"""Which words does tags.yaml agree on? Parsed and checked against each other, every fault in words."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, replace

from hub.establish.tags.naming import meaning_fault, name_fault, spelling_fault
from hub.establish.tags.ties import BONDS, read_bonds, read_scoped, unscoped
from hub.kit.merge import Facts
from hub.kit.neighbours import parse
from hub.kit.saying import NOTHING, Saying
from hub.kit.text import label_key
from hub.kit.yaml import Cell
from hub.places.rules import slug_fault
from hub.places.spelling import read_spellings

KEYS = ("name", "meaning", "also", "label_only", "here", "label_only_here", *BONDS, "place", "scope")


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag as the file describes it; lists are sorted."""

    name: str
    meaning: str = ""
    also: tuple[str, ...] = ()
    label_only: tuple[str, ...] = ()
    place: str = ""  # slug of the place this tag is the name of
    scope: str = ""  # slug of the place it was agreed in; empty: in the whole hub
    here: tuple[str, ...] = ()  # spellings that count in one place alone: ties.scoped
    label_only_here: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()  # slugs of tags
    related: tuple[str, ...] = ()  # both ways round
    different_from: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """The entry as plain facts."""
        return asdict(self)


def parse_tags(cell: Cell, places: Collection[str]) -> dict[str, TagEntry]:
    """Read the tags by slug; *places* are the slugs they may speak of."""
    cells = cell.entries()
    parsed = {slug: _tag(slug, each, places) for slug, each in cells.items()}
    _check_spellings(cells, parsed)
    bonds = read_bonds(cells)
    return {
        slug: replace(
            each,
            broader=bonds["broader"][slug],
            related=bonds["related"][slug],
            different_from=bonds["different_from"][slug],
        )
        for slug, each in parsed.items()
    }


def _tag(slug: str, cell: Cell, places: Collection[str]) -> TagEntry:
    cell.known(*KEYS)
    if fault := slug_fault(slug):
        cell.fault(fault)
    for key in ("place", "scope"):
        spoken_of = cell.at(key).word()
        if spoken_of and spoken_of not in places:
            cell.at(key).fault(f"there is no place “{spoken_of}”.")
    name = cell.at("name").word(needed=True)
    also, label_only = read_spellings([name, slug], cell)
    entry = TagEntry(
        name=name,
        meaning=cell.at("meaning").word(),
        also=also,
        label_only=label_only,
        place=cell.at("place").word(),
        scope=cell.at("scope").word(),
        here=read_scoped(cell.at("here"), places),
        label_only_here=read_scoped(cell.at("label_only_here"), places),
    )
    _check_words(slug, cell, entry)
    return entry


def _check_words(slug: str, cell: Cell, entry: TagEntry) -> None:
    """Refuse what no change at the desk could be made of afterwards, in the words of the desk."""
    _note(cell, name_fault(slug))
    _note(cell.at("name"), name_fault(entry.name) if entry.name else NOTHING)
    _note(cell.at("meaning"), meaning_fault(entry.meaning))
    for key, spelt in (("also", entry.also), ("label_only", entry.label_only)):
        for word in spelt:
            _note(cell.at(key), spelling_fault(parse(word).label))
    for key, scoped in (("here", entry.here), ("label_only_here", entry.label_only_here)):
        for place, word in map(unscoped, scoped):
            _note(cell.at(key).at(place), spelling_fault(parse(word).label))


def _note(cell: Cell, fault: Saying) -> None:
    if fault:
        cell.fault(str(fault))


def _check_spellings(cells: Mapping[str, Cell], tags: Mapping[str, TagEntry]) -> None:
    """Refuse one spelling for two tags agreed on in the same place; in different places it may mean different tags."""
    meant: dict[tuple[str, str], str] = {}
    own = {(tag.scope, label_key(word)): slug for slug, tag in tags.items() for word in (tag.name, slug)}
    for slug, tag in tags.items():
        others = (parse(word).label for word in (*tag.also, *tag.label_only))
        spelt = {label_key(word): word for word in (*others, slug, tag.name)}
        for key, word in spelt.items():
            other = own.get((tag.scope, key), slug)
            if other == slug:
                other = meant.setdefault((tag.scope, key), slug)
                fault = f"“{word}” is a spelling of “{other}” too."
            else:
                fault = f"“{word}” is both a tag and another spelling of “{slug}”."
            if other != slug:
                cells[slug].fault(fault)
