"""What do readers ask a big town for? Addresses of each kind, as unequal as people's interest."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from urllib.parse import quote_plus

from bench.prose import Prose
from bench.townsfolk import TAGS, Luck, Size, place_names
from hub.aggregate.items.queries import Cursor
from hub.kit.text import slugify
from hub.site.asking.asked import mark

MANY = 2_000  # addresses of a kind
_TWO_WORDS_IN = 4  # searches is for two words


def questions(database: Path, size: Size) -> Mapping[str, Sequence[str]]:
    """Return what readers ask for by kind of page, in the order they ask."""
    chance = Random(7)  # noqa: S311 -- invented readers, nothing secret
    reader = _Reader(chance, size)
    return {
        "stream": [f"/{reader.place()}" for _ in range(MANY)],
        "tag": [f"/{reader.place()}/tags/{reader.tag()}" for _ in range(MANY)],
        "source": [reader.source() for _ in range(MANY)],
        "search": [f"/{reader.place()}/search?q={quote_plus(words)}" for words in reader.words()],
        "relevant": [f"/{reader.place()}/search?q={quote_plus(words)}&order=relevant" for words in reader.words()],
        "older": [f"/{reader.place()}?before={page}" for page in _pages(database, chance, size)],
        "item": [f"/items/{chance.randint(1, size.items)}" for _ in range(MANY)],
        "places": ["/"],
    }


class _Reader:
    def __init__(self, chance: Random, size: Size) -> None:
        self._chance, self._size = chance, size
        self._slugs = [slugify(name) for name in place_names(size)]
        self._place, self._tag = Luck(chance, len(self._slugs)), Luck(chance, len(TAGS))
        self._voice = Luck(chance, size.sources)
        self._prose = Prose()

    def place(self) -> str:
        return self._slugs[self._place.draw()]

    def tag(self) -> str:
        return slugify(TAGS[self._tag.draw()])

    def source(self) -> str:
        at = self._voice.draw()
        return f"/{self._slugs[at % len(self._slugs)]}/sources/voice-{at}"

    def words(self) -> Iterator[str]:
        """Yield what is looked for: common words as often as rare ones, now and then two at once."""
        vocabulary = self._prose.vocabulary
        for at in range(MANY):
            yield " ".join(self._chance.choices(vocabulary, k=1 + (at % _TWO_WORDS_IN == 0)))


def _pages(database: Path, chance: Random, size: Size) -> Iterator[str]:
    ids = [chance.randint(1, size.items) for _ in range(MANY)]
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as db:
        for item_id in ids:
            (said,) = db.execute("SELECT sort_at FROM item WHERE id = ?", (item_id,)).fetchone()
            yield mark(Cursor(datetime.fromisoformat(said).replace(tzinfo=UTC), item_id))
