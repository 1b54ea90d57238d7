"""Who pinned up an item, and what else did they? Reads of notices by their authors."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.aggregate.notices.models import Notice
from hub.aggregate.notices.rules import OVER


def author(db: Session, item_id: int) -> UUID | None:
    """Return who pinned up an item; None where it is no notice."""
    return db.exec(select(Notice.person_id).where(Notice.item_id == item_id)).first()


def pinned_by(db: Session, person_id: UUID) -> Sequence[int]:
    """Return the items that are notices of a person."""
    asked = select(Notice.item_id).where(Notice.person_id == person_id, col(Notice.item_id).is_not(None))
    return [item_id for item_id in db.exec(asked) if item_id is not None]


def still_up(db: Session, item_ids: Collection[int]) -> Sequence[int]:
    """Return those of these items whose notices are not over."""
    asked = select(Notice.item_id).where(col(Notice.item_id).in_(item_ids), col(Notice.state).not_in(OVER))
    return [item_id for item_id in db.exec(asked) if item_id is not None]


def pinned_in(db: Session, person_id: UUID) -> Sequence[UUID]:
    """Return the places in which a person pinned something up."""
    return db.exec(select(Notice.place_id).where(Notice.person_id == person_id).distinct()).all()
