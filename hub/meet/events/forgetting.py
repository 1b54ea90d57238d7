"""Writes that take every event of a source out of the hub."""

from uuid import UUID

from sqlmodel import Session, col, delete, select

from hub.meet.events.models import Event, EventLabel, EventPlace, EventTag, ListedDate, Occurrence


def forget_source(db: Session, source_id: UUID) -> None:
    """Delete every event of a source, its dates, and what was derived from it."""
    theirs = select(Event.id).where(Event.source_id == source_id)
    for table in (ListedDate, Occurrence, EventLabel, EventPlace, EventTag):
        db.execute(delete(table).where(col(table.event_id).in_(theirs)))
    db.execute(delete(Event).where(col(Event.source_id) == source_id))
