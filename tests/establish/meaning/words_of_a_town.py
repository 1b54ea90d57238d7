"""A town's registry as plain facts, and what it makes of words."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from hub.establish.meaning.facts import PlaceFact, RulingFact, Spelt, TagFact
from hub.establish.meaning.rules import Meaning, resolve
from hub.establish.meaning.vocabulary import compile_vocabulary
from hub.kit.text import words

CITY, HEATH, MILL, QUAY, LONDON = (UUID(int=n) for n in range(1, 6))
BINS, POOL, TIPS, WASTE, GREEN = (UUID(int=n) for n in range(11, 16))
PLACES = [
    PlaceFact(CITY, None, "Wherry"),
    PlaceFact(HEATH, CITY, "Kings Heath", (Spelt("Wish", near="ward, Heath"), Spelt("Sutton", not_near="Coldfield"))),
    PlaceFact(MILL, CITY, "Mill End"),
    PlaceFact(QUAY, HEATH, "The Quay"),
    PlaceFact(LONDON, None, "London"),
]


class Town:
    """A registry, and what it makes of words."""

    def __init__(self, tags: Sequence[TagFact], rulings: Sequence[RulingFact] = ()) -> None:
        self.known = compile_vocabulary(tags, PLACES, rulings)

    def meaning(self, *labels: str, home: Sequence[UUID] = (CITY,), **said: Any) -> Meaning:
        text = words(said.pop("text", ""))
        usual: dict[str, Any] = {"title": "", "only_when_mentioned": False}
        return resolve(self.known, labels=labels, text=text, home=frozenset(home), **usual | said)

    def tags(self, *labels: str, home: Sequence[UUID] = (CITY,), **said: Any) -> set[UUID]:
        return {each.id for each in self.meaning(*labels, home=home, **said).tags}

    def places(self, **said: Any) -> set[UUID]:
        return {each.id for each in self.meaning(**said).places}


def bins(*labels: Spelt, **more: Any) -> TagFact:
    return TagFact(BINS, "bins", "Bins", labels=labels, **more)
