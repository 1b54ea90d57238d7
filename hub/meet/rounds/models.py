"""Tables of UnMentoring: rounds, who joined, who was drawn with whom, what they wrote, whom somebody never meets."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field

from hub.db.base import Table


class RoundPlan(Table, table=True):
    """That a place has rounds, and how: made when a mentor opens the first one."""

    __tablename__ = "round_plan"

    place_id: UUID = Field(primary_key=True, foreign_key="place.id")
    is_paused: bool = False
    adults_only: bool = True
    since: datetime


class Round(Table, table=True):
    """One round of a place: opened, joined, drawn once."""

    __tablename__ = "unmentoring_round"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    state: str = Field(index=True)  # a value of rounds.rules.State
    opened_at: datetime
    closes_at: datetime = Field(index=True)  # when it is drawn; a week later where too few have joined by then
    adults_only: bool = True
    drawn_at: datetime | None = None
    seed: str = ""
    algorithm: str = ""  # pairing.VERSION it was drawn by
    inputs: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)  # of the draw, by ids of enrolments alone
    inputs_hash: str = ""
    pairs: int = 0
    trios: int = 0
    sat_out: int = 0
    asked_at: datetime | None = None  # when those drawn were asked whether they met


class Enrolment(Table, table=True):
    """Somebody who joined a round, and what they said of themselves there."""

    __table_args__ = (UniqueConstraint("round_id", "person_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    round_id: UUID = Field(foreign_key="unmentoring_round.id", index=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    name: str  # the first name, as they gave it
    likes: str
    times: str  # values of rounds.rules.Slot, with blanks between
    ways: str  # values of rounds.rules.Way, likewise
    organisation: str = ""
    rather_three: bool = False
    adult: bool = False  # they ticked that they are 18 or over
    joined_at: datetime
    sat_out: bool = False  # the draw found nobody for them


class Pairing(Table, table=True):
    """Two or three who were drawn together."""

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    round_id: UUID = Field(foreign_key="unmentoring_round.id", index=True)
    size: int  # as it was drawn: fewer members are left where somebody has left the hub
    icebreaker: str  # as hub.meet.icebreakers names it
    venue_id: UUID | None = Field(default=None, foreign_key="venue.id", index=True)
    at: datetime
    stopped_at: datetime | None = None  # somebody did not feel safe: nothing is relayed any more
    left_told: int = 0  # of how many who left the others were told


class PairingMember(Table, table=True):
    """Somebody of those drawn together."""

    __tablename__ = "pairing_member"

    pairing_id: UUID = Field(primary_key=True, foreign_key="pairing.id")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", index=True)
    enrolment_id: UUID = Field(foreign_key="enrolment.id")
    shares: bool = False  # the others may have their e-mail address, once all say so
    met: str = ""  # a value of rounds.rules.Met


class RelayedMessage(Table, table=True):
    """What one of those drawn together wrote to the others, by way of the hub."""

    __tablename__ = "relayed_message"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id")
    words: str
    at: datetime = Field(index=True)


class NeverMatch(Table, table=True):
    """Whom somebody never wants to be drawn with: known to them and to safeguarding alone."""

    __tablename__ = "never_match"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    person_id: UUID = Field(foreign_key="person.id", index=True)
    other_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # who they were drawn with
    other_seal: str = Field(default="", index=True)  # of an address, so that nobody learns whether it is known here
    said: str = ""  # what they call them
    at: datetime


class Unsafe(Table, table=True):
    """That somebody did not feel safe; until it is reviewed nobody of that pairing is drawn."""

    __tablename__ = "unsafe_report"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    pairing_id: UUID = Field(foreign_key="pairing.id", index=True)
    place_id: UUID = Field(foreign_key="place.id", index=True)
    person_id: UUID | None = Field(default=None, foreign_key="person.id", index=True)  # who says so
    words: str = ""
    at: datetime
    reviewed_at: datetime | None = None
    reviewed_by: UUID | None = Field(default=None, foreign_key="person.id")
    outcome: str = ""  # a value of rounds.rules.Outcome
    review: str = ""  # what safeguarding wrote down of it


class Stopped(Table, table=True):
    """Whom an unread or upheld report keeps from being drawn."""

    __tablename__ = "round_stop"

    report_id: UUID = Field(primary_key=True, foreign_key="unsafe_report.id")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", index=True)


class StoppedSeal(Table, table=True):
    """The seal of the address of whom somebody reported: by it the report holds even if they leave and come back."""

    __tablename__ = "round_stop_seal"

    report_id: UUID = Field(primary_key=True, foreign_key="unsafe_report.id")
    seal: str = Field(primary_key=True, index=True)


class RoundReminder(Table, table=True):
    """That somebody wants to hear when a place's next round opens."""

    __tablename__ = "round_reminder"

    place_id: UUID = Field(primary_key=True, foreign_key="place.id")
    person_id: UUID = Field(primary_key=True, foreign_key="person.id", index=True)
    since: datetime
