"""No other site makes Ben's browser do anything here, whatever it sends along."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from itertools import product

import pytest
from fastapi.routing import APIRoute

from hub.people.mail.rules import PROVED_BY_ITS_ADDRESS
from hub.site.porch.crossing import PROVED_BY_THEIR_ADDRESS, comes_from_elsewhere
from tests import databases
from tests.site.conftest import ADDRESS
from tests.site.house import House, opened, version
from tests.site.livedin import cookies, routes

pytestmark = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="nothing is asked of the database")

POSTS = [route for route in routes("POST") if not route.path.startswith(PROVED_BY_THEIR_ADDRESS)]
OURS_SAID = (["same-origin"], ["none"])
ELSEWHERE_SAID = (["cross-site"], ["same-site"], [""], ["Same-Origin"], ["none, cross-site"], ["none", "cross-site"])
OUR_ORIGIN = ([ADDRESS], [f"{ADDRESS}:443"], ["https://HUB.example"])
OTHER_ORIGIN = (
    *(["null"], [""], ["https://evil.example"], ["http://hub.example"], ["https://hub.example:8443"]),
    *(["https://hub.example.evil.example"], ["https://evil.example/https://hub.example"], ["https://[::1"]),
    *(["https://hub.example:x"], [ADDRESS, "https://evil.example"]),
)
CROSSING = (
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": ADDRESS},
    {"Sec-Fetch-Site": "cross-site", "Origin": ADDRESS},
    {"Origin": "https://evil.example"},
    {"Origin": "null"},
    {"Origin": "http://hub.example"},
)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A hub that people live in."""
    with opened(tmp_path_factory.mktemp("crossing")) as made:
        yield made


@pytest.mark.parametrize("origin", [[], *OUR_ORIGIN, *OTHER_ORIGIN], ids=str)
def test_what_the_browser_says_of_the_site_decides(origin: Sequence[str]) -> None:
    assert [comes_from_elsewhere(site, origin, [ADDRESS]) for site in OURS_SAID] == [False] * len(OURS_SAID)
    assert all(comes_from_elsewhere(site, origin, [ADDRESS]) for site in ELSEWHERE_SAID)


def test_without_it_the_origin_decides_and_who_says_nothing_is_no_browser() -> None:
    assert [comes_from_elsewhere([], origin, [ADDRESS]) for origin in OUR_ORIGIN] == [False] * len(OUR_ORIGIN)
    assert [origin for origin in OTHER_ORIGIN if not comes_from_elsewhere([], origin, [ADDRESS])] == []
    assert not comes_from_elsewhere([], [], [ADDRESS])


@pytest.mark.parametrize("route", POSTS, ids=[route.path for route in POSTS])
@pytest.mark.parametrize("language", ["", "/cy"])
def test_every_form_refuses_what_another_site_sends(house: House, route: APIRoute, language: str) -> None:
    address = language + house.lived_in.address(route)
    with closing(sqlite3.connect(house.file)) as watching:
        before = version(watching)
        for headers in CROSSING:
            status, told, text = house.send("POST", address, headers | cookies(house.lived_in, "admin"))
            assert (status, told["cache-control"], "set-cookie" in told) == (403, "no-store", False), headers
            assert "<h1>" in text
        assert version(watching) == before


@pytest.mark.parametrize(("site", "origin"), list(product([None, "same-origin", "none"], [None, ADDRESS])))
def test_our_own_forms_arrive(house: House, site: str | None, origin: str | None) -> None:
    said = {"Sec-Fetch-Site": site, "Origin": origin}
    headers = {name: value for name, value in said.items() if value} | cookies(house.lived_in, "member")
    house.as_it_was()
    assert house.send("POST", "/you", headers)[0] == 422


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_methods_nobody_uses_are_refused_from_elsewhere_too(house: House, method: str) -> None:
    assert house.send(method, "/you", {"Sec-Fetch-Site": "cross-site"})[0] == 403


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_links_from_elsewhere_lead_here(house: House, method: str) -> None:
    elsewhere = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert house.send(method, "/alderford", elsewhere)[0] in {200, 405}


def test_a_hub_at_another_address_than_it_was_told_takes_its_own_forms(house: House) -> None:
    at_home = {"Host": "hub.lan:8000", "Origin": "https://hub.lan:8000"}
    house.as_it_was()
    assert house.send("POST", "/you", at_home)[0] == 401
    assert house.send("POST", "/you", at_home | {"Origin": "https://evil.example"})[0] == 403


def test_who_provides_the_mail_presses_the_button_that_stops_it(house: House) -> None:
    house.as_it_was()
    stop = PROVED_BY_ITS_ADDRESS + house.lived_in.ids["/mail/stop/token"]
    headers = {"Origin": "https://mail.example", "Content-Type": "application/x-www-form-urlencoded"}
    assert house.send("POST", stop, headers, b"List-Unsubscribe=One-Click")[0] == 200
