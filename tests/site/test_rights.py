"""Who may what: every address of the site, asked by everybody, beside the table in docs/rights.md.

An address the table lacks fails, and the failure prints the row to judge and to add.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from http import HTTPStatus
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from tests import databases
from tests.site.house import House, opened
from tests.site.livedin import PERSONAS, PRIVATE, routes

pytestmark = pytest.mark.skipif(bool(databases.wanted_postgres()), reason="rights are the same on every database")

TABLE = Path(__file__).parents[2] / "docs" / "rights.md"
YES, SIGN_IN, NO, HIDDEN = "yes", "sign-in", "no", "hidden"
REFUSED = {HTTPStatus.UNAUTHORIZED: SIGN_IN, HTTPStatus.FORBIDDEN: NO, HTTPStatus.NOT_FOUND: HIDDEN}
_PARAMETERS = re.compile(r"\{\w+\}")
_ROW = re.compile(r"^\| `(GET|POST) (\S+)` \|(.*)\|$", re.MULTILINE)
NOTHING_THERE = {"/{place}/picture/{name}", "/items/{item}/pictures/{copy}"}  # in this town, for anybody
# Who was given these addresses has shown by them that they are Ben, or that they asked in his name.
GIVEN = {"/introductions/{introduction}/{token}", "/you/answers.atom"}
GIVEN |= {"/sign-in/code/{code_id}", "/sign-in/link/{token}", "/confirm/{deed_id}", "/mail/stop/{token}"}
DEARLY_MADE = {"/{place}/noticeboard.pdf": ("visitor", "admin")}  # for these alone, then


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A hub that people live in."""
    with opened(tmp_path_factory.mktemp("house")) as made:
        yield made


EVERY = [(method, route) for method in ("GET", "POST") for route in routes(method)]
NAMES = [f"{method} {route.path}" for method, route in EVERY]


@pytest.mark.parametrize(("method", "route"), EVERY, ids=NAMES)
def test_everybody_may_what_the_table_says(house: House, method: str, route: APIRoute) -> None:
    asking = DEARLY_MADE.get(route.path, PERSONAS)
    found = {persona: _answer(house, method, route, persona) for persona in asking}
    row = _table().get((method, route.path))
    assert row is not None, f"docs/rights.md lacks this row:\n{_row(method, route, found)}"
    assert found == {persona: row[persona] for persona in asking}, _row(method, route, found)


def test_the_table_names_no_address_that_is_gone() -> None:
    assert {f"{method} {path}" for method, path in _table()} - set(NAMES) == set()


@pytest.mark.parametrize(
    ("method", "route"),
    [each for each in EVERY if _PARAMETERS.search(each[1].path)],
    ids=[name for name in NAMES if "{" in name],
)
def test_what_is_hidden_looks_like_what_is_not_there(house: House, method: str, route: APIRoute) -> None:
    for persona in _hidden_from(method, route.path):
        there, nowhere = house.lived_in.address(route), house.lived_in.nothing_at(route)
        form = house.lived_in.sent(route)
        shown, not_there = (house.ask(method, address, persona, form) for address in (there, nowhere))
        assert _same(shown, there) == _same(not_there, nowhere), persona


@pytest.mark.parametrize("route", routes("GET"), ids=[f"GET {route.path}" for route in routes("GET")])
def test_nothing_private_is_shown_to_others(house: House, route: APIRoute) -> None:
    if route.path in DEARLY_MADE or route.path.startswith("/demo/"):  # a demo shows everybody all mail
        pytest.skip("it is made of the page beside it, or shows the mail of invented people")
    for persona in ("visitor", "other member", "mentor elsewhere"):
        _, _, text = house.ask("GET", house.lived_in.address(route), persona)
        known = {"ben@hub.example"} if route.path in GIVEN else set()
        assert {words for words in PRIVATE if words in text} <= known, persona


def _answer(house: House, method: str, route: APIRoute, persona: str) -> str:
    """Return what *persona* gets: yes, no, to sign in first, or what is said of what is not there."""
    status, headers, text = house.ask(method, house.lived_in.address(route), persona, house.lived_in.sent(route))
    assert status < HTTPStatus.INTERNAL_SERVER_ERROR, text
    if status == HTTPStatus.SEE_OTHER and headers["location"].startswith("/sign-in?"):
        return SIGN_IN
    return YES if route.path in NOTHING_THERE else REFUSED.get(HTTPStatus(status), YES)


@cache
def _table() -> Mapping[tuple[str, str], Mapping[str, str]]:
    """Read the table: of a row with one cell, everybody gets the same."""
    read = {}
    for method, path, rest in _ROW.findall(TABLE.read_text("utf-8")):
        cells = [cell.strip() for cell in rest.split("|")]
        read[method, path] = dict(zip(PERSONAS, cells * len(PERSONAS) if len(cells) == 1 else cells, strict=False))
    return read


def _row(method: str, route: APIRoute, found: Mapping[str, str]) -> str:
    cells = list(found.values())
    shown = cells[:1] if len(set(cells)) == 1 else cells
    return f"| `{method} {route.path}` | {' | '.join(shown)} |"


def _hidden_from(method: str, path: str) -> list[str]:
    return [persona for persona, cell in _table().get((method, path), {}).items() if cell in {HIDDEN, SIGN_IN}]


def _same(answer: tuple[int, Mapping[str, str], str], address: str) -> tuple[int, str]:
    """Return what is the same in two answers that tell the same: all but the address asked for."""
    status, _, text = answer
    return status, text.replace(address, "")
