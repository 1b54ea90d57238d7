"""Cem does something first and confirms it after: nobody sees it before, and it is done once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi import APIRouter, Request, Response
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.pending.models import PendingDeed
from hub.people.pending.rules import Kind
from hub.people.persons import queries as persons
from hub.people.persons.models import Person
from hub.site import deeds
from hub.site.deps import Act, Doing
from hub.site.pages import ROUTERS
from hub.site.render import path
from hub.site.typed import FormTyped
from tests.neighbours import Neighbour, Page
from tests.site import post
from tests.site.conftest import Alderford

CEM = "cem@hub.example"
Done = list[tuple[str, str]]


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> Done:
    """What was done, by whom: a room that takes up corrections, and a page that hands them in."""
    told: Done = []
    router = APIRouter(include_in_schema=False)

    def correct(doing: Doing, person_id: UUID, payload: deeds.Payload) -> str:
        assert doing.actor.person_id == person_id
        told.append((persons.person(doing.db, person_id).email, payload["words"]))
        return path("about")

    @router.post("/passed-times")
    def post_correction(request: Request, doing: Act, typed: FormTyped) -> Response:
        payload: dict[str, Any] = {"words": typed["words"]}
        return deeds.do_or_wait(request, doing, Kind.CORRECT, payload, typed["email"])

    monkeypatch.setitem(deeds.TAKERS, Kind.CORRECT, correct)
    monkeypatch.setattr("hub.site.app.ROUTERS", (router, *ROUTERS))
    return told


def _send(person: Neighbour, words: str = "It is Tuesday", email: str = CEM) -> Page:
    return person.post("/passed-times", words=words, email=email, follow=True)


def test_what_cem_sends_is_done_once_he_has_typed_the_code(done: Done, cem: Neighbour, many: Engine) -> None:
    page = _send(cem)
    assert page.h1 == "Type the code"
    assert done == []
    assert "It confirms that you sent a correction." in post.letters(many, CEM)[-1]
    assert cem.fill(page, code=post.code(many, CEM)).h1 == "About this hub"
    assert done == [(CEM, "It is Tuesday")]


def test_then_he_is_signed_in_and_the_next_is_done_at_once(done: Done, cem: Neighbour, many: Engine) -> None:
    cem.fill(_send(cem), code=post.code(many, CEM))
    assert _send(cem, "And at nine", email="").h1 == "About this hub"
    assert done[-1] == (CEM, "And at nine")


def test_confirming_by_the_link_does_the_same(done: Done, cem: Neighbour, many: Engine) -> None:
    _send(cem)
    assert "It confirms that you sent a correction." in cem.visit(post.link(many, CEM)).text
    assert done == []
    assert cem.post(post.link(many, CEM), follow=True).h1 == "About this hub"
    assert cem.visit("/you").status == 200


def test_nobody_becomes_somebody_by_being_named(done: Done, cem: Neighbour, many: Engine) -> None:
    _send(cem)
    with reading(many) as db:
        assert db.exec(select(Person)).all() == []


def test_what_was_confirmed_is_said_to_be_and_is_done_no_second_time(done: Done, cem: Neighbour, many: Engine) -> None:
    page = _send(cem)
    code, link = post.code(many, CEM), post.link(many, CEM)
    cem.fill(page, code=code)
    assert cem.visit(page.address).h1 == "It is confirmed"
    assert cem.fill(page, code=code).h1 == "It is confirmed"
    assert cem.post(link).status == 410
    assert len(done) == 1
    with reading(many) as db:
        assert db.exec(select(PendingDeed.payload)).one() == {}


def test_two_that_wait_are_confirmed_each_by_its_own_code(done: Done, cem: Neighbour, many: Engine) -> None:
    first, first_code = _send(cem, "one"), post.code(many, CEM)
    second, second_code = _send(cem, "two"), post.code(many, CEM)
    assert cem.fill(second, code=first_code).status == 422
    cem.fill(first, code=first_code)
    cem.fill(second, code=second_code)
    assert done == [(CEM, "one"), (CEM, "two")]


def test_another_code_is_mailed_on_request(done: Done, cem: Neighbour, many: Engine) -> None:
    page = _send(cem)
    older = post.code(many, CEM)
    again = str(page.all("//form[contains(@action, '/again')]")[0].get("action"))
    cem.post(again)
    assert post.code(many, CEM) != older
    cem.fill(page, code=older)  # whichever he has at hand
    assert len(done) == 1
    assert cem.post(again, follow=True).h1 == "It is confirmed"


def test_after_a_day_what_waited_is_gone(done: Done, cem: Neighbour, many: Engine) -> None:
    page = _send(cem)
    with writing(many) as db:
        db.exec(select(PendingDeed)).one().expires_at = now() - timedelta(seconds=1)
    assert cem.visit(page.address).status == 404
    assert cem.fill(page, code=post.code(many, CEM)).status == 404
    assert cem.post(post.link(many, CEM)).status == 404
    assert done == []


def test_what_is_no_address_is_refused(done: Done, cem: Neighbour, many: Engine) -> None:
    assert _send(cem, email="cem").status == 400
    with reading(many) as db:
        assert db.exec(select(PendingDeed)).all() == []


def test_too_many_are_refused_and_nothing_waits_for_them(done: Done, cem: Neighbour, many: Engine) -> None:
    answers = [_send(cem).status for _ in range(6)]
    assert answers == [200] * 5 + [429]
    with reading(many) as db:
        assert len(db.exec(select(PendingDeed)).all()) == 5


def test_a_deed_of_nobody_leads_to_the_same_words_in_welsh(
    done: Done, cem: Neighbour, many: Engine, alderford: Alderford
) -> None:
    page = cem.post("/cy/passed-times", words="x", email=CEM)
    assert page.headers["location"].startswith("/cy/confirm/")
