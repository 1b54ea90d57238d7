"""Which cards are rendered already? Each once for a place and a language, and kept while what it shows stands."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from sys import getsizeof
from typing import Any, NamedTuple, TypeVar

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.items.cards import listed
from hub.aggregate.items.queries import Head
from hub.db.kept import ENTRY_BYTES, EachDatabase, Store
from hub.places.queries import PlaceView
from hub.site import words
from hub.site.kept.known import known
from hub.site.listing.faces import Face, Faces
from hub.site.render import environment

MOST_BYTES, MOST_BYTES_OF_LINES = 9_000_000, 2_000_000
# What pieces are cut apart at: foreign text is escaped, so nobody else can say it.
CUT, END = Markup("<!--cut-->"), Markup("<!--end-->")


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
_cards = EachDatabase[Store[Key, State, Fragment]](
    lambda: Store(MOST_BYTES, lambda fragment: ENTRY_BYTES + getsizeof(fragment.card))
)
_lines = EachDatabase[Store[Key, State, Markup]](
    lambda: Store(MOST_BYTES_OF_LINES, lambda line: ENTRY_BYTES + getsizeof(line))
)
_voices = EachDatabase[Store[Key, State, Markup]](
    lambda: Store(MOST_BYTES_OF_LINES, lambda line: ENTRY_BYTES + getsizeof(line))
)


def of(db: Session, here: PlaceView, heads: Sequence[Head]) -> Mapping[int, Fragment]:
    """Return the card of each item, as the pages of *here* show it; an item that is gone by now is left out."""
    return _rendered(db, here, heads, (_cards.of(db), render))


def lines(db: Session, here: PlaceView, heads: Sequence[Head]) -> Mapping[int, Markup]:
    """Return each item in one line, for a list of many; an item that is gone by now is left out."""
    return _rendered(db, here, heads, (_lines.of(db), _in_lines))


def voices(db: Session, here: PlaceView, heads: Sequence[Head]) -> Mapping[int, Markup]:
    """Return each item as one of the voices of a story; an item that is gone by now is left out."""
    return _rendered(db, here, heads, (_voices.of(db), _in_voices))


def render(faces: Sequence[Face]) -> Iterator[Fragment]:
    """Render cards in the language spoken now, in the same order, all in one call."""
    return map(_fragment, _pieces(_parts().cards_of(faces, cut=CUT, end=END)))


def _rendered(
    db: Session,
    here: PlaceView,
    heads: Sequence[Head],
    how: tuple[Store[Key, State, _Rendered], Callable[[Sequence[Face]], Iterable[_Rendered]]],
) -> Mapping[int, _Rendered]:
    (store, make), version, language = how, known(db).version, words.language()
    wanted = {Key(head.item_id, here.slug, here.timezone, language): State(head.digest, version) for head in heads}
    found = store.take(wanted)
    if missing := {each.item_id: each for each in wanted if each not in found}:
        told, faces = listed(db, list(missing)), Faces(here)
        rendered = make([faces.of(card) for card in told])
        made = {missing[card.id]: each for card, each in zip(told, rendered, strict=True)}
        found |= made
        # Without a version nobody would know when a name in it has changed.
        if version:
            store.put((each, wanted[each], rendered) for each, rendered in made.items())
    return {each.item_id: rendered for each, rendered in found.items()}


def _in_lines(faces: Sequence[Face]) -> Iterator[Markup]:
    return map(Markup, _pieces(_parts().lines_of(faces, end=END)))


def _in_voices(faces: Sequence[Face]) -> Iterator[Markup]:
    parts: Any = environment().get_template("parts/story.html").module  # macros are attributes
    return map(Markup, _pieces(parts.voices_of(faces, words.told_by, end=END)))


def _pieces(rendered: str) -> Sequence[str]:
    return str(rendered).split(END)[:-1]


def _fragment(piece: str) -> Fragment:
    opening, excerpt, closing = (part.encode() for part in piece.split(CUT))
    begins = len(opening)
    return Fragment(b"".join((opening, excerpt, closing)), (begins, begins + len(excerpt)))


def _parts() -> Any:  # noqa: ANN401 -- macros are attributes
    return environment().get_template("parts/card.html").module
