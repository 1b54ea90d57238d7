"""Ben types the address of his site, and its feeds are found; or he is told in words why not."""

from collections.abc import Iterator
from dataclasses import replace
from threading import Event
from time import monotonic
from uuid import UUID

import pytest

from hub.aggregate.reading.document import Entry
from hub.aggregate.registering.found import FeedLink, FoundFeed, FoundSite
from hub.aggregate.registering.rules import MOST_ASKS
from hub.aggregate.tagging.rules import Habits, Speaker
from hub.duties import eyes as eyes_of_duties
from hub.duties.discovering import discover, look_again, posts
from hub.duties.eyes import Eyes
from hub.duties.quest import Quest
from hub.establish.meaning.facts import PlaceFact, TagFact
from hub.establish.meaning.vocabulary import compile_vocabulary
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.kit.shapes import Circle, Point
from hub.net.answers import Ask
from hub.net.door import Door
from hub.places.rules import WHOLE_HUB
from hub.sandbox import Crashed
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing, rss

A_BLOG = Speaker("blog", frozenset({WHOLE_HUB}), only_when_mentioned=False)
LINK = "<link rel=alternate type='application/rss+xml' href='{}' title='{}'>"


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def eyes(ben: Publisher) -> Eyes:
    return Eyes(Door(allow_private_networks=(ben.host,), host_pause=0), AtOnce())  # type: ignore[arg-type] # stands in


def _found(eyes: Eyes, typed: str) -> FoundSite:
    found = discover(eyes, typed, now())
    assert isinstance(found, FoundSite)
    return found


def _said(eyes: Eyes, typed: str) -> str:
    found = discover(eyes, typed, now())
    assert isinstance(found, Saying)
    return str(found)


def test_a_whole_look_has_an_end_whatever_hangs(ben: Publisher, eyes: Eyes) -> None:
    site = ben.says("/", body=LINK.format("/feed", "Posts"))
    ben.says("/feed", body=rss("One"))
    assert "took too long" in _said(replace(eyes, until=monotonic()), site)
    assert list(replace(eyes, until=monotonic()).ask([Ask(f"{site}feed")])) == []


def test_the_feeds_a_page_names_are_found_comments_last(ben: Publisher, eyes: Eyes) -> None:
    head = LINK.format("/comments/feed", "Comments") + LINK.format("/feed", "Posts") + LINK.format("/gone", "Gone")
    site = ben.says("/", body=f"<title>Ben writes</title>{head}")
    ben.says("/feed", body=rss("One", "Two"))
    ben.says("/comments/feed", body=rss("Nice"))
    found = _found(eyes, site)
    assert found.title == "Ben writes"
    assert [feed.url.rpartition(ben.host)[2] for feed in found.feeds] == ["/feed", "/comments/feed"]
    assert [entry.title for entry in found.feeds[0].entries] == ["One", "Two"]


def test_where_a_page_names_none_the_usual_paths_are_tried(ben: Publisher, eyes: Eyes) -> None:
    ben.says("/blog", body="<title>Ben</title>")
    ben.says("/blog/rss.xml", body=rss("One"))
    assert [feed.url.rpartition(ben.host)[2] for feed in _found(eyes, f"http://{ben.host}/blog").feeds] == [
        "/blog/rss.xml"
    ]


def test_the_address_of_a_feed_will_do(ben: Publisher, eyes: Eyes) -> None:
    found = _found(eyes, ben.says("/feed", body=rss("One")))
    assert found.url == f"http://{ben.host}/"
    assert [feed.title for feed in found.feeds] == ["Ben"]


@pytest.mark.parametrize(
    ("claimed", "site"), [("/blog/", "/blog/"), ("https://paper.example/", "/"), ("https://[1/", "/"), ("", "/")]
)
def test_a_feed_is_believed_no_site_but_where_it_lies(ben: Publisher, eyes: Eyes, claimed: str, site: str) -> None:
    body = rss("One").replace("<title>", f"<link>{claimed}</link><title>", 1)
    assert _found(eyes, ben.says("/feed", body=body)).url == f"http://{ben.host}{site}"


def test_a_site_without_a_feed_is_found_and_has_none(ben: Publisher, eyes: Eyes) -> None:
    assert _found(eyes, ben.says("/", body="<title>Ben</title>")).feeds == ()


def test_without_a_scheme_the_safe_one_is_tried_first(ben: Publisher, eyes: Eyes) -> None:
    ben.says("/", body="<title>Ben</title>")
    assert _found(eyes, ben.host).url.startswith("http://")


@pytest.mark.parametrize(
    "typed", ["", "ben", "ftp://ben.example/", "javascript:alert(1)", "http://", "a b.example", "x." * 2000]
)
def test_what_is_no_address_is_said_and_nobody_is_asked(ben: Publisher, eyes: Eyes, typed: str) -> None:
    assert "no address" in _said(eyes, typed)
    assert ben.asked == []


def test_what_is_in_flight_when_patience_ends_is_hung_up(ben: Publisher, eyes: Eyes) -> None:
    released = Event()

    def hold(_path: str) -> None:
        released.wait(5)

    ben.first = hold
    site = ben.says("/", body="<title>Ben</title>")
    try:
        assert list(replace(eyes, until=monotonic() + 0.05).ask([Ask(site)])) == []
    finally:
        released.set()


def test_no_address_is_asked_twice_nor_more_than_a_look_may(ben: Publisher, eyes: Eyes) -> None:
    look = Quest(eyes, now())
    links = [FeedLink(f"http://{ben.host}/{number}") for number in range(MOST_ASKS + 5)]
    assert (look.read([*links[:2], FeedLink(f"{links[0].url}/")]), len(ben.asked), look.is_cut) == (0, 2, False)
    look.read(links)
    assert (len(ben.asked), look.is_cut) == (MOST_ASKS, True)


def test_without_a_scheme_it_is_said_what_was_wrong_with_the_safe_one(ben: Publisher, eyes: Eyes) -> None:
    assert "No secure connection" in _said(eyes, f"{ben.host}/gone")


def test_a_site_that_is_not_there_is_said(ben: Publisher, eyes: Eyes) -> None:
    assert "nothing at this address" in _said(eyes, f"http://{ben.host}/")


def test_an_address_inside_our_own_network_is_not_asked(ben: Publisher) -> None:
    guarded = Eyes(Door(host_pause=0, allow_ports=(int(ben.host.partition(":")[2]),)), AtOnce())  # type: ignore[arg-type] # stands in
    assert "public" in _said(guarded, f"http://{ben.host}/")
    assert ben.asked == []


def test_a_site_is_looked_at_again_for_what_proves_it(ben: Publisher, eyes: Eyes) -> None:
    site = ben.says("/", body="<meta name=local-hub content=word>")
    feed = ben.says("/feed", body=rss("One"))
    found = look_again(eyes, site, [feed], now())
    assert isinstance(found, FoundSite)
    assert found.page.tokens == {"word"}
    assert [each.url for each in found.feeds] == [feed]


def test_a_feed_may_prove_itself_while_its_page_is_away(ben: Publisher, eyes: Eyes) -> None:
    feed = ben.says("/feed", body=rss("One"))
    found = look_again(eyes, f"http://{ben.host}/", [feed], now())
    assert isinstance(found, FoundSite)
    assert len(found.feeds) == 1
    assert isinstance(look_again(eyes, f"http://{ben.host}/", [f"http://{ben.host}/gone"], now()), Saying)


def test_a_page_that_breaks_its_reader_has_no_feeds(
    ben: Publisher, monkeypatch: pytest.MonkeyPatch, eyes: Eyes
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise Crashed("as if")

    for name in ("read_page", "read_as"):
        monkeypatch.setattr(eyes_of_duties, name, crash)
    assert _found(eyes, ben.says("/", body="<title>Ben</title>")).feeds == ()


def test_posts_are_shown_newest_first_and_no_more_than_five(ben: Publisher, eyes: Eyes) -> None:
    (feed,) = _found(eyes, ben.says("/feed", body=rss(*"abcdefgh"))).feeds
    assert len(posts(feed, compile_vocabulary([], []), A_BLOG)) == 5


def test_posts_are_shown_with_what_their_address_and_their_point_will_give_them() -> None:
    cup, heath, town_id = UUID(int=1), UUID(int=2), UUID(int=3)
    places = [
        PlaceFact(town_id, None, "Town"),
        PlaceFact(heath, town_id, "Heath", outline=Circle(Point(52.0, -1.0), 500)),
    ]
    vocabulary = compile_vocabulary([TagFact(cup, "cup", "Cup")], places)
    paper = Speaker(
        "press", frozenset({town_id}), only_when_mentioned=False, habits=Habits(by_path={"/sport/": (cup,)})
    )
    entry = Entry("1", "One", "https://ben.example/sport/one", lat=52.001, lon=-1.0)
    (post,) = posts(FoundFeed("https://ben.example/feed", "Ben", (entry,)), vocabulary, paper)
    assert (post.tags, set(post.places)) == (("Cup",), {"Heath", "Town"})
