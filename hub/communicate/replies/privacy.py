"""What did somebody say in conversations, and when is it forgotten? With them; where it was answered a line stays."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, delete, select, update

from hub.communicate.replies import actions
from hub.communicate.replies.models import ReadMark, Reply
from hub.communicate.replies.rules import State
from hub.db import personal
from hub.db.personal import Fate, Kept, Reference, Told
from hub.kit.saying import say
from hub.people.persons.somebody import somebody

UNSEEN_KEPT = timedelta(days=90)  # the words of replies that were refused, or that nobody read
MARKS_KEPT = timedelta(days=365)  # from when somebody last read in the thread
REFERENCES = (
    Reference(ReadMark, "person_id", Fate.GOES),
    Reference(
        Reply,
        "person_id",
        Fate.PARTS,
        empties={"words": "", "html": "", "name": "", "state": State.WITHDRAWN.value, "edited_at": None},
    ),
)
KEPT = (
    Kept(
        say("What you say in conversations, with the name you gave"),
        None,
        say("So that others can follow what was answered. You can take each back at any time: its words go at once."),
    ),
    Kept.long(
        say("Replies that were refused, or that nobody read"),
        UNSEEN_KEPT,
        say("So that you can ask why, and say it in another way."),
    ),
    Kept.long(
        say("How far you have read a conversation"),
        MARKS_KEPT,
        say("So that we can show you what is new since your last visit."),
    ),
)


def export(db: Session, person_id: UUID) -> Told:
    """Return what somebody said, and how far they read."""
    return personal.told(db, REFERENCES, somebody(db, person_id))


def erase(db: Session, person_id: UUID, now: datetime) -> None:  # noqa: ARG001 -- every room is asked alike
    """Delete somebody’s words, wherever they stand; nothing tells any more whose they were."""
    theirs = db.exec(select(Reply.id).where(Reply.person_id == person_id)).all()
    personal.erase(db, REFERENCES, somebody(db, person_id))
    actions.settle(db, theirs)


def expire(db: Session, now: datetime) -> None:
    """Forget the words of what never appeared, and old marks."""
    unseen = col(Reply.state).in_([State.REFUSED, State.WAITING, State.SET_ASIDE])
    gone = update(Reply).where(unseen, col(Reply.said_at) <= now - UNSEEN_KEPT, col(Reply.words) != "")
    db.execute(gone.values(words="", html="", name="", state=State.REFUSED))
    db.execute(delete(ReadMark).where(col(ReadMark.read_at) <= now - MARKS_KEPT))
