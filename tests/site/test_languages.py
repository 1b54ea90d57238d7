"""Cem reads in Welsh: the language is in the address, and nowhere else."""

from threading import get_ident
from urllib.parse import unquote

import anyio
import anyio.to_thread
import pytest
from fastapi.testclient import TestClient
from lxml import etree
from sqlalchemy import Engine
from sqlmodel import update

from hub.db.engine import writing
from hub.meet.events.models import Event
from hub.settings import Settings
from hub.site.app import create_app
from hub.site.render import path
from hub.site.words import LANGUAGES, language, speaking
from hub.site.words.addresses import asked_for, versions
from tests.neighbours import Neighbour, Page
from tests.site.conftest import ADDRESS, Alderford

WELSH = LANGUAGES["cy"]


def test_the_same_page_is_there_in_welsh(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/cy/alderford/meetups")

    assert page.status == 200
    assert page.all("/html")[0].attrib == {"lang": "cy", "dir": "ltr"}
    assert page.headers["content-language"] == "cy"
    assert "set-cookie" not in page.headers
    assert cem.visit("/alderford/meetups").headers["content-language"] == "en"


def test_every_link_to_a_page_of_ours_stays_in_welsh(cem: Neighbour, alderford: Alderford) -> None:
    for address in ("/cy", "/cy/alderford", "/cy/alderford/tags", "/cy/alderford/sources", "/cy/about"):
        page = cem.visit(address)
        own = [str(a.get("href")) for a in page.all("//a[starts-with(@href, '/')][not(@hreflang)]")]
        assert [link for link in own if link != "/cy" and not link.startswith("/cy/")] == [], address
        assert len(own) > 5


def test_the_switch_leads_to_the_same_page_with_the_same_question(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/cy/alderford?kind=council&q=bins+%26+more")

    assert _switch(page) == {"English": "/alderford?kind=council&q=bins+%26+more"}
    assert page.words("//*[@aria-current='true'][@lang]") == ["Cymraeg"]
    assert _switch(cem.visit("/alderford?kind=council")) == {"Cymraeg": "/cy/alderford?kind=council"}
    assert _switch(cem.visit("/")) == {"Cymraeg": "/cy"}
    assert _switch(cem.visit("/cy")) == {"English": "/"}


def test_programs_that_read_pages_are_told_of_the_other_language(cem: Neighbour, alderford: Alderford) -> None:
    links = cem.visit("/cy/alderford").all("//link[@rel='alternate'][@hreflang]")

    assert {str(link.get("hreflang")): str(link.get("href")) for link in links} == {
        "en": f"{ADDRESS}/alderford",
        "cy": f"{ADDRESS}/cy/alderford",
        "x-default": f"{ADDRESS}/alderford",
    }


@pytest.mark.parametrize("address", ["/cy", "/cy/", "/cy/places.atom", "/cy/alderford.rss", "/cy/api/docs"])
def test_what_has_words_exists_in_welsh(cem: Neighbour, alderford: Alderford, address: str) -> None:
    assert cem.visit(address).status == 200


@pytest.mark.parametrize(
    "address",
    [
        *("/cy/static/hub.css", "/cy/healthz", "/cy/metrics", "/cy/api/v1/places", "/cy/api/openapi.json"),
        *("/de", "/de/alderford", "/en/alderford", "/cy/cy/alderford", "/cycling", "/cy/nowhere"),
    ],
)
def test_what_has_no_words_or_is_not_there_is_not_found(cem: Neighbour, alderford: Alderford, address: str) -> None:
    page = cem.visit(address)

    assert page.status == 404
    assert page.all("/html")[0].get("lang") == ("cy" if address.startswith("/cy/") else "en")


def test_a_feed_in_welsh_leads_to_pages_in_welsh(cem: Neighbour, alderford: Alderford) -> None:
    feed = cem.visit("/cy/alderford.json").json

    assert feed["feed_url"] == f"{ADDRESS}/cy/alderford.json"
    assert feed["items"][0]["_local_hub"]["page"].startswith(f"{ADDRESS}/cy/items/")


@pytest.mark.parametrize(("prefix", "tag"), [("", "en"), ("/cy", "cy")])
@pytest.mark.parametrize("listing", ["places", "alderford", "alderford/sources", "alderford/meetups"])
def test_a_feed_says_which_language_its_titles_are_in(
    cem: Neighbour, alderford: Alderford, prefix: str, tag: str, listing: str
) -> None:
    atom, rss, json = (cem.visit(f"{prefix}/{listing}.{outlet}") for outlet in ("atom", "rss", "json"))

    assert etree.fromstring(atom.source.encode()).get("{http://www.w3.org/XML/1998/namespace}lang") == tag
    assert etree.fromstring(rss.source.encode()).findtext("channel/language") == tag
    assert json.json["language"] == tag


def test_a_calendar_in_welsh_says_in_welsh_what_is_called_off(
    cem: Neighbour, alderford: Alderford, many: Engine
) -> None:
    with writing(many) as db:
        db.exec(update(Event).values(cancelled=True))

    assert "SUMMARY:Cancelled: " in cem.visit("/alderford/meetups.ics").source
    assert "SUMMARY:Wedi’i ganslo: " in cem.visit("/cy/alderford/meetups.ics").source


def test_the_words_of_others_keep_their_language(cem: Neighbour, alderford: Alderford) -> None:
    page = cem.visit("/cy/alderford")

    assert any("Bins on Tuesday" in words for words in page.articles)


@pytest.mark.parametrize("address", ["/cy/alderford/sources/nobody", "/cy/alderford?before=garbage", "/cy/%00"])
def test_trouble_is_told_in_welsh_too(cem: Neighbour, alderford: Alderford, address: str) -> None:
    page = cem.visit(address)

    assert page.status in {400, 404}
    assert page.all("/html")[0].get("lang") == "cy"


def test_an_accident_is_told_in_welsh_too(settings: Settings) -> None:
    app = create_app(settings)

    @app.get("/some/accident")
    def show_accident() -> None:
        raise RuntimeError("on purpose")

    app.router.routes.insert(0, app.router.routes.pop())
    with TestClient(app, raise_server_exceptions=False) as browser:
        reply = browser.get("/cy/some/accident")

    assert (reply.status_code, '<html lang="cy"' in reply.text) == (500, True)


def test_two_readers_at_once_each_get_their_own_language(cem: Neighbour, alderford: Alderford) -> None:
    pages = [cem.visit(f"{prefix}/about") for prefix in ("", "/cy") * 3]

    assert [page.all("/html")[0].get("lang") for page in pages] == ["en", "cy"] * 3
    assert language() == "en"


def test_a_handler_in_a_thread_of_its_own_speaks_the_language_of_its_request() -> None:
    async def ask() -> tuple[str, int]:
        with speaking(WELSH):
            return await anyio.to_thread.run_sync(lambda: (language(), get_ident()))

    spoken, thread = anyio.run(ask)

    assert spoken == "cy"
    assert thread != get_ident()


def test_addresses_are_made_in_the_language_spoken() -> None:
    with speaking(WELSH):
        made = [path(), path("alderford", q="a b"), path("api", "v1", "places"), path("api", "docs"), path("static")]

    assert made == ["/cy", "/cy/alderford?q=a+b", "/api/v1/places", "/cy/api/docs", "/static"]
    assert path() == "/"


def test_every_version_of_a_page_is_in_the_language_it_says() -> None:
    for spoken in LANGUAGES.values():
        with speaking(spoken):
            for rest in ((), ("alderford",), ("alderford", "tags", "łódź"), ("what?", "a&b#c")):
                there = path(*rest)
                for version in versions(unquote(there), "q=1"):
                    assert asked_for(version.address.partition("?")[0]) == version.language
                    assert version.address.endswith("?q=1")
                assert [version.address for version in versions(unquote(there), "") if version.current] == [there]


def test_no_version_of_a_page_leads_to_another_host() -> None:
    assert {version.address for version in versions("//elsewhere.example", "")} == {
        "/elsewhere.example",
        "/cy/elsewhere.example",
    }


def _switch(page: Page) -> dict[str, str]:
    return {str(a.text): str(a.get("href")) for a in page.all("//body//a[@hreflang]")}


@pytest.mark.parametrize("address", ["", "/embed", "/meetups", "/embed?show=meetups"])
def test_words_of_which_nobody_told_the_language_are_not_read_out_as_welsh(
    cem: Neighbour, alderford: Alderford, address: str
) -> None:
    titles = "//article/*[@class='title'] | //article//h3 | //main/ul/li/a"

    assert {each.get("lang") for each in cem.visit(f"/cy/alderford{address}").all(titles)} == {"en"}
    assert {each.get("lang") for each in cem.visit(f"/alderford{address}").all(titles)} == {None}
