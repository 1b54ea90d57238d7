"""Which items came, changed, moved or went? A queue for who draws conclusions from several items at once."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from sqlmodel import Session, col, delete, select

from hub.aggregate.items.models import ItemNews
from hub.db import bulk
from hub.db.lastly import Turn, asked_for, lastly

_READ: Final = "news read"  # in the notes of a writing session: the items it worked out already


class News(NamedTuple):
    """That something about an item is new: its number in the queue, and whether it is known where the item leads."""

    number: int
    item_id: int
    is_read: bool


def tell(db: Session, item_ids: Iterable[int]) -> None:
    """Note that something about these items is new, once each, before the transaction commits."""
    lastly(db, Turn.WRITE, _write, item_ids)


def told(db: Session) -> frozenset[int]:
    """Return the items of which anything new was told in this very transaction so far."""
    return asked_for(db, _write)


def note_read(db: Session, item_ids: Iterable[int]) -> None:
    """Note that where these items lead was worked out in this very transaction: once is enough."""
    db.info.setdefault(_READ, set()).update(item_ids)


def waiting(db: Session, most: int) -> Sequence[News]:
    """Return the first of what was told."""
    asked = select(ItemNews.id, ItemNews.item_id, ItemNews.is_read).order_by(col(ItemNews.id)).limit(most)
    return [News(number, item_id, is_read) for number, item_id, is_read in db.execute(asked) if number is not None]


def done(db: Session, numbers: Sequence[int]) -> None:
    """Take what was seen to out of the queue."""
    # By their numbers: what is told of the same item meanwhile has one of its own, and waits.
    db.execute(delete(ItemNews).where(col(ItemNews.id).in_(numbers)))


def _write(db: Session, item_ids: frozenset[int]) -> None:
    ids = bulk.next_ids(db, ItemNews, len(item_ids))
    read = db.info.pop(_READ, frozenset())
    rows = [
        {"id": number, "item_id": item_id, "is_read": item_id in read}
        for number, item_id in zip(ids, sorted(item_ids), strict=True)
    ]
    bulk.insert(db, ItemNews, rows)
