"""Who lives in a big town, and what do they say? Invented places, voices and posts, the same ones every time."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import accumulate
from random import Random
from typing import Any
from uuid import UUID, uuid5

from bench.prose import LABELS, Prose
from hub.establish.meaning.rules import Because, Found, Meaning

TAGS = (
    *LABELS,
    *("Buses", "Roads", "Parking", "Markets", "Flooding", "Housing", "Health", "Sport", "Music", "Faith"),
    *("Elections", "Volunteering", "Gardens", "Allotments", "Jobs", "Police", "Theatre", "Rivers", "Dogs", "Repair"),
)
KINDS = ("blog", "blog", "blog", "community", "press", "council", "planning", "police", "podcast", "school")
_HOUSE = UUID("6f1f2f5e-6d1d-4c8e-9a55-0b6d4d5f7a11")  # every id is made from a name and this
_FIRST = ("Al", "Ash", "Bar", "Bex", "Crow", "Dun", "El", "Fen", "Hal", "Ith", "Ken", "Lor", "Mar", "Nor", "Ox", "Pen")
_LAST = ("bury", "combe", "den", "field", "ford", "ham", "heath", "ley", "mere", "mouth", "stead", "ton", "well")
_TOLD_LATE = 0.2  # of all items


@dataclass(frozen=True, slots=True)
class Size:
    """How much of everything there is."""

    items: int
    sources: int = 5_000
    towns: int = 5
    places: int = 50  # the towns among them; the others lie in one each
    meetups: int = 200  # in each place, over the next year
    days: int = 730


@dataclass(frozen=True, slots=True)
class Voice:
    """A source and its only feed, and where it speaks: its place, then what that lies in."""

    source: UUID
    feed: UUID
    kind: str
    site: str
    places: tuple[UUID, ...]


class Luck:
    """Chances as unequal as in life: the n-th of many comes n times as seldom as the first."""

    def __init__(self, chance: Random, many: int) -> None:
        self._chance = chance
        self._sums = list(accumulate(1 / rank for rank in range(1, many + 1)))

    def draw(self) -> int:
        """Return a rank, from 0."""
        return bisect(self._sums, self._chance.random() * self._sums[-1])


def id_of(*parts: object) -> UUID:
    """Return the id of what goes by this name, always the same one."""
    return uuid5(_HOUSE, "/".join(map(str, parts)))


def place_names(size: Size) -> list[str]:
    """Name the places, the towns first."""
    return [first + last for last in _LAST for first in _FIRST][: size.places]


def homes(size: Size) -> dict[UUID, tuple[UUID, ...]]:
    """Return each place with what it lies in, itself first."""
    ids = [id_of("place", name) for name in place_names(size)]
    return {each: (each,) if at < size.towns else (each, ids[at % size.towns]) for at, each in enumerate(ids)}


def tag_ids() -> list[UUID]:
    """Return the agreed tags, the commonest first."""
    return [id_of("tag", name) for name in TAGS]


def voices(size: Size) -> list[Voice]:
    """Return who speaks, the commonest first: one for every place before a second for any."""
    places = list(homes(size).values())
    return [
        Voice(
            id_of("source", at),
            id_of("feed", at),
            KINDS[at // len(places) % len(KINDS)],
            f"https://voice-{at}.example/",
            places[at % len(places)],
        )
        for at in range(size.sources)
    ]


@dataclass(frozen=True, slots=True)
class Post:
    """One item to be stored: its row, its words, and what it means."""

    row: dict[str, Any]
    kind: str
    meaning: Meaning


class Author:
    """Writes what everybody said, in the order it was said but for some who were heard late."""

    def __init__(
        self, size: Size, voices: Sequence[Voice], tags: Sequence[UUID], chance: Random, moment: datetime
    ) -> None:
        self.voices, self.tags, self.chance = voices, tags, chance
        self.prose = Prose()
        self.sentences = [self.prose.words(8, 18) for _ in range(20_000)]
        self.speaker, self.topic = Luck(chance, len(voices)), Luck(chance, len(tags))
        self.start, self.step = moment - timedelta(days=size.days), timedelta(days=size.days) / size.items

    def posts(self, start: int, number: int) -> Iterator[Post]:
        """Return *number* posts, the first of them the one with index *start*."""
        return (self._post(at) for at in range(start, start + number))

    def _post(self, at: int) -> Post:
        voice = self.voices[self.speaker.draw()]
        said = [
            *self.chance.choices(self.sentences, k=self.chance.randint(3, 6)),
            f"{self.prose.words(1, 1)}{at % 9973}",
        ]
        summary = ". ".join(said)
        title = " ".join(self.chance.choice(self.sentences).split()[:8]).capitalize()
        late = timedelta(hours=self.chance.expovariate(1 / 3)) if self.chance.random() < 0.2 else timedelta()  # noqa: PLR2004 -- one in five
        said_at = self.start + at * self.step
        row = {
            "id": at + 1,
            "feed_id": voice.feed,
            "source_id": voice.source,
            "guid": f"{voice.site}{at}",
            "link": f"{voice.site}{at}",
            "title": title,
            "summary": summary,
            "html": f"<p>{summary}</p>",
            "published_at": said_at - late,
            "first_seen": said_at,
            "sort_at": said_at - late,
            "digest": f"{at:016x}",
        }
        return Post(row | _BLANK, voice.kind, self._meaning(voice))

    def _meaning(self, voice: Voice) -> Meaning:
        drawn = {self.topic.draw() for _ in range(self.chance.randint(0, 3))}
        own, *around = (
            Found(place, Because.SOURCE if not at else Because.WITHIN) for at, place in enumerate(voice.places)
        )
        return Meaning(tuple(Found(self.tags[at], Because.LABEL, TAGS[at]) for at in sorted(drawn)), (own, *around))


_BLANK: dict[str, Any] = {
    **dict.fromkeys(("author", "language", "licence", "published_raw"), ""),
    **dict.fromkeys(("updated_at", "lat", "lon", "page_key", "edited_at")),
    "is_archive": False,
    "slight_edits": 0,
}
