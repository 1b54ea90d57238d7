"""Which pictures have a copy, and which want one? Only those that stand in an item that is shown, and whole."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Mapped
from sqlmodel import Session, and_, col, or_

from hub.aggregate.feeds.models import Source
from hub.aggregate.items.cards import IN_FULL
from hub.aggregate.items.models import Enclosure, Item
from hub.aggregate.items.rules import Sort, sort_of
from hub.aggregate.items.withholding import holds, refuse
from hub.aggregate.pictures.models import PictureCopy
from hub.aggregate.pictures.rules import MOST_AT_ONCE, MOST_OF_HOST, WINDOW, Kept, Which, is_sealed, name_of
from hub.errors import NotFound
from hub.kit.saying import say
from hub.net.pacing import registrable

LOOKED_AT = 500  # files in one statement
_SAME = and_(
    col(PictureCopy.item_id) == col(Enclosure.item_id),
    col(PictureCopy.position) == col(Enclosure.position),
    col(PictureCopy.url) == col(Enclosure.url),
)
_IS_KEPT = col(PictureCopy.size) > 0
# What may be a picture by what its publisher calls it; whether it is one, `sort_of` says.
_MAY_BE = or_(col(Enclosure.media_type) == "", func.lower(col(Enclosure.media_type)).startswith("image"))


@dataclass(frozen=True, slots=True)
class Copy:
    """A small copy of a picture: the last part of its address, and its size in pixels."""

    name: str
    width: int
    height: int


def copies_of(db: Session, item_id: int, key: bytes) -> dict[int, Copy]:
    """Return the copies of an item's pictures by position; addresses are sealed with *key*."""
    columns = (col(Enclosure.position), col(Enclosure.url), col(PictureCopy.width), col(PictureCopy.height))
    kept = _shown(*columns).join(PictureCopy, _SAME).where(col(Enclosure.item_id) == item_id, _IS_KEPT)
    return {
        position: Copy(name_of(Which(item_id, position, url), key), width, height)
        for position, url, width, height in db.execute(kept)
    }


def body_of(db: Session, item_id: int, position: int, name: str, key: bytes) -> bytes:
    """Return a copy as WebP; NotFound or TakenDown where its item does not show it now, or *name* is not sealed by us.

    Nothing but what stands in the database is ever answered, so no address of a picture can make us ask another host.
    """
    asked = _shown(col(Enclosure.url), col(PictureCopy.body), col(Item.source_id), col(Item.link))
    that = (col(Enclosure.item_id) == item_id, col(Enclosure.position) == position, _IS_KEPT)
    found = db.execute(asked.join(PictureCopy, _SAME).where(*that)).first()
    if found is None or not is_sealed(Which(item_id, position, found.url), name, key):
        raise NotFound(say("There is no such picture here."))
    refuse(db, item_id, found.source_id, found.link)
    return cast("bytes", found.body)


def wanted(db: Session, now: datetime) -> Sequence[Which]:
    """Return pictures to ask for now, those of the newest items first; none of what is withheld, a few of each host."""
    found: list[Which] = []
    of_host: Counter[str] = Counter()
    for which in _due(db, now):
        name = registrable(which.url)
        of_host[name] += 1
        if of_host[name] <= MOST_OF_HOST:
            found.append(which)
        if len(found) == MOST_AT_ONCE:
            break
    return found


def _due(db: Session, now: datetime) -> Iterator[Which]:
    """Yield every picture that wants a copy and is withheld by nothing, however much before it is."""
    below: tuple[int, int] | None = None
    while below is None or below[0]:
        rows = db.execute(_of_part(now, below)).all()
        held = holds(db, [row.item_id for row in rows])
        for row in rows:
            is_picture = sort_of(row.media_type, row.url) is Sort.PICTURE
            if is_picture and not held.keep_out(row.item_id, row.source_id, row.link):
                yield Which(row.item_id, row.position, row.url)
        below = (rows[-1].item_id, rows[-1].position) if len(rows) == LOOKED_AT else (0, 0)


def _of_part(now: datetime, below: tuple[int, int] | None) -> Select[Any]:
    item, position = col(Enclosure.item_id), col(Enclosure.position)
    asked = _shown(item, position, col(Enclosure.url), col(Enclosure.media_type), col(Item.source_id), col(Item.link))
    due = or_(col(PictureCopy.item_id).is_(None), col(PictureCopy.due_at) <= now)
    rows = asked.outerjoin(PictureCopy, _SAME).where(_MAY_BE, col(Item.sort_at) >= now - WINDOW, due)
    if below is not None:
        rows = rows.where(or_(item < below[0], and_(item == below[0], position > below[1])))
    return rows.order_by(item.desc(), position).limit(LOOKED_AT)


def bytes_kept(db: Session) -> int:
    """Return how many bytes all copies take."""
    return int(db.execute(select(func.coalesce(func.sum(col(PictureCopy.size)), 0))).scalar_one())


def newest_first(db: Session) -> Sequence[Kept]:
    """Return all copies, those of the newest items first."""
    asked = select(col(PictureCopy.item_id), col(PictureCopy.position), col(PictureCopy.size)).where(_IS_KEPT)
    rows = db.execute(asked.order_by(col(PictureCopy.item_id).desc(), col(PictureCopy.position)))
    return [Kept(*row) for row in rows]


def tries_of(db: Session, which: Which) -> int:
    """Return how often in a row this picture was asked for and did not come."""
    row = db.get(PictureCopy, (which.item_id, which.position))
    return row.tries if row and row.url == which.url else 0


def gone(db: Session, now: datetime) -> Sequence[tuple[int, int]]:
    """Return the copies, by item and position, that no item shows any more."""
    shown = _shown(col(Enclosure.item_id)).where(_SAME, col(Item.sort_at) >= now - WINDOW).exists()
    rows = db.execute(select(col(PictureCopy.item_id), col(PictureCopy.position)).where(~shown))
    return [(item_id, position) for item_id, position in rows]


def _shown(*columns: Mapped[Any]) -> Select[Any]:
    """Ask for columns of files that came with items whose source lets the hub show them whole."""
    asked = select(*columns).select_from(Enclosure).join(Item, col(Enclosure.item_id) == col(Item.id))
    return asked.join(Source, col(Source.id) == col(Item.source_id)).where(col(Source.shows) == IN_FULL)
