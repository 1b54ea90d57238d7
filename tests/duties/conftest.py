"""The sample town on the air, its registry loaded, and the tools of a round."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from hub.demo.registry import feeds_yaml, tags_yaml
from hub.demo.server import Town
from hub.duties.children import READERS
from hub.duties.loading import load
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.net.door import Door
from hub.sandbox import Sandbox


@pytest.fixture(scope="session")
def children() -> Iterator[Sandbox]:
    with Sandbox(children=2, preload=READERS) as sandbox:
        yield sandbox


@pytest.fixture(scope="session")
def wherrybridge() -> Iterator[Town]:
    moment = now()  # its clock stands: what it publishes by the hour must not come between two looks
    with Town(lambda: moment) as town:
        yield town


@pytest.fixture
def tools(many: Engine, children: Sandbox, wherrybridge: Town, tmp_path: Path) -> Tools:
    """A hub that knows the sample town and has looked at nothing yet."""
    feeds, tags = tmp_path / "feeds.yaml", tmp_path / "tags.yaml"
    feeds.write_text(feeds_yaml(wherrybridge.url), "utf-8")
    tags.write_text(tags_yaml(), "utf-8")
    load(many, [feeds], [tags], now())
    return Tools(many, Door(allow_private_networks=(wherrybridge.host_and_port,), host_pause=0), children)
