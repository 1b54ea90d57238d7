"""What two Digital Friends do on their page, and what nobody else sees."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.partnerships import actions, queries
from hub.meet.partnerships.models import PartnershipStep
from hub.meet.partnerships.rules import Side, State
from hub.people.persons.models import Consent
from tests.neighbours import Neighbour
from tests.site.friends.helpers import mails, state


def test_it_begins_once_both_have_said_yes(ben: Neighbour, bea: Neighbour, asked: UUID, many: Engine) -> None:
    address = f"/you/friends/{asked}"
    assert "Ben would be your Digital Friend" in bea.visit(address).text
    assert "You said yes." in bea.post(f"{address}/agree", follow=True).text
    assert "Set one small goal" in ben.post(f"{address}/agree", follow=True).text
    assert state(many) is State.RUNNING
    with reading(many) as db:
        assert {each.kind for each in db.exec(select(Consent))} >= {"friends"}
    assert sum("You and " in mail and "both said yes" in mail for mail in mails(many)) == 2


def test_who_says_no_is_named_to_nobody(ben: Neighbour, bea: Neighbour, asked: UUID) -> None:
    ben.post(f"/you/friends/{asked}/agree")
    before = ben.visit(f"/you/friends/{asked}").text
    assert "Nobody is told that you said no." in bea.post(f"/you/friends/{asked}/decline", follow=True).text
    assert bea.visit(f"/you/friends/{asked}").status == 404
    assert ben.visit(f"/you/friends/{asked}").text == before


def test_nobody_else_sees_what_two_have_together(
    cem: Neighbour, ada: Neighbour, mo: Neighbour, root: Neighbour, sue: Neighbour, friends: str
) -> None:
    assert "sign-in" in cem.visit(friends).headers["location"]
    for each in (ada, mo, root, sue):
        assert each.visit(friends).status == 404
        assert each.post(f"{friends}/goal", goal="Mine").status == 404
        assert each.visit(f"{friends}/steps/new").status == 404


def test_two_set_a_goal_and_reach_it(ben: Neighbour, friends: str) -> None:
    assert "Write the goal in a few words." in ben.post(f"{friends}/goal", goal=" ").text
    page = ben.post(f"{friends}/goal", follow=True, goal="Send photos", back="goals")
    goal = page.all("//form[contains(@action, 'goal-reached')]//input[@name='id']")[0].get("value")
    assert "reached" in ben.post(f"{friends}/goal-reached", follow=True, id=goal, done="yes").text
    assert "Send photos" not in ben.post(f"{friends}/goal-drop", follow=True, id=goal).text
    assert ben.post(f"{friends}/goal-drop", id=goal).status == 404
    assert ben.post(f"{friends}/goal-drop", id="no id").status == 404


def test_what_is_wrong_with_a_step_is_said_and_nothing_is_lost(ben: Neighbour, friends: str) -> None:
    bad = ben.post(f"{friends}/steps/new", title="", links="javascript:alert(1)", question="Which?", answer1="One")
    assert bad.status == 422
    for fault in ("Each line is one web address", "A quiz has two answers at least.", "Give the step a name"):
        assert fault in bad.text
    assert "javascript:alert(1)" in bad.source


def test_a_quiz_says_at_once_whether_it_is_right(bea: Neighbour, friends: str, step: str) -> None:
    assert "Not quite." in bea.post(f"{friends}/quiz", follow=True, id=step, answer="0").text
    right = bea.post(f"{friends}/quiz", follow=True, id=step, answer="1")
    assert "Right." in right.text
    assert "A wedge." in right.text
    assert "Choose an answer." in bea.post(f"{friends}/quiz", id=step).text
    assert bea.post(f"{friends}/quiz", id=step, answer="9").status == 404


def test_a_step_is_changed_and_done_with_its_homework(ben: Neighbour, bea: Neighbour, friends: str, step: str) -> None:
    form = ben.visit(f"{friends}/steps/{step}")
    assert "1. Copy, then paste" in ben.fill(form, title="Copy, then paste").text
    assert ben.visit(f"{friends}/steps/nonsense").status == 404
    for deed in ("step-done", "homework"):
        assert "done" in bea.post(f"{friends}/{deed}", follow=True, id=step, done="yes").text


def test_steps_are_put_in_order_shared_and_copied(ben: Neighbour, cem: Neighbour, friends: str, many: Engine) -> None:
    for title in ("First", "Second"):
        ben.post(f"{friends}/steps/new", title=title)
    with reading(many) as db:
        ids = {each.title: str(each.id) for each in db.exec(select(PartnershipStep))}
    page = ben.post(f"{friends}/step-move", follow=True, id=ids["Second"], to="up")
    assert [each for each in page.words("//h3") if "." in each] == ["1. Second", "2. First"]
    ben.post(f"{friends}/share", id=ids["First"], shared="yes")
    shared = cem.visit("/alderford/digital-friends/steps")
    assert "First" in shared.text
    assert "Ben" not in shared.text
    assert ben.post(f"{friends}/copy", follow=True, id=ids["First"]).text.count("3. First") == 1
    assert ben.post(f"{friends}/copy", id=ids["Second"]).status == 404
    assert "3. First" not in ben.post(f"{friends}/step-drop", follow=True, id=ids["First"]).text


def test_sessions_are_written_down(ben: Neighbour, friends: str) -> None:
    day = now().date().isoformat()
    assert "Give the minutes" in ben.post(f"{friends}/session", held=day, minutes="soon").text
    assert "not in the future" in ben.post(f"{friends}/session", held="2999-01-01", minutes="30").text
    page = ben.post(f"{friends}/session", follow=True, held=day, minutes="45", did="Maps", back="sessions")
    assert "45 minutes" in page.text
    met = page.all("//form[contains(@action, 'session-drop')]//input[@name='id']")[0].get("value")
    assert "You have not met yet." in ben.post(f"{friends}/session-drop", follow=True, id=met).text


def test_each_is_asked_at_the_start_and_may_change_the_answer(bea: Neighbour, friends: str) -> None:
    assert "Before you begin" in bea.visit(friends).text
    assert bea.post(f"{friends}/check", moment="start").status == 422
    assert bea.post(f"{friends}/check", moment="close", sure="3").status == 400
    assert "You have answered." in bea.post(f"{friends}/check", follow=True, moment="start", sure="2").text
    assert "You have answered." in bea.post(f"{friends}/check", follow=True, moment="start", sure="3").text


def test_each_may_pause_show_the_address_and_end_it(ben: Neighbour, bea: Neighbour, friends: str, many: Engine) -> None:
    assert "Paused" in ben.post(f"{friends}/pause", follow=True).text
    assert "Paused" not in ben.post(f"{friends}/resume", follow=True).text
    assert "You can write to" not in ben.visit(friends).text
    bea.post(f"{friends}/address", shown="yes")
    assert "You can write to Bea: bea@" in ben.visit(friends).text
    bea.post(f"{friends}/address")
    assert "You can write to" not in ben.visit(friends).text
    assert "Tick this" in ben.post(f"{friends}/end").text
    assert "is over" in ben.post(f"{friends}/end", follow=True, end="yes").text
    assert "Your time with Ben as Digital Friends is over." in mails(many)[-1]
    assert ben.post(f"{friends}/goal", goal="More").status == 400
    assert ben.post(f"{friends}/nonsense").status == 404


def test_a_month_more_needs_both(ben: Neighbour, bea: Neighbour, asked: UUID, many: Engine) -> None:
    day = (now() - timedelta(days=85)).date()
    with writing(many) as db:
        actions.agree(db, asked, Side.MENTOR, day, now())
        actions.agree(db, asked, Side.MENTEE, day, now())
    address = f"/you/friends/{asked}"
    assert "It is added once Bea wants it too." in ben.post(f"{address}/longer", follow=True).text
    bea.post(f"{address}/longer")
    with reading(many) as db:
        assert queries.partnership(db, asked).extended == 1
    assert sum("Both of you wanted a month more." in mail for mail in mails(many)) == 2
