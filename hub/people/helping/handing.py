"""What do the mentors of a place tell each other, and whose week is it? Reads for the desk."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from hub.people.helping.models import DutyTurn, HandoverNote

MOST_NOTES = 100


@dataclass(frozen=True, slots=True)
class NoteView:
    """What one mentor tells the others."""

    id: UUID
    place_id: UUID
    person_id: UUID
    words: str
    written_at: datetime
    done_at: datetime | None


def notes(db: Session, place_ids: Collection[UUID] | None) -> Sequence[NoteView]:
    """Return what mentors of these places (None: of all) have left for each other and nobody has done, newest first."""
    left = select(HandoverNote).where(col(HandoverNote.done_at).is_(None))
    if place_ids is not None:
        left = left.where(col(HandoverNote.place_id).in_(place_ids))
    return [_view(row) for row in db.exec(left.order_by(col(HandoverNote.written_at).desc()).limit(MOST_NOTES))]


def note_of(db: Session, note_id: UUID) -> NoteView | None:
    """Return a note; None where there is none."""
    found = db.get(HandoverNote, note_id)
    return _view(found) if found else None


def turns(db: Session, place_id: UUID, weeks: Collection[date]) -> Mapping[date, UUID]:
    """Return whose week it is, for each of these weeks (their Mondays) that somebody has taken."""
    taken = select(DutyTurn).where(DutyTurn.place_id == place_id, col(DutyTurn.week).in_(weeks))
    return {turn.week: turn.person_id for turn in db.exec(taken)}


def _view(row: HandoverNote) -> NoteView:
    return NoteView(row.id, row.place_id, row.person_id, row.words, row.written_at, row.done_at)
