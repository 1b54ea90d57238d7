"""Reads of rounds: the one of this month, who joined, and what safeguarding sees."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.meet.rounds.models import (
    Enrolment,
    NeverMatch,
    PairingMember,
    Round,
    RoundPlan,
    RoundReminder,
    Unsafe,
)
from hub.meet.rounds.rules import Met, Outcome, State

MOST_LISTED = 100


@dataclass(frozen=True, slots=True)
class PlanView:
    """That a place has rounds, and how."""

    place_id: UUID
    is_paused: bool
    adults_only: bool


@dataclass(frozen=True, slots=True)
class RoundView:
    """A round as everybody may see it."""

    id: UUID
    place_id: UUID
    state: State
    opened_at: datetime
    closes_at: datetime
    adults_only: bool
    joined: int
    drawn_at: datetime | None
    seed: str
    algorithm: str
    inputs_hash: str
    pairs: int
    trios: int
    sat_out: int

    @property
    def is_open(self) -> bool:
        """Whether one can join it."""
        return self.state is State.OPEN


@dataclass(frozen=True, slots=True)
class EnrolmentView:
    """What somebody said of themselves in a round."""

    id: UUID
    round_id: UUID
    person_id: UUID
    name: str
    likes: str
    times: tuple[str, ...]
    ways: tuple[str, ...]
    organisation: str
    rather_three: bool
    adult: bool
    sat_out: bool


@dataclass(frozen=True, slots=True)
class Never:
    """Whom somebody never wants to be drawn with."""

    id: UUID
    person_id: UUID
    other_id: UUID | None
    said: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Report:
    """That somebody did not feel safe, as safeguarding sees it."""

    id: UUID
    pairing_id: UUID
    place_id: UUID
    person_id: UUID | None
    words: str
    at: datetime
    reviewed_at: datetime | None
    outcome: Outcome
    review: str


def plan(db: Session, place_id: UUID) -> PlanView | None:
    """Return how a place has rounds; None where it has none."""
    found = db.get(RoundPlan, place_id)
    return PlanView(found.place_id, found.is_paused, found.adults_only) if found else None


def plans(db: Session) -> Sequence[PlanView]:
    """Return every place that has rounds."""
    found = db.exec(select(RoundPlan).order_by(col(RoundPlan.place_id)))
    return [PlanView(each.place_id, each.is_paused, each.adults_only) for each in found]


def open_in(db: Session, place_id: UUID) -> RoundView | None:
    """Return the round of a place one can join; None where there is none."""
    asked = select(Round).where(Round.place_id == place_id, Round.state == State.OPEN)
    return next(iter(_views(db, db.exec(asked.limit(1)).all())), None)


def drawn_in(db: Session, place_id: UUID, limit: int = 12) -> Sequence[RoundView]:
    """Return the rounds of a place that were drawn, the newest first."""
    asked = select(Round).where(Round.place_id == place_id, Round.state == State.DRAWN)
    return _views(db, db.exec(asked.order_by(col(Round.drawn_at).desc()).limit(limit)).all())


def a_round(db: Session, round_id: UUID) -> RoundView:
    """Return a round; NotFound where there is none."""
    found = db.get(Round, round_id)
    if found is None:
        raise NotFound(say("There is no such round here."))
    return _views(db, [found])[0]


def due(db: Session, now: datetime) -> Sequence[RoundView]:
    """Return the open rounds whose day has come, in places that have not paused them."""
    asked = select(Round).join(RoundPlan, col(RoundPlan.place_id) == Round.place_id)
    still = asked.where(Round.state == State.OPEN, Round.closes_at <= now, col(RoundPlan.is_paused).is_(False))
    return _views(db, db.exec(still.order_by(col(Round.closes_at))).all())


def last_opened(db: Session, place_id: UUID) -> datetime | None:
    """Return when the newest round of a place was opened."""
    return db.exec(select(func.max(Round.opened_at)).where(Round.place_id == place_id)).one()


def enrolment(db: Session, round_id: UUID, person_id: UUID) -> EnrolmentView | None:
    """Return what somebody said who joined a round; None where they have not."""
    asked = select(Enrolment).where(Enrolment.round_id == round_id, Enrolment.person_id == person_id)
    found = db.exec(asked).first()
    return enrolment_view(found) if found else None


def by_enrolment(db: Session, enrolment_id: UUID) -> EnrolmentView | None:
    """Return what somebody said in a round, by its own id; None where they are in it no more."""
    found = db.get(Enrolment, enrolment_id)
    return enrolment_view(found) if found else None


def last_enrolment(db: Session, person_id: UUID) -> EnrolmentView | None:
    """Return what somebody said in the newest round they joined: the next form begins with it."""
    asked = select(Enrolment).where(Enrolment.person_id == person_id).order_by(col(Enrolment.joined_at).desc())
    found = db.exec(asked).first()
    return enrolment_view(found) if found else None


def joined(db: Session, person_id: UUID) -> Sequence[tuple[EnrolmentView, RoundView]]:
    """Return the rounds somebody joined, the newest first."""
    asked = select(Enrolment).where(Enrolment.person_id == person_id).order_by(col(Enrolment.joined_at).desc())
    rows = db.exec(asked.limit(MOST_LISTED)).all()
    rounds = _views(db, db.exec(select(Round).where(col(Round.id).in_([each.round_id for each in rows]))).all())
    by_id = {each.id: each for each in rounds}
    return [(enrolment_view(each), by_id[each.round_id]) for each in rows]


def of_round(db: Session, round_id: UUID) -> Sequence[EnrolmentView]:
    """Return everybody who joined a round."""
    asked = select(Enrolment).where(Enrolment.round_id == round_id).order_by(col(Enrolment.joined_at))
    return [enrolment_view(each) for each in db.exec(asked)]


def to_remind(db: Session, place_id: UUID) -> Sequence[UUID]:
    """Return who wants to hear when a round of a place opens."""
    asked = select(RoundReminder.person_id).where(RoundReminder.place_id == place_id)
    return list(db.exec(asked.order_by(col(RoundReminder.person_id))))


def is_reminded(db: Session, place_id: UUID, person_id: UUID) -> bool:
    """Say whether somebody hears when a round of a place opens."""
    return db.get(RoundReminder, (place_id, person_id)) is not None


def nevers(db: Session, person_ids: Collection[UUID]) -> Sequence[Never]:
    """Return whom these people never want to be drawn with, the oldest first: for themselves and safeguarding."""
    asked = select(NeverMatch).where(col(NeverMatch.person_id).in_(person_ids)).order_by(col(NeverMatch.at))
    return [Never(each.id, each.person_id, each.other_id, each.said, each.at) for each in db.exec(asked)]


def met_counts(db: Session, round_ids: Collection[UUID]) -> Mapping[UUID, Counter[Met]]:
    """Count for each of these rounds what people say to whether they met."""
    asked = (
        select(Enrolment.round_id, PairingMember.met, func.count())
        .join(PairingMember, col(PairingMember.enrolment_id) == Enrolment.id)
        .where(col(Enrolment.round_id).in_(round_ids))
        .group_by(col(Enrolment.round_id), col(PairingMember.met))
    )
    found: dict[UUID, Counter[Met]] = {each: Counter() for each in round_ids}
    for round_id, met, number in db.execute(asked):
        found[round_id][Met(met)] = number
    return found


def reports(db: Session, place_ids: Collection[UUID] | None) -> Sequence[Report]:
    """Return the reports of these places (None: of all), those nobody has reviewed first, then the newest first."""
    asked = select(Unsafe).order_by(col(Unsafe.reviewed_at).is_not(None), col(Unsafe.at).desc())
    if place_ids is not None:
        asked = asked.where(col(Unsafe.place_id).in_(place_ids))
    return [_report(each) for each in db.exec(asked.limit(MOST_LISTED))]


def report(db: Session, report_id: UUID) -> Report:
    """Return a report; NotFound where there is none."""
    found = db.get(Unsafe, report_id)
    if found is None:
        raise NotFound(say("There is no such report here."))
    return _report(found)


def enrolment_view(row: Enrolment) -> EnrolmentView:
    """Return what somebody said of themselves."""
    return EnrolmentView(
        id=row.id,
        round_id=row.round_id,
        person_id=row.person_id,
        name=row.name,
        likes=row.likes,
        times=tuple(row.times.split()),
        ways=tuple(row.ways.split()),
        organisation=row.organisation,
        rather_three=row.rather_three,
        adult=row.adult,
        sat_out=row.sat_out,
    )


def _views(db: Session, rows: Sequence[Round]) -> Sequence[RoundView]:
    ids = [each.id for each in rows]
    counted = select(Enrolment.round_id, func.count()).where(col(Enrolment.round_id).in_(ids))
    joined = dict(db.execute(counted.group_by(col(Enrolment.round_id))).all())
    return [
        RoundView(
            id=each.id,
            place_id=each.place_id,
            state=State(each.state),
            opened_at=each.opened_at,
            closes_at=each.closes_at,
            adults_only=each.adults_only,
            joined=joined.get(each.id, 0),
            drawn_at=each.drawn_at,
            seed=each.seed,
            algorithm=each.algorithm,
            inputs_hash=each.inputs_hash,
            pairs=each.pairs,
            trios=each.trios,
            sat_out=each.sat_out,
        )
        for each in rows
    ]


def _report(row: Unsafe) -> Report:
    return Report(
        row.id,
        row.pairing_id,
        row.place_id,
        row.person_id,
        row.words,
        row.at,
        row.reviewed_at,
        Outcome(row.outcome),
        row.review,
    )
