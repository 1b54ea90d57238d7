"""Who complained about what, and by when is it answered? Reads and writes of complaints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from hub.errors import NotFound
from hub.kit.saying import Saying, say
from hub.people.helping import actions
from hub.people.helping.actions import Question
from hub.people.helping.models import HelpRequest
from hub.people.helping.rules import Kind
from hub.people.helping.safety import ANSWER_WITHIN

MOST_LISTED = 200


class About(StrEnum):
    """What a complaint is about."""

    TAKEN_DOWN = "taken-down"
    LEFT_UP = "left-up"
    DATA = "data"
    ACCESS = "access"
    PEOPLE = "people"
    OTHER = "other"


ABOUT: Mapping[About, Saying] = {
    About.TAKEN_DOWN: say("Something of mine was taken down or held back"),
    About.LEFT_UP: say("Something was reported, and nothing was done about it"),
    About.DATA: say("How you deal with data about me"),
    About.ACCESS: say("I cannot use the site because of how it is made"),
    About.PEOPLE: say("How a mentor or a moderator behaved"),
    About.OTHER: say("Something else"),
}


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint, as whoever answers it sees it."""

    id: UUID
    about: Saying
    name: str
    reach: str
    words: str
    asked_at: datetime
    due_at: datetime
    answered_at: datetime | None
    answer: str


def complain(db: Session, about: About, question: Question, now: datetime) -> UUID:
    """Take a complaint; it is due within a month. Return its id."""
    made = actions.ask(db, question, now)
    row = db.get_one(HelpRequest, made)
    row.target_kind, row.due_at = about, now + ANSWER_WITHIN
    db.flush()
    return made


def waiting(db: Session) -> Sequence[Complaint]:
    """Return the complaints nobody has answered yet, the one due first before all others."""
    asked = select(HelpRequest).where(HelpRequest.kind == Kind.COMPLAINT, col(HelpRequest.answered_at).is_(None))
    return [
        _view(row) for row in db.exec(asked.order_by(col(HelpRequest.due_at), col(HelpRequest.id)).limit(MOST_LISTED))
    ]


def complaint(db: Session, complaint_id: UUID) -> Complaint:
    """Return a complaint; NotFound when there is none."""
    found = db.get(HelpRequest, complaint_id, populate_existing=True)
    if found is None or found.kind != Kind.COMPLAINT:
        raise NotFound(say("There is no such complaint here."))
    return _view(found)


def _view(row: HelpRequest) -> Complaint:
    about = ABOUT[About(row.target_kind)] if row.target_kind in set(About) else ABOUT[About.OTHER]
    due_at = row.due_at or row.asked_at + ANSWER_WITHIN
    return Complaint(row.id, about, row.name, row.reach, row.words, row.asked_at, due_at, row.answered_at, row.answer)
