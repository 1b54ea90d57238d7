"""Which posts of a page tell one story, and how do they stand there? One card, and beneath it the other voices."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from markupsafe import Markup
from sqlmodel import Session

from hub.aggregate.items.queries import Cursor, Head
from hub.aggregate.stories import queries
from hub.aggregate.stories.queries import Member
from hub.db.kept import EachDatabase, Store
from hub.places.queries import PlaceView
from hub.site.kept.known import known, version_of
from hub.site.listing import fragments
from hub.site.listing.fragments import CUT
from hub.site.render import environment, path

MOST_KEPT = 200  # pages whose stories are remembered
_OFFICIAL = ("press", "podcast", "photos", "blog", "community", "neighbours")  # come after all others, in this order
Stories = Mapping[int, tuple[Member, ...]]  # who tells the story of an item, oldest first

_kept = EachDatabase[Store[tuple[UUID, tuple[int, ...]], tuple[int, int], Stories]](lambda: Store(MOST_KEPT))


@dataclass(frozen=True, slots=True)
class Stand:
    """How a story stands on a page."""

    story_id: int
    number: int  # of its voices
    top: int  # the item whose card is shown
    voices: tuple[Head, ...] = ()  # that stand beneath it; none where they are told elsewhere

    @property
    def is_whole(self) -> bool:
        """Whether its voices stand beneath the card."""
        return bool(self.voices)


@dataclass(frozen=True, slots=True)
class Arranged:
    """The stories of a page by the item where each stands, and the items that stand in one of them."""

    stands: Mapping[int, Stand] = field(default_factory=dict)
    within: frozenset[int] = frozenset()


def told_with(db: Session, here: PlaceView, ids: tuple[int, ...]) -> Stories:
    """Return who tells the stories of these items in *here*; read anew only where something changed there."""
    versions = known(db).version, version_of(db, here.id)
    held = _kept.of(db).take({(here.id, ids): versions}).get((here.id, ids))
    if held is None:
        held = queries.told_with(db, here.id, ids)
        if versions[0]:
            _kept.of(db).put([((here.id, ids), versions, held)])
    return held


@dataclass(frozen=True, slots=True)
class Beside:
    """Who else tells the story of an item, for its own page."""

    address: str
    number: int  # of all its voices
    voices: tuple[Markup, ...]
    item_ids: frozenset[int]  # of all that tell it


def told_in(db: Session, here: PlaceView, item_id: int) -> Beside | None:
    """Return who else tells the story of an item in *here*; None where nobody does."""
    members = told_with(db, here, (item_id,)).get(item_id, ())
    if not members:
        return None
    lines = fragments.voices(db, here, _voices(members, item_id))
    ids = frozenset(each.head.item_id for each in members)
    return Beside(path(here.slug, "stories", members[0].story_id), len(members), tuple(lines.values()), ids)


def arranged(heads: Sequence[Head], stories: Stories, before: Cursor | None) -> Arranged:
    """Say how the stories of the open *heads* of a page stand, each where its newest voice does.

    What a page before this one began is not told again: such a post stands by itself, with the way to its story.
    """
    stands, within, there = dict[int, Stand](), set[int](), {head.item_id for head in heads}
    for head in heads:
        members = stories.get(head.item_id, ())
        if not members or head.item_id in within:
            continue
        if before and members[-1].head.sort_at >= before.sort_at:
            stands[head.item_id] = Stand(members[0].story_id, len(members), head.item_id)
            continue
        lead = next((each.head.item_id for each in members if each.leads), head.item_id)
        top = lead if lead in there else head.item_id
        stands[head.item_id] = Stand(members[0].story_id, len(members), top, _voices(members, top))
        within |= {each.head.item_id for each in members}
    return Arranged(stands, frozenset(within - stands.keys()))


def single(heads: Iterable[Head], stories: Stories) -> Arranged:
    """Say the same for a list in which every post stands by itself."""
    found = ((head.item_id, stories[head.item_id]) for head in heads if head.item_id in stories)
    return Arranged({item_id: Stand(members[0].story_id, len(members), item_id) for item_id, members in found})


def around(db: Session, here: PlaceView, found: Arranged, cards: Mapping[int, bytes]) -> Mapping[int, bytes]:
    """Return *cards* by where they stand, each that tells a story with its voices or the way to them."""
    voices = fragments.voices(db, here, [head for stand in found.stands.values() for head in stand.voices])
    whole = {
        item_id: _framed(here, stand, voices, cards[stand.top])
        for item_id, stand in found.stands.items()
        if stand.top in cards
    }
    return {item_id: whole.get(item_id, card) for item_id, card in cards.items() if item_id not in found.within}


def _framed(here: PlaceView, stand: Stand, voices: Mapping[int, Markup], card: bytes) -> bytes:
    parts: Any = environment().get_template("parts/story.html").module  # macros are attributes
    address = path(here.slug, "stories", stand.story_id)
    lines = [voices[head.item_id] for head in stand.voices if head.item_id in voices]
    made = parts.around(address, stand.number, lines, CUT) if lines else parts.beneath(address, stand.number, CUT)
    opening, closing = str(made).split(CUT)
    return b"".join((opening.encode(), card, closing.encode()))


def _voices(members: Sequence[Member], top: int) -> tuple[Head, ...]:
    others = [each for each in members if each.head.item_id != top]
    return tuple(each.head for each in sorted(others, key=lambda each: _rank(each.kind)))


def _rank(kind: str) -> int:
    return _OFFICIAL.index(kind) + 1 if kind in _OFFICIAL else 0
