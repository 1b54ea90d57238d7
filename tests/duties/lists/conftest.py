"""Websites on loopback, and a hub that may ask them."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.duties.tools import Stop, Tools
from hub.net.door import Door
from tests import town
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing


@pytest.fixture
def web() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def hub(many: Engine, web: Publisher) -> Tools:
    with writing(many) as db:
        town.tag(db, "Bins", also=["refuse"])
        town.place(db, "Alderford")
    door = Door(allow_private_networks=(web.host,), host_pause=0)
    return Tools(many, door, AtOnce(), Stop())  # type: ignore[arg-type]  # stands in
