"""What does a decision about a reply, or about whoever says them, do to replies? Taken down, and put back."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from hub.communicate.replies import actions
from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import State
from hub.people.cases import queries as cases
from hub.people.cases.queries import Held
from hub.people.cases.rules import TAKEN_DOWN, Measure, Target


def settle_reply(db: Session, reply_id: UUID, held: Held | None) -> None:
    """Bring a reply in line with what holds of it by now."""
    if _out(held):
        actions.take_down(db, [reply_id], with_words=held is not None and held.measure is Measure.REMOVE)
    else:
        actions.put_back(db, [reply_id])


def settle_person(db: Session, person_id: UUID, held: Held | None) -> Sequence[UUID]:
    """Bring all that somebody said in line with what holds of them by now; return the replies it is about.

    What was taken down by itself stays so.
    """
    standing = State.SHOWN if _out(held) else State.HIDDEN
    theirs = db.exec(select(Reply.id).where(Reply.person_id == person_id, col(Reply.state) == standing)).all()
    if _out(held):
        actions.take_down(db, theirs)
        return theirs
    own = {
        UUID(each.target_id) for each in cases.held_of(db, Target.REPLY, [each.hex for each in theirs]) if _out(each)
    }
    back = [each for each in theirs if each not in own]
    actions.put_back(db, back)
    return back


def _out(held: Held | None) -> bool:
    return held is not None and held.measure in TAKEN_DOWN
