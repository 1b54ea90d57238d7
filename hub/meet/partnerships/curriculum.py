"""Writes of what two do together: goals, steps with their homework and quizzes, sessions; nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, delete, func, select, update

from hub.errors import BadQuestion
from hub.kit.saying import say
from hub.meet.partnerships.models import Partnership, PartnershipGoal, PartnershipSession, PartnershipStep
from hub.meet.partnerships.outcome import show_anew
from hub.meet.partnerships.rules import MOST_GOALS, MOST_SESSIONS, MOST_STEPS, Quiz, moved


@dataclass(frozen=True, slots=True)
class Written:
    """A step as one of the two wrote it, checked."""

    title: str
    words: str = ""
    links: tuple[str, ...] = ()  # http(s)
    homework: str = ""
    quiz: Quiz | None = None


@dataclass(frozen=True, slots=True)
class Met:
    """One time two met, as one of them logs it."""

    on: date
    minutes: int
    words: str
    by: UUID


def add_goal(db: Session, partnership_id: UUID, words: str, now: datetime) -> UUID:
    """Keep what two want to have reached; BadQuestion where they have too many goals."""
    if _number(db, PartnershipGoal, partnership_id) >= MOST_GOALS:
        raise BadQuestion(say("Twelve goals are enough for three months. Take one away first."))
    made = PartnershipGoal(partnership_id=partnership_id, words=words, added_at=now)
    db.add(made)
    db.flush()
    return made.id


def reach_goal(db: Session, partnership_id: UUID, goal_id: UUID, at: datetime | None) -> bool:
    """Note when a goal was reached, or with None that it was not; False where they have no such goal."""
    theirs = (col(PartnershipGoal.id) == goal_id, col(PartnershipGoal.partnership_id) == partnership_id)
    return db.exec(update(PartnershipGoal).where(*theirs).values(reached_at=at)).rowcount == 1


def drop_goal(db: Session, partnership_id: UUID, goal_id: UUID) -> bool:
    """Take a goal away; False where they have no such goal."""
    theirs = (col(PartnershipGoal.id) == goal_id, col(PartnershipGoal.partnership_id) == partnership_id)
    return db.exec(delete(PartnershipGoal).where(*theirs)).rowcount == 1


def add_step(db: Session, partnership_id: UUID, written: Written) -> UUID:
    """Add a step at the end of the curriculum; BadQuestion where it has too many."""
    number = _number(db, PartnershipStep, partnership_id)
    if number >= MOST_STEPS:
        raise BadQuestion(say("Sixty steps are enough for three months. Take one away first."))
    made = PartnershipStep(partnership_id=partnership_id, position=number + 1, title="")
    _write(made, written)
    db.add(made)
    db.flush()
    return made.id


def change_step(db: Session, partnership_id: UUID, step_id: UUID, written: Written) -> bool:
    """Write a step anew; a quiz that changed waits for its answer again. False where they have no such step."""
    row = _step(db, partnership_id, step_id)
    if row is None:
        return False
    _write(row, written)
    db.flush()
    if row.shared:
        show_anew(db, partnership_id)
    return True


def drop_step(db: Session, partnership_id: UUID, step_id: UUID) -> bool:
    """Take a step away and close the gap; False where they have no such step."""
    theirs = (col(PartnershipStep.id) == step_id, col(PartnershipStep.partnership_id) == partnership_id)
    if db.exec(delete(PartnershipStep).where(*theirs)).rowcount == 0:
        return False
    _number_anew(db, _order(db, partnership_id))
    show_anew(db, partnership_id)
    return True


def move_step(db: Session, partnership_id: UUID, step_id: UUID, *, up: bool) -> bool:
    """Move a step one place up or down; False where they have no such step."""
    order = _order(db, partnership_id)
    if step_id not in order:
        return False
    _number_anew(db, list(moved(order, step_id, up=up)))
    return True


def do_step(db: Session, partnership_id: UUID, step_id: UUID, at: datetime | None) -> bool:
    """Note when a step was done, or with None that it was not; False where they have no such step."""
    return _set(db, partnership_id, step_id, done_at=at)


def do_homework(db: Session, partnership_id: UUID, step_id: UUID, at: datetime | None) -> bool:
    """Note when the homework of a step was done, or with None that it was not; False where there is no such step."""
    return _set(db, partnership_id, step_id, homework_done_at=at)


def answer_quiz(db: Session, partnership_id: UUID, step_id: UUID, answer: int) -> bool:
    """Keep which answer was chosen; it may be tried again. False where there is no such step, quiz or answer."""
    row = _step(db, partnership_id, step_id)
    if row is None or row.quiz is None or not 0 <= answer < len(row.quiz["answers"]):
        return False
    row.answered = answer
    db.flush()
    return True


def share_step(db: Session, partnership_id: UUID, step_id: UUID, *, shared: bool) -> bool:
    """Let other pairs copy a step, or no more; False where they have no such step."""
    show_anew(db, partnership_id)
    return _set(db, partnership_id, step_id, shared=shared)


def log_session(db: Session, partnership_id: UUID, met: Met) -> UUID:
    """Keep that two met; BadQuestion where they have too many sessions."""
    if _number(db, PartnershipSession, partnership_id) >= MOST_SESSIONS:
        raise BadQuestion(say("That is more sessions than fit in here. Take one away first."))
    made = PartnershipSession(
        partnership_id=partnership_id, held_on=met.on, minutes=met.minutes, words=met.words, logged_by=met.by
    )
    db.add(made)
    db.flush()
    _note_last(db, partnership_id)
    return made.id


def drop_session(db: Session, partnership_id: UUID, session_id: UUID) -> bool:
    """Take a session out of the log; False where they have no such session."""
    theirs = (col(PartnershipSession.id) == session_id, col(PartnershipSession.partnership_id) == partnership_id)
    dropped = db.exec(delete(PartnershipSession).where(*theirs)).rowcount == 1
    _note_last(db, partnership_id)
    return dropped


def _write(row: PartnershipStep, written: Written) -> None:
    quiz = written.quiz.as_json() if written.quiz else None
    if quiz != row.quiz:
        row.quiz, row.answered = quiz, None
    row.title, row.words, row.links = written.title, written.words, list(written.links)
    row.homework = written.homework


def _note_last(db: Session, partnership_id: UUID) -> None:
    last = select(func.max(PartnershipSession.held_on)).where(PartnershipSession.partnership_id == partnership_id)
    moved_on = update(Partnership).where(col(Partnership.id) == partnership_id)
    db.execute(moved_on.values(met_on=last.scalar_subquery(), nudged_at=None))


def _step(db: Session, partnership_id: UUID, step_id: UUID) -> PartnershipStep | None:
    theirs = (PartnershipStep.id == step_id, PartnershipStep.partnership_id == partnership_id)
    return db.exec(select(PartnershipStep).where(*theirs).with_for_update()).one_or_none()


def _set(db: Session, partnership_id: UUID, step_id: UUID, **values: object) -> bool:
    theirs = (col(PartnershipStep.id) == step_id, col(PartnershipStep.partnership_id) == partnership_id)
    return db.exec(update(PartnershipStep).where(*theirs).values(values)).rowcount == 1


def _order(db: Session, partnership_id: UUID) -> list[UUID]:
    asked = select(PartnershipStep.id).where(PartnershipStep.partnership_id == partnership_id)
    return list(db.exec(asked.order_by(col(PartnershipStep.position), col(PartnershipStep.id))))


def _number_anew(db: Session, order: list[UUID]) -> None:
    for position, step_id in enumerate(order, 1):
        db.execute(update(PartnershipStep).where(col(PartnershipStep.id) == step_id).values(position=position))


def _number(
    db: Session, table: type[PartnershipGoal | PartnershipStep | PartnershipSession], partnership_id: UUID
) -> int:
    return db.exec(select(func.count()).select_from(table).where(table.partnership_id == partnership_id)).one()
