"""Writes of stories: what the hub finds out by itself, and what mentors decide."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import product
from typing import cast
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.aggregate.items import news
from hub.aggregate.items.models import Item
from hub.aggregate.stories.grouping import Decided, Gathered, gather
from hub.aggregate.stories.models import Story, StoryItem, StoryRuling
from hub.aggregate.stories.rules import Because
from hub.aggregate.stories.shelf import Pair, Shelf, pair_of
from hub.aggregate.stories.window import standing
from hub.errors import NotFound
from hub.kit.saying import say
from hub.places.actions import bump

BATCH = 500  # ids in one statement


def settle(db: Session, place_id: UUID, before: Sequence[Gathered], after: Sequence[Gathered], now: datetime) -> bool:
    """Write the stories of a place that differ from those *before*; say whether any does."""
    stood = {story.id: story for story in before}
    goes_on = {story.id for story in after}
    changed = [story for story in after if story.id is None or stood.get(story.id) != story]
    gone = [story for story in before if story.id not in goes_on]
    if not changed and not gone:
        return False
    touched = [each.id for each in (*changed, *gone) if each.id is not None]
    db.execute(delete(StoryItem).where(col(StoryItem.story_id).in_(touched)))
    there = _existing(db, [item_id for story in changed for item_id in story.item_ids])
    for story in changed:
        _write(db, place_id, story, there, now)
    _inherit(db, gone, after)
    db.flush()
    bump(db, [place_id])
    were = (stood[story_id] for story_id in touched if story_id in stood)
    news.tell(db, {item_id for story in (*changed, *were) for item_id in story.item_ids})
    return True


def take_out(db: Session, place_id: UUID, story: Gathered, item_id: int, now: datetime) -> None:
    """Decide that an item never tells what the others of a story do; it leaves at once."""
    others = [each for each in story.item_ids if each != item_id]
    _rule(db, place_id, [pair_of(item_id, other) for other in others], now, together=False)
    left = replace(story, parts=tuple(part for part in story.parts if part.item_id != item_id))
    settle(db, place_id, [story], _regrouped([left], frozenset()), now)


def put_together(db: Session, place_id: UUID, pair: Pair, now: datetime) -> int:
    """Decide that two items tell the same, now and for ever; return the story that both are part of from now on.

    NotFound where one of them is there no longer.
    """
    if len(_existing(db, pair)) < len(pair):
        raise NotFound(say("One of these posts is there no longer."))
    before = standing(db, place_id, pair)
    sides = [next((each.item_ids for each in before if item_id in each.item_ids), (item_id,)) for item_id in pair]
    _let_go(db, place_id, [pair_of(one, other) for one, other in product(*sides) if one != other])
    _rule(db, place_id, [pair], now, together=True)
    settle(db, place_id, before, _regrouped(before, frozenset([pair])), now)
    (whole,) = standing(db, place_id, pair)
    return cast("int", whole.id)  # it has been written


def take_back(db: Session, place_id: UUID, since: datetime, now: datetime) -> Sequence[Pair]:
    """Take back what was decided in a place at a moment, and with it what that changed; return of which items.

    What was taken out stands beside the others again, what was put together leaves.
    """
    rows = db.exec(select(StoryRuling).where(StoryRuling.place_id == place_id, StoryRuling.since == since)).all()
    pairs = [((row.item_id, row.other_id), row.together) for row in rows]
    _let_go(db, place_id, [pair for pair, _ in pairs])
    for pair, was_together in pairs:
        before = standing(db, place_id, pair)
        after = _without(before, pair) if was_together else before
        again = frozenset[Pair]() if was_together else frozenset([pair])
        settle(db, place_id, before, _regrouped(after, again), now)
    return [pair for pair, _ in pairs]


def forget_words(db: Session, item_ids: Sequence[int]) -> None:
    """Delete what was noted of why items stand beside any of these: it is told in their words."""
    for start in range(0, len(item_ids), BATCH):
        told = select(StoryItem.story_id).where(col(StoryItem.item_id).in_(item_ids[start : start + BATCH]))
        db.execute(update(StoryItem).where(col(StoryItem.story_id).in_(told)).values(evidence=""))


def _regrouped(stories: Sequence[Gathered], together: frozenset[Pair]) -> Sequence[Gathered]:
    return gather(Shelf(), stories, (), Decided(together))


def _without(stories: Sequence[Gathered], pair: Pair) -> Sequence[Gathered]:
    """Return the stories without that item of a *pair* which came in because somebody decided it."""
    return [
        replace(
            each,
            parts=tuple(part for part in each.parts if part.item_id not in pair or part.because is not Because.MENTOR),
        )
        for each in stories
    ]


def _let_go(db: Session, place_id: UUID, pairs: Iterable[Pair]) -> None:
    for pair in pairs:
        if ruling := db.get(StoryRuling, (place_id, *pair)):
            db.delete(ruling)
    db.flush()


def _rule(db: Session, place_id: UUID, pairs: Iterable[Pair], now: datetime, *, together: bool) -> None:
    for one, other in pairs:
        ruling = db.get(StoryRuling, (place_id, one, other)) or StoryRuling(
            place_id=place_id, item_id=one, other_id=other, together=together, since=now
        )
        ruling.together, ruling.since = together, now
        db.add(ruling)
    db.flush()


def _inherit(db: Session, gone: Iterable[Gathered], after: Iterable[Gathered]) -> None:
    """Note for stories that were put together with another one where they are told now."""
    for story in gone:
        heirs = (each.id for each in after if each.id and set(each.item_ids) & set(story.item_ids))
        row = db.get(Story, story.id)
        if row:
            row.heir_id = next(heirs, None)
            db.add(row)


def _existing(db: Session, item_ids: Sequence[int]) -> frozenset[int]:
    rows = db.exec(select(Item.id).where(col(Item.id).in_(item_ids)))
    return frozenset(item_id for item_id in rows if item_id is not None)


def _write(db: Session, place_id: UUID, story: Gathered, there: frozenset[int], now: datetime) -> None:
    parts = [part for part in story.parts if part.item_id in there]
    if len(parts) < 2:  # noqa: PLR2004 -- one voice alone tells no story
        return
    story_id = story.id or _new(db, place_id, now)
    db.add_all(
        StoryItem(
            place_id=place_id,
            item_id=part.item_id,
            story_id=story_id,
            leads=part.because is Because.LEAD,
            because=part.because,
            evidence=part.evidence,
        )
        for part in parts
    )


def _new(db: Session, place_id: UUID, now: datetime) -> int:
    row = Story(place_id=place_id, made_at=now)
    db.add(row)
    db.flush()
    return cast("int", row.id)  # it has been given one
