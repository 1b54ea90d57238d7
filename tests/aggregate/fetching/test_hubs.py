"""Discovery, as the WebSub Recommendation wants it of subscribers (section 4)."""

import pytest

from hub.aggregate.fetching.hubs import announced
from hub.aggregate.reading.document import Hints
from hub.net.answers import Reply

HUB, FEED = "https://hub.example/", "https://ben.example/feed"
IN_HEADER = {"link": '<https://head.example/>; rel="hub", <https://ben.example/head>; rel="self"'}


def reply(headers: dict[str, str] | None = None, url: str = FEED) -> Reply:
    return Reply(200, url, headers or {})


def test_the_link_header_is_looked_at_first() -> None:
    told = announced(reply(IN_HEADER), Hints(hub=HUB, itself=FEED))
    assert told == {"hub": "https://head.example/", "topic": "https://ben.example/head"}


def test_without_it_what_stands_in_the_document_counts() -> None:
    assert announced(reply(), Hints(hub=HUB, itself=f"{FEED}?own")) == {"hub": HUB, "topic": f"{FEED}?own"}


def test_the_topic_is_what_the_feed_calls_itself_and_else_where_it_came_from() -> None:
    only_a_hub = reply({"link": f"<{HUB}>; rel=hub"})
    assert announced(only_a_hub, Hints(itself=f"{FEED}?own"))["topic"] == f"{FEED}?own"
    assert announced(only_a_hub, Hints())["topic"] == FEED


def test_a_feed_without_a_hub_has_no_topic_either() -> None:
    assert announced(reply(), Hints(itself=FEED)) == {"hub": "", "topic": ""}


@pytest.mark.parametrize(
    ("url", "hints", "hub"),
    [
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UC1", Hints(), "pubsubhubbub.appspot.com"),
        ("https://www.youtube.com/feeds/videos.xml?channel_id=UC1", Hints(hub=HUB), "hub.example"),
        ("https://www.youtube.com/watch?v=1", Hints(), ""),
        ("https://evil.example/www.youtube.com/feeds/videos.xml?channel_id=UC1", Hints(), ""),
    ],
)
def test_youtube_pushes_though_its_feeds_do_not_say_so(url: str, hints: Hints, hub: str) -> None:
    assert hub in announced(reply(url=url), hints)["hub"]
    assert bool(hub) == bool(announced(reply(url=url), hints)["hub"])
