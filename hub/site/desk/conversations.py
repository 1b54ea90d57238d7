"""What does a mentor or moderator see of conversations, and do about them? The list, one of them, what was decided."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from types import MappingProxyType

from sqlmodel import Session

from hub.aggregate.items.cards import Card, listed
from hub.communicate.replies import queries as replies
from hub.communicate.replies.writing import said
from hub.communicate.threads import actions, queries
from hub.communicate.threads import steered as steering
from hub.communicate.threads.queries import State, ThreadView
from hub.kit.saying import Saying, say
from hub.kit.text import excerpt
from hub.people.audit.actions import Entry, Facts, note
from hub.people.rules import Deed, Thing
from hub.places.queries import PlaceView
from hub.site.conversing.reasons import why_part
from hub.site.conversing.rows import Row, rows_of
from hub.site.conversing.titles import titles
from hub.site.deps import Doing
from hub.site.render import path

YES, NO = "yes", "no"
LONGEST_WORDS = 500
LONGEST_GIST = 160
# Of what is pinned, closed and slowed, in this order: the deed, what is so, and what takes it back.
UNDO = (
    ("pin", say("Pinned:"), say("Take it down from the top")),
    ("close", say("Closed:"), say("Open it again")),
    ("slow", say("Slowed down:"), say("Let it go on as ever")),
)
DONE: Mapping[str, Saying] = MappingProxyType(
    {
        "pinned": say("Done: it stands above all others."),
        "unpinned": say("Done: it stands where its voices put it."),
        "closed": say("Done: it takes no more replies, and says why."),
        "opened": say("Done: it takes replies again."),
        "slowed": say("Done: there is a pause between two replies of one person now."),
        "hastened": say("Done: it takes replies as ever."),
        "already": say("That was done already: it is as you see it here."),
        "split": say("Done: it talks elsewhere now, with what answers it. Below, you can take it back."),
        "joined": say("Done: they are one conversation now. Below, you can take it back."),
        "back": say("Done: what was decided is taken back."),
    }
)


@dataclass(frozen=True, slots=True)
class Voice:
    """A post of a conversation, and why it is part of it."""

    card: Card
    why: str
    is_first: bool


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at a moment of some posts."""

    since: str
    at: datetime
    together: bool
    titles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Voiced:
    """What a neighbour said in a conversation: its first words, and where it stands."""

    name: str
    at: datetime
    gist: str
    address: str


@dataclass(frozen=True, slots=True)
class Steered:
    """A conversation that is pinned, closed or slowed: since when, and by which deed that is taken back."""

    thread_id: int
    title: str
    at: datetime
    deed: str
    is_so: Saying
    undo: Saying


def address(here: PlaceView, thread_id: int, done: str = "") -> str:
    """Return where a conversation is steered, and one is told what was *done* (a key of DONE)."""
    return path("desk", "conversations", here.slug, thread_id, **({"done": done} if done else {}))


def list_address(here: PlaceView, done: str = "") -> str:
    """Return where the conversations of a place are listed for those who steer them."""
    return path("desk", "conversations", place=here.slug, **({"done": done} if done else {}))


def talked(db: Session, here: PlaceView, now: datetime) -> Sequence[Row]:
    """Return what a place talks about now, as its own page lists it."""
    return rows_of(db, here, queries.ranked(db, here.id, now).rows)


def voices(db: Session, here: PlaceView, thread: ThreadView) -> Sequence[Voice]:
    """Return the posts of a conversation, oldest first."""
    cards = _cards(db, (part.head.item_id for part in thread.parts))
    return [
        Voice(cards[part.head.item_id], why_part(part, here, is_first=is_first), is_first)
        for part in thread.parts
        if part.head.item_id in cards
        for is_first in (part is thread.parts[0],)
    ]


def decided(db: Session, here: PlaceView) -> Sequence[Decision]:
    """Return what was decided last of posts in a place, the newest first."""
    found = queries.rulings(db, here.id)
    cards = _cards(db, {item_id for each in found for item_id in (each.item_id, each.other_id)})
    return [
        _decision(since, tuple(each), cards, together=together)
        for (since, together), each in groupby(found, key=lambda ruled: (ruled.since, ruled.together))
    ]


def steered(db: Session, here: PlaceView) -> Sequence[Steered]:
    """Return the conversations of a place that are pinned, closed or slowed, with what takes that back."""
    found = steering.steered(db, here.id)
    named = titles(db, [each.id for each in found])
    return [
        Steered(each.id, named[each.id], at, *words)
        for each in found
        if each.id in named
        for at, words in zip((each.pinned_at, each.closed_at, each.slow_since), UNDO, strict=True)
        if at
    ]


def replies_in(db: Session, here: PlaceView, thread_id: int) -> Sequence[Voiced]:
    """Return what everybody sees of the replies in a conversation, oldest first."""
    page = path(here.slug, "conversations", thread_id)
    return [
        Voiced(each.name, each.said_at, excerpt(said(each.html), LONGEST_GIST), f"{page}#{each.anchor}")
        for each in replies.public_of_thread(db, thread_id)
        if not each.is_quiet
    ]


def pin(doing: Doing, here: PlaceView, thread_id: int, *, up: bool) -> str:
    """Have a conversation stand above all others, or no more; return what was done."""
    if _state(doing, here, thread_id).pinned is up:
        return "already"
    if up:
        actions.pin(doing.db, here.id, thread_id, doing.now)
    else:
        actions.unpin(doing.db, here.id, thread_id)
    _note(doing, here, Deed.PIN_TALK, thread_id, {"pinned": up})
    return "pinned" if up else "unpinned"


def close(doing: Doing, here: PlaceView, thread_id: int, words: str) -> str:
    """Have a conversation take no more replies, and say why in *words*; return what was done."""
    if _state(doing, here, thread_id).closed:
        return "already"
    actions.close(doing.db, here.id, thread_id, words, doing.now)
    entry = Entry(Deed.CLOSE_TALK, Thing.TALK, thread_id, here.id, after={"closed": True}, why=words)
    note(doing.db, doing.actor, entry, doing.now)
    return "closed"


def reopen(doing: Doing, here: PlaceView, thread_id: int) -> str:
    """Have a conversation take replies again; return what was done."""
    if not _state(doing, here, thread_id).closed:
        return "already"
    actions.reopen(doing.db, here.id, thread_id)
    _note(doing, here, Deed.CLOSE_TALK, thread_id, {"closed": False})
    return "opened"


def slow(doing: Doing, here: PlaceView, thread_id: int, *, down: bool) -> str:
    """Have a pause between two replies of one person, or none any more; return what was done."""
    if _state(doing, here, thread_id).slow is down:
        return "already"
    if down:
        actions.slow(doing.db, here.id, thread_id, doing.now)
    else:
        actions.unslow(doing.db, here.id, thread_id)
    _note(doing, here, Deed.SLOW_TALK, thread_id, {"slow": down})
    return "slowed" if down else "hastened"


def split(doing: Doing, here: PlaceView, thread_id: int, item_id: int) -> bool:
    """Take a post, and all that answers it, out of a conversation; False where it is no part of it, or its first."""
    thread = queries.thread(doing.db, here.id, thread_id)
    if item_id not in {part.head.item_id for part in thread.parts[1:]}:
        return False
    actions.split(doing.db, here.id, thread_id, item_id, doing.now)
    _note(doing, here, Deed.SPLIT_TALK, thread_id, {"item": item_id})
    return True


def join(doing: Doing, here: PlaceView, one: int, other: int) -> int:
    """Have two posts belong to one conversation; return its number."""
    sides = [actions.for_item(doing.db, here.id, item_id, doing.now) for item_id in (one, other)]
    thread_id = actions.join(doing.db, here.id, sides[0], sides[1], doing.now)
    _note(doing, here, Deed.JOIN_TALK, thread_id, {"item": one, "other": other})
    return thread_id


def take_back(doing: Doing, here: PlaceView, since: datetime) -> bool:
    """Take back what was decided of posts at a moment; False where nothing was."""
    pairs = actions.take_back(doing.db, here.id, since, doing.now)
    if not pairs:
        return False
    one, other = pairs[0]
    thread_id = queries.of_item(doing.db, here.id, one) or 0
    _note(doing, here, Deed.RETHINK_TALK, thread_id, {"item": one, "other": other})
    return True


def are_together(doing: Doing, here: PlaceView, one: int, other: int) -> bool:
    """Say whether two posts are part of one conversation already."""
    found = queries.of_items(doing.db, here.id, [one, other])
    return one in found and found.get(one) == found.get(other)


def _state(doing: Doing, here: PlaceView, thread_id: int) -> State:
    return queries.thread(doing.db, here.id, thread_id).state


def _note(doing: Doing, here: PlaceView, deed: Deed, thread_id: int, after: Facts) -> None:
    note(doing.db, doing.actor, Entry(deed, Thing.TALK, thread_id, here.id, after=after), doing.now)


def _decision(
    since: datetime, found: Sequence[queries.Ruled], cards: Mapping[int, Card], *, together: bool
) -> Decision:
    ids = dict.fromkeys(item_id for each in found for item_id in (each.item_id, each.other_id))
    titles = tuple(cards[item_id].title for item_id in ids if item_id in cards)
    return Decision(since.isoformat(), since, together, titles)


def _cards(db: Session, item_ids: Iterable[int]) -> Mapping[int, Card]:
    return {card.id: card for card in listed(db, list(item_ids))}
