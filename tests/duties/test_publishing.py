"""The hub of our own feeds: told of what is new in them, once, and never too much at once."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from hub.aggregate.feeds.models import Feed
from hub.aggregate.feeds.rules import DAY
from hub.aggregate.pushing import publishing
from hub.aggregate.pushing.models import Ping, PublishedTo
from hub.aggregate.pushing.rules import MOST_PINGS
from hub.db.engine import reading, writing
from hub.duties.pushing import publish, push_round
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.sandbox import Sandbox
from hub.settings import Settings
from tests import town
from tests.duties.hubs import HOME, LoopHub, calling, hubbing, settings_of


@pytest.fixture
def loop() -> Iterator[LoopHub]:
    with hubbing() as hub:
        yield hub


@pytest.fixture
def ours(many: Engine, children: Sandbox) -> Tools:
    return calling(many, children)


@pytest.fixture
def told(ours: Tools, loop: LoopHub, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings of a hub whose own feeds have a hub, which knows of all that is there already."""
    monkeypatch.setattr(publishing, "SETTLED", timedelta(seconds=-1))
    chosen = settings_of(ours, websub_hub=loop.url)
    publish(ours, chosen)
    return chosen


def says(ours: Tools, title: str) -> None:
    """Have something said in Alderford, under the tag of bins."""
    with writing(ours.engine) as db:
        feed = db.exec(select(Feed).where(Feed.url == "https://council.example/feed")).first() or _council(db)
        town.item(db, feed, title, tags=[town.tag(db, f"Bins {title}")], at=now())


def _council(db: Session) -> Feed:
    return town.feed(db, town.source(db, "Council", town.place(db, "Alderford")), url="https://council.example/feed")


def test_what_was_there_before_is_no_news_to_a_new_hub(ours: Tools, loop: LoopHub) -> None:
    says(ours, "old")
    for _ in range(2):
        publish(ours, settings_of(ours, websub_hub=loop.url))
    assert loop.heard == []


def test_the_hub_is_told_once_of_each_feed_with_something_new(ours: Tools, loop: LoopHub, told: Settings) -> None:
    says(ours, "one")
    for _ in range(3):
        push_round(ours, told)
    feeds = [f"{HOME}/alderford{where}.{end}" for where in ("", "/tags/bins-one") for end in ("atom", "rss", "json")]
    assert sorted(form["hub.url"] for form in loop.asked("publish")) == sorted(feeds)


def test_what_comes_while_it_waits_is_told_together_and_no_more_than_so_many_at_once(
    ours: Tools, loop: LoopHub, told: Settings
) -> None:
    for number in range(6):
        says(ours, f"post {number}")
    publish(ours, told)
    assert len(loop.heard) == MOST_PINGS
    publish(ours, told)
    publish(ours, told)
    topics = [form["hub.url"] for form in loop.heard]
    assert len(topics) == len(set(topics)) == 3 + 6 * 3


def test_a_hub_of_ours_that_fails_is_left_alone_for_a_while(ours: Tools, loop: LoopHub, told: Settings) -> None:
    loop.status = 500
    says(ours, "one")
    publish(ours, told)
    publish(ours, told)
    assert len(loop.heard) <= 1 + ours.door.in_flight
    with writing(ours.engine) as db:
        state = db.get_one(PublishedTo, loop.url)
        assert state.failures >= 1
        assert state.quiet_until is not None
        assert len(db.exec(select(Ping)).all()) == 6
        state.quiet_until = now()
    loop.status = 204
    publish(ours, told)
    with reading(ours.engine) as db:
        assert db.exec(select(Ping)).all() == []
        assert db.get_one(PublishedTo, loop.url).failures == 0


def test_what_is_a_day_old_is_told_nobody(ours: Tools, loop: LoopHub, told: Settings) -> None:
    with writing(ours.engine) as db:
        db.add(Ping(topic=f"{HOME}/alderford.atom", since=now() - DAY))
    publish(ours, told)
    assert loop.heard == []


def test_a_hub_whose_feeds_have_none_tells_nobody(ours: Tools, loop: LoopHub) -> None:
    says(ours, "one")
    push_round(ours, settings_of(ours))
    with reading(ours.engine) as db:
        assert db.exec(select(PublishedTo)).all() == []
    assert loop.heard == []
