"""Rounds of UnMentoring open, rest and go on: by a mentor’s button, and by themselves as the month begins."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.meet.rounds import actions
from hub.meet.rounds.models import Round, RoundPlan
from hub.settings import Settings
from tests.neighbours import Neighbour
from tests.site import post
from tests.site.conftest import Alderford
from tests.site.unmentored import DESK, HERE, count, draw, join, keep, mails, neighbours, opened, safeguards, subjects


def test_with_fewer_than_four_the_round_waits_a_week_and_says_so(
    ben: Neighbour, many: Engine, settings: Settings, alderford: Alderford
) -> None:
    opened(many, alderford)
    join(ben)
    draw(many, settings)
    with reading(many) as db:
        row = db.exec(select(Round)).one()
        assert row.state == "open"
        assert row.closes_at > now()
    assert "It takes 4: with fewer, the round waits a week longer." in ben.visit(HERE).text


def test_ada_opens_a_round_once_somebody_looks_after_safety_and_has_rounds_rest(
    ada: Neighbour, cem: Neighbour, many: Engine, settings: Settings, alderford: Alderford
) -> None:
    assert "There are no rounds in Alderford yet" in cem.visit(HERE).text
    assert ada.post(DESK, do="open").status == 422
    safeguards(many, "Ada", alderford)
    assert "A round is open." in ada.post(DESK, follow=True, do="open").text
    assert ada.post(DESK, do="open").status == 422
    assert ada.post(DESK, do="dance").status == 422
    assert "Join this round" in cem.visit(HERE).text
    assert "The rounds rest." in ada.post(DESK, follow=True, do="pause").text
    assert "rest for a while" in cem.visit(HERE).text
    assert cem.post(HERE, name="Cem").status == 400
    ada.post(DESK, do="resume")


def test_that_children_may_join_is_asked_once_more(
    ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    safeguards(many, "Ada", alderford)
    assert ada.post(DESK, do="everybody").status == 422
    assert "18 or over" in cem.visit(HERE).text
    assert "Rounds are for everybody now" in ada.post(DESK, follow=True, do="everybody", sure="yes").text
    assert "For everybody" in cem.visit(HERE).text
    assert "For adults alone" in ada.visit(DESK).text


def test_a_round_for_adults_alone_by_the_time_of_the_code_takes_nobody_else(
    ada: Neighbour, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    safeguards(many, "Ada", alderford)
    ada.post(DESK, do="everybody", sure="yes")
    waits = join(cem, email="cem@hub.example", adult="")
    ada.post(DESK, do="adults")
    done = cem.fill(waits, code=post.code(many, "cem@hub.example"))
    assert "This round is for people who are 18 or over." in done.text
    assert count(many) == 0


def test_who_joined_before_a_round_was_for_adults_alone_is_told_why_there_is_nobody_for_them(
    ben: Neighbour, many: Engine, settings: Settings, alderford: Alderford
) -> None:
    opened(many, alderford)
    with writing(many) as db:
        actions.set_adults_only(db, alderford.place.id, now(), to=False)
    assert "You have joined" in join(ben, adult="").text
    with neighbours(("Dev", "Eve", "Fay"), settings, many) as others:
        for each in others:
            join(each)
    with writing(many) as db:
        actions.set_adults_only(db, alderford.place.id, now(), to=True)
    draw(many, settings)
    (told,) = [each for each in mails(many) if "nobody for you" in each.subject]
    assert told.to_address == "ben@hub.example"
    assert "18 or over" in told.text


def test_each_month_a_round_opens_by_itself_and_who_asked_hears_of_it(
    ben: Neighbour, many: Engine, settings: Settings, alderford: Alderford, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing(many) as db:
        db.add(RoundPlan(place_id=alderford.place.id, since=now()))
    assert "We mail you when the next round opens" in ben.post(f"{HERE}/remind", follow=True, remind="yes").text
    first = now().replace(day=1, hour=12, minute=0) + timedelta(days=1)
    monkeypatch.setattr("hub.duties.rounding.now", lambda: first)
    assert keep(many, settings) == 1
    assert keep(many, settings) == 0
    assert subjects(many, "a new round is open") == 1
    assert "We remind you no more" in ben.post(f"{HERE}/remind", follow=True).text


def test_a_place_inside_leads_to_the_round_around_it(cem: Neighbour, many: Engine, alderford: Alderford) -> None:
    opened(many, alderford)
    assert cem.visit("/mill-end/unmentoring").links[HERE] == "Alderford"


def test_the_answer_does_not_say_whose_address_is_known(
    cem: Neighbour, ben: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    known, unknown = (join(cem, email=email) for email in ("ben@hub.example", "nobody@hub.example"))
    assert known.text.replace("ben@", "@") == unknown.text.replace("nobody@", "@")


def test_a_round_that_was_drawn_meanwhile_says_so_and_keeps_what_was_typed(
    cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    opened(many, alderford)
    waits = join(cem, email="cem@hub.example")
    with writing(many) as db:
        db.exec(select(Round)).one().state = "drawn"
    done = cem.fill(waits, code=post.code(many, "cem@hub.example"))
    assert "This round cannot be joined any more" in done.text
    assert "Cem likes walks" in done.text
