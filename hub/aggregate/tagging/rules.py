"""Which agreed tags and places an item belongs to. Pure, over a compiled registry."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from hub.aggregate.reading.cleaning import all_words
from hub.establish.rules import Meaning, resolve
from hub.establish.vocabulary import Vocabulary
from hub.kit.markup import plain
from hub.kit.text import Folded


@dataclass(frozen=True, slots=True)
class Speaker:
    """What resolving needs to know of an item's source."""

    kind: str
    home: frozenset[UUID]  # the places it speaks for
    only_when_mentioned: bool
    timezone: str = "UTC"  # of its place: what its floating times are meant in


@dataclass(frozen=True, slots=True)
class Registry:
    """The compiled vocabulary and all speakers, as they stood at one moment."""

    vocabulary: Vocabulary
    speakers: Mapping[UUID, Speaker]


def text_of(html: str, summary: str) -> Folded:
    """Return the words of a stored item, the same as when it was read."""
    return all_words(plain(html), summary)


def meaning(vocabulary: Vocabulary, speaker: Speaker, *, labels: Sequence[str], title: str, text: Folded) -> Meaning:
    """Say what the registry makes of an item today."""
    return resolve(
        vocabulary,
        labels=labels,
        title=title,
        text=text,
        home=speaker.home,
        only_when_mentioned=speaker.only_when_mentioned,
    )
