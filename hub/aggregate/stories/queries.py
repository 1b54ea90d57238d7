"""Reads of stories: who tells the same as what stands on a page, and what a mentor may mend."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import BigInteger, and_, bindparam, select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.models import EVERYTHING, Item, StreamEntry
from hub.aggregate.items.queries import Head
from hub.aggregate.stories.models import Story, StoryItem, StoryRuling
from hub.db.heirs import Heirs
from hub.db.reads import Read, ReadAmong
from hub.errors import NotFound
from hub.kit.saying import say

MOST_LISTED = 50  # stories, or decisions, on a desk


class Member(NamedTuple):
    """An item of a story as it stands in a place's stream, and why it is one."""

    head: Head
    kind: str  # of its source
    story_id: int
    leads: bool
    because: str  # a value of rules.Because
    evidence: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """What a mentor decided of two items."""

    item_id: int
    other_id: int
    together: bool
    since: datetime


def told_with(db: Session, place_id: UUID, item_ids: Sequence[int]) -> Mapping[int, tuple[Member, ...]]:
    """Return who tells the story of each of these items in a place, as far as it stands in its stream, oldest first.

    Items in no story are left out, and those that are alone in one by now.
    """
    found = defaultdict(list)
    for asked, of, *row in _TOLD.among(db, item_ids):
        if of == place_id:
            found[asked].append(_member(row))
    return {asked: _in_time(several) for asked, several in found.items() if len(several) > 1}


def story(db: Session, place_id: UUID, story_id: int) -> tuple[Member, ...]:
    """Return who tells a story in a place, oldest first; NotFound where nobody does, or no longer."""
    members = _in_time(_member(row) for of, *row in _WHOLE.among(db, [story_id]) if of == place_id)
    if not members:
        raise NotFound(say("There is no such story here, or nobody tells it any longer."))
    return members


def heir(db: Session, place_id: UUID, story_id: int) -> int | None:
    """Return the story that another one of a place was put together with; None where it was with none."""
    found: int | None = _HEIR.value(db, place_id=place_id, story_id=story_id)
    return found


def all_numbers(db: Session, place_id: UUID, story_id: int) -> list[int]:
    """Return the number of a story of a place, and those of all that were put together with it."""
    return _HEIRS.all_numbers(db, place_id, story_id)


def newest(db: Session, place_id: UUID) -> Mapping[int, tuple[Member, ...]]:
    """Return who tells the newest stories of a place, by their numbers, the newest first."""
    asked = select(col(Story.id)).where(col(Story.place_id) == place_id, col(Story.heir_id).is_(None))
    ids = list(db.execute(asked.order_by(col(Story.id).desc()).limit(MOST_LISTED)).scalars())
    found = defaultdict(list)
    for _, *row in _WHOLE.among(db, ids):
        member = _member(row)
        found[member.story_id].append(member)
    return {each: _in_time(found[each]) for each in ids if each is not None and len(found[each]) > 1}


def rulings(db: Session, place_id: UUID) -> Sequence[Ruled]:
    """Return what was decided last in a place, the newest first."""
    asked = select(StoryRuling).where(col(StoryRuling.place_id) == place_id)
    rows = db.execute(asked.order_by(col(StoryRuling.since).desc(), col(StoryRuling.item_id)).limit(MOST_LISTED))
    return [Ruled(row.item_id, row.other_id, row.together, row.since) for row in rows.scalars()]


def stands_in(db: Session, place_id: UUID, item_id: int) -> bool:
    """Say whether an item stands in the stream of a place."""
    asked = select(col(StreamEntry.item_id)).where(
        col(StreamEntry.place_id) == place_id, col(StreamEntry.tag_id) == EVERYTHING
    )
    moment = select(col(Item.sort_at)).where(col(Item.id) == item_id).scalar_subquery()
    there = asked.where(col(StreamEntry.sort_at) == moment, col(StreamEntry.item_id) == item_id)
    return db.execute(there).first() is not None


def _member(row: Sequence[Any]) -> Member:
    return Member(Head._make(row[:4]), *row[4:])


def _in_time(members: Iterable[Member]) -> tuple[Member, ...]:
    return tuple(sorted(members, key=lambda each: (each.head.sort_at, each.head.item_id)))


_ASKED, _MEMBER = aliased(StoryItem), aliased(StoryItem)
_FACTS = (
    *(col(Item.id), col(Item.sort_at), col(Item.source_id), col(Item.digest), col(Source.kind)),
    *(col(_MEMBER.story_id), col(_MEMBER.leads), col(_MEMBER.because), col(_MEMBER.evidence)),
)
# What is withheld, or folded under another one, stands in no stream, and so in no story from that moment on.
_STANDS = and_(
    col(StreamEntry.place_id) == col(_MEMBER.place_id),
    col(StreamEntry.tag_id) == EVERYTHING,
    col(StreamEntry.sort_at) == col(Item.sort_at),
    col(StreamEntry.item_id) == col(Item.id),
)
_TOLD = ReadAmong(
    select(col(_ASKED.item_id), col(_ASKED.place_id), *_FACTS)
    .join(_MEMBER, col(_MEMBER.story_id) == col(_ASKED.story_id))
    .join(Item, col(Item.id) == col(_MEMBER.item_id))
    .join(Source, col(Source.id) == col(Item.source_id))
    .join(StreamEntry, _STANDS),
    col(_ASKED.item_id),
)
_WHOLE = ReadAmong(
    select(col(_MEMBER.place_id), *_FACTS)
    .join(Item, col(Item.id) == col(_MEMBER.item_id))
    .join(Source, col(Source.id) == col(Item.source_id))
    .join(StreamEntry, _STANDS),
    col(_MEMBER.story_id),
)
_HEIRS = Heirs(Story)
_HEIR = Read(
    select(col(Story.heir_id)).where(
        col(Story.id) == bindparam("story_id", type_=BigInteger()), col(Story.place_id) == bindparam("place_id")
    )
)
