"""Writes of how a partnership ends, what came of it, and that it is forgotten; nothing here commits."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, delete, func, select, update

from hub.meet.partnerships.models import (
    Partnership,
    PartnershipCheck,
    PartnershipFigure,
    PartnershipGoal,
    PartnershipReport,
    PartnershipSession,
    PartnershipStep,
)
from hub.meet.partnerships.offering import free_wish
from hub.meet.partnerships.rules import (
    GOES_ON,
    KEPT,
    Moment,
    State,
    change,
)
from hub.places.actions import bump

_PARTS = (PartnershipGoal, PartnershipStep, PartnershipSession, PartnershipCheck)


@dataclass(frozen=True, slots=True)
class Answered:
    """What one of two answers at one moment, checked."""

    moment: Moment
    answers: Mapping[str, int]  # question → 1 to 5
    words: str = ""


def answer_check(db: Session, partnership_id: UUID, person_id: UUID, answered: Answered, now: datetime) -> None:
    """Keep what one of the two answers at one moment, in place of what they said before."""
    row = locked(db, partnership_id)
    key = (partnership_id, person_id, answered.moment)
    held = db.get(PartnershipCheck, key)
    if held is None:
        held = PartnershipCheck(
            partnership_id=partnership_id,
            person_id=person_id,
            moment=answered.moment,
            answers={},
            answered_at=now,
        )
    held.answers, held.words, held.answered_at = dict(answered.answers), answered.words, now
    db.add(held)
    db.flush()
    if row.figure_id:  # who looks back after the end is counted too
        figure = update(PartnershipFigure).where(col(PartnershipFigure.id) == row.figure_id)
        db.execute(figure.values(change=_change(db, row)))
        bump(db, [row.place_id])


def locked(db: Session, partnership_id: UUID) -> Partnership:
    """Return a partnership as it is now, and let nobody else change it until this transaction ends."""
    asked = select(Partnership).where(Partnership.id == partnership_id).with_for_update()
    return db.exec(asked.execution_options(populate_existing=True)).one()


def end(db: Session, partnership_id: UUID, now: datetime, *, closed: bool) -> bool:
    """Have a partnership be over, *closed* at its end or before; its figures are kept. False where it did not go on."""
    row = locked(db, partnership_id)
    if row.state not in GOES_ON:
        return False
    _end(db, row, State.CLOSED if closed else State.ENDED, now)
    return True


def stop(db: Session, partnership_id: UUID, now: datetime) -> bool:
    """Have a partnership be over that stood still: safeguarding decided so, or one of the two has left."""
    row = locked(db, partnership_id)
    if row.state != State.HELD:
        return False
    _end(db, row, State.ENDED, now)
    return True


def show_anew(db: Session, partnership_id: UUID) -> None:
    """Have the pages of a place be made anew: they tell how many are at it, and which steps are shared."""
    bump(db, db.exec(select(Partnership.place_id).where(Partnership.id == partnership_id)))


def forget(db: Session, partnership_id: UUID) -> None:
    """Forget a partnership and all that was written in it; its figures stay."""
    show_anew(db, partnership_id)
    for table in (*_PARTS, PartnershipReport):
        db.execute(delete(table).where(col(table.partnership_id) == partnership_id))
    db.execute(delete(Partnership).where(col(Partnership.id) == partnership_id))


def forget_old(db: Session, now: datetime) -> int:
    """Forget what was over long ago, but what safeguarding has not read; return how many."""
    unread = select(PartnershipReport.partnership_id).where(col(PartnershipReport.reviewed_at).is_(None))
    over = (col(Partnership.over_at) <= now - KEPT, col(Partnership.id).not_in(unread))
    old = db.exec(select(Partnership.id).where(*over)).all()
    for each in old:
        forget(db, each)
    return len(old)


def _end(db: Session, row: Partnership, state: State, now: datetime) -> None:
    row.state, row.over_at = state, now
    if row.starts_on is not None:  # what was stopped before both had agreed never was one
        row.figure_id = _keep_figures(db, row)
        free_wish(db, row.mentee_id)
    db.flush()
    bump(db, [row.place_id])


def _keep_figures(db: Session, row: Partnership) -> UUID:
    mine = PartnershipSession.partnership_id == row.id
    sessions, minutes = db.exec(
        select(func.count(), func.coalesce(func.sum(col(PartnershipSession.minutes)), 0)).where(mine)
    ).one()
    made = PartnershipFigure(
        place_id=row.place_id,
        closed=row.state == State.CLOSED,
        sessions=sessions,
        minutes=minutes,
        steps_done=_count(db, PartnershipStep, row.id, PartnershipStep.done_at),
        goals_reached=_count(db, PartnershipGoal, row.id, PartnershipGoal.reached_at),
        change=_change(db, row),
    )
    db.add(made)
    db.flush()
    return made.id


def _count(
    db: Session, table: type[PartnershipStep | PartnershipGoal], partnership_id: UUID, when: datetime | None
) -> int:
    asked = select(func.count()).select_from(table)
    return db.exec(asked.where(table.partnership_id == partnership_id, col(when).is_not(None))).one()


def _change(db: Session, row: Partnership) -> int | None:
    asked = select(PartnershipCheck).where(
        PartnershipCheck.partnership_id == row.id, PartnershipCheck.person_id == row.mentee_id
    )
    return change({Moment(each.moment): each.answers for each in db.exec(asked)})
