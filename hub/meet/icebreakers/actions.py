"""Writes of ice-breakers: suggested, let in, refused or taken down."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.meet.icebreakers.models import Icebreaker
from hub.meet.icebreakers.rules import State
from hub.places.actions import bump


def suggest(db: Session, place_id: UUID, person_id: UUID, said: tuple[str, str], now: datetime) -> UUID:
    """Keep what somebody suggests (the question, and their name or nothing) for a mentor to read; return its id."""
    words, name = said
    made = Icebreaker(
        place_id=place_id, words=words, name=name, person_id=person_id, state=State.WAITING, suggested_at=now
    )
    db.add(made)
    db.flush()
    return made.id


def decide(db: Session, icebreaker_id: UUID, state: State, now: datetime) -> bool:
    """Let a question in, refuse it or take it down; False where that is how it stands already."""
    row = db.get_one(Icebreaker, icebreaker_id, with_for_update=True)
    if row.state == state:
        return False
    row.state, row.decided_at = state, now
    db.flush()
    bump(db, [row.place_id])
    return True
