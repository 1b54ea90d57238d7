"""How often an item was opened is counted, whoever asks and however it is answered; robots and haste are not."""

from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.communicate.reads.actions import add, forget
from hub.communicate.reads.models import ItemReads
from hub.communicate.reads.queries import Opened, opened
from hub.db.engine import reading
from hub.duties.forgetting import expire
from hub.kit.clock import now
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.porch.openings import Openings
from tests import town
from tests.neighbours import Neighbour
from tests.site.answering_ben import a_post, id_of
from tests.site.conftest import Alderford, signed_in

FIREFOX = {"User-Agent": "Mozilla/5.0 (Android 14; Mobile; rv:130.0) Gecko/130.0 Firefox/130.0"}


@pytest.fixture
def item(many: Engine, alderford: Alderford) -> int:
    return a_post(many, alderford.diary)


def counted(many: Engine) -> dict[int, int]:
    with reading(many) as db:
        return {row.item_id: row.number for row in db.exec(select(ItemReads))}


def visits(settings: Settings, *asked: tuple[str, str, dict[str, str]]) -> None:
    """Ask a site of its own for all of this, and shut it down in order."""
    with TestClient(create_app(settings), base_url=settings.base_url) as browser:
        for method, address, headers in asked:
            browser.request(method, address, headers=FIREFOX | headers)


def test_a_page_counts_whether_it_was_kept_or_made_anew(settings: Settings, many: Engine, item: int) -> None:
    here = f"/items/{item}"
    same = {"If-None-Match": "*"}
    visits(settings, ("GET", here, {}), ("GET", here, {}), ("GET", here, same), ("GET", f"/cy{here}", {}))
    assert counted(many) == {item: 4}


def test_members_count_as_everybody_does(settings: Settings, many: Engine, item: int) -> None:
    with signed_in("Bea", settings, many) as bea:
        bea.visit(f"/items/{item}")
        bea.visit(f"/items/{item}")
    assert counted(many) == {item: 2}


@pytest.mark.parametrize(
    ("method", "more", "headers"),
    [
        ("HEAD", "", {}),
        ("GET", "?play=0", {}),
        ("GET", "", {"Sec-Purpose": "prefetch;prerender"}),
        ("GET", "", {"Purpose": "prefetch"}),
        ("GET", "", {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}),
        ("GET", "", {"User-Agent": ""}),
        ("GET", "/pictures/0-none.webp", {}),
    ],
)
def test_who_does_not_read_is_not_counted(
    settings: Settings, many: Engine, item: int, method: str, more: str, headers: dict[str, str]
) -> None:
    visits(settings, (method, f"/items/{item}{more}", headers))
    assert counted(many) == {}


@pytest.mark.parametrize("address", ["/items/987654", "/items/7x", "/alderford"])
def test_what_is_no_item_is_not_counted(settings: Settings, many: Engine, alderford: Alderford, address: str) -> None:
    visits(settings, ("GET", address, {}))
    assert counted(many) == {}


def test_several_processes_add_to_one_number(settings: Settings, many: Engine, item: int) -> None:
    for _ in range(2):
        visits(settings, ("GET", f"/items/{item}", {}))
    assert counted(many) == {item: 2}


def test_what_cannot_be_kept_now_is_kept_later(many: Engine, item: int, monkeypatch: pytest.MonkeyPatch) -> None:
    openings = Openings()
    openings.note(item, {b"user-agent": b"Firefox"}, b"")
    openings.add_now()  # no database yet
    assert counted(many) == {}
    openings._engine = many

    def fail(*_: object) -> None:
        raise OSError

    openings.note(item, {b"user-agent": b"Firefox"}, b"")
    with monkeypatch.context() as trouble:
        trouble.setattr("hub.site.porch.openings.add", fail)
        openings.add_now()
    openings.add_now()
    assert counted(many) == {item: 2}


def test_numbers_are_kept_while_the_site_runs(settings: Settings, many: Engine, item: int) -> None:
    site = create_app(settings)
    site.state.counts.openings.every = 0.01
    with TestClient(site, base_url=settings.base_url) as browser:
        browser.get(f"/items/{item}", headers=FIREFOX)
        for _ in range(200):
            if counted(many):
                break
            browser.get("/healthz")
        assert counted(many) == {item: 1}


def test_of_an_item_that_is_gone_nothing_is_kept(db: Session) -> None:
    add(db, {987_654: 3}, date(2026, 5, 1))
    assert db.exec(select(ItemReads)).all() == []


def test_a_week_and_a_month_end_today(db: Session) -> None:
    item = id_of(town.item(db, town.feed(db, town.source(db, "Diary", town.place(db, "Alderford"))), "Hello"))
    today = date(2026, 5, 31)
    for days in (0, 6, 7, 29, 30):
        add(db, {item: 1}, today - timedelta(days=days))
    assert opened(db, [item], today) == {item: Opened(2, 4)}
    assert opened(db, [], today) == {}


def test_days_long_past_are_forgotten(db: Session) -> None:
    item = id_of(town.item(db, town.feed(db, town.source(db, "Diary", town.place(db, "Alderford"))), "Hello"))
    for days in (399, 401):
        add(db, {item: 1}, (now() - timedelta(days=days)).date())
    expire(db, now())
    assert len(db.exec(select(ItemReads)).all()) == 1
    forget(db, now() + timedelta(days=2))
    assert db.exec(select(ItemReads)).all() == []


def test_cems_old_phone_is_no_robot(cem: Neighbour, many: Engine, item: int) -> None:
    cem.visit(f"/items/{item}", headers={"User-Agent": "Mozilla/5.0 (Linux; Android 9; CUBOT NOTE 20) Chrome/95"})
    openings = cem.browser.app.state.counts.openings  # type: ignore[attr-defined] # an app of ours
    assert openings._counted == {item: 1}
