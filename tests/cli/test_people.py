"""The operator lets the first people in."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import select

from hub.db.engine import reading, writing
from hub.people.audit.models import AuditEntry
from hub.people.persons import queries as persons
from hub.people.rules import Held, Kind
from hub.places.rules import WHOLE_HUB
from hub.settings import Settings
from hub.site.app import create_app
from tests import town
from tests.cli.conftest import Hub

ADA = "ada@hub.example"


def test_ada_looks_after_kings_heath_and_signs_in_with_the_code_printed(
    hub: Hub, many: Engine, database_url: str
) -> None:
    with writing(many) as db:
        place = town.place(db, "Kings Heath")
    said = hub("mentor", ADA, "--place", "kings-heath")
    assert said.code == 0
    with reading(many) as db:
        ada = persons.by_email(db, ADA)
        assert ada
        assert persons.actor(db, ada.id).roles == {Held(Kind.MENTOR, place.id)}
        noted = db.exec(select(AuditEntry)).one()
        assert (noted.deed, noted.actor_id, noted.target_id) == ("grant", None, ada.id.hex)
    address, code = re.findall(r"(/sign-in/code/\S+)", said.out)[0], re.findall(r"code  (\S+)", said.out)[0]
    settings = Settings(database_url=database_url)
    with TestClient(create_app(settings), base_url=settings.base_url) as browser:
        assert browser.post(address, data={"code": code}).url.path == "/you"


def test_an_admin_needs_no_place_and_is_granted_once(hub: Hub, many: Engine) -> None:
    assert "of the whole hub" in hub("mentor", ADA, "--kind", "admin").out
    hub("mentor", ADA.upper(), "--kind", "admin")
    with reading(many) as db:
        ada = persons.by_email(db, ADA)
        assert ada
        assert persons.actor(db, ada.id).roles == {Held(Kind.ADMIN, WHOLE_HUB)}
        assert len(db.exec(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [(("ada",), 2), ((ADA,), 2), ((ADA, "--place", "nowhere"), 1), ((ADA, "--kind", "king", "--place", "x"), 2)],
)
def test_what_cannot_be_is_refused_and_nobody_is_made(
    hub: Hub, many: Engine, arguments: tuple[str, ...], code: int
) -> None:
    assert hub("mentor", *arguments).code == code
    with reading(many) as db:
        assert persons.by_email(db, ADA) is None


def test_a_place_without_its_option_is_answered_with_the_whole_command(hub: Hub) -> None:
    assert f"hub mentor {ADA} --place kings-heath" in " ".join(hub("mentor", ADA, "kings-heath").err.split())
