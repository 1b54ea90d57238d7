"""Whole looks at publishers on loopback: what each way of going wrong, moving or shrinking leads to."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlmodel import col, select, update

from hub.aggregate.feeds import looks
from hub.aggregate.feeds.history import runs
from hub.aggregate.feeds.models import Feed, FeedAlias, HostPause
from hub.aggregate.feeds.rules import FeedState
from hub.aggregate.fetching.rules import Fresh, Intents, decide
from hub.aggregate.items.models import Item, ItemPlace
from hub.db.engine import reading, writing
from hub.duties import looking
from hub.duties.fetching import Report, fetch_round
from hub.duties.tools import Stop, Tools
from hub.kit.clock import now
from hub.net.answers import Answer
from tests import town
from tests.duties.publisher import Publisher, publishing, rss

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def hub(tools: Tools, ben: Publisher) -> Tools:
    return replace(tools, door=replace(tools.door, allow_private_networks=(ben.host,)), stop=Stop())


def listen(hub: Tools, url: str, **more: object) -> None:
    with writing(hub.engine) as db:
        town.feed(db, town.source(db, "Ben’s blog", town.place(db, "Benton")), url=url, **more)


def look(hub: Tools, *urls: str) -> Report:
    return fetch_round(hub, lambda db, at: looks.claim_all(db, at, urls))


def feed(hub: Tools, url: str) -> Feed:
    with reading(hub.engine) as db:
        return db.exec(select(Feed).where(col(Feed.url) == url)).one()


def turn_back(hub: Tools, url: str, **columns: object) -> None:
    with writing(hub.engine) as db:
        db.execute(update(Feed).where(col(Feed.url) == url).values(**columns))


def titles(hub: Tools) -> set[str]:
    with reading(hub.engine) as db:
        return set(db.exec(select(Item.title)))


def test_one_feed_is_fetched_once_for_the_whole_hub(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/feed", body=rss("Bins in Benton, Kings Heath and Moseley"))
    with writing(hub.engine) as db:
        homes = [town.place(db, name) for name in ("Benton", "Kings Heath", "Moseley")]
        town.feed(db, town.source(db, "Ben’s blog", *homes), url=url)
    look(hub, url)
    assert ben.asked == ["/feed"]
    with reading(hub.engine) as db:
        assert len(db.exec(select(ItemPlace)).all()) == 3


def test_a_body_that_is_too_large_is_not_asked_for_at_every_round(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/feed", body=" " * 5_100_000)
    listen(hub, url)
    assert look(hub, url).troubled == [(url, "The feed is larger than 5 MB.")]
    assert feed(hub, url).due_at > now() + HOUR / 2
    fetch_round(hub, looks.claim_due)
    assert ben.asked.count("/feed") == 1


@pytest.mark.parametrize(
    ("then", "seen"),
    [
        (rss("Second"), {"First", "Second"}),
        (rss(), {"First", "Second"}),
        (rss("First", "Second").replace("'false'>", "'false'>other-"), {"First", "Second"}),
    ],
    ids=["it shrinks", "it is empty", "all its ids change"],
)
def test_nothing_is_deleted_when_a_feed_tells_less_or_otherwise(
    hub: Tools, ben: Publisher, then: str, seen: set[str]
) -> None:
    url = ben.says("/feed", body=rss("First", "Second"))
    listen(hub, url)
    look(hub, url)
    with reading(hub.engine) as db:
        before = {item.id for item in db.exec(select(Item))}
    ben.says("/feed", body=then)
    look(hub, url)
    assert titles(hub) == seen
    with reading(hub.engine) as db:
        assert before <= {item.id for item in db.exec(select(Item))}


def test_a_web_page_in_place_of_the_feed_has_its_own_words_and_forgets_nothing(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/feed", body=rss("First"), ETag='"a"')
    listen(hub, url)
    look(hub, url)
    ben.says("/feed", body="<!doctype html><html><p>Log in</p></html>", ETag='"b"')
    assert "A web page came where the feed should be." in look(hub, url).troubled[0][1]
    told = feed(hub, url)
    assert (told.etag, told.trouble) == ('"a"', "html")
    assert [run.outcome for run in runs(told.history)] == ["html", "news"]
    assert titles(hub) == {"First"}


def test_who_is_turned_away_asks_once_more_under_a_plainer_name_and_remembers_what_worked(
    hub: Tools, ben: Publisher
) -> None:
    names: list[str] = []
    url = ben.says("/feed", body=rss("Hello"))

    def firewall(_path: str, name: str) -> int:
        names.append(name)
        return 403 if "http" in name else 200

    ben.guard = firewall
    listen(hub, url)
    assert look(hub, url).troubled == [(url, "The website does not let us in.")]
    assert feed(hub, url).due_at < now() + HOUR / 3
    assert look(hub, url).new_items == 1
    look(hub, url)
    assert feed(hub, url).agent == "plain"
    version = hub.door.version
    assert names[0] == f"LocalHub/{version} (+{hub.door.base_url}/about; feed {feed(hub, url).id.hex[:12]})"
    assert names[1:] == [f"LocalHub/{version}"] * 2


def test_a_feed_that_leads_elsewhere_for_good_is_followed_after_days(hub: Tools, ben: Publisher) -> None:
    new = ben.says("/new", body=rss("Hello"))
    old = ben.says("/old", 301, Location=new)
    listen(hub, old)
    for _ in range(4):
        look(hub, old)
    assert feed(hub, old).moved_looks == 4
    turn_back(hub, old, moved_since=now() - 4 * DAY)
    look(hub, old)
    assert feed(hub, new).moved_to == ""
    with reading(hub.engine) as db:
        assert db.get_one(FeedAlias, old).feed_id == feed(hub, new).id
    look(hub, new)
    assert titles(hub) == {"Hello"}


def test_a_feed_that_is_gone_twice_is_asked_no_more(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/feed", 410)
    listen(hub, url)
    look(hub, url)
    assert feed(hub, url).trouble == "http-410"
    turn_back(hub, url, gone_since=now() - DAY, due_at=now())
    fetch_round(hub, looks.claim_due)
    assert feed(hub, url).trouble == "gone"
    turn_back(hub, url, claimed_until=now() - DAY)
    fetch_round(hub, looks.claim_due)
    assert ben.asked.count("/feed") == 2


def test_every_feed_of_a_host_that_rests_says_why(hub: Tools, ben: Publisher) -> None:
    busy, other = ben.says("/busy", 503, Retry_After="3600"), ben.says("/other", body=rss("Hello"))
    with writing(hub.engine) as db:
        voice = town.source(db, "Ben’s blog", town.place(db, "Benton"))
        for url in (busy, other):
            town.feed(db, voice, url=url)
    look(hub, busy)
    look(hub, other)
    assert ben.asked == ["/busy"]
    assert feed(hub, other).due_because == "http-503"
    with reading(hub.engine) as db:
        assert db.exec(select(HostPause.reason)).one() == "http-503"
    assert feed(hub, busy).failures == 0


def test_what_is_sent_back_is_what_was_said_byte_for_byte(hub: Tools, ben: Publisher) -> None:
    etag, modified = 'W/"  odd,\\"tag"', "yesterday, about noon"
    url = ben.says("/feed", body=rss("Hello"), ETag=etag, Last_Modified=modified)
    heard: list[tuple[str | None, str | None]] = []
    ben.heard = lambda headers: heard.append((headers["If-None-Match"], headers["If-Modified-Since"]))
    listen(hub, url)
    look(hub, url)
    look(hub, url)
    assert heard == [(None, None), (etag, modified)]


def test_nothing_has_changed_is_no_answer_to_who_asked_for_everything(hub: Tools, ben: Publisher) -> None:
    url = ben.says("/feed", 304)
    listen(hub, url)
    assert "though we asked for everything" in look(hub, url).troubled[0][1]
    ben.says("/feed", body=rss("Hello"))
    assert look(hub, url).new_items == 1


def test_an_answer_nobody_understands_troubles_its_own_feed_alone(
    hub: Tools, ben: Publisher, monkeypatch: pytest.MonkeyPatch
) -> None:
    odd, good = ben.says("/odd", body=rss("Odd")), ben.says("/good", body=rss("Good"))
    with writing(hub.engine) as db:
        voice = town.source(db, "Ben’s blog", town.place(db, "Benton"))
        for url in (odd, good):
            town.feed(db, voice, url=url)

    def decide_or_not(state: FeedState, answer: Answer, at: datetime) -> Intents | Fresh:
        if state.url == odd:
            raise LookupError("an accident")
        return decide(state, answer, at)

    monkeypatch.setattr(looking, "decide", decide_or_not)
    assert [url for url, _ in look(hub, odd, good).troubled] == [odd]
    assert titles(hub) == {"Good"}
