"""Has somebody just said the same? A form that was sent twice says it once."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from hub.communicate.replies.models import Reply
from hub.communicate.replies.rules import OPEN
from hub.kit.text import storable

SAME_AGAIN = timedelta(minutes=10)


def said_again(db: Session, person_id: UUID, words: str, place: tuple[int, UUID | None], now: datetime) -> bool:
    """Say whether somebody has just said these words in a thread, to the same reply, and they stand or wait.

    *place* is the thread, and the reply that is answered.
    """
    thread_id, parent_id = place
    there = (Reply.thread_id == thread_id, col(Reply.parent_id) == parent_id, col(Reply.said_at) > now - SAME_AGAIN)
    same = (Reply.person_id == person_id, Reply.words == storable(words), col(Reply.state).in_(OPEN))
    return db.exec(select(Reply.id).where(*there, *same)).first() is not None
