"""A feed has been gone for a week: its site is asked, and what it names waits for a mentor's word."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import Engine

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.models import Feed, FeedProposal
from hub.aggregate.feeds.moving import FOUND, proposed
from hub.db.engine import reading, writing
from hub.duties import rediscovering
from hub.duties.eyes import Eyes
from hub.duties.rediscovering import rediscover
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.net.door import Door
from tests import town
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing, rss

DAY = timedelta(days=1)
NAMES = "<html><head><link rel=alternate type='application/rss+xml' href='{}'></head></html>"


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def hub(many: Engine, ben: Publisher) -> Tools:
    door = Door(allow_private_networks=(ben.host,), host_pause=0)
    return Tools(many, door, AtOnce(), Stop())  # type: ignore[arg-type]  # stands in


def gone(hub: Tools, ben: Publisher, days: float = 8, trouble: str = "http-404", **more: object) -> Feed:
    with writing(hub.engine) as db:
        voice = town.source(db, "Ben’s blog", town.place(db, "Benton"), site=f"http://{ben.host}/")
        since = now() - days * DAY
        return town.feed(db, voice, f"http://{ben.host}/old", trouble=trouble, trouble_since=since, **more)


def home(hub: Tools, feed: Feed) -> tuple[str, str]:
    """Return where a feed is, and where it may be."""
    with reading(hub.engine) as db:
        found = proposed(db, [feed.id]).get(feed.id)
        return db.get_one(Feed, feed.id).url, found.url if found else ""


@pytest.mark.parametrize("trouble", ["http-404", "http-403", "html", "not-a-feed", "gone"])
def test_the_feed_a_site_names_now_is_proposed_and_never_followed(hub: Tools, ben: Publisher, trouble: str) -> None:
    ben.says("/", body=NAMES.format("/new"))
    new = ben.says("/new", body=rss("Hello"))
    feed = gone(hub, ben, trouble=trouble)
    assert rediscover(hub) == 1
    assert home(hub, feed) == (feed.url, new)
    with reading(hub.engine) as db:
        assert db.get_one(FeedProposal, (feed.id, new)).why == FOUND


def test_a_site_that_nobody_can_look_at_ends_no_round(
    hub: Tools, ben: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stumbles(*_: object) -> None:
        raise ValueError

    gone(hub, ben)
    monkeypatch.setattr(rediscovering, "discover", stumbles)
    assert rediscover(hub) == 0


def test_a_page_that_no_reader_can_stand_says_nothing(hub: Tools, ben: Publisher) -> None:
    def stumbles(*_: object, **_named: object) -> None:
        raise OverflowError

    assert Eyes(hub.door, hub.sandbox)._read(stumbles) is None


def test_a_site_is_asked_once_a_week(hub: Tools, ben: Publisher) -> None:
    ben.says("/", body="<html></html>")
    feed = gone(hub, ben)
    assert rediscover(hub) == 0
    asked = len(ben.asked)
    rediscover(hub)
    assert len(ben.asked) == asked
    with writing(hub.engine) as db:
        db.get_one(Feed, feed.id).sought_at = now() - 7 * DAY
    rediscover(hub)
    assert len(ben.asked) > asked


@pytest.mark.parametrize(
    "not_yet",
    [{"days": 6.9}, {"trouble": "timeout"}, {"trouble": "http-429"}, {"trouble": "http-500"}, {"retired": True}],
)
def test_a_site_is_not_asked_for_what_may_mend_itself(hub: Tools, ben: Publisher, not_yet: dict[str, object]) -> None:
    ben.says("/", body=NAMES.format("/new"))
    ben.says("/new", body=rss("Hello"))
    gone(hub, ben, **not_yet)  # type: ignore[arg-type]  # as each case has it
    assert (rediscover(hub), ben.asked) == (0, [])


def test_a_feed_that_is_back_where_it_was_is_looked_at_soon(hub: Tools, ben: Publisher) -> None:
    ben.says("/", body=NAMES.format("/old"))
    ben.says("/old", body=rss("Hello"))
    feed = gone(hub, ben)
    with writing(hub.engine) as db:
        db.get_one(Feed, feed.id).due_at = now() + DAY
    assert rediscover(hub) == 0
    with reading(hub.engine) as db:
        assert db.get_one(Feed, feed.id).due_at <= now()


def test_the_feed_of_somebody_else_is_not_proposed(hub: Tools, ben: Publisher) -> None:
    ben.says("/", body=NAMES.format("/new"))
    new = ben.says("/new", body=rss("Hello"))
    feed = gone(hub, ben)
    with writing(hub.engine) as db:
        town.feed(db, town.source(db, "Bea"), new)
    assert rediscover(hub) == 0
    assert home(hub, feed)[1] == ""


def test_an_empty_feed_takes_nobodys_place(hub: Tools, ben: Publisher) -> None:
    ben.says("/", body=NAMES.format("/new"))
    ben.says("/new", body=rss())
    feed = gone(hub, ben)
    assert rediscover(hub) == 0
    assert home(hub, feed)[1] == ""


def test_a_site_that_does_not_answer_proposes_nothing(hub: Tools, ben: Publisher) -> None:
    ben.says("/", 500)
    feed = gone(hub, ben)
    assert rediscover(hub) == 0
    assert home(hub, feed)[1] == ""


def test_a_stop_is_heard_between_two_sites(hub: Tools, ben: Publisher) -> None:
    gone(hub, ben)
    hub.stop.set()
    assert (rediscover(hub), ben.asked) == (0, [])


def test_a_site_that_asked_for_peace_is_not_asked(hub: Tools, ben: Publisher) -> None:
    gone(hub, ben)
    with writing(hub.engine) as db:
        looks.pause_host(db, "127.0.0.1", now() + DAY, "http-429")
    assert (rediscover(hub), ben.asked) == (0, [])
