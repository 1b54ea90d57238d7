"""Tables of agreement: what was proposed, what people said to it, and what was decided."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, BigInteger, Integer
from sqlmodel import Field

from hub.db.base import Table

_Counted = BigInteger().with_variant(Integer(), "sqlite")  # only INTEGER becomes SQLite's own row id


class Proposal(Table, table=True):
    """A script of changes to the registry somebody asks others to agree to."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(index=True)  # where it would count; WHOLE_HUB: everywhere. No foreign key for that
    by_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    script: list[Any] = Field(sa_type=JSON)  # deciding.script.to_json
    reason: str
    ground: list[Any] = Field(sa_type=JSON)  # the rows it would change, as they were: deciding.images.to_json
    reach: int = 0  # items it would have touched when it was opened
    level: str  # a value of deciding.rules.Level
    state: str = Field(default="open", index=True)  # a value of deciding.rules.State
    opened_at: datetime
    closes_at: datetime  # passes then, where its level lets it
    expires_at: datetime
    warned_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: UUID | None = Field(default=None, foreign_key="person.id")  # none: the calendar
    ending: str = ""  # why it was declined, in the words of who did
    faults: list[Any] = Field(default_factory=list, sa_type=JSON)  # why it could not be carried out: kit.said_later
    decision_id: int | None = Field(default=None, sa_type=_Counted)


class Voice(Table, table=True):
    """What somebody said to a proposal; their last stance is the one that counts."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    proposal_id: UUID = Field(foreign_key="proposal.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # none: has left
    stance: str = ""  # a value of deciding.rules.Stance; empty: words alone
    seals: bool = False  # said as who may decide: two of them carry out what touches much
    words: str = ""
    said_at: datetime


class Decision(Table, table=True):
    """One change of the registry, with its way back; written once, and changed only to forget who and their words."""

    __tablename__ = "tag_decision"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True, sa_type=_Counted)
    at: datetime = Field(index=True)
    by_id: UUID | None = Field(default=None, index=True)  # no foreign key: the log outlives people; none: see origin
    origin: str  # a value of deciding.rules.Origin
    place_id: UUID = Field(index=True)  # where it counts; WHOLE_HUB: everywhere
    proposal_id: UUID | None = Field(default=None, index=True)
    script: list[Any] = Field(sa_type=JSON)
    images: list[Any] = Field(sa_type=JSON)  # every row it changed, before and after
    reason: str = ""
    reach: int = 0  # items it was said to touch
    undoes: int | None = Field(default=None, unique=True, sa_type=_Counted)  # the decision it takes back


class DecisionTag(Table, table=True):
    """Which tags a decision speaks of, for the history of each."""

    __tablename__ = "tag_decision_tag"

    tag_id: UUID = Field(primary_key=True)
    decision_id: int = Field(foreign_key="tag_decision.id", primary_key=True, sa_type=_Counted, index=True)
