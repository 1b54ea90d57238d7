"""Ben's blog on loopback, and a hub that may look at it."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.duties.tools import Tools
from hub.net.door import Door
from hub.settings import Settings
from hub.site import registering
from hub.site.looking import Looker
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing, rss
from tests.site.conftest import ADDRESS, SECRET
from tests.site.registering.blogging import HEAD


@pytest.fixture
def blog() -> Iterator[Publisher]:
    with publishing() as publisher:
        publisher.says("/", body=HEAD)
        publisher.says("/feed", body=rss("Bins are late", "A walk", extra="<category>refuse</category>"))
        yield publisher


@pytest.fixture
def settings(database_url: str, blog: Publisher, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(Looker, "_child", lambda _: AtOnce())
    monkeypatch.setattr(registering, "SOONEST", timedelta(0))
    return Settings(
        database_url=database_url,
        base_url=ADDRESS,
        secret_key=SECRET,
        contact="ada@hub.example",
        allow_private_networks=(blog.host,),
        host_pause=0,
        one_moderator=True,
    )


@pytest.fixture
def tools(many: Engine, blog: Publisher) -> Tools:
    return Tools(many, Door(allow_private_networks=(blog.host,), host_pause=0), AtOnce())  # type: ignore[arg-type] # stands in
