"""Which cards are rendered already? Each once for a place and a language, and kept while what it shows stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from sys import getsizeof
from typing import Any, NamedTuple

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.items.cards import Card, cards
from hub.aggregate.items.queries import Head
from hub.places.queries import PlaceView
from hub.site import words
from hub.site.known import known
from hub.site.render import environment
from hub.site.store import EachDatabase, Store

MOST_BYTES = 32_000_000
USUAL_LEVEL = 3  # of a card's heading: under the day, which stands under the page's own


@dataclass(frozen=True, slots=True)
class Fragment:
    """A rendered card, whole and in three pieces: what a search found may stand where the excerpt does.

    The line says the same in short, for a list of many.
    """

    card: Markup
    line: Markup
    cuts: tuple[int, int]  # in the card: before its excerpt, and after

    @property
    def opening(self) -> Markup:
        """The card up to its excerpt."""
        return self.card[: self.cuts[0]]

    @property
    def closing(self) -> Markup:
        """The card from its excerpt on."""
        return self.card[self.cuts[1] :]

    @property
    def bytes(self) -> int:
        """How much memory its words take."""
        return getsizeof(self.card) + getsizeof(self.line)


class Key(NamedTuple):
    """What one rendering of an item is found by."""

    item_id: int
    place: str  # slug of the place whose pages its links lead to
    zone: str
    language: str
    level: int


class State(NamedTuple):
    """What a rendering is made from: while this is the same, so is every letter of it."""

    digest: str  # of what the publisher wrote
    version: int  # of the hub's registry: the names of sources, tags and places, who shows how much, what means what


Fragments = Store[Key, State, Fragment]
_stores = EachDatabase[Fragments](lambda: Store(MOST_BYTES, lambda fragment: fragment.bytes))


def of(db: Session, here: PlaceView, heads: Sequence[Head], level: int = USUAL_LEVEL) -> Mapping[int, Fragment]:
    """Return the card of each item, as the pages of *here* show it, its heading of this *level*.

    An item that is gone by now is left out.
    """
    store, version = _stores.of(db), known(db).version
    key = partial(Key, place=here.slug, zone=here.timezone, language=words.language(), level=level)
    wanted = {key(head.item_id): State(head.digest, version) for head in heads}
    found = store.take(wanted)
    if missing := [each.item_id for each in wanted if each not in found]:
        made = {key(card.id): render(card, here, level) for card in cards(db, missing)}
        found |= made
        # Without a version nobody would know when a name in it has changed.
        if version:
            store.put((each, wanted[each], fragment) for each, fragment in made.items())
    return {each.item_id: fragment for each, fragment in found.items()}


def render(card: Card, here: PlaceView, level: int = USUAL_LEVEL) -> Fragment:
    """Render one card in the language spoken now."""
    parts: Any = environment().get_template("parts/card.html").module  # macros are attributes
    opening: Markup = parts.card_opening(card, here, level)
    excerpt: Markup = parts.card_excerpt(card)
    whole = opening + excerpt + parts.card_closing(card, here)
    return Fragment(whole, parts.card_line(card, here), (len(opening), len(opening) + len(excerpt)))
