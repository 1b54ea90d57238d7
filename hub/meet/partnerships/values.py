"""What is read of partnerships, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from hub.meet.partnerships.rules import Course, Moment, Offered, Quiz, Side, State, side_of


@dataclass(frozen=True, slots=True)
class OfferView:
    """Somebody who would be a mentor, or would like one."""

    id: UUID
    place_id: UUID
    person_id: UUID
    side: Side
    name: str
    words: str
    times: str
    online: bool
    in_person: bool
    state: Offered
    made_at: datetime
    trained: str
    trained_until: date | None


@dataclass(frozen=True, slots=True)
class PartnershipView:
    """A partnership as it stands."""

    id: UUID
    place_id: UUID
    mentor_id: UUID | None
    mentee_id: UUID | None
    mentor_name: str
    mentee_name: str
    suggested_by: UUID | None
    why: str
    state: State
    asked_at: datetime
    agreed: frozenset[Side]
    starts_on: date | None
    ends_on: date | None
    extended: int
    longer: frozenset[Side]  # who has asked for a month more
    addresses: frozenset[Side]  # who lets the other see their e-mail address
    met_on: date | None
    hidden: frozenset[Side]  # for whom a question is gone
    nudged_at: datetime | None
    half_told_at: datetime | None
    end_told_at: datetime | None
    over_at: datetime | None

    @property
    def course(self) -> Course:
        """Return how far it has come; TypeError where it has not begun."""
        if self.starts_on is None or self.ends_on is None:
            raise TypeError("a partnership that has not begun")
        return Course(
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            met_on=self.met_on,
            is_paused=self.state is State.PAUSED,
            was_nudged=self.nudged_at is not None,
            half_told=self.half_told_at is not None,
            end_told=self.end_told_at is not None,
        )

    def side(self, person_id: UUID) -> Side | None:
        """Return what somebody is in it; None for everybody else."""
        return side_of(person_id, self.mentor_id, self.mentee_id)

    def name_of(self, side: Side) -> str:
        """Return what one of the two is called here."""
        return self.mentor_name if side is Side.MENTOR else self.mentee_name

    def person_of(self, side: Side) -> UUID | None:
        """Return who one of the two is; None where they have left the hub."""
        return self.mentor_id if side is Side.MENTOR else self.mentee_id


@dataclass(frozen=True, slots=True)
class InvitationView:
    """Somebody asked by mail to be another's Digital Friend."""

    id: UUID
    place_id: UUID
    person_id: UUID  # who asks
    side: Side  # what they would be themselves
    name: str
    words: str
    email: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class GoalView:
    """What two want to have reached."""

    id: UUID
    words: str
    reached_at: datetime | None


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a curriculum."""

    id: UUID
    position: int
    title: str
    words: str
    links: tuple[str, ...]
    homework: str
    homework_done_at: datetime | None
    quiz: Quiz | None
    answered: int | None
    done_at: datetime | None
    shared: bool

    @property
    def is_right(self) -> bool:
        """Whether the answer chosen last is the right one."""
        return self.quiz is not None and self.answered == self.quiz.right


@dataclass(frozen=True, slots=True)
class SessionView:
    """One time two met."""

    id: UUID
    held_on: date
    minutes: int
    words: str
    logged_by: UUID | None


@dataclass(frozen=True, slots=True)
class CheckView:
    """What one of two answered at one moment."""

    person_id: UUID
    moment: Moment
    answers: Mapping[str, int]
    words: str
    answered_at: datetime


@dataclass(frozen=True, slots=True)
class Work:
    """What two do together."""

    goals: tuple[GoalView, ...]
    steps: tuple[StepView, ...]  # in the order of the curriculum
    sessions: tuple[SessionView, ...]  # the newest first

    @property
    def next_step(self) -> StepView | None:
        """Return the first step that is not done; None where all are, or there is none."""
        return next((each for each in self.steps if each.done_at is None), None)


@dataclass(frozen=True, slots=True)
class Figures:
    """What came of the partnerships of a place, without names; averages are None below five of them."""

    running: int
    over: int
    closed: int  # of those over, how many went to their end
    sessions: float | None = None  # of one partnership, on average
    minutes: float | None = None
    steps_done: float | None = None
    goals_reached: float | None = None
    change: float | None = None  # of how sure mentees feel, from 1 to 5
