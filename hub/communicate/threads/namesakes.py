"""What is a conversation called after? The post it began with, or the tag it is about; asked of many at once."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlmodel import Session, col

from hub.aggregate.items.models import Item, StreamEntry
from hub.communicate.threads.models import Thread, ThreadItem
from hub.communicate.threads.queries import STANDS
from hub.db.reads import ReadAmong


@dataclass(frozen=True, slots=True)
class Namesake:
    """What a conversation is called after; neither where nothing of it is left."""

    place_id: UUID
    lead_id: int | None
    tag_id: UUID | None


def namesakes(db: Session, thread_ids: Collection[int]) -> Mapping[int, Namesake]:
    """Return what these conversations are called after; those that went, or go on elsewhere, are left out."""
    ids = list(thread_ids)
    leads: dict[int, tuple[Any, int]] = {}
    for thread_id, item_id, sort_at in _STANDING.among(db, ids):
        leads[thread_id] = min(leads.get(thread_id, (sort_at, item_id)), (sort_at, item_id))
    return {
        thread_id: Namesake(place_id, leads[thread_id][1] if thread_id in leads else None, tag_id)
        for thread_id, place_id, tag_id in _THREADS.among(db, ids)
    }


def last_posts(db: Session, thread_ids: Collection[int]) -> Mapping[int, datetime]:
    """Return when the newest post of each of these conversations was published; of those that have any."""
    found: dict[int, datetime] = {}
    for thread_id, _, sort_at in _STANDING.among(db, list(thread_ids)):
        found[thread_id] = max(found.get(thread_id, sort_at), sort_at)
    return found


_THREADS = ReadAmong(
    select(col(Thread.id), col(Thread.place_id), col(Thread.tag_id)).where(col(Thread.heir_id).is_(None)),
    col(Thread.id),
)
_STANDING = ReadAmong(
    select(col(ThreadItem.thread_id), col(Item.id), col(Item.sort_at))
    .join(Item, col(Item.id) == col(ThreadItem.item_id))
    .join(StreamEntry, STANDS),
    col(ThreadItem.thread_id),
)
