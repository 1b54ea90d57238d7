"""Ben sees everything the hub knows about him, takes it along, and leaves without a trace."""

import json
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from uuid import UUID
from zipfile import ZipFile

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select, update

from hub.aggregate.registering.models import SourceOwner
from hub.db.engine import reading, writing
from hub.duties import erasures, forgetting
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.people.audit.models import AuditEntry
from hub.people.persons import actions as persons
from hub.people.persons.models import Person
from hub.people.rules import NOBODY, Kind
from hub.people.signin.models import SignInSession
from hub.places.models import Place
from hub.site.telling import FILE
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.fixture(autouse=True)
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what lies under var/ lie in a folder of this test."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def look(many: Engine, ben: Neighbour) -> Iterator[Session]:
    """What the database says."""
    del ben
    with reading(many) as db:
        yield db


def id_of(engine: Engine, name: str) -> UUID:
    with reading(engine) as db:
        return db.exec(select(Person.id).where(Person.name == name)).one()


def long_ago(engine: Engine) -> None:
    """Let it be an hour ago that anybody typed a code."""
    with writing(engine) as db:
        db.execute(update(SignInSession).values(proved_at=now() - timedelta(hours=1)))


def test_ben_sees_what_the_hub_knows_about_him_and_nobody_keeps_the_page(ben: Neighbour) -> None:
    page = ben.visit("/you/data")
    assert page.h1 == "What we know about you"
    assert "ben@hub.example" in page.text
    assert "Firefox on Android" in page.text
    assert page.headers["cache-control"] == "no-store"


def test_ben_takes_it_along_to_read_and_for_programs(ben: Neighbour) -> None:
    reply = ben.browser.get("/you/data/everything.zip")
    with ZipFile(BytesIO(reply.content)) as packed:
        told = json.loads(packed.read(f"{FILE}.json"))
        html = packed.read(f"{FILE}.html").decode()
    assert told["persons"]["person"][0]["email"] == "ben@hub.example"
    assert "ben@hub.example" in html
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.headers["cache-control"] == "no-store"


def test_what_a_mentor_decided_is_told_with_its_facts(ada: Neighbour) -> None:
    page = ada.visit("/you/data")
    assert "Role: Mentor" in page.text
    assert "{" not in page.text


def test_his_page_leads_to_both(ben: Neighbour) -> None:
    assert {"/you/data", "/you/erase", "/privacy"} <= set(ben.visit("/you").links)


@pytest.mark.parametrize("address", ["/you/data", "/you/data/everything.zip", "/you/erase"])
def test_only_who_has_just_typed_a_code_sees_it(ben: Neighbour, cem: Neighbour, many: Engine, address: str) -> None:
    assert cem.visit(address).headers["location"].startswith("/sign-in")
    long_ago(many)
    assert ben.visit(address).headers["location"].startswith("/sign-in")


def test_ben_leaves_and_is_known_no_more(ben: Neighbour, many: Engine, tmp_path: Path) -> None:
    ben_id = id_of(many, "Ben")
    page = ben.visit("/you/erase")
    assert "What goes, for good" in page.text
    gone = ben.fill(page, sure="yes")
    assert gone.h1 == "You are erased"
    assert ben.visit("/you").headers["location"].startswith("/sign-in")
    with reading(many) as db:
        assert db.get(Person, ben_id) is None
        assert db.exec(select(AuditEntry.deed).where(col(AuditEntry.actor_id) == ben_id)).all() == ["erase"]
    assert erasures.written_down(many.url) == {}  # nobody is written down as gone before it is certain
    forgetting.forget(Tools(many, door=None, sandbox=None), tmp_path)  # type: ignore[arg-type] # it needs neither
    assert set(erasures.written_down(many.url)) == {ben_id}


def test_nobody_is_erased_by_chance(ben: Neighbour, many: Engine) -> None:
    page = ben.post("/you/erase")
    assert page.status == 422
    assert page.links["#sure"] == "Are you sure?"
    assert id_of(many, "Ben") is not None


def test_without_a_fresh_code_nobody_is_erased(ben: Neighbour, many: Engine) -> None:
    long_ago(many)
    assert ben.post("/you/erase", sure="yes").status == 401
    assert id_of(many, "Ben") is not None


def test_what_leaves_with_him_is_named(ben: Neighbour, many: Engine, alderford: Alderford) -> None:
    with writing(many) as db:
        person = db.exec(select(Person)).one()
        db.add(SourceOwner(source_id=alderford.diary.source_id, person_id=person.id, since=now()))
    assert "Everything “Mill End Diary” has in the stream" in ben.visit("/you/erase").text
    ben.post("/you/erase", sure="yes")
    assert "The bridge is shut" not in ben.visit("/alderford").text


def test_the_only_admin_first_makes_somebody_else_one(root: Neighbour, many: Engine) -> None:
    page = root.post("/you/erase", sure="yes")
    assert "You are the only admin" in page.text
    assert id_of(many, "Ruth") is not None


def test_who_is_the_last_of_a_place_is_told_so_before_she_goes(ada: Neighbour, mo: Neighbour, many: Engine) -> None:
    assert "You are the only mentor of Alderford" in ada.visit("/you/erase").text
    assert "You are the only moderator of Alderford" in mo.visit("/you/erase").text
    with writing(many) as db:
        other = persons.welcome(db, "nia@hub.example", now())
        place_id = db.exec(select(Place.id).where(Place.slug == "alderford")).one()
        persons.grant(db, NOBODY, other, Kind.MENTOR, place_id, now())
    assert "only mentor" in ada.visit("/you/erase").text  # who was invited and never came is not there
    with writing(many) as db:
        persons.confirm(db, other, now())
    assert "You are the only" not in ada.visit("/you/erase").text
