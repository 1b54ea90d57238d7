"""What does a mentor see of stories, and do about them? The newest ones, one of them whole, and what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.aggregate.stories import actions, queries, window
from hub.aggregate.stories.queries import Member
from hub.aggregate.stories.shelf import pair_of
from hub.kit.saying import Saying, say
from hub.people.audit.actions import Entry, Facts, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.asking.asked import number
from hub.site.deps import Doing
from hub.site.render import path
from hub.site.telling_together import page_shared, why_together

DONE: Mapping[str, Saying] = MappingProxyType(
    {
        "together": say("Done: they are one story now. It stands in the log, and you can take it back."),
        "apart": say("Done: it stands by itself again. It stands in the log, and you can take it back."),
        "back": say("Done: what was decided is taken back."),
    }
)
MOST_PLACES = 50  # one may choose from


@dataclass(frozen=True, slots=True)
class Line:
    """A story in a list: what leads it, and how many tell it."""

    address: str
    title: str
    at: datetime  # of its newest voice
    number: int


@dataclass(frozen=True, slots=True)
class Voice:
    """One who tells a story, and why it stands there."""

    card: Card
    leads: bool
    why: str
    page: str  # both lead to; empty where no page is why


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at a moment of some items; of one that was taken out of a whole story, which it was."""

    since: str
    at: datetime
    together: bool
    titles: tuple[str, ...]
    taken_out: str = ""  # then the titles are those of what stays


def address(here: PlaceView, story_id: int, done: str = "") -> str:
    """Return where a mentor mends a story, and is told what was *done* (a key of DONE)."""
    return path("desk", "stories", here.slug, story_id, **({"done": done} if done else {}))


def list_address(here: PlaceView, done: str = "") -> str:
    """Return where the stories of a place are listed for mentors, who are told what was *done*."""
    return path("desk", "stories", place=here.slug, **({"done": done} if done else {}))


def newest(db: Session, here: PlaceView) -> Sequence[Line]:
    """Return the newest stories of a place, that of the newest voice first."""
    found = queries.newest(db, here.id)
    leads = {story_id: _lead(members) for story_id, members in found.items()}
    cards = _cards(db, (lead.head.item_id for lead in leads.values()))
    lines = [
        Line(address(here, story_id), cards[leads[story_id].head.item_id].title, members[-1].head.sort_at, len(members))
        for story_id, members in found.items()
        if leads[story_id].head.item_id in cards
    ]
    return sorted(lines, key=lambda line: line.at, reverse=True)


def told(db: Session, here: PlaceView, story_id: int) -> Sequence[Voice]:
    """Return who tells a story, oldest first; NotFound where nobody does."""
    members = queries.story(db, here.id, story_id)
    cards = _cards(db, (each.head.item_id for each in members))
    return [
        Voice(
            cards[each.head.item_id],
            each.leads,
            why_together(each, here, is_first=each is members[0]),
            page_shared(each),
        )
        for each in members
        if each.head.item_id in cards
    ]


def decided(db: Session, here: PlaceView) -> Sequence[Decision]:
    """Return what was decided last in a place, the newest first."""
    found = queries.rulings(db, here.id)
    cards = _cards(db, {item_id for each in found for item_id in (each.item_id, each.other_id)})
    return [
        _decision(since, tuple(each), cards, together=together)
        for (since, together), each in groupby(found, key=lambda ruled: (ruled.since, ruled.together))
    ]


def put_together(doing: Doing, here: PlaceView, one: int, other: int) -> int:
    """Have two posts tell the same, and write that down; return their story. NotFound where one is gone."""
    story_id = actions.put_together(doing.db, here.id, pair_of(one, other), doing.now)
    _note(doing, here, Deed.TELL_TOGETHER, story_id, {"item": one, "other": other})
    return story_id


def take_out(doing: Doing, here: PlaceView, story: str, item_id: int) -> bool:
    """Take a post out of the story somebody named, and write that down; False where it is not part of it."""
    found = next((each for each in window.standing(doing.db, here.id, [item_id]) if str(each.id) == story), None)
    if found is None:
        return False
    actions.take_out(doing.db, here.id, found, item_id, doing.now)
    _note(doing, here, Deed.TELL_APART, number(story), {"item": item_id})
    return True


def take_back(doing: Doing, here: PlaceView, since: datetime) -> bool:
    """Take back what was decided at a moment, and write that down; False where nothing was."""
    pairs = actions.take_back(doing.db, here.id, since, doing.now)
    if not pairs:
        return False
    one, other = pairs[0]
    told = queries.told_with(doing.db, here.id, [one, other])
    story_id = next((members[0].story_id for members in told.values()), 0)
    _note(doing, here, Deed.THINK_AGAIN, story_id, {"item": one, "other": other})
    return True


def _note(doing: Doing, here: PlaceView, deed: Deed, story_id: int, after: Facts) -> None:
    note(doing.db, doing.actor, Entry(deed, Thing.STORY, story_id, here.id, after=after), doing.now)


def are_together(doing: Doing, here: PlaceView, one: int, other: int) -> bool:
    """Say whether two posts tell one story already."""
    found = _told_with(doing, here, one, other)
    return len(found) == len((one, other)) and len({members[0].story_id for members in found.values()}) == 1


def joined_by(doing: Doing, here: PlaceView, one: int, other: int) -> Sequence[int]:
    """Return how many voices tell each of the stories that become one where two posts are put together."""
    return sorted(_stories_of(doing, here, one, other).values())


def _stories_of(doing: Doing, here: PlaceView, one: int, other: int) -> Mapping[int, int]:
    found = _told_with(doing, here, one, other)
    return {members[0].story_id: len(members) for members in found.values()}


def _told_with(doing: Doing, here: PlaceView, one: int, other: int) -> Mapping[int, Sequence[Member]]:
    return queries.told_with(doing.db, here.id, [one, other])


def _decision(
    since: datetime, found: Sequence[queries.Ruled], cards: Mapping[int, Card], *, together: bool
) -> Decision:
    out = frozenset[int]() if together or len(found) == 1 else _in_each(found)
    rest = tuple(title for item_id, title in _titles(found, cards).items() if item_id not in out)
    taken = next((cards[item_id].title for item_id in out if item_id in cards), "")
    return Decision(since.isoformat(), since, together, rest, taken)


def _in_each(found: Sequence[queries.Ruled]) -> frozenset[int]:
    """Return the item all that was decided is of: who was taken out."""
    return frozenset.intersection(*(frozenset((each.item_id, each.other_id)) for each in found))


def _titles(found: Iterable[queries.Ruled], cards: Mapping[int, Card]) -> Mapping[int, str]:
    ids = dict.fromkeys(item_id for each in found for item_id in (each.item_id, each.other_id))
    return {item_id: cards[item_id].title for item_id in ids if item_id in cards}


def _lead(members: Sequence[Member]) -> Member:
    return next((each for each in members if each.leads), members[0])


def _cards(db: Session, item_ids: Iterable[int]) -> Mapping[int, Card]:
    return {card.id: card for card in listed(db, list(item_ids))}
