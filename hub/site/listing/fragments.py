"""Which cards are rendered already? Each once for a place and a language, and kept while what it shows stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.items.cards import Card, cards
from hub.aggregate.items.queries import Head
from hub.places.queries import PlaceView
from hub.site import words
from hub.site.kept.known import known
from hub.site.kept.store import EachDatabase, Store
from hub.site.render import environment

MOST_BYTES, MOST_BYTES_OF_LINES = 12_000_000, 2_000_000


@dataclass(frozen=True, slots=True)
class Fragment:
    """A rendered card as it leaves, and where in it its excerpt begins and ends."""

    card: bytes
    cuts: tuple[int, int]

    def around(self, found: Markup) -> bytes:
        """Return the card with what a search *found* in place of its excerpt."""
        return b"".join((self.card[: self.cuts[0]], found.encode(), self.card[self.cuts[1] :]))


class Key(NamedTuple):
    """What one rendering of an item is found by."""

    item_id: int
    place: str  # slug of the place whose pages its links lead to
    zone: str
    language: str


class State(NamedTuple):
    """What a rendering is made from: while this is the same, so is every letter of it.

    Retagging, which changes what an item means without a letter of its content, notes a change of the registry too.
    """

    digest: str  # of what the publisher wrote
    version: int  # of the hub's registry: the names of sources, tags and places, who shows how much, what means what


_Rendered = TypeVar("_Rendered", Fragment, Markup)
_cards = EachDatabase[Store[Key, State, Fragment]](lambda: Store(MOST_BYTES, lambda fragment: getsizeof(fragment.card)))
_lines = EachDatabase[Store[Key, State, Markup]](lambda: Store(MOST_BYTES_OF_LINES, getsizeof))


def of(db: Session, here: PlaceView, heads: Sequence[Head]) -> Mapping[int, Fragment]:
    """Return the card of each item, as the pages of *here* show it; an item that is gone by now is left out."""
    return _rendered(db, here, heads, (_cards.of(db), render))


def lines(db: Session, here: PlaceView, heads: Sequence[Head]) -> Mapping[int, Markup]:
    """Return each item in one line, for a list of many; an item that is gone by now is left out."""
    return _rendered(db, here, heads, (_lines.of(db), _line))


def render(card: Card, here: PlaceView) -> Fragment:
    """Render one card in the language spoken now."""
    parts = _parts()
    opening, excerpt, closing = parts.card_opening(card, here), parts.card_excerpt(card), parts.card_closing(card, here)
    before, after = opening.encode(), (opening + excerpt).encode()
    return Fragment(after + closing.encode(), (len(before), len(after)))


def _rendered(
    db: Session,
    here: PlaceView,
    heads: Sequence[Head],
    how: tuple[Store[Key, State, _Rendered], Callable[[Card, PlaceView], _Rendered]],
) -> Mapping[int, _Rendered]:
    (store, make), version, language = how, known(db).version, words.language()
    wanted = {Key(head.item_id, here.slug, here.timezone, language): State(head.digest, version) for head in heads}
    found = store.take(wanted)
    if missing := {each.item_id: each for each in wanted if each not in found}:
        made = {missing[card.id]: make(card, here) for card in cards(db, list(missing))}
        found |= made
        # Without a version nobody would know when a name in it has changed.
        if version:
            store.put((each, wanted[each], rendered) for each, rendered in made.items())
    return {each.item_id: rendered for each, rendered in found.items()}


def _line(card: Card, here: PlaceView) -> Markup:
    made: Markup = _parts().card_line(card, here)
    return made


def _parts() -> Any:  # noqa: ANN401 -- macros are attributes
    return environment().get_template("parts/card.html").module
