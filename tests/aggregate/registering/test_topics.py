"""Ben writes about everything; only what he says of Wherrybridge comes in, where he wants it so."""

import pytest

from hub.aggregate.registering.found import FeedLink
from hub.aggregate.registering.topics import (
    by_label,
    feed_of_topic,
    is_near,
    is_topic_feed,
    is_topic_page,
    those_about,
    topic_feeds,
)

SITE = "https://ben.example"


@pytest.mark.parametrize(
    ("page", "program", "feed"),
    [
        ("/tag/wherrybridge/", "wordpress", "/tag/wherrybridge/feed/"),
        ("/category/local/wherrybridge?x=1#y", "wordpress", "/category/local/wherrybridge/feed/"),
        ("/tag/wherrybridge/", "ghost", "/tag/wherrybridge/rss/"),
        ("/tagged/wherrybridge", "", "/tagged/wherrybridge/rss"),
        ("/search/label/Wherrybridge", "blogger", "/feeds/posts/default/-/Wherrybridge"),
        ("/taxonomy/term/12", "drupal", "/taxonomy/term/12/feed"),
        ("/tag/wherrybridge/", "", ""),
        ("/about", "wordpress", ""),
        ("/", "ghost", ""),
    ],
)
def test_the_page_of_a_topic_tells_its_feed(page: str, program: str, feed: str) -> None:
    assert feed_of_topic(SITE + page, program) == (SITE + feed if feed else "")


def test_the_feeds_called_like_the_place_are_told_from_the_others() -> None:
    pages = [FeedLink(f"{SITE}/tag/t{number}/", f"Subject {number}") for number in range(9)]
    pages += [FeedLink(f"{SITE}/tag/wherrybridge/", "Where I live"), FeedLink(f"{SITE}/tag/wb/", "Wherry Bridge")]
    feeds = topic_feeds(pages, "wordpress")
    assert len(feeds) == 11
    assert those_about(feeds, ["Wherrybridge", "Quay"]) == [
        FeedLink(f"{SITE}/tag/wherrybridge/feed/", "Where I live"),
        FeedLink(f"{SITE}/tag/wb/feed/", "Wherry Bridge"),
    ]
    assert (topic_feeds(pages, ""), those_about(feeds, [])) == ([], [])


def test_a_topic_without_a_name_is_called_by_its_address() -> None:
    assert topic_feeds([FeedLink(f"{SITE}/tag/wherry-bridge/")], "wordpress") == [
        FeedLink(f"{SITE}/tag/wherry-bridge/feed/", "wherry bridge")
    ]


def test_where_no_page_leads_to_a_topic_its_label_tells_where_it_may_be() -> None:
    labels = ["Bins", "Wherry Bridge", "Wherry Bridge"]
    urls = [each.url for each in by_label(f"{SITE}/", labels, "wordpress", ["Wherrybridge"])]
    assert urls == [f"{SITE}/tag/wherry-bridge/feed/", f"{SITE}/category/wherry-bridge/feed/"]
    assert [each.url for each in by_label(f"{SITE}/", labels, "blogger", ["Wherrybridge"])] == [
        f"{SITE}/feeds/posts/default/-/Wherry%20Bridge"
    ]
    assert list(by_label(f"{SITE}/", labels, "hugo", ["Wherrybridge"])) == []


def test_a_topic_is_told_by_its_address() -> None:
    assert is_topic_page(f"{SITE}/category/news/")
    assert not is_topic_page(f"{SITE}/tag/bins/feed/")
    assert is_topic_feed(f"{SITE}/tag/bins/feed/")
    assert not is_topic_feed(f"{SITE}/feed/")


def test_what_lies_below_the_page_pasted_is_near_it() -> None:
    assert is_near(f"{SITE}/news/feed/", f"{SITE}/news/?page=2")
    assert not is_near(f"{SITE}/feed/", f"{SITE}/news/")
    assert not is_near(f"{SITE}/feed/", SITE)
