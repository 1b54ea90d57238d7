"""What did somebody pin up, and when is it forgotten? A year after its last day, or with them."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, delete, select

from hub.aggregate.items.forgetting import forget
from hub.aggregate.notices.models import Notice
from hub.aggregate.stories import actions as stories
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

NOTICES_KEPT = timedelta(days=365)  # from their last day
REFERENCES = (
    Reference(Notice, "person_id", Fate.GOES),
    Reference(Notice, "entered_by", Fate.PARTS, shows=("title", "written_at", "state")),
)
KEPT = (
    Kept.long(
        say("Notices, counted from their last day; nobody but you and the mentors sees them after that day"),
        NOTICES_KEPT,
        say("So that you can pin up next year’s fair from this year’s words."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody pinned up, and what they entered for others."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Delete somebody’s notices, in the stream and in search too."""
    _remove(db, col(Notice.person_id) == person_id)
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Delete notices whose last day is a year ago."""
    _remove(db, col(Notice.ends_on) <= (now - NOTICES_KEPT).date())


def _remove(db: Session, which: ColumnElement[bool]) -> None:
    ids = [item_id for item_id in db.exec(select(Notice.item_id).where(which)) if item_id is not None]
    db.execute(delete(Notice).where(which))
    stories.forget_words(db, ids)
    forget(db, ids)
