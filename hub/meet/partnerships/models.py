"""Tables of Digital Friends: who offers and asks, the partnerships, and what two of them do in three months."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON
from sqlmodel import Field

from hub.db.base import Table


class FriendOffer(Table, table=True):
    """Somebody who would be a mentor, or would like one; seen by those who bring two together, and by nobody else."""

    __tablename__ = "friend_offer"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    side: str  # a value of partnerships.rules.Side: what they would be
    name: str  # as the other is to call them
    words: str  # what they can help with, or want to learn
    times: str = ""  # when they can, in their own words
    online: bool = False
    in_person: bool = True
    state: str = Field(index=True)  # a value of partnerships.rules.Offered
    made_at: datetime
    trained: str = ""  # of a mentor: training and checks, written and seen by safeguarding alone
    trained_until: date | None = None


class PartnershipFigure(Table, table=True):
    """What came of one partnership, without anybody's name; kept when all else of it is forgotten."""

    __tablename__ = "partnership_figure"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    closed: bool  # went to its end
    sessions: int
    minutes: int
    steps_done: int
    goals_reached: int
    change: int | None = None  # of how sure the mentee felt, from start to end: -4 to 4


class Partnership(Table, table=True):
    """A mentor and a mentee, from the question to both until it is closed."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    mentor_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # none: they have left the hub
    mentee_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)
    mentor_name: str = ""
    mentee_name: str = ""
    suggested_by: UUID | None = Field(default=None, foreign_key="person.id")  # at the desk; none: by one of the two
    why: str = ""  # what was said to both when they were asked
    state: str = Field(index=True)  # a value of partnerships.rules.State
    asked_at: datetime
    mentor_agreed_at: datetime | None = None
    mentee_agreed_at: datetime | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    extended: int = 0  # times
    longer_mentor: bool = False  # each has asked for a month more
    longer_mentee: bool = False
    address_mentor: bool = False  # each has agreed that the other sees their e-mail address
    address_mentee: bool = False
    met_on: date | None = None  # their last session
    hidden_mentor: bool = False  # while it is asked: they said no, or are not to hear of it; gone with the question
    hidden_mentee: bool = False
    held_from: str = ""  # the state before somebody did not feel safe
    figure_id: UUID | None = Field(default=None, foreign_key="partnership_figure.id")  # once it is over
    nudged_at: datetime | None = None
    half_told_at: datetime | None = None
    end_told_at: datetime | None = None
    over_at: datetime | None = Field(default=None, index=True)


class FriendInvitation(Table, table=True):
    """Somebody asked by their e-mail address whether they want to be another's Digital Friend."""

    __tablename__ = "friend_invitation"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id")
    person_id: UUID = Field(foreign_key="person.id", index=True)  # who asks
    side: str  # a value of partnerships.rules.Side: what they would be themselves
    name: str  # as they are to be called
    words: str = ""
    email: str
    email_key: str = Field(index=True)
    asked_at: datetime
    answered_at: datetime | None = None  # no more to be seen by who was asked; gone with the question


class PartnershipReport(Table, table=True):
    """That one of two did not feel safe; whatever becomes of the two, it waits until safeguarding has read it."""

    __tablename__ = "partnership_report"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # who says so
    about_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # the other one
    about_seal: str = ""  # of their address, until it was read: so it holds even if they leave and come back
    words: str = ""
    said_at: datetime
    reviewed_at: datetime | None = Field(default=None, index=True)
    reviewed_by: UUID | None = Field(default=None, foreign_key="person.id")
    goes_on: bool | None = None  # what was decided
    review: str = ""  # what safeguarding wrote down of it


class PartnershipGoal(Table, table=True):
    """What the two want to have reached."""

    __tablename__ = "partnership_goal"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    words: str
    added_at: datetime
    reached_at: datetime | None = None


class PartnershipStep(Table, table=True):
    """A small step of the curriculum two write for themselves, with its homework and its quiz."""

    __tablename__ = "partnership_step"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    position: int  # in the curriculum, from 1
    title: str
    words: str = ""
    links: list[str] = Field(default_factory=list, sa_type=JSON)  # http(s) addresses
    homework: str = ""
    homework_done_at: datetime | None = None
    quiz: dict[str, Any] | None = Field(default=None, sa_type=JSON)  # rules.Quiz as JSON
    answered: int | None = None  # which of the quiz's answers the mentee chose last, from 0
    done_at: datetime | None = None
    shared: bool = False  # other pairs may copy it


class PartnershipSession(Table, table=True):
    """One time the two met."""

    __tablename__ = "partnership_session"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    partnership_id: UUID = Field(foreign_key="partnership.id", index=True)
    held_on: date
    minutes: int
    words: str = ""
    logged_by: UUID | None = Field(default=None, foreign_key="person.id")


class PartnershipCheck(Table, table=True):
    """What one of the two answered at the start, at half-time or at the end."""

    __tablename__ = "partnership_check"

    partnership_id: UUID = Field(foreign_key="partnership.id", primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", primary_key=True, index=True)
    moment: str = Field(primary_key=True)  # a value of partnerships.rules.Moment
    answers: dict[str, int] = Field(sa_type=JSON)  # question → 1 to 5
    words: str = ""
    answered_at: datetime
