"""Whatever makes the hub go out, a stranger’s address never makes it knock inside: every door, every spelling."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

import hub
from hub.duties.tools import Tools
from hub.settings import Settings
from tests.duties.at_once import AtOnce
from tests.net.doors import DOORS, OWN
from tests.net.worlds import House, World

GOES_OUT = {
    "Client",
    "Crowd",
    "Exchange",
    "Eyes",
    "Guard",
    "Looker",
    "SMTP",
    "SMTP_SSL",
    "Wire",
    "ask_all",
    "connect_tcp",
}


@pytest.fixture
def house(many: Engine, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    world = World()
    monkeypatch.setattr("hub.net.client.Guard", world.guard)
    yield House(world, Tools(many, OWN, AtOnce()), settings, monkeypatch)  # type: ignore[arg-type]  # stands in
    for end in world.ends:
        end.close()


# Whoever runs the hub chose that server; nobody else’s words name it.
BY_THE_OPERATOR = {"hub.duties.mailing"}


@pytest.mark.parametrize("name", DOORS)
def test_no_door_leads_inside(house: House, name: str) -> None:
    row = DOORS[name]
    good = house.world.opens(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<rss/>")
    row.through(house, [*row.tried, good])
    assert house.world.inside == set()
    assert house.world.missed == set()  # the door was really gone through, to its end


@pytest.mark.parametrize("name", DOORS)
def test_no_redirect_behind_any_door_leads_inside(house: House, name: str) -> None:
    row = DOORS[name]
    row.through(house, [house.world.leads_to(url) for url in row.tried[::2]])
    assert house.world.inside == set()
    assert house.world.missed == set()


def test_every_module_that_goes_out_is_a_door_of_the_table() -> None:
    root = Path(hub.__file__).parent
    found = {
        ".".join(path.relative_to(root.parent).with_suffix("").parts)
        for path in root.rglob("*.py")
        if root / "net" not in path.parents and _goes_out(path.read_text("utf-8"))
    }
    known = {module for row in DOORS.values() for module in row.modules} | BY_THE_OPERATOR
    assert found - known == set(), "give it a row in DOORS"
    assert known - found <= {"hub.duties.discovering", "hub.duties.quest"}  # they go out by the eyes they are given


def _goes_out(code: str) -> bool:
    if not any(name in code for name in GOES_OUT):
        return False
    calls = (node.func for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Call))
    return any((call.id if isinstance(call, ast.Name) else getattr(call, "attr", "")) in GOES_OUT for call in calls)
