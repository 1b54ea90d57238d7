"""Pages that are kept, on a real hub: what changed is told, by every process that serves it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime, timedelta
from time import monotonic
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event
from sqlmodel import Session, select

from hub.aggregate.items.deriving import underive
from hub.aggregate.items.models import Item
from hub.db.engine import writing
from hub.places.actions import bump
from hub.places.queries import versions
from hub.settings import Settings
from hub.site.app import Site, create_app
from tests import town
from tests.neighbours import Neighbour
from tests.site.conftest import Alderford


@pytest.fixture
def two(settings: Settings) -> Iterator[tuple[TestClient, TestClient]]:
    """Two processes that serve one hub."""
    with ExitStack() as open_ones:
        sites = (create_app(settings, look_every=0), create_app(settings, look_every=0))
        first, second = (open_ones.enter_context(TestClient(site, base_url=settings.base_url)) for site in sites)
        yield first, second


@pytest.fixture
def questions(cem: Neighbour) -> Iterator[list[str]]:
    """What the database of Cem's hub is asked."""
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        asked.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    yield asked
    event.remove(Engine, "before_cursor_execute", note)


def test_a_page_that_did_not_change_is_not_made_again(
    cem: Neighbour, alderford: Alderford, questions: list[str]
) -> None:
    first = cem.visit("/alderford").source
    questions.clear()

    assert cem.visit("/alderford").source == first
    assert all("place_version" in each or "BEGIN" in each for each in questions)


def test_what_changed_is_told_by_every_process(
    two: tuple[TestClient, TestClient], alderford: Alderford, many: Engine
) -> None:
    for process in two:
        assert "Fair on Saturday" not in process.get("/alderford").text

    with writing(many) as db:
        town.item(db, alderford.council, "Fair on Saturday", [alderford.place])
        bump(db, [alderford.place.id])

    for process in two:
        assert "Fair on Saturday" in process.get("/alderford").text


def test_what_was_taken_out_of_a_place_is_gone_from_its_pages(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    assert "The bridge is shut" in cem.visit("/alderford").text

    with writing(many) as db:
        bridge = db.exec(select(Item).where(Item.title == "The bridge is shut")).one()
        underive(db, [bridge.id or 0])

    for address in ("/alderford", "/mill-end", "/alderford.atom"):
        assert "The bridge is shut" not in cem.visit(address).source


def test_a_process_that_looks_now_and_then_notices_by_itself(
    settings: Settings, alderford: Alderford, many: Engine
) -> None:
    with TestClient(create_app(settings, look_every=0.02), base_url=settings.base_url) as process:
        process.get("/alderford")
        with writing(many) as db:
            town.item(db, alderford.council, "Fair on Saturday", [alderford.place])
            bump(db, [alderford.place.id])

        until = monotonic() + 5
        while "Fair on Saturday" not in process.get("/alderford").text:
            assert monotonic() < until


def test_a_meetup_is_taken_off_when_it_begins(settings: Settings, alderford: Alderford, many: Engine) -> None:
    site = create_app(settings, look_every=0)
    begins = alderford.moment + timedelta(days=1)
    moment = _set_clock(site, begins - timedelta(seconds=30))
    with TestClient(site, base_url=settings.base_url) as process:
        process.get("/alderford")

        (kept,) = (page for page, _ in site.front.shelf._once.pages.values())

        assert kept.truth
        assert kept.truth.until == begins
        moment[0] = begins
        assert not site.front.versions.holds(kept.truth)


def test_no_version_grows_when_a_transaction_fails(alderford: Alderford, many: Engine) -> None:
    with Session(many) as db:
        before = versions(db)

    with pytest.raises(RuntimeError):
        _bump_and_fall(many, alderford.place.id)

    with Session(many) as db:
        assert versions(db) == before


def test_a_place_changes_once_in_a_transaction_however_much_changes(alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        before = versions(db)
        for _ in range(3):
            bump(db, [alderford.place.id])

    with Session(many) as db:
        assert versions(db)[alderford.place.id] == before.get(alderford.place.id, 0) + 1


def test_only_who_writes_can_note_a_change(alderford: Alderford, many: Engine) -> None:
    with Session(many) as db, pytest.raises(LookupError):
        bump(db, [alderford.place.id])


def _bump_and_fall(many: Engine, place_id: UUID) -> None:
    with writing(many) as db:
        bump(db, [place_id])
        raise RuntimeError


def _set_clock(site: Site, moment: datetime) -> list[datetime]:
    """Stop the clock the front goes by at *moment*; put another one into the list."""
    told = [moment]
    site.front.versions.clock = lambda: told[0]
    return told
