"""Posts of the last days that tell of the same event put together, place by place, where anything has changed.

What was read of a post is remembered: a round looks at what is new or says something else. A process that starts reads
the window once.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from hub.aggregate.stories import actions, window
from hub.aggregate.stories.grouping import Decided, Gathered, gather
from hub.aggregate.stories.rules import SPAN, Post, read
from hub.aggregate.stories.shelf import Shelf
from hub.aggregate.stories.window import Fresh, Spot
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.zones import wall

AT_ONCE = 500  # posts that are read in one transaction
MOST_NEWS = 1_000  # posts of a place that are looked at in one round, some two seconds; the rest have the next one
_NOWHERE = -1


@dataclass(slots=True)
class _Memory:
    """What was read of the window of a place, and which version of it."""

    version: int = _NOWHERE
    shelf: Shelf = field(default_factory=Shelf)
    digests: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Round:
    """What a round knows of a place."""

    spot: Spot
    names: tuple[str, ...]  # its own, and those of what it lies in
    inside: Mapping[UUID, UUID]  # each place in it, and the one right inside it that has that
    since: datetime


class Grouper:
    """Groups posts place by place, and remembers what it read of them from one round to the next."""

    def __init__(self) -> None:
        """Begin without a memory of any place."""
        self._memories: dict[UUID, _Memory] = {}

    def group(self, tools: Tools) -> int:
        """Put together what tells of one event in each place that has changed; return how many got other stories."""
        moment = now()
        with reading(tools.engine) as db:
            spots = window.spots(db)
        self._forget_all_but({spot.id for spot in spots})
        changed = 0
        for spot in spots:
            if tools.stop.is_set():
                break
            memory = self._memories.setdefault(spot.id, _Memory())
            if memory.version != spot.version:
                changed += _group(tools, _round(spot, spots, moment), memory, moment)
        return changed

    def _forget_all_but(self, there: Collection[UUID]) -> None:
        for gone in self._memories.keys() - set(there):
            del self._memories[gone]


def _group(tools: Tools, asked: _Round, memory: _Memory, moment: datetime) -> bool:
    place_id = asked.spot.id
    with reading(tools.engine) as db:
        digests = window.lately(db, place_id, asked.since)
    news = _read(tools, asked, memory, digests)
    if tools.stop.is_set():
        return False
    with reading(tools.engine) as db:
        before, decided = _stands(db, asked, digests)
    after = gather(memory.shelf, before, news, decided)
    memory.version = asked.spot.version if memory.digests == digests else _NOWHERE
    if before == after:
        return False
    with writing(tools.engine) as db:
        if _stands(db, asked, digests) != (before, decided):  # a mentor was quicker
            memory.version = _NOWHERE
            return False
        return actions.settle(db, place_id, before, after, moment)


def _read(tools: Tools, asked: _Round, memory: _Memory, digests: Mapping[int, str]) -> Sequence[int]:
    """Bring the memory of a place up to date; return what is new in it or says something else."""
    for item_id in [each for each in memory.digests if each not in digests]:
        memory.shelf.take(item_id)
        del memory.digests[item_id]
    changed = [item_id for item_id, digest in digests.items() if memory.digests.get(item_id) != digest]
    news = sorted(changed, reverse=True)[:MOST_NEWS]
    for start in range(0, len(news), AT_ONCE):
        if tools.stop.is_set():
            break
        with reading(tools.engine) as db:
            told = window.fresh(db, news[start : start + AT_ONCE], asked.names)
        for each in told:
            memory.shelf.put(_post(asked, each))
            memory.digests[each.item_id] = digests[each.item_id]
    return news


def _post(asked: _Round, each: Fresh) -> Post:
    inside = frozenset(asked.inside[place_id] for place_id in each.places if place_id in asked.inside)
    return read(each.item_id, each.written, each.source_id, wall(each.at, ZoneInfo(asked.spot.zone)), inside)


def _stands(db: Session, asked: _Round, digests: Mapping[int, str]) -> tuple[tuple[Gathered, ...], Decided]:
    """Return which stories there are of what was said lately, and what was decided of items that are there."""
    stories = tuple(window.standing(db, asked.spot.id, list(digests)))
    decided = window.decided(db, asked.spot.id, asked.since)
    there = digests.keys() | {item_id for story in stories for item_id in story.item_ids}
    return stories, Decided(frozenset(pair for pair in decided.together if there.issuperset(pair)), decided.apart)


def _round(spot: Spot, spots: Sequence[Spot], moment: datetime) -> _Round:
    by_id = {each.id: each for each in spots}
    lines = {each.id: _line(each, by_id) for each in spots}
    inside = {
        each.id: line[line.index(spot) - 1].id for each in spots if spot in (line := lines[each.id]) and each != spot
    }
    return _Round(spot, tuple(each.name for each in lines[spot.id]), inside, moment - SPAN)


def _line(spot: Spot, by_id: Mapping[UUID, Spot]) -> Sequence[Spot]:
    """Return a place and all it lies in, outwards."""
    found = [spot]
    while (parent := by_id.get(found[-1].parent_id or spot.id)) and parent not in found:
        found.append(parent)
    return found
