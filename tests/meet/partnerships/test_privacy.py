"""What is kept of Digital Friends, and for how long: the figures stay, and what both wrote stays with the other."""

from datetime import timedelta
from uuid import UUID

from sqlmodel import Session, select

from hub.meet.partnerships import actions, curriculum, inviting, outcome, privacy, queries, safety
from hub.meet.partnerships.actions import Two
from hub.meet.partnerships.curriculum import Met, Written
from hub.meet.partnerships.inviting import Invitation
from hub.meet.partnerships.models import Partnership, PartnershipFigure
from hub.meet.partnerships.rules import (
    ASKED_FOR,
    KEPT,
    Side,
    State,
)
from hub.meet.partnerships.safety import Verdict
from hub.people.persons.actions import welcome
from tests.meet.partnerships.friends import NOON, TODAY, hold, view


def test_a_year_later_all_is_forgotten_but_the_figures(db: Session, running: UUID, ben: UUID) -> None:
    curriculum.add_goal(db, running, "Maps", NOON)
    curriculum.add_step(db, running, Written("One"))
    curriculum.log_session(db, running, Met(TODAY, 60, "", ben))
    outcome.end(db, running, NOON, closed=True)
    privacy.expire(db, NOON + KEPT - timedelta(days=1))
    assert view(db, running).state is State.CLOSED
    privacy.expire(db, NOON + KEPT)
    assert db.exec(select(Partnership)).all() == []
    assert db.exec(select(PartnershipFigure.sessions)).one() == 1


def test_who_leaves_ends_it_and_the_other_keeps_what_both_wrote(
    db: Session, running: UUID, ben: UUID, cem: UUID
) -> None:
    curriculum.add_step(db, running, Written("One"))
    curriculum.log_session(db, running, Met(TODAY, 60, "", cem))
    told = privacy.export(db, cem)
    assert [row["title"] for row in told["partnership_step"]] == ["One"]
    privacy.erase(db, cem, NOON)
    left = view(db, running)
    assert (left.state, left.mentee_id, left.mentee_name) == (State.ENDED, None, "")
    assert [each.logged_by for each in queries.work(db, running).sessions] == [None]
    privacy.erase(db, ben, NOON)
    assert db.exec(select(Partnership)).all() == []


def test_a_question_by_mail_is_forgotten_after_a_month(db: Session, heath: UUID, ben: UUID) -> None:
    inviting.invite(db, ben, Invitation(heath, Side.MENTOR, "Ben", "", "cem@example.org"), NOON)
    privacy.expire(db, NOON + ASKED_FOR)
    assert list(inviting.by(db, ben, NOON)) == []


def test_a_report_is_read_whoever_leaves(db: Session, running: UUID, ben: UUID, cem: UUID) -> None:
    hold(db, running, cem)
    privacy.erase(db, ben, NOON)
    (report,) = safety.waiting(db, None)
    assert (report.words, report.mentor_name) == ("He shouted.", "")
    privacy.expire(db, NOON + KEPT)
    privacy.erase(db, cem, NOON)
    (left,) = safety.waiting(db, None)
    assert (left.words, left.by_mentee) == ("", None)
    ada = welcome(db, "ada@example.org", NOON)
    assert safety.review(db, left.id, Verdict(goes_on=False, words="Both have left.", by=ada), NOON)
    privacy.expire(db, NOON + KEPT)
    assert db.exec(select(Partnership)).all() == []


def test_who_is_asked_can_leave(db: Session, asked: UUID, cem: UUID) -> None:
    privacy.erase(db, cem, NOON)
    assert db.exec(select(Partnership)).all() == []


def test_nobody_reads_a_no_or_a_silence_in_what_is_told_to_them(db: Session, heath: UUID, ben: UUID, cem: UUID) -> None:
    actions.ask(db, Two(heath, ben, cem, "Ben", "Cem"), NOON, by=None, in_silence=True)
    inviting.invite(db, ben, Invitation(heath, Side.MENTOR, "Ben", "", "cem@example.org"), NOON)
    (made,) = inviting.to(db, cem, NOON)
    inviting.answer(db, made.id, NOON)
    for each in (ben, cem):
        told = privacy.export(db, each)
        assert told["partnership.mentor_id"] == told["partnership.mentee_id"] == []
        assert all("answered_at" not in row for name in told if "invitation" in name for row in told[name])
