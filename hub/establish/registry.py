"""Which words does tags.yaml agree on? Parsed and checked against each other, every fault in words."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from hub.kit.merge import Facts
from hub.kit.text import label_key
from hub.kit.yaml import Cell
from hub.places.rules import distinct, slug_fault

KEYS = ("name", "meaning", "also", "label_only", "place", "scope")


@dataclass(frozen=True, slots=True)
class TagEntry:
    """A tag as the file describes it; lists are sorted."""

    name: str
    meaning: str = ""
    also: tuple[str, ...] = ()
    label_only: tuple[str, ...] = ()
    place: str = ""  # slug of the place this tag is the name of
    scope: str = ""  # slug of the place it was agreed in; empty: in the whole hub

    @property
    def facts(self) -> Facts:
        """The entry as plain facts."""
        return asdict(self)


def parse_tags(cell: Cell, places: Collection[str]) -> dict[str, TagEntry]:
    """Read the tags by slug; *places* are the slugs they may speak of."""
    cells = cell.entries()
    parsed = {slug: _tag(slug, each, places) for slug, each in cells.items()}
    _check_spellings(cells, parsed)
    return parsed


def _tag(slug: str, cell: Cell, places: Collection[str]) -> TagEntry:
    cell.known(*KEYS)
    if fault := slug_fault(slug):
        cell.fault(fault)
    for key in ("place", "scope"):
        spoken_of = cell.at(key).word()
        if spoken_of and spoken_of not in places:
            cell.at(key).fault(f"there is no place “{spoken_of}”.")
    name = cell.at("name").word(needed=True)
    also, label_only = distinct([name, slug], cell.at("also").list_of_words(), cell.at("label_only").list_of_words())
    return TagEntry(
        name=name,
        meaning=cell.at("meaning").word(),
        also=also,
        label_only=label_only,
        place=cell.at("place").word(),
        scope=cell.at("scope").word(),
    )


def _check_spellings(cells: Mapping[str, Cell], tags: Mapping[str, TagEntry]) -> None:
    """Refuse one spelling for two tags agreed on in the same place; in different places it may mean different tags."""
    meant: dict[tuple[str, str], str] = {}
    own = {(tag.scope, label_key(word)): slug for slug, tag in tags.items() for word in (tag.name, slug)}
    for slug, tag in tags.items():
        spelt = {label_key(word): word for word in (*tag.also, *tag.label_only, slug, tag.name)}
        for key, word in spelt.items():
            other = own.get((tag.scope, key), slug)
            if other == slug:
                other = meant.setdefault((tag.scope, key), slug)
                fault = f"“{word}” is a spelling of “{other}” too."
            else:
                fault = f"“{word}” is both a tag and another spelling of “{slug}”."
            if other != slug:
                cells[slug].fault(fault)
