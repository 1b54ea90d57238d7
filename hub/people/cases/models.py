"""Tables of reports, the cases they make, what was decided, and appeals."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Field

from hub.db.base import Table


class Case(Table, table=True):
    """Something that was reported: all reports of it are one case, whose number people may quote."""

    __tablename__ = "reported_case"  # “case” is a word of SQL

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    number: int = Field(unique=True)
    target_kind: str  # a value of cases.rules.Target: item, source, person, domain
    target_id: str = Field(index=True)
    place_id: UUID | None = Field(default=None, foreign_key="place.id", index=True)
    title: str = ""  # of what it is about, as it was when it was reported
    person_id: UUID | None = Field(default=None, foreign_key="person.id")  # whose words it is about, where we know them
    state: str = Field(index=True)  # a value of cases.rules.State
    opened_at: datetime
    closed_at: datetime | None = None


class Report(Table, table=True):
    """What somebody found wrong; no account is needed for it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(foreign_key="reported_case.id", index=True)
    reason: str  # a value of cases.rules.Reason
    words: str = ""
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    email: str = ""  # who wants to hear the outcome; forgotten with the case
    at: datetime


class Decision(Table, table=True):
    """What was done about a case, by whom and why; the newest one holds."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(foreign_key="reported_case.id", index=True)
    measure: str  # a value of cases.rules.Measure: nothing, label, hide, remove, restrict
    reason: str
    words: str  # to both sides
    decided_by: UUID | None = Field(default=None, foreign_key="person.id")
    role: str  # in which they did, a value of people.rules.Kind; a mentor’s only holds until a moderator decides
    on_appeal: bool = False
    at: datetime
    until: datetime | None = None  # where it ends by itself


class Appeal(Table, table=True):
    """What the other side says to a decision; somebody else decides it."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    case_id: UUID = Field(foreign_key="reported_case.id", index=True)
    decision_id: UUID = Field(foreign_key="decision.id")
    words: str
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    at: datetime


class Withholding(Table, table=True):
    """What holds now of an item, a source, a person or a domain, by a decision or until there is one."""

    target_kind: str = Field(primary_key=True)  # a value of cases.rules.Target
    target_id: str = Field(primary_key=True)
    measure: str  # label, hide, remove or restrict
    label: str = ""  # what is said above it, where it is only labelled
    case_id: UUID | None = Field(default=None, foreign_key="reported_case.id")
    since: datetime
    until: datetime | None = None  # where it ends by itself
