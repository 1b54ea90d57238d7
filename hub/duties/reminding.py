"""Whoever comes is told what changes and reminded the day before: by what they were told last, of each thing once."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from sqlmodel import Session

from hub.db.engine import reading, writing
from hub.db.turns import take_turn
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.meet.rsvps import actions, queries
from hub.meet.rsvps.telling import must_be_reminded, must_hear, stands
from hub.meet.rsvps.values import Due


class Letters(Protocol):
    """What writes to people who come."""

    def office(self) -> AbstractContextManager[None]:
        """Write every letter inside the block from this hub."""

    def changed(self, db: Session, due: Due, now: datetime) -> None:
        """Tell somebody in one mail all that has changed since they were written to."""

    def remind(self, db: Session, due: Due, now: datetime) -> None:
        """Remind somebody of what they come to."""


def remind(tools: Tools, letters: Letters) -> int:
    """Give free seats to who waits for them, tell what has changed, and remind; return to how many it wrote.

    Each letter and the note that it was written are in one transaction; nothing has to call this when something
    changes.
    """
    at = now()
    with reading(tools.engine) as db:
        if not (queries.to_settle(db, at) or _is_anybody_due(db, at)):
            return 0  # no writer waits for a question that is nearly always answered so
    with writing(tools.engine) as db, letters.office():
        take_turn(db, "reminding")  # of two clocks, one writes
        actions.rename(db, queries.to_rename(db, queries.watched(db, at)))
        actions.settle_all(db, queries.to_settle(db, at))
        found = queries.watched(db, at)
        return _tell(db, letters, found, at) + _remind(db, letters, found, at)


def _is_anybody_due(db: Session, at: datetime) -> bool:
    return any(must_hear(each, at) or must_be_reminded(each, at) for each in queries.watched(db, at))


def _tell(db: Session, letters: Letters, found: Sequence[Due], at: datetime) -> int:
    due = [each for each in found if must_hear(each, at)]
    for each in due:
        letters.changed(db, each, at)
        actions.note_told(db, each.rsvp, stands(each), at)
    return len(due)


def _remind(db: Session, letters: Letters, found: Sequence[Due], at: datetime) -> int:
    due = [each for each in found if must_be_reminded(each, at)]
    for each in due:
        letters.remind(db, each, at)
        actions.note_reminded(db, each)
    return len(due)
