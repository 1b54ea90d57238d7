"""Tables of what mentors are asked, what they tell each other, and whose turn it is."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class HelpRequest(Table, table=True):
    """Somebody asks the mentors of a place: for help, to mend a mistake, or to hear a complaint."""

    __tablename__ = "help_request"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str  # a value of helping.rules.Kind: help, correction, complaint
    place_id: UUID | None = Field(default=None, foreign_key="place.id", index=True)
    target_kind: str = ""  # of what is to be mended: item, source
    target_id: str = ""
    name: str = ""
    reach: str  # how to answer: an e-mail address or a telephone number
    words: str
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    asked_at: datetime
    due_at: datetime | None = None  # by when it is to be answered, where a law or a promise says so
    taken_by: UUID | None = Field(default=None, foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, index=True)
    answer: str = ""


class HandoverNote(Table, table=True):
    """What one mentor of a place tells the others."""

    __tablename__ = "handover_note"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID = Field(foreign_key="person.id")
    words: str
    written_at: datetime
    done_at: datetime | None = None


class DutyTurn(Table, table=True):
    """Whose week it is to look after a place."""

    __tablename__ = "duty_turn"

    place_id: UUID = Field(foreign_key="place.id", primary_key=True)
    week: date = Field(primary_key=True)  # its Monday
    person_id: UUID = Field(foreign_key="person.id")


class SafetyDocument(Table, table=True):
    """A dated version of what an operator has to have written down; earlier ones stay."""

    __tablename__ = "safety_document"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    kind: str = Field(index=True)  # a value of helping.safety.Kind
    version: int
    made_at: datetime
    made_by: UUID | None = Field(default=None, foreign_key="person.id")
    answers: str  # what was answered and which settings held, as canonical JSON
    body: str  # as published, in Markdown’s plainest form
    review_on: date
