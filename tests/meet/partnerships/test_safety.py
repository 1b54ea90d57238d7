"""Somebody did not feel safe: everything stops, what they say waits until it is read, whatever the two do."""

from uuid import UUID

import pytest
from sqlmodel import Session

from hub.errors import BadQuestion
from hub.meet.partnerships import actions, outcome, queries, safety
from hub.meet.partnerships.rules import MOST_REPORTS, State
from hub.meet.partnerships.safety import Verdict
from hub.people.persons.actions import welcome
from tests.meet.partnerships.friends import NOON, hold, view


@pytest.fixture
def sue(db: Session) -> UUID:
    return welcome(db, "sue@example.org", NOON)


def read(db: Session, report_id: UUID, sue: UUID, *, goes_on: bool) -> bool:
    return safety.review(db, report_id, Verdict(goes_on, "Spoke to both.", sue), NOON)


def test_nothing_goes_on_before_it_was_read(db: Session, running: UUID, cem: UUID, sue: UUID) -> None:
    report = hold(db, running, cem)
    assert view(db, running).state is State.HELD
    assert not actions.resume(db, running)
    assert not outcome.end(db, running, NOON, closed=False)
    assert list(queries.going_on(db)) == []
    assert read(db, report, sue, goes_on=True)
    assert view(db, running).state is State.RUNNING
    assert not read(db, report, sue, goes_on=False)


def test_what_was_paused_goes_on_paused(db: Session, running: UUID, cem: UUID, sue: UUID) -> None:
    actions.pause(db, running)
    read(db, hold(db, running, cem), sue, goes_on=True)
    assert view(db, running).state is State.PAUSED


def test_a_question_does_not_run_by_being_released(db: Session, asked: UUID, cem: UUID, sue: UUID) -> None:
    report = hold(db, asked, cem)
    assert not actions.drop(db, asked)
    read(db, report, sue, goes_on=True)
    assert view(db, asked).state is State.ASKED


def test_what_both_say_is_read_before_it_goes_on(db: Session, running: UUID, ben: UUID, cem: UUID, sue: UUID) -> None:
    first, second = hold(db, running, cem), hold(db, running, ben)
    assert {each.id: each.by_mentee for each in safety.waiting(db, None)} == {first: True, second: False}
    read(db, first, sue, goes_on=True)
    assert view(db, running).state is State.HELD
    read(db, second, sue, goes_on=True)
    assert view(db, running).state is State.RUNNING


def test_what_is_said_after_the_end_is_read_too(db: Session, running: UUID, heath: UUID, cem: UUID, sue: UUID) -> None:
    outcome.end(db, running, NOON, closed=False)
    report = hold(db, running, cem)
    assert [each.id for each in safety.waiting(db, [heath])] == [report]
    assert list(safety.waiting(db, [])) == []
    assert view(db, running).state is State.ENDED
    read(db, report, sue, goes_on=False)
    assert list(safety.waiting(db, None)) == []


def test_both_are_brought_together_with_nobody_meanwhile(
    db: Session, running: UUID, ben: UUID, cem: UUID, sue: UUID
) -> None:
    assert safety.in_question(db, [ben, cem, sue], str) == frozenset()
    report = hold(db, running, cem)
    assert safety.in_question(db, [ben, cem, sue], str) == {ben, cem}
    read(db, report, sue, goes_on=False)
    assert safety.in_question(db, [ben, cem], str) == frozenset()


def test_the_same_is_said_a_few_times_at_most(db: Session, running: UUID, cem: UUID) -> None:
    for _ in range(MOST_REPORTS):
        hold(db, running, cem)
    assert safety.said(db, running, cem) == MOST_REPORTS
    with pytest.raises(BadQuestion):
        hold(db, running, cem)
