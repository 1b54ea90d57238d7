"""What does a town tell others of its words? A frozen value between the tables, the file and SKOS. Pure."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Change:
    """What was decided of a word, and when; not by whom: that is in the town's own log, where it can be forgotten."""

    on: date
    words: str


@dataclass(frozen=True, slots=True)
class Word:
    """A tag as it is told to others; others are spoken of by their *id*."""

    id: str  # an address that stays, whatever the tag is called
    name: str
    meaning: str = ""
    also: tuple[str, ...] = ()  # other spellings, believed in a text
    label_only: tuple[str, ...] = ()  # found by these, never shown under them
    notes: tuple[str, ...] = ()  # for whoever tends the words
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    different: tuple[str, ...] = ()
    heir: str = ""
    retired: bool = False
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Scheme:
    """The words of one place."""

    id: str
    title: str
    language: str
    words: tuple[Word, ...]
