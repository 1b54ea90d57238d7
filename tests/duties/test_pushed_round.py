"""The whole way round: what Ben writes is pushed by the hub of our feeds to our own subscription to one of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from threading import Thread
from uuid import UUID

import pytest
import uvicorn
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed
from hub.aggregate.items.models import Item
from hub.aggregate.pushing import publishing, rules
from hub.db.engine import reading, writing
from hub.duties.fetching import Report, fetch_round
from hub.duties.pushing import push_round
from hub.duties.tools import Tools
from hub.sandbox import Sandbox
from hub.settings import Settings
from hub.site.app import create_app
from tests import town
from tests.duties.hubs import LoopHub, calling, hubbing, settings_of
from tests.duties.publisher import Publisher, rss
from tests.duties.publisher import publishing as being_published


@dataclass(frozen=True)
class Round:
    """Our hub on the air; Ben writes in Alderford, and Weir listens to what Alderford publishes."""

    tools: Tools
    settings: Settings
    loop: LoopHub
    ben: Publisher
    echo_id: UUID

    @property
    def topic(self) -> str:
        """The feed of ours that we listen to ourselves."""
        return f"{self.settings.base_url}/alderford.atom"

    @property
    def echo(self) -> Feed:
        """That feed, as one of those we look at."""
        with reading(self.tools.engine) as db:
            return db.get_one(Feed, self.echo_id)

    def says(self, *titles: str) -> None:
        """Have Ben write, and look at his feed."""
        self.look(self.ben.says("/feed", body=rss(*titles)))

    def look(self, url: str) -> None:
        """Look at one feed."""
        fetch_round(self.tools, lambda db, at: looks.claim_all(db, at, [url]))

    def looks_where_due(self) -> Report:
        """Look at what is due."""
        return fetch_round(self.tools, looks.claim_due)

    def goes_round(self) -> None:
        """Have the hubs asked and told."""
        push_round(self.tools, self.settings)

    @property
    def is_relied_on(self) -> bool:
        """Whether that feed is looked at but to make sure."""
        return self.echo.pushed_until is not None

    def heard_in_weir(self) -> set[str]:
        """What has come to Weir."""
        with reading(self.tools.engine) as db:
            return set(db.exec(select(Item.title).where(Item.feed_id == self.echo_id)))


@pytest.fixture
def around(many: Engine, children: Sandbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Round]:
    monkeypatch.setattr(publishing, "SETTLED", timedelta(seconds=-1))
    monkeypatch.setattr(rules, "BETWEEN_LOOKS", timedelta(0))
    tools = calling(many, children)
    with being_published() as gone:
        base = f"http://{gone.host}"  # a port that is free once he has gone
    with hubbing() as loop, being_published() as ben:
        settings = settings_of(tools, base_url=base, websub_hub=loop.url)
        with writing(many) as db:
            town.feed(db, town.source(db, "Ben", town.place(db, "Alderford")), url=f"http://{ben.host}/feed")
            weir = town.source(db, "News of Alderford", town.place(db, "Weir"))
            echo = town.feed(db, weir, url=f"{base}/alderford.atom").id
        with on_the_air(settings):
            yield Round(tools, settings, loop, ben, echo)


@contextmanager
def on_the_air(settings: Settings) -> Iterator[None]:
    """Serve our site for others to call."""
    port = int(settings.base_url.rpartition(":")[2])
    server = uvicorn.Server(uvicorn.Config(create_app(settings, look_every=0), "127.0.0.1", port, log_level="critical"))
    thread = Thread(target=server.run)
    thread.start()
    while not server.started:
        thread.join(0.005)
    yield
    server.should_exit = True
    thread.join()


def test_what_ben_writes_is_pushed_to_the_next_town(around: Round) -> None:
    around.says("First")
    around.look(around.topic)
    assert around.heard_in_weir() == {"First"}
    around.goes_round()
    (form,) = around.loop.asked("subscribe")
    assert form["hub.topic"] == around.topic
    assert around.loop.verifies(form).text == "a challenge"
    assert around.loop.delivers(form, b"the hub shows that it works").status_code == 202
    around.looks_where_due()
    assert around.is_relied_on

    around.says("Second", "First")
    around.goes_round()
    assert around.topic in {each["hub.url"] for each in around.loop.asked("publish")}
    news = around.loop.fetches(around.topic)
    assert f'<{around.loop.url}>; rel="hub", <{around.topic}>; rel="self"' == news.headers["link"]
    assert around.loop.delivers(form, news.content).status_code == 202
    assert around.looks_where_due().new_items == 1
    assert around.heard_in_weir() == {"First", "Second"}
    assert around.is_relied_on


def test_what_nobody_told_us_of_ends_the_reliance(around: Round) -> None:
    around.says("First")
    around.look(around.topic)
    around.goes_round()
    (form,) = around.loop.asked("subscribe")
    around.loop.verifies(form)
    around.loop.delivers(form, b"")
    around.look(around.topic)
    around.look(around.topic)
    around.says("Second", "First")
    around.look(around.topic)
    assert not around.is_relied_on
