"""What does the search index keep of an item, and what can be asked of it? Values both databases understand. Pure."""

from dataclasses import dataclass
from datetime import datetime

from hub.kit.question import Question
from hub.kit.text import Folded

NO_WORDS = Question()
Facet = str  # small letters and digits: something a list can be narrowed by


@dataclass(frozen=True, slots=True)
class Key:
    """What finds an item in the index: its id, and the moment it stands at in every stream."""

    item_id: int
    moment: datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """Under which facets an item is kept."""

    key: Key
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Searchable:
    """What the index keeps of an item; the title as it is shown."""

    filed: Filed
    title: str
    body: Folded


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for: every word, one facet of every group, none of what is unwanted."""

    words: Question = NO_WORDS
    groups: tuple[tuple[Facet, ...], ...] = ()
    without: tuple[Facet, ...] = ()
    since: datetime | None = None
    until: datetime | None = None  # what was said at that moment is left out
    before: Key | None = None  # only what stands below it in the stream

    def __bool__(self) -> bool:
        """Whether it says what to look for, not only what to leave out."""
        return bool(self.words.wanted or self.groups)
