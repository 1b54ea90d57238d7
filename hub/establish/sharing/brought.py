"""What was brought from another town? The words of its file as frozen values, and in which forms files come. Pure."""

from dataclasses import dataclass
from enum import StrEnum

MOST_BYTES = 1_048_576  # of a file
MOST_WORDS = 5_000
MOST_LABELS = 60  # of one word


class Form(StrEnum):
    """The forms a file may have, by the end of its name."""

    TURTLE = "ttl"
    JSON_LD = "jsonld"
    YAML = "yaml"
    CSV = "csv"


_ENDINGS = {
    ".ttl": Form.TURTLE,
    ".jsonld": Form.JSON_LD,
    ".json": Form.JSON_LD,
    ".yaml": Form.YAML,
    ".yml": Form.YAML,
    ".csv": Form.CSV,
}


@dataclass(frozen=True, slots=True)
class BroughtWord:
    """A word of another town; others of the same file are spoken of by their *id*."""

    id: str
    name: str
    meaning: str = ""
    also: tuple[str, ...] = ()
    label_only: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    related: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Brought:
    """All words of a file."""

    title: str  # of the place they are from; empty where the file does not say
    words: tuple[BroughtWord, ...]
    left_out: int = 0  # what was retired there, or is the name of a place


def form_of(name: str) -> Form | None:
    """Return the form of a file of this *name*; None for any other.

    >>> form_of("Tags.TTL"), form_of("tags.rdf")
    (<Form.TURTLE: 'ttl'>, None)
    """
    return next((form for ending, form in _ENDINGS.items() if name.lower().endswith(ending)), None)
