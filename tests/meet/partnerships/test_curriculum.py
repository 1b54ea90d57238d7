"""What two Digital Friends write down and work through: goals, steps with homework and a quiz, sessions."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session

from hub.errors import BadQuestion
from hub.meet.partnerships import curriculum, queries
from hub.meet.partnerships.curriculum import Met, Written
from hub.meet.partnerships.rules import (
    MOST_GOALS,
    MOST_SESSIONS,
    MOST_STEPS,
    Quiz,
)
from tests.meet.partnerships.friends import NOON, TODAY, hold, view

QUIZ = Quiz("Which key pastes?", ("Ctrl X", "Ctrl V"), 1, "It looks like a wedge.")


def test_goals_are_set_reached_and_dropped(db: Session, running: UUID) -> None:
    goal = curriculum.add_goal(db, running, "Write a blog post", NOON)
    assert curriculum.reach_goal(db, running, goal, NOON)
    db.expire_all()
    assert queries.work(db, running).goals[0].reached_at == NOON
    assert not curriculum.reach_goal(db, uuid4(), goal, None)
    assert not curriculum.drop_goal(db, uuid4(), goal)
    assert curriculum.drop_goal(db, running, goal)
    for number in range(MOST_GOALS):
        curriculum.add_goal(db, running, str(number), NOON)
    with pytest.raises(BadQuestion):
        curriculum.add_goal(db, running, "One too many", NOON)


def test_steps_are_written_moved_done_and_dropped(db: Session, running: UUID) -> None:
    one, two, three = (curriculum.add_step(db, running, Written(title)) for title in ("One", "Two", "Three"))
    assert curriculum.move_step(db, running, three, up=True)
    assert curriculum.do_step(db, running, one, NOON)
    assert curriculum.drop_step(db, running, two)
    db.expire_all()
    work = queries.work(db, running)
    assert [(each.title, each.position) for each in work.steps] == [("One", 1), ("Three", 2)]
    assert work.next_step
    assert work.next_step.id == three
    assert not curriculum.move_step(db, running, two, up=True)
    assert not curriculum.drop_step(db, running, two)
    assert not curriculum.do_step(db, uuid4(), one, NOON)
    assert not curriculum.change_step(db, uuid4(), one, Written("Theirs"))


def test_a_curriculum_has_an_end(db: Session, running: UUID, monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_STEPS > 2
    monkeypatch.setattr(curriculum, "MOST_STEPS", 2)
    for title in ("One", "Two"):
        curriculum.add_step(db, running, Written(title))
    with pytest.raises(BadQuestion):
        curriculum.add_step(db, running, Written("Three"))


def test_homework_and_a_quiz_belong_to_a_step(db: Session, running: UUID) -> None:
    step = curriculum.add_step(db, running, Written("Paste", links=("https://example.org/",), quiz=QUIZ))
    assert curriculum.do_homework(db, running, step, NOON)
    assert curriculum.answer_quiz(db, running, step, 0)
    db.expire_all()
    (seen,) = queries.work(db, running).steps
    assert (seen.is_right, seen.homework_done_at, seen.links) == (False, NOON, ("https://example.org/",))
    assert curriculum.answer_quiz(db, running, step, 1)
    assert not curriculum.answer_quiz(db, running, step, 2)
    db.expire_all()
    assert queries.work(db, running).steps[0].is_right
    assert curriculum.change_step(db, running, step, Written("Paste", quiz=QUIZ))
    assert queries.work(db, running).steps[0].answered == 1
    assert curriculum.change_step(db, running, step, Written("Paste"))
    assert not curriculum.answer_quiz(db, running, step, 0)
    assert queries.work(db, running).steps[0].answered is None


def test_a_step_is_shared_without_a_name(db: Session, running: UUID, heath: UUID, cem: UUID) -> None:
    step = curriculum.add_step(db, running, Written("Paste"))
    assert list(queries.shared_steps(db, heath)) == []
    assert curriculum.share_step(db, running, step, shared=True)
    db.expire_all()
    assert [each.title for each in queries.shared_steps(db, heath)] == ["Paste"]
    hold(db, running, cem)  # nobody is to see by it that somebody did not feel safe
    assert [each.title for each in queries.shared_steps(db, heath)] == ["Paste"]


def test_sessions_are_logged_and_say_when_they_met_last(
    db: Session, running: UUID, ben: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = curriculum.log_session(db, running, Met(TODAY, 60, "Maps", ben))
    later = curriculum.log_session(db, running, Met(TODAY + timedelta(days=7), 45, "", ben))
    assert view(db, running).met_on == TODAY + timedelta(days=7)
    assert curriculum.drop_session(db, running, later)
    assert not curriculum.drop_session(db, running, later)
    assert view(db, running).met_on == TODAY
    assert [each.id for each in queries.work(db, running).sessions] == [first]
    assert MOST_SESSIONS > 1
    monkeypatch.setattr(curriculum, "MOST_SESSIONS", 1)
    with pytest.raises(BadQuestion):
        curriculum.log_session(db, running, Met(TODAY, 60, "", ben))
