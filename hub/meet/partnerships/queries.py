"""Reads of partnerships: who offers and asks, what two do together, and figures without names."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, func, or_, select

from hub.errors import NotFound
from hub.kit.saying import say
from hub.meet.partnerships.models import (
    FriendOffer,
    Partnership,
    PartnershipCheck,
    PartnershipFigure,
    PartnershipGoal,
    PartnershipSession,
    PartnershipStep,
)
from hub.meet.partnerships.rules import (
    ASKED_FOR,
    FEWEST_SHOWN,
    GOES_ON,
    OVER,
    Moment,
    Offered,
    Side,
    State,
    quiz_of,
)
from hub.meet.partnerships.values import (
    CheckView,
    Figures,
    GoalView,
    OfferView,
    PartnershipView,
    SessionView,
    StepView,
    Work,
)

MOST_LISTED = 200
MOST_SHARED = 60
_GONE = say("There is no such partnership here.")
# One that stands still counts as before: nobody is to read from a number that somebody did not feel safe.
_BEGUN = (col(Partnership.starts_on).is_not(None), col(Partnership.over_at).is_(None))


def offer(db: Session, offer_id: UUID) -> OfferView:
    """Return an offer or a wish; NotFound where there is none."""
    row = db.get(FriendOffer, offer_id)
    if row is None:
        raise NotFound(say("There is no such offer here."))
    return _offer(row)


def offers_in(db: Session, place_id: UUID, side: Side) -> Sequence[OfferView]:
    """Return who would be this in a place, those who have waited longest first."""
    asked = select(FriendOffer).where(
        FriendOffer.place_id == place_id, FriendOffer.side == side, FriendOffer.state == Offered.OPEN
    )
    return [_offer(row) for row in db.exec(asked.order_by(col(FriendOffer.made_at)).limit(MOST_LISTED))]


def offers_of(db: Session, person_id: UUID) -> Sequence[OfferView]:
    """Return what somebody offers and wishes, the newest first."""
    asked = select(FriendOffer).where(FriendOffer.person_id == person_id, FriendOffer.state != Offered.WITHDRAWN)
    return [_offer(row) for row in db.exec(asked.order_by(col(FriendOffer.made_at).desc()).limit(MOST_LISTED))]


def partnership(db: Session, partnership_id: UUID) -> PartnershipView:
    """Return a partnership; NotFound where there is none."""
    row = db.get(Partnership, partnership_id)
    if row is None:
        raise NotFound(_GONE)
    return _view(row)


def mine(db: Session, partnership_id: UUID, person_id: UUID) -> tuple[PartnershipView, Side]:
    """Return a partnership of somebody's, and what they are in it; NotFound where it is not theirs."""
    found = partnership(db, partnership_id)
    side = found.side(person_id)
    if side is None or side in found.hidden:
        raise NotFound(_GONE)
    return found, side


def of_person(db: Session, person_id: UUID) -> Sequence[PartnershipView]:
    """Return the partnerships of somebody, the newest first; without questions they said no to."""
    theirs = or_(
        (col(Partnership.mentor_id) == person_id) & ~col(Partnership.hidden_mentor),
        (col(Partnership.mentee_id) == person_id) & ~col(Partnership.hidden_mentee),
    )
    asked = select(Partnership).where(theirs).order_by(col(Partnership.asked_at).desc())
    return [_view(row) for row in db.exec(asked.limit(MOST_LISTED))]


def of_place(db: Session, place_id: UUID) -> Sequence[PartnershipView]:
    """Return the partnerships of a place that are not over, the newest first."""
    asked = select(Partnership).where(Partnership.place_id == place_id, col(Partnership.state).not_in(OVER))
    return [_view(row) for row in db.exec(asked.order_by(col(Partnership.asked_at).desc()).limit(MOST_LISTED))]


def wishes(db: Session, place_ids: Collection[UUID] | None) -> Sequence[OfferView]:
    """Return who would like a Digital Friend in these places (None: anywhere)."""
    asked = select(FriendOffer).where(FriendOffer.side == Side.MENTEE, FriendOffer.state == Offered.OPEN)
    if place_ids is not None:
        asked = asked.where(col(FriendOffer.place_id).in_(place_ids))
    return [_offer(row) for row in db.exec(asked.order_by(col(FriendOffer.made_at)).limit(MOST_LISTED))]


def going_on(db: Session) -> Sequence[PartnershipView]:
    """Return all partnerships that run or pause, by id."""
    asked = select(Partnership).where(col(Partnership.state).in_(GOES_ON)).order_by(col(Partnership.id))
    return [_view(row) for row in db.exec(asked)]


def unanswered(db: Session, now: datetime) -> Sequence[PartnershipView]:
    """Return the questions that were open long enough."""
    asked = select(Partnership).where(Partnership.state == State.ASKED, col(Partnership.asked_at) <= now - ASKED_FOR)
    return [_view(row) for row in db.exec(asked.order_by(col(Partnership.id)))]


def know_each_other(db: Session, one: UUID, other: UUID) -> bool:
    """Say whether two are, were, or are asked to be Digital Friends."""
    two = or_(
        (col(Partnership.mentor_id) == one) & (col(Partnership.mentee_id) == other),
        (col(Partnership.mentor_id) == other) & (col(Partnership.mentee_id) == one),
    )
    return db.exec(select(Partnership.id).where(two).limit(1)).first() is not None


def work(db: Session, partnership_id: UUID) -> Work:
    """Return what two do together."""
    goals = select(PartnershipGoal).where(PartnershipGoal.partnership_id == partnership_id)
    steps = select(PartnershipStep).where(PartnershipStep.partnership_id == partnership_id)
    held = select(PartnershipSession).where(PartnershipSession.partnership_id == partnership_id)
    newest = (col(PartnershipSession.held_on).desc(), col(PartnershipSession.id))
    return Work(
        goals=tuple(
            GoalView(row.id, row.words, row.reached_at)
            for row in db.exec(goals.order_by(col(PartnershipGoal.added_at), col(PartnershipGoal.id)))
        ),
        steps=tuple(_step(row) for row in db.exec(steps.order_by(col(PartnershipStep.position)))),
        sessions=tuple(
            SessionView(row.id, row.held_on, row.minutes, row.words, row.logged_by)
            for row in db.exec(held.order_by(*newest))
        ),
    )


def checks(db: Session, partnership_id: UUID) -> Sequence[CheckView]:
    """Return what the two answered so far, from the start to the end."""
    asked = select(PartnershipCheck).where(PartnershipCheck.partnership_id == partnership_id)
    rows = db.exec(asked.order_by(col(PartnershipCheck.answered_at), col(PartnershipCheck.person_id)))
    told = [CheckView(row.person_id, Moment(row.moment), row.answers, row.words, row.answered_at) for row in rows]
    return sorted(told, key=lambda each: list(Moment).index(each.moment))


def shared_steps(db: Session, place_id: UUID) -> Sequence[StepView]:
    """Return the steps that pairs of a place let others copy, by title; nothing tells whose they are."""
    asked = select(PartnershipStep).join(Partnership).where(Partnership.place_id == place_id)
    shown = asked.where(col(PartnershipStep.shared))
    ordered = db.exec(shown.order_by(col(PartnershipStep.title), col(PartnershipStep.id)).limit(MOST_SHARED))
    return [_step(row) for row in ordered]


def figures(db: Session, place_id: UUID) -> Figures:
    """Return what came of the partnerships of a place, without names."""
    at_work = select(func.count()).select_from(Partnership)
    running = db.exec(at_work.where(Partnership.place_id == place_id, *_BEGUN)).one()
    rows = db.exec(select(PartnershipFigure).where(PartnershipFigure.place_id == place_id)).all()
    over, closed = len(rows), sum(row.closed for row in rows)
    if over < FEWEST_SHOWN:
        return Figures(running, over, closed)
    changes = [row.change for row in rows if row.change is not None]
    return Figures(
        running,
        over,
        closed,
        sessions=sum(row.sessions for row in rows) / over,
        minutes=sum(row.minutes for row in rows) / over,
        steps_done=sum(row.steps_done for row in rows) / over,
        goals_reached=sum(row.goals_reached for row in rows) / over,
        change=sum(changes) / len(changes) if len(changes) >= FEWEST_SHOWN else None,
    )


def _offer(row: FriendOffer) -> OfferView:
    return OfferView(
        id=row.id,
        place_id=row.place_id,
        person_id=row.person_id,
        side=Side(row.side),
        name=row.name,
        words=row.words,
        times=row.times,
        online=row.online,
        in_person=row.in_person,
        state=Offered(row.state),
        made_at=row.made_at,
        trained=row.trained,
        trained_until=row.trained_until,
    )


def _view(row: Partnership) -> PartnershipView:
    return PartnershipView(
        id=row.id,
        place_id=row.place_id,
        mentor_id=row.mentor_id,
        mentee_id=row.mentee_id,
        mentor_name=row.mentor_name,
        mentee_name=row.mentee_name,
        suggested_by=row.suggested_by,
        why=row.why,
        state=State(row.state),
        asked_at=row.asked_at,
        agreed=_sides(mentor=bool(row.mentor_agreed_at), mentee=bool(row.mentee_agreed_at)),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        extended=row.extended,
        longer=_sides(mentor=row.longer_mentor, mentee=row.longer_mentee),
        addresses=_sides(mentor=row.address_mentor, mentee=row.address_mentee),
        met_on=row.met_on,
        hidden=_sides(mentor=row.hidden_mentor, mentee=row.hidden_mentee),
        nudged_at=row.nudged_at,
        half_told_at=row.half_told_at,
        end_told_at=row.end_told_at,
        over_at=row.over_at,
    )


def _sides(*, mentor: bool, mentee: bool) -> frozenset[Side]:
    return frozenset(side for side, holds in ((Side.MENTOR, mentor), (Side.MENTEE, mentee)) if holds)


def _step(row: PartnershipStep) -> StepView:
    return StepView(
        id=row.id,
        position=row.position,
        title=row.title,
        words=row.words,
        links=tuple(row.links),
        homework=row.homework,
        homework_done_at=row.homework_done_at,
        quiz=quiz_of(row.quiz),
        answered=row.answered,
        done_at=row.done_at,
        shared=row.shared,
    )
