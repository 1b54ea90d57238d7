"""Which tags stand on the sheet for a library wall? The most used ones, as many as one page holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from re import split

from sqlmodel import Session

from hub.aggregate.items import queries as items
from hub.establish.tags.queries import TagView
from hub.kit.text import excerpt
from hub.places.queries import PlaceView
from hub.site.kept.known import known
from hub.site.listing.beside import LATELY
from hub.site.render import path
from hub.site.wordbook.entries import hashtag_of

MOST = 30
ROOM = 82  # lines of both columns that fit one page of A4, between its head and its foot
LONGEST_NAME, LONGEST_MEANING = 48, 80  # letters
_NAME_LINE, _MEANING_LINE = 32, 42  # letters of one line
_GAP = 0.5  # after each, in lines


@dataclass(frozen=True, slots=True)
class Word:
    """A tag as the sheet tells it."""

    name: str
    hashtag: str
    meaning: str

    @property
    def lines(self) -> float:
        """How many lines it takes, the gap after it too; a short name has its hashtag beside it."""
        head = (self.name, self.hashtag)
        is_short = sum(map(len, head)) <= _NAME_LINE
        heads = 1 if is_short else sum(ceil(len(each) / _NAME_LINE) for each in head)
        return heads + ceil(len(self.meaning) / _MEANING_LINE) + _GAP


@dataclass(frozen=True, slots=True)
class HowTo:
    """The sheet."""

    words: Sequence[Word]
    address: str  # of all tags, as one types it: without https://
    is_cut: bool  # there are more tags than stand on it

    @property
    def address_parts(self) -> Sequence[str]:
        """The address in pieces between which a line may break: behind its dots and slashes."""
        return [each for each in split(r"(?<=[./])", self.address) if each]


def how_to(db: Session, here: PlaceView, now: datetime, base: str) -> HowTo:
    """Return the sheet of *here*: the tags used most in the last thirty days, then the others by name."""
    registry = known(db)
    counts = items.tag_counts(db, here.id, now - LATELY)
    used = registry.most_used(here, counts)
    others = [tag for tag in registry.tags_near(here) if tag.place_id is None and not counts.get(tag.id)]
    tags = [*used, *others]
    words = list(_that_fit([_word(tag) for tag in tags[:MOST]]))
    address = (base + path(here.slug, "tags")).partition("://")[2]
    return HowTo(sorted(words, key=lambda word: word.name.casefold()), address, is_cut=len(words) < len(tags))


def _word(tag: TagView) -> Word:
    hashtag = hashtag_of(tag)
    name = excerpt(tag.name, LONGEST_NAME)
    return Word(name, hashtag if len(hashtag) <= LONGEST_NAME else "", excerpt(tag.meaning, LONGEST_MEANING))


def _that_fit(words: Sequence[Word]) -> Iterator[Word]:
    room: float = ROOM
    for word in words:
        room -= word.lines
        if room < 0:
            return
        yield word
