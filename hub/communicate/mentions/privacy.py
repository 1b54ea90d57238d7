"""What is kept of who wrote a page that mentions ours, and of whom we told? As long as it is shown, and no longer."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, String, and_, cast, or_
from sqlmodel import Session, col, delete, select

from hub.aggregate.items.models import Item
from hub.communicate.mentions.models import Mention
from hub.communicate.mentions.rules import FAILED_KEPT, REFUSED_KEPT, State, Target
from hub.communicate.mentions.sending import forget_told, told
from hub.communicate.mentions.telling import TOLD_KEPT
from hub.db import personal
from hub.db.personal import Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

REFERENCES: tuple[Reference, ...] = ()  # who writes elsewhere has no account here by that
KEPT = (
    Kept.long(
        say("Mentions of what is said here that were found untrue, or whose page has gone"),
        FAILED_KEPT,
        say("So that whoever sent one can see what became of it."),
    ),
    Kept.long(
        say("Which other sites were told that a reply of yours mentions them, counted from when it was gone"),
        TOLD_KEPT,
        say("So that each is told once, and hears that it is gone."),
    ),
    Kept.long(
        say("Mentions that were refused; without their words"),
        REFUSED_KEPT,
        say("So that they do not come back when they are sent once more."),
    ),
)
_OVER = (State.FAILED, State.GONE)


def export(db: Session, person_id: UUID) -> Told:
    """Return which sites were told of what somebody said; a page elsewhere is nobody’s here."""
    return {**personal.told(db, REFERENCES, somebody(db, person_id)), "sending": told(db, person_id)}


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked in the same way
    """Leave all as it is: who wrote a page takes it down there, and it goes here at the next look."""
    personal.erase(db, REFERENCES, somebody(db, person_id))


def expire(db: Session, now: datetime) -> None:
    """Delete what was untrue for a month, and what was refused a year ago."""
    untrue = and_(col(Mention.state).in_(_OVER), col(Mention.asked_at) <= now - FAILED_KEPT)
    refused = and_(col(Mention.state) == State.REFUSED, col(Mention.asked_at) <= now - REFUSED_KEPT)
    db.execute(delete(Mention).where(or_(untrue, refused, _target_is_gone())))
    forget_told(db, now)


def _target_is_gone() -> ColumnElement[bool]:
    """Return what is true of mentions of posts that were deleted: nobody sees these any more."""
    there = select(Item.id).where(cast(col(Item.id), String) == col(Mention.target_id)).exists()
    return and_(col(Mention.target_kind) == Target.ITEM, ~there)
