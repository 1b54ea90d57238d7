"""Which words does a place use itself? Names of its tags, places and sources, and what was said there lately."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session

from hub.aggregate.feeds import queries as feeds
from hub.aggregate.items import queries as items
from hub.db.kept import EachDatabase, Store
from hub.establish.tags import queries as registry
from hub.kit.text import Folded, tokens, words
from hub.meet.events import queries as meetups
from hub.places.queries import PlaceView
from hub.site.kept.known import known

LATELY = timedelta(minutes=5)  # how long what is said is kept; what is registered is until that changes
RECENT = 2_000  # titles whose words are known
MOST_NAMED = 20_000  # kept, of all places together
MOST_WORDS = 100_000  # likewise
MOST_LETTERS = 4_000_000  # of what meetups say of themselves, likewise
_JOINTS = frozenset("'`_&")  # signs in a word, or for one
_START = datetime(1970, 1, 1, tzinfo=UTC)


class Sort(StrEnum):
    """What has a name, and a page under it."""

    TAG = "tag"
    PLACE = "place"
    SOURCE = "source"


@dataclass(frozen=True, slots=True)
class Named:
    """An agreed tag, a place or a source: its name, and every way to write that, folded."""

    sort: Sort
    slug: str
    name: str
    spellings: tuple[Folded, ...]


_named = EachDatabase[Store[UUID, int, Sequence[Named]]](lambda: Store(MOST_NAMED, len))
_words = EachDatabase[Store[UUID, tuple[int, int], Mapping[str, str]]](lambda: Store(MOST_WORDS, len))
_announced = EachDatabase[Store[UUID, int, Mapping[UUID, Folded]]](lambda: Store(MOST_LETTERS, _letters))


def named(db: Session, here: PlaceView) -> Sequence[Named]:
    """Return the tags one can meet in *here*, the places in it, and the sources that speak for any of them."""
    version, store = known(db).version, _named.of(db)
    found = store.take({here.id: version}).get(here.id)
    if found is None:
        found = tuple(_named_in(db, here))
        if version:
            store.put([(here.id, version, found)])
    return found


def spoken(db: Session, here: PlaceView, now: datetime) -> Mapping[str, str]:
    """Return the words of all names in *here* and of what was said there lately: folded, and as they are written."""
    state, store = (known(db).version, (now - _START) // LATELY), _words.of(db)
    found = store.take({here.id: state}).get(here.id)
    if found is None:
        texts = (*(each.name for each in named(db, here)), *items.recent_titles(db, here.id, RECENT))
        found = {word: written for text in texts for word, written in _written(text)}
        store.put([(here.id, state, found)])
    return found


def announced(db: Session, here: PlaceView, now: datetime) -> Mapping[UUID, Folded]:
    """Return what the events one could still go to in *here* say of themselves, folded, by their ids."""
    state, store = (now - _START) // LATELY, _announced.of(db)
    found = store.take({here.id: state}).get(here.id)
    if found is None:
        found = {event_id: words(text) for event_id, text in meetups.texts_ahead(db, here.id, now).items()}
        store.put([(here.id, state, found)])
    return found


def _letters(texts: Mapping[UUID, Folded]) -> int:
    return sum(map(len, texts.values()))


def _named_in(db: Session, here: PlaceView) -> Iterator[Named]:
    around = known(db)
    inside = around.tree.within(here.id)
    spellings = registry.all_spellings(db)
    for tag in around.tags_near(here):
        yield _name(Sort.TAG, tag.slug, tag.name, spellings.get(tag.id, ()))
    for place in inside:
        yield _name(Sort.PLACE, place.slug, place.name)
    for source in feeds.names(db, [here.id, *(place.id for place in inside)]):
        yield _name(Sort.SOURCE, source.slug, source.name)


def _name(sort: Sort, slug: str, name: str, also: Sequence[str] = ()) -> Named:
    return Named(sort, slug, name, tuple(dict.fromkeys(filter(None, map(words, (name, *also))))))


def _written(text: str) -> Iterator[tuple[str, str]]:
    if text.isascii() and _JOINTS.isdisjoint(text):
        # Such words are written as they are folded; most titles are so, and thousands are read.
        yield from ((word, word) for word in words(text).split())
        return
    for token in tokens(text):
        if len(token.words) == 1:
            yield token.words[0], text[slice(*token.span)].lower()
