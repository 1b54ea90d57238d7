"""What does the compiled registry need to know of tags, places and words? Plain facts, as the tables have them."""

from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from hub.kit.shapes import Outline


class Spelt(NamedTuple):
    """One way to write a tag or a place."""

    label: str
    in_text: bool = True  # False: believed as a publisher's label only, never as a word in a text
    scope_id: UUID | None = None  # the place it was agreed in; none: it counts wherever its owner does
    near: str = ""  # words joined by ", ": in a text, it counts only near one of them
    not_near: str = ""  # words joined by ", ": in a text, it does not count near any of them


@dataclass(frozen=True, slots=True)
class TagFact:
    """An agreed tag, its other spellings, and what it is part of."""

    id: UUID
    slug: str
    name: str
    place_id: UUID | None = None  # the place this tag is the name of
    scope_id: UUID | None = None  # it counts only for items in this place
    labels: tuple[Spelt, ...] = ()
    broader: tuple[UUID, ...] = ()  # tags that what has this one has too


@dataclass(frozen=True, slots=True)
class PlaceFact:
    """A place in the tree, its other names, and where it lies."""

    id: UUID
    parent_id: UUID | None
    name: str
    labels: tuple[Spelt, ...] = ()
    postcodes: tuple[str, ...] = ()  # districts
    outline: Outline | None = None


@dataclass(frozen=True, slots=True)
class RulingFact:
    """A word that means no tag in a place, by decision."""

    key: str
    scope_id: UUID | None = None  # none: in the whole hub
    ambiguous: str = ""  # as it is written, where that is since it means different things in different places
