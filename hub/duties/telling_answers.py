"""Who writes is told who answered: once a day at most, or at once, and of each answer once."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from hub.communicate.answered.actions import note_told
from hub.communicate.answered.queries import untold
from hub.communicate.answered.rules import Answer
from hub.db.engine import reading, writing
from hub.duties.tools import Tools
from hub.kit.clock import now

Tell = Callable[[Session, Mapping[UUID, Sequence[Answer]], datetime], None]  # writes to whom it concerns


def tell_answers(tools: Tools, tell: Tell) -> int:
    """Have *tell* write of new answers and note that it did, in one transaction; return to how many people."""
    at = now()
    with reading(tools.engine) as db:
        if not untold(db, at):
            return 0  # no writer waits for a question that is nearly always answered so
    with writing(tools.engine) as db:
        found = untold(db, at)
        tell(db, found, at)
        for person_id, answers in found.items():
            note_told(db, person_id, answers, at)
    return len(found)
