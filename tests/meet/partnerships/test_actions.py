"""What becomes of two Digital Friends in three months: asked, agreed, paused, stopped, asked for longer, over."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from hub.errors import NotFound
from hub.meet.partnerships import actions, inviting, offering, outcome, queries
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.models import FriendOffer, PartnershipFigure
from hub.meet.partnerships.offering import Offering
from hub.meet.partnerships.outcome import Answered
from hub.meet.partnerships.rules import (
    ASKED_FOR,
    FEWEST_SHOWN,
    MOST_EXTENSIONS,
    SURE,
    Moment,
    Offered,
    Side,
    State,
)
from hub.people.persons.actions import welcome
from tests.meet.partnerships.friends import NOON, TODAY, view


def check(db: Session, partnership_id: UUID, person_id: UUID, moment: Moment, sure: int) -> None:
    outcome.answer_check(db, partnership_id, person_id, Answered(moment, {SURE: sure}), NOON)


def test_cem_says_what_he_would_like_to_learn_and_says_it_anew(db: Session, heath: UUID, cem: UUID) -> None:
    first = offering.offer(db, cem, Offering(heath, Side.MENTEE, "Cem", "Maps"), NOON)
    assert offering.offer(db, cem, Offering(heath, Side.MENTEE, "Cem", "Blogs"), NOON) == first
    (wish,) = queries.offers_in(db, heath, Side.MENTEE)
    assert (wish.words, wish.person_id) == ("Blogs", cem)
    assert list(queries.offers_in(db, heath, Side.MENTOR)) == []
    assert [each.id for each in queries.offers_of(db, cem)] == [first]


def test_nobody_takes_back_what_another_offered(db: Session, heath: UUID, ben: UUID, cem: UUID) -> None:
    offered = offering.offer(db, ben, Offering(heath, Side.MENTOR, "Ben", "Phones"), NOON)
    assert not offering.withdraw_offer(db, offered, cem)
    assert offering.withdraw_offer(db, offered, ben)
    assert not offering.withdraw_offer(db, offered, ben)
    assert list(queries.offers_in(db, heath, Side.MENTOR)) == []


def test_safeguarding_keeps_what_it_knows_of_a_mentors_training(db: Session, heath: UUID, ben: UUID) -> None:
    offered = offering.offer(db, ben, Offering(heath, Side.MENTOR, "Ben", "Phones"), NOON)
    offering.note_training(db, offered, "Checked by the library.", date(2027, 1, 1))
    db.expire_all()
    assert queries.offer(db, offered).trained_until == date(2027, 1, 1)


def test_it_begins_when_both_have_said_yes(db: Session, asked: UUID) -> None:
    assert actions.agree(db, asked, Side.MENTEE, TODAY, NOON) is State.ASKED
    assert view(db, asked).agreed == {Side.MENTEE}
    assert actions.agree(db, asked, Side.MENTOR, TODAY, NOON) is State.RUNNING
    assert (view(db, asked).starts_on, view(db, asked).ends_on) == (TODAY, date(2026, 6, 3))
    assert actions.agree(db, asked, Side.MENTOR, date(2026, 4, 1), NOON) is State.RUNNING
    assert view(db, asked).starts_on == TODAY


def test_a_wish_is_taken_once_somebody_is_found(db: Session, heath: UUID, asked: UUID, ben: UUID, cem: UUID) -> None:
    offering.offer(db, cem, Offering(heath, Side.MENTEE, "Cem", "Maps"), NOON)
    offering.offer(db, ben, Offering(heath, Side.MENTOR, "Ben", "Phones"), NOON)
    actions.agree(db, asked, Side.MENTOR, TODAY, NOON)
    actions.agree(db, asked, Side.MENTEE, TODAY, NOON)
    assert list(queries.offers_in(db, heath, Side.MENTEE)) == []
    assert len(queries.offers_in(db, heath, Side.MENTOR)) == 1
    outcome.end(db, asked, NOON, closed=True)
    assert db.exec(select(FriendOffer.state).where(FriendOffer.person_id == cem)).one() == Offered.WITHDRAWN


def test_a_no_looks_like_no_answer_and_is_gone_after_a_month(db: Session, asked: UUID, ben: UUID, cem: UUID) -> None:
    actions.agree(db, asked, Side.MENTOR, TODAY, NOON)
    assert actions.decline(db, asked, Side.MENTEE)
    with pytest.raises(NotFound):
        queries.mine(db, asked, cem)
    assert list(queries.of_person(db, cem)) == []
    assert queries.mine(db, asked, ben)[0].state is State.ASKED
    assert queries.know_each_other(db, ben, cem)
    assert [each.id for each in queries.unanswered(db, NOON + ASKED_FOR)] == [asked]
    assert actions.drop(db, asked)
    assert not queries.know_each_other(db, cem, ben)


def test_what_runs_is_neither_declined_nor_dropped(db: Session, running: UUID) -> None:
    assert not actions.decline(db, running, Side.MENTEE)
    assert not actions.drop(db, running)


def test_who_says_no_after_a_yes_is_taken_at_their_no(db: Session, asked: UUID) -> None:
    actions.agree(db, asked, Side.MENTEE, TODAY, NOON)
    actions.decline(db, asked, Side.MENTEE)
    assert actions.agree(db, asked, Side.MENTOR, TODAY, NOON) is State.ASKED


def test_a_question_in_silence_is_seen_by_neither(db: Session, heath: UUID, ben: UUID, cem: UUID) -> None:
    made = actions.ask(db, Two(heath, ben, cem, "Ben", "Cem"), NOON, by=None, in_silence=True)
    for each in (ben, cem):
        assert list(queries.of_person(db, each)) == []
        with pytest.raises(NotFound):
            queries.mine(db, made, each)
    assert [each.id for each in queries.of_place(db, heath)] == [made]


def test_a_mentee_has_one_mentor_at_a_time(db: Session, running: UUID, heath: UUID, cem: UUID) -> None:
    nia = welcome(db, "nia@example.org", NOON)
    second = actions.ask(db, Two(heath, nia, cem, "Nia", "Cem"), NOON, by=None)
    for side in Side:
        assert actions.agree(db, second, side, TODAY, NOON) is State.ASKED
    outcome.end(db, running, NOON, closed=True)
    assert actions.agree(db, second, Side.MENTOR, TODAY, NOON) is State.RUNNING


def test_only_the_two_see_it(db: Session, running: UUID, ben: UUID, cem: UUID) -> None:
    assert queries.mine(db, running, ben)[1] is Side.MENTOR
    found, side = queries.mine(db, running, cem)
    assert (side, found.name_of(side), found.person_of(side.other)) == (Side.MENTEE, "Cem", ben)
    assert (found.name_of(Side.MENTOR), found.person_of(Side.MENTEE)) == ("Ben", cem)
    with pytest.raises(NotFound):
        queries.mine(db, running, uuid4())
    assert [each.id for each in queries.of_person(db, cem)] == [running]


def test_a_pause_and_going_on(db: Session, running: UUID) -> None:
    assert actions.pause(db, running)
    assert not actions.pause(db, running)
    assert [each.id for each in queries.going_on(db)] == [running]
    assert actions.resume(db, running)
    assert not actions.resume(db, running)


def test_both_want_a_month_more(db: Session, running: UUID) -> None:
    near = date(2026, 5, 28)
    assert not actions.ask_longer(db, running, Side.MENTEE, TODAY)
    assert not actions.ask_longer(db, running, Side.MENTEE, near)
    assert view(db, running).longer == {Side.MENTEE}
    assert actions.ask_longer(db, running, Side.MENTOR, near)
    assert (view(db, running).ends_on, view(db, running).longer) == (date(2026, 7, 3), frozenset())
    assert view(db, running).extended == 1 < MOST_EXTENSIONS


def test_each_decides_who_sees_the_own_address(db: Session, running: UUID) -> None:
    actions.show_address(db, running, Side.MENTOR, shown=True)
    assert view(db, running).addresses == {Side.MENTOR}
    actions.show_address(db, running, Side.MENTEE, shown=True)
    actions.show_address(db, running, Side.MENTOR, shown=False)
    assert view(db, running).addresses == {Side.MENTEE}


def test_an_answer_is_changed_and_what_changed_is_counted(db: Session, running: UUID, cem: UUID, heath: UUID) -> None:
    check(db, running, cem, Moment.START, 1)
    check(db, running, cem, Moment.START, 2)
    check(db, running, cem, Moment.CLOSE, 5)
    assert [each.answers for each in queries.checks(db, running)] == [{SURE: 2}, {SURE: 5}]
    assert outcome.end(db, running, NOON, closed=True)
    assert not outcome.end(db, running, NOON, closed=False)
    check(db, running, cem, Moment.CLOSE, 4)
    db.expire_all()
    assert db.exec(select(PartnershipFigure)).one().change == 2
    check(db, running, cem, Moment.CLOSE, 5)
    db.expire_all()
    figure = db.exec(select(PartnershipFigure)).one()
    assert (figure.change, figure.closed, figure.place_id) == (3, True, heath)


def test_averages_are_shown_from_five_on(db: Session, heath: UUID) -> None:
    def over(change: int | None) -> None:
        made = PartnershipFigure(
            place_id=heath,
            closed=True,
            sessions=6,
            minutes=300,
            steps_done=4,
            goals_reached=1,
            change=change,
        )
        db.add(made)
        db.flush()

    for _ in range(FEWEST_SHOWN - 1):
        over(1)
    assert queries.figures(db, heath).sessions is None
    over(None)
    told = queries.figures(db, heath)
    assert (told.over, told.closed, told.running, told.sessions, told.minutes) == (5, 5, 0, 6.0, 300.0)
    assert (told.steps_done, told.change) == (4.0, None)
    over(3)
    assert queries.figures(db, heath).change == pytest.approx(1.4)


def test_a_question_is_open_for_a_month(db: Session, asked: UUID) -> None:
    assert list(queries.unanswered(db, NOON + timedelta(days=29))) == []
    assert [each.id for each in queries.unanswered(db, NOON + timedelta(days=30))] == [asked]


def test_who_knows_somebody_asks_them_by_mail_once(db: Session, heath: UUID, ben: UUID, cem: UUID) -> None:
    asked = Invitation(heath, Side.MENTOR, "Ben", "Shall we?", "Cem@Example.org")
    made = inviting.invite(db, ben, asked, NOON)
    assert made
    assert inviting.invite(db, ben, asked, NOON) is None
    assert [(each.id, each.side, each.name) for each in inviting.to(db, cem, NOON)] == [(made, Side.MENTOR, "Ben")]
    assert [each.email for each in inviting.by(db, ben, NOON)] == ["Cem@Example.org"]
    assert list(inviting.to(db, ben, NOON)) == []
    assert list(inviting.to(db, cem, NOON + ASKED_FOR)) == []
    inviting.answer(db, made, NOON)
    assert list(inviting.to(db, cem, NOON)) == []
    assert len(inviting.by(db, ben, NOON)) == 1
    assert inviting.invite(db, ben, asked, NOON) is None
    inviting.take_back(db, made, NOON)
    assert list(inviting.by(db, ben, NOON)) == []
    assert inviting.invite(db, ben, asked, NOON) is None
    assert inviting.forget(db, made)
    assert not inviting.forget(db, made)
