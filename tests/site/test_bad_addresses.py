"""What Cem gets for addresses that cannot be: a friendly page with the right status."""

import asyncio
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from starlette.types import Message

from hub.db.engine import writing
from hub.errors import BadQuestion, NotFound
from hub.settings import Settings
from tests import town
from tests.neighbours import Neighbour, Page, neighbour
from tests.site.conftest import ADDRESS, Alderford

LONG = "x" * 10_000


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/nowhere", 404),
        ("/nowhere.atom", 404),
        ("/alderford.exe", 404),
        ("/alderford/conversation", 404),
        ("/alderford/tags/nothing", 404),
        ("/alderford/sources/nobody", 404),
        ("/alderford/meetups/not-an-id", 404),
        ("/alderford/meetups/00000000-0000-0000-0000-000000000000", 404),
        ("/items/x", 404),
        ("/items/-1", 404),
        ("/items/999999999999999999", 404),
        ("/items/99999999999999999999999999", 404),
        ("/alderford?before=x", 400),
        ("/alderford?before=1-", 400),
        ("/alderford?before=999999999999999999-1", 400),
        ("/alderford?before=0-999999999999999999", 200),
        ("/alderford?q=%00", 400),
        ("/alder%00ford", 400),
        (f"/alderford?q={LONG}", 200),
        (f"/alderford?kind={LONG}", 200),
        (f"/alderford?tag={LONG}", 200),
        (f"/{LONG}", 404),
        ("/alderford?q=%ff%fe&kind=%ED%A0%80", 200),
        ("/alderford?colour=red&page=-1", 200),
        ("/alderford?q=a&q=b", 200),
    ],
)
def test_a_bad_address_gets_a_page_in_words(cem: Neighbour, alderford: Alderford, address: str, status: int) -> None:
    page = cem.visit(address)

    assert page.status == status
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert len(page.h1s) == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40), name=st.sampled_from(["q", "kind", "tag", "before"]))
def test_no_question_brings_the_hub_down(cem: Neighbour, alderford: Alderford, words: str, name: str) -> None:
    page = cem.visit(f"/alderford?{name}={quote(words, errors='replace')}")

    assert page.status in {200, 400, 404}


def test_a_voice_or_a_meetup_is_only_found_where_it_belongs(cem: Neighbour, alderford: Alderford, many: Engine) -> None:
    with writing(many) as db:
        town.place(db, "Far Town")
    (meetup,) = [address for address, words in cem.visit("/alderford").links.items() if words == "Repair café"]
    rest = meetup.removeprefix("/alderford")

    found = {
        f"{place}{page}": cem.visit(f"{place}{page}").status
        for place in ("/alderford", "/far-town")
        for page in (rest, f"{rest}.ics", "/sources/town-diary", "/sources/town-diary.atom")
    }

    assert found == {address: 200 if address.startswith("/alderford/") else 404 for address in found}


def test_a_voice_heard_in_a_place_far_from_its_own_has_a_page_there(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        far = town.place(db, "Far Town")
        assert cem.visit("/far-town/sources/mill-end-diary").status == 404
        town.item(db, alderford.diary, "News of Far Town", [far], at=alderford.moment)

    assert cem.visit("/far-town/sources/mill-end-diary").words("//article/h3") == ["News of Far Town"]
    assert cem.visit("/mill-end/sources/alderford-council").status == 200


def test_a_page_shows_the_way_on_and_a_command_does_not_speak_of_pages(cem: Neighbour, alderford: Alderford) -> None:
    assert "start from the list of places" in cem.visit("/nowhere").text
    assert "Take the last part of the address away" in cem.visit("/alderford?before=x").text
    assert "list of places" not in str(NotFound.hint)
    assert "address" not in str(BadQuestion.hint)


def test_a_program_gets_problem_details(cem: Neighbour, alderford: Alderford) -> None:
    unknown, unasked = cem.visit("/api/v1/items?place=nowhere"), cem.visit("/api/v1/items")

    assert unknown.status == 404
    assert unknown.headers["content-type"] == "application/problem+json"
    assert unknown.json["title"] == "There is no such place here."
    assert unasked.status == 400


def test_a_method_we_do_not_take_gets_a_page_too(cem: Neighbour) -> None:
    page = cem.ask("POST", "/about")

    assert page.status == 405
    assert page.headers["allow"] == "GET, HEAD"
    assert page.h1 == "This address cannot do that."


def test_a_database_without_tables_is_said_in_words(tmp_path: Path) -> None:
    with neighbour("Cem", Settings(database_url=f"sqlite:///{tmp_path}/empty.db")) as cem:
        page, ready = cem.visit("/"), cem.visit("/readyz")

    assert _is_friendly(page)
    assert page.headers["retry-after"]
    assert ready.status == 503
    assert ready.json["schema"] == "empty"


def test_a_file_that_is_no_database_is_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "odd.db").write_bytes(b"not a database at all, but a letter to a friend" * 40)
    with neighbour("Cem", Settings(database_url=f"sqlite:///{tmp_path}/odd.db")) as cem:
        assert _is_friendly(cem.visit("/"))
        assert cem.visit("/readyz").json == {"ready": False, "database": "unreachable"}


def test_an_accident_of_ours_is_said_in_words(cem: Neighbour, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.site.pages.places.places.tree", lambda _: 1 / 0)

    page = cem.visit("/")

    assert page.status == 500
    assert page.h1 == "Something went wrong on our side."
    assert "Traceback" not in page.source
    assert "default-src 'none'" in page.headers["content-security-policy"]


def _is_friendly(page: Page) -> bool:
    return page.status == 503 and page.h1 == "The hub’s database cannot answer just now."


@pytest.mark.parametrize("address", ["/alderford/", "/cy/alderford/", "/alderford/tags///", "/alderford/?q=bins"])
def test_a_slash_at_the_end_leads_on_to_the_page_on_this_host(
    cem: Neighbour, alderford: Alderford, address: str
) -> None:
    led = cem.browser.get(address, headers={"Host": "evil.example"}, follow_redirects=False)
    where, _, question = address.partition("?")

    assert led.status_code == 308
    assert led.headers["location"] == where.rstrip("/") + (f"?{question}" if question else "")
    assert led.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["//evil.example/", "/cy//evil.example/", "//evil.example//", "/\\evil.example/"])
def test_nobody_is_led_to_another_host(cem: Neighbour, alderford: Alderford, address: str) -> None:
    led = cem.browser.get(f"{ADDRESS}{address}", follow_redirects=False)

    assert led.status_code in {308, 404}
    assert re.match(r"/(?![/\\])", led.headers.get("location", "/"))


@pytest.mark.parametrize("path", ["/", "/alderford", "/cy/alderford", "/cy/static/x"])
def test_bytes_that_are_no_text_are_refused_in_words(alderford: Alderford, cem: Neighbour, path: str) -> None:
    said = asyncio.run(_asked_raw(cem, path, b"q=\xff"))

    assert said[0]["status"] == (404 if "static" in path else 400)
    assert b"<h1" in b"".join(part.get("body", b"") for part in said[1:])


async def _asked_raw(cem: Neighbour, path: str, question: bytes) -> list[Message]:
    said: list[Message] = []

    async def send(message: Message) -> None:
        said.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    where = {"path": path, "raw_path": path.encode(), "query_string": question, "root_path": ""}
    around = {"scheme": "https", "server": ("hub.example", 443), "http_version": "1.1"}
    await cem.browser.app({"type": "http", "method": "GET", "headers": [], **where, **around}, receive, send)
    return said
