"""Ruth, the admin, answers a letter: what is here of somebody, and their erasure."""

import json
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import select, update

from hub.db.engine import reading, writing
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.people.persons.models import Person
from hub.people.persons.queries import by_email
from hub.people.signin.models import SignInSession
from hub.site.telling import FILE
from tests.neighbours import Neighbour
from tests.site.conftest import email_of

WHY = "They asked by letter on 3 May."


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what lies under var/ lie in a folder of this test."""
    monkeypatch.chdir(tmp_path)


def _id_of(many: Engine, name: str) -> UUID:
    with reading(many) as db:
        found = by_email(db, email_of(name))
    assert found
    return found.id


def _noted(many: Engine, deed: str) -> list[tuple[str, str]]:
    with reading(many) as db:
        found = db.exec(select(AuditEntry).where(AuditEntry.deed == deed)).all()
    return [(each.target_id, each.why) for each in found]


@pytest.mark.parametrize("sought", ["BEN@hub.example", "be"])
def test_ruth_finds_who_wrote_to_her(root: Neighbour, ben: Neighbour, many: Engine, sought: str) -> None:
    page = root.fill(root.visit("/desk/people"), sought=sought)
    assert page.h1 == "Ben"
    assert f"/desk/people/{_id_of(many, 'Ben')}/leave" in page.links


@pytest.mark.parametrize(("sought", "fault"), [("", "Type an e-mail address or a name."), ("%", "Nobody here has")])
def test_who_is_not_found_is_said(root: Neighbour, ben: Neighbour, sought: str, fault: str) -> None:
    page = root.post("/desk/people/find", sought=sought)
    assert (page.status, fault in page.text) == (422, True)


def test_of_several_ruth_chooses(root: Neighbour, ben: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        db.add(Person(name="Bea", joined_at=now()))
    page = root.post("/desk/people/find", sought="be")
    assert page.words("//ul[contains(@class, 'residents')]/li") == ["Bea", "Ben ben@hub.example"]


def test_ruth_hands_out_everything_and_it_is_noted(root: Neighbour, ben: Neighbour, many: Engine) -> None:
    person = _id_of(many, "Ben")
    assert root.visit(f"/desk/people/{person}/leave").h1 == "What is here of Ben"
    answer = root.browser.post(
        f"/desk/people/{person}/export", data={"why": WHY}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    with ZipFile(BytesIO(answer.content)) as packed:
        assert json.loads(packed.read(f"{FILE}.json"))["persons"]["person"][0]["email"] == "ben@hub.example"
    assert answer.headers["cache-control"] == "no-store"
    assert _noted(many, "export") == [(person.hex, WHY)]


def test_ruth_erases_who_asked_and_it_is_noted(root: Neighbour, ben: Neighbour, many: Engine) -> None:
    person = _id_of(many, "Ben")
    root.post(f"/desk/people/{person}/erase", why_gone=WHY, sure="yes")
    with reading(many) as db:
        assert db.get(Person, person) is None
    assert _noted(many, "erase") == [(person.hex, WHY)]
    assert ben.visit("/you").status == 303


@pytest.mark.parametrize(
    ("whom", "deed", "fields", "fault"),
    [
        ("Ben", "export", {}, "Say why"),
        ("Ben", "export", {"why": "x" * 1_001}, "Say why"),
        ("Ben", "erase", {"sure": "yes"}, "Say why"),
        ("Ben", "erase", {"why_gone": WHY}, "Tick this if you are sure"),
        ("Ruth", "erase", {"why_gone": WHY, "sure": "yes"}, "This is you"),
    ],
)
def test_nothing_happens_by_chance(
    root: Neighbour, ben: Neighbour, many: Engine, whom: str, deed: str, fields: dict[str, Any], fault: str
) -> None:
    page = root.post(f"/desk/people/{_id_of(many, whom)}/{deed}", **fields)
    assert (page.status, fault in page.text) == (422, True)
    assert _noted(many, deed) == []


def test_ruth_shows_first_that_it_is_her(root: Neighbour, ben: Neighbour, many: Engine) -> None:
    person = _id_of(many, "Ben")
    with writing(many) as db:
        db.execute(update(SignInSession).values(proved_at=now() - timedelta(hours=1)))
    assert root.visit(f"/desk/people/{person}/leave").status == 303
    assert root.post(f"/desk/people/{person}/export", why=WHY).status == 401
    assert root.post(f"/desk/people/{person}/erase", why_gone=WHY, sure="yes").status == 401
    assert _noted(many, "erase") == _noted(many, "export") == []


def test_a_mentor_sees_nothing_of_it(ada: Neighbour, many: Engine) -> None:
    page = ada.visit(f"/desk/people/{_id_of(many, 'Ada')}")
    assert "erase" not in page.text
    assert "about their data" not in ada.visit("/desk/people").text
    assert ada.post("/desk/people/find", sought="ada").status == 403
