"""Reads of links: which posts of a place lead to one of them, and to which it leads."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple, cast
from uuid import UUID

from sqlalchemy import BigInteger, Select, and_, bindparam, exists, select
from sqlalchemy.orm import Mapped, aliased
from sqlmodel import Session, col
from sqlmodel.sql.sqltypes import UTCDateTime

from hub.aggregate.items.models import EVERYTHING, Item, StreamEntry
from hub.communicate.links.models import ItemLink, ShortLink
from hub.db.reads import Read

MOST_TOLD = 200  # posts that lead to one, or to which it leads


class Due(NamedTuple):
    """A short address that is to be asked, and how often it was."""

    url: str
    tries: int


def answers_to(db: Session, place_id: UUID, item_id: int) -> Sequence[int]:
    """Return the items in the stream of a place that lead to the page of this one, the oldest first."""
    return [each for each, _ in _ANSWERS.rows(db, place_id=place_id, item_id=item_id)]


def answered_by(db: Session, place_id: UUID, item_id: int) -> Sequence[int]:
    """Return the items in the stream of a place to whose pages this one leads, the oldest first."""
    return [each for each, _ in _ANSWERED.rows(db, place_id=place_id, item_id=item_id)]


def due(db: Session, now: datetime, most: int) -> Sequence[Due]:
    """Return the short addresses that are to be asked now, those that wait longest first."""
    return [Due(*row) for row in _DUE.rows(db, now=now, most=most)]


_OF, _OTHER = aliased(Item), aliased(Item)


def _shown(asked: Select[int | None, datetime]) -> Read:
    """Return a read of those of the other items that stand in the stream of a place."""
    stands = and_(
        col(StreamEntry.place_id) == bindparam("place_id"),
        col(StreamEntry.tag_id) == EVERYTHING,
        col(StreamEntry.sort_at) == col(_OTHER.sort_at),
        col(StreamEntry.item_id) == col(_OTHER.id),
    )
    of = cast("Mapped[int]", col(_OF.id)) == bindparam("item_id", type_=BigInteger())
    # Not joined: a database without statistics would begin with the whole stream of the place.
    there = asked.where(of, col(_OTHER.id) != col(_OF.id), exists().where(stands)).distinct()
    return Read(there.order_by(col(_OTHER.sort_at), col(_OTHER.id)).limit(MOST_TOLD))


# Twins lead to the same page: who links to one of them links to whichever is shown.
_ANSWERS = _shown(
    select(col(_OTHER.id), col(_OTHER.sort_at))
    .select_from(_OF)
    .join(ItemLink, col(ItemLink.page_key) == col(_OF.page_key))
    .join(_OTHER, col(_OTHER.id) == col(ItemLink.item_id))
)
_ANSWERED = _shown(
    select(col(_OTHER.id), col(_OTHER.sort_at))
    .select_from(_OF)
    .join(ItemLink, col(ItemLink.item_id) == col(_OF.id))
    .join(_OTHER, col(_OTHER.page_key) == col(ItemLink.page_key))
)
_DUE = Read(
    select(col(ShortLink.url), col(ShortLink.tries))
    .where(col(ShortLink.due_at) <= bindparam("now", type_=UTCDateTime()))
    .order_by(col(ShortLink.due_at), col(ShortLink.url))
    .limit(bindparam("most"))
)
