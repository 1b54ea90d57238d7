"""Which words mean no tag, and where? As tags.yaml says it under “words”, every fault in words."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass

from hub.kit.merge import Facts
from hub.kit.text import label_key
from hub.kit.yaml import Cell

STANDS = ("left_alone", "ambiguous", "blocked")  # as the file calls the values of models.Stand
EVERYWHERE = ""  # the key of what counts in the whole hub; any other is the slug of a place


@dataclass(frozen=True, slots=True)
class RuledEntry:
    """What was decided of words in one place, or in the whole hub; lists are sorted."""

    left_alone: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    blocked: tuple[str, ...] = ()

    @property
    def facts(self) -> Facts:
        """The entry as plain facts."""
        return asdict(self)


def parse_words(cell: Cell, places: Collection[str]) -> dict[str, RuledEntry]:
    """Read what was decided of words, by place; *places* are the slugs they may speak of."""
    cell.known(*STANDS, "here")
    parsed = {EVERYWHERE: _ruled(cell)}
    for place, each in cell.at("here").entries().items():
        if place not in places:
            each.fault(f"there is no place “{place}”.")
        parsed[place] = _ruled(each.known(*STANDS))
    return {place: entry for place, entry in parsed.items() if entry != RuledEntry()}


def _ruled(cell: Cell) -> RuledEntry:
    told: dict[str, str] = {}
    for stand in STANDS:
        for word in cell.at(stand).list_of_words():
            if not label_key(word):
                cell.at(stand).fault(f"“{word}” has no letter in it.")
            elif told.setdefault(label_key(word), stand) != stand:
                cell.at(stand).fault(f"“{word}” is {told[label_key(word)]} already.")
    return RuledEntry(**{stand: _distinct(cell.at(stand).list_of_words()) for stand in STANDS})


def _distinct(words: Collection[str]) -> tuple[str, ...]:
    return tuple(sorted({label_key(word): word for word in sorted(words)}.values()))


def stands(entries: Mapping[str, RuledEntry]) -> Mapping[tuple[str, str], str]:
    """Return what the file decided, by place and the word's key."""
    return {
        (place, label_key(word)): stand
        for place, entry in entries.items()
        for stand in STANDS
        for word in getattr(entry, stand)
    }
