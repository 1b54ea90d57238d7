"""A list of feeds is looked through: every line says how it stands, whoever is killed on the way."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from hub.aggregate.feeds import looks
from hub.aggregate.importing import actions, queries
from hub.aggregate.importing.actions import LEASE
from hub.aggregate.importing.listed import Listed
from hub.aggregate.importing.rules import State
from hub.aggregate.registering.leaving import depart
from hub.aggregate.registering.models import Departure
from hub.db.engine import reading, writing
from hub.duties import lists
from hub.duties.eyes import Eyes
from hub.duties.fetching import fetch_round
from hub.duties.lists import list_at, look_through
from hub.duties.tools import Tools
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.places.models import Place
from hub.sandbox import Crashed
from tests import town
from tests.duties.lists.reads import DAY, bring, rows, rss, states, taken
from tests.duties.publisher import Publisher

PAGE = "<!doctype html><html><p>Hello</p></html>"


def test_a_living_feed_shows_what_it_says_and_which_tags_that_would_get(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, web.says("/rss", body=rss("Ben", now() - DAY)))
    assert look_through(hub) == 1
    (row,) = rows(hub, list_id)
    assert (row.state, row.found.title, row.found.language, row.ticked) == (State.ALIVE, "Ben", "en", True)
    assert [(post.title, post.tags) for post in row.found.posts] == [(f"Ben {n}", ("Bins",)) for n in range(3)]
    assert row.found.a_month > 0
    assert look_through(hub) == 0  # nothing waits any more


def test_a_list_that_no_reader_can_stand_says_so(hub: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def stumbles(_body: bytes) -> Listed:
        raise OverflowError

    monkeypatch.setattr(lists, "read_list", stumbles)
    assert str(lists.read(Eyes(hub.door, hub.sandbox), b"<opml/>")) == "The file cannot be read as a list of feeds."


@pytest.mark.parametrize(
    ("answer", "state", "words"),
    [
        ({"body": ""}, "dead", "The feed came back with nothing in it."),
        ({"body": PAGE}, "dead", "A web page came where the feed should be."),
        ({"body": "hello"}, "dead", "What came back is not a feed we can read."),
        ({"body": "<html>Buy this domain</html>"}, "parked", "Its name is for sale"),
        ({"status": 404}, "dead", ""),
        ({"status": 410}, "dead", ""),
        ({"body": "<rss version='2.0'><channel><title>x</title></channel></rss>"}, "empty", ""),
    ],
)
def test_what_is_no_living_feed_says_why(
    hub: Tools, web: Publisher, answer: Mapping[str, object], state: str, words: str
) -> None:
    list_id = bring(hub, web.says("/rss", **answer))  # type: ignore[arg-type]  # as a test writes it
    look_through(hub)
    (row,) = rows(hub, list_id)
    assert (row.state, row.ticked) == (state, False)
    assert str(row.words).startswith(words)
    assert bool(row.words) is (state != "empty")


def test_a_feed_that_fell_silent_is_not_ticked(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, web.says("/rss", body=rss("Ben", now() - 900 * DAY)))
    look_through(hub)
    assert [(row.state, row.ticked, row.found.a_month) for row in rows(hub, list_id)] == [(State.SILENT, False, 0.0)]


def test_an_intranet_address_is_refused_by_the_guard_in_words(hub: Tools) -> None:
    list_id = bring(hub, "http://192.168.0.4/rss", "http://10.0.0.1/rss")
    look_through(hub)
    assert [(row.state, str(row.words)) for row in rows(hub, list_id)] == [
        (State.REFUSED, "This address is not on the public internet.")
    ] * 2


def test_before_any_look_it_is_said_what_is_refused_known_or_there_twice(hub: Tools, web: Publisher) -> None:
    with writing(hub.engine) as db:
        place = db.exec(select(Place)).one()
        town.feed(db, town.source(db, "Mill End Diary", place), "https://diary.example/feed")
        gone = town.source(db, "Gone", place)
        town.feed(db, gone, "https://gone.example/feed")
        depart(db, gone.id, now())
    list_id = bring(
        hub,
        "ftp://x.example/",
        "http://diary.example/feed/",
        "https://gone.example/feed",
        "https://www.facebook.com/ben",
        "https://www.reddit.com/search.rss?q=weir",
        "feed://a.example/rss",
        "http://a.example/rss/",
    )
    told = rows(hub, list_id)
    assert [row.state.value for row in told] == [
        *("refused", "known", "refused", "refused", "refused", "waiting", "twice"),
    ]
    assert str(told[1].words) == "In the stream already, as “Mill End Diary”."
    assert str(told[4].words).startswith("Many people write this feed")
    assert str(told[6].words) == "The same as line 6 of this list."
    with reading(hub.engine) as db:
        assert len(queries.remarked(db, list_id)) == 7


def test_the_other_way_in_is_tried_where_no_scheme_was_written(hub: Tools, web: Publisher) -> None:
    web.says("/rss", body=rss("Ben", now()))
    list_id = bring(hub, f"feed://{web.host}/rss")
    look_through(hub)
    (row,) = rows(hub, list_id)
    assert (row.state, row.url) == (State.ALIVE, f"http://{web.host}/rss")
    assert str(row.mended).startswith("mended")


def test_a_feed_that_moved_for_good_is_taken_where_it_is(hub: Tools, web: Publisher) -> None:
    there = web.says("/new", body=rss("Ben", now()))
    moved = web.says("/old", 301, Location="/new")
    lent = web.says("/lent", 302, Location="/other")
    web.says("/other", body=rss("Bea", now()))
    list_id = bring(hub, moved, lent)
    look_through(hub)
    first, second = rows(hub, list_id)
    assert (first.url, first.found.moved_to) == (there, there)
    assert (second.url, second.found.moved_to) == (lent, "")


def test_one_feed_under_two_addresses_is_told(hub: Tools, web: Publisher) -> None:
    urls = [web.says(path, body=rss("Ben", now())) for path in ("/rss", "/atom")]
    moved = web.says("/old", 301, Location="/rss")
    list_id = bring(hub, *urls, moved)
    look_through(hub)
    assert sorted(states(hub, list_id)) == ["alive", "twice", "twice"]


def test_a_list_looked_at_again_knows_what_it_found_before(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, web.says("/a", body=rss("Ben", now())), web.says("/b", 404))
    look_through(hub)
    web.says("/b", body=rss("Ben", now()))
    with writing(hub.engine) as db:
        assert actions.look_again(db, list_id) == 1
    look_through(hub)
    assert states(hub, list_id) == ["alive", "twice"]
    assert str(rows(hub, list_id)[1].words) == "The same as line 1 of this list."


def test_a_feed_that_leads_to_one_in_the_stream_is_known(hub: Tools, web: Publisher) -> None:
    there = web.says("/new", body=rss("Ben", now()))
    with writing(hub.engine) as db:
        town.feed(db, town.source(db, "Ben’s blog", db.exec(select(Place)).one()), there)
    list_id = bring(hub, web.says("/old", 301, Location="/new"))
    look_through(hub)
    assert [(row.state, str(row.words)) for row in rows(hub, list_id)] == [
        (State.KNOWN, "In the stream already, as “Ben’s blog”.")
    ]


def test_what_its_owner_took_away_is_not_found_by_a_way_around(hub: Tools, web: Publisher) -> None:
    there = web.says("/new", body=rss("Ben", now()))
    with writing(hub.engine) as db:
        db.add(Departure(url=there, source_id=UUID(int=1), at=now()))
    list_id = bring(hub, web.says("/old", 301, Location="/new"))
    look_through(hub)
    assert states(hub, list_id) == ["refused"]


def test_posts_that_come_in_from_elsewhere_make_a_feed_known(hub: Tools, web: Publisher) -> None:
    first = bring(hub, web.says("/rss", body=rss("Ben", now())))
    look_through(hub)
    assert taken(hub, first) == 1
    fetch_round(hub, looks.claim_due)
    second = bring(hub, web.says("/mirror", body=rss("Ben", now())))
    look_through(hub)
    assert [str(row.words) for row in rows(hub, second)] == ["The same posts come in already, from “Ben”."]


def test_a_host_that_asks_for_a_pause_is_left_alone(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, *(web.says(f"/{n}", 429) for n in range(6)))
    look_through(hub)
    assert set(states(hub, list_id)) == {"dead"}
    assert len(web.asked) < 6


def test_who_is_stopped_gives_back_what_was_not_looked_at(hub: Tools, web: Publisher) -> None:
    web.first = lambda _path: hub.stop.set()
    list_id = bring(hub, *(web.says(f"/{n}", body=rss(f"Ben{n}", now())) for n in range(30)))
    look_through(hub)
    assert "waiting" in states(hub, list_id)
    hub.stop.clear()
    web.first = lambda _path: None
    look_through(hub)
    assert set(states(hub, list_id)) == {"alive"}


def test_the_lines_of_a_killed_look_come_back_after_the_lease(hub: Tools, web: Publisher) -> None:
    list_id = bring(hub, web.says("/rss", body=rss("Ben", now())))
    with writing(hub.engine) as db:
        claimed = actions.claim(db, now())
        assert (len(claimed), actions.claim(db, now())) == (1, [])
        actions.renew(db, [claimed[0].id], now() + LEASE / 2)
        assert actions.claim(db, now() + LEASE) == []
        assert len(actions.claim(db, now() + 2 * LEASE, list_id)) == 1


def test_a_long_look_keeps_its_claims(hub: Tools, web: Publisher, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "RENEWED_EVERY", timedelta(0))
    list_id = bring(hub, web.says("/1", body=rss("Ben", now())), web.says("/2", body=rss("Bea", now())))
    assert look_through(hub, list_id) == 2


def test_a_list_at_an_address_is_asked_through_the_door(hub: Tools, web: Publisher) -> None:
    body = "<opml><body><outline text='a' xmlUrl='https://a.example/'/></body></opml>"
    eyes = Eyes(hub.door, hub.sandbox, pause=0)
    found = list_at(eyes, web.says("/list.opml", body=body).replace("http:", "feed:"))
    assert isinstance(found, Listed)
    assert len(found.lines) == 1
    assert str(list_at(eyes, "http://192.168.0.1/x.opml")) == "This address is not on the public internet."
    assert str(list_at(eyes, "nothing")).startswith("This is no address")
    assert isinstance(list_at(eyes, web.says("/gone", 404)), Saying)


def test_a_list_that_takes_too_much_is_refused(hub: Tools, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(_body: bytes) -> None:
        raise Crashed

    monkeypatch.setattr(lists, "read_list", crash)
    assert "too much time or memory" in str(lists.read(Eyes(hub.door, hub.sandbox), b"<opml/>"))
