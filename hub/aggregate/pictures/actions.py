"""Writes of copies: one came, none came, there is no room, nobody shows it any more."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, delete, update

from hub.aggregate.pictures.models import PictureCopy
from hub.aggregate.pictures.queries import bytes_kept, gone, newest_first, tries_of
from hub.aggregate.pictures.rules import NOTHING, Small, Which, next_try, too_many
from hub.db import bulk


def keep(db: Session, which: Which, small: Small) -> None:
    """Keep a copy in the place of what was known of this picture."""
    _put(db, which, small, tries=0, due_at=None)


def note_none(db: Session, which: Which, now: datetime) -> None:
    """Note that this picture did not come, and when it is asked for again, if ever."""
    tries = tries_of(db, which) + 1
    _put(db, which, NOTHING, tries=tries, due_at=next_try(tries, now))


def make_room(db: Session, most: int) -> int:
    """Empty the copies of the oldest items until all fit into *most* bytes; return how many these were.

    That a picture was here once stays known, so that it is not asked for again and again.
    """
    if bytes_kept(db) <= most:
        return 0
    leaving = list(too_many(newest_first(db), most))
    for each in leaving:
        which = (col(PictureCopy.item_id) == each.item_id, col(PictureCopy.position) == each.position)
        db.execute(update(PictureCopy).where(*which).values(width=0, height=0, size=0, due_at=None, body=b""))
    return len(leaving)


def forget(db: Session, now: datetime) -> int:
    """Delete what is kept of pictures that no item shows any more; return how many these were."""
    keys = gone(db, now)
    _drop(db, keys)
    return len(keys)


def forget_all(db: Session) -> None:
    """Delete everything: the operator keeps no copies any more."""
    db.execute(delete(PictureCopy))


def _put(db: Session, which: Which, small: Small, *, tries: int, due_at: datetime | None) -> None:
    _drop(db, [(which.item_id, which.position)])
    known = {"item_id": which.item_id, "position": which.position, "url": which.url, "tries": tries, "due_at": due_at}
    drawn = {"width": small.width, "height": small.height, "size": len(small.body), "body": small.body}
    bulk.insert(db, PictureCopy, [known | drawn])


def _drop(db: Session, keys: Sequence[tuple[int, int]]) -> None:
    bulk.delete(db, PictureCopy, [{"item_id": item_id, "position": position} for item_id, position in keys])
