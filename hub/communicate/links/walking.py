"""How far were the links of posts read that are there already? Step by step, the newest first, remembered here."""

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from sqlmodel import Session, col, delete, func, select

from hub.aggregate.items import news
from hub.aggregate.items.models import Item
from hub.communicate.links.actions import derive
from hub.communicate.links.models import LinkWalk
from hub.communicate.links.sites import sites


def is_over(db: Session) -> bool:
    """Say whether the links of all posts were read under the rules and sites of now."""
    walk = db.get(LinkWalk, _mark(db))
    return walk is not None and walk.below is None


def step(db: Session, most: int, now: datetime) -> Sequence[int]:
    """Read the links of the next few posts; return of which, none where all were read.

    A hub that never read any has the threads of all of them thought over, later only those that lead elsewhere now.
    """
    walk = _walk(db)
    if walk.below is None:
        return ()
    asked = select(Item.id).where(col(Item.id) < walk.below).order_by(col(Item.id).desc()).limit(most)
    ids = cast("list[int]", list(db.exec(asked)))  # a stored item has its id
    changed = derive(db, ids, now)
    news.tell(db, ids if walk.is_first else changed)
    news.note_read(db, ids)
    walk.below = ids[-1] if len(ids) == most else None
    db.add(walk)
    db.flush()
    return ids


def _walk(db: Session) -> LinkWalk:
    """Return how far it is; from the start where sources have other sites by now."""
    mark = _mark(db)
    if found := db.get(LinkWalk, mark):
        return found
    before = db.exec(select(LinkWalk)).first()
    is_first = before is None or (before.is_first and before.below is not None)
    db.execute(delete(LinkWalk))
    newest = db.exec(select(func.max(Item.id))).one()
    return LinkWalk(mark=mark, below=(newest or 0) + 1, is_first=is_first)


def _mark(db: Session) -> str:
    return sites(db).mark
