"""Which meetups began in a conversation, and in which did one begin? Asked of what was typed here."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.meet.hosting.models import Hosted
from hub.meet.hosting.rules import State


def thread_of(db: Session, event_id: UUID) -> int | None:
    """Return the conversation a typed meetup began in; None where it began in none, or is not shown."""
    return db.exec(select(Hosted.thread_id).where(Hosted.event_id == event_id, Hosted.state == State.SHOWN)).first()


def events_of(db: Session, thread_ids: Collection[int]) -> Sequence[UUID]:
    """Return the meetups that began in any of these conversations, the first that was typed first."""
    began = (col(Hosted.thread_id).in_(thread_ids), col(Hosted.event_id).is_not(None), Hosted.state == State.SHOWN)
    found = db.exec(select(Hosted.event_id).where(*began).order_by(col(Hosted.written_at), col(Hosted.id)))
    return [event_id for event_id in found if event_id is not None]
