"""A feed nobody names is sought where the program that wrote the site has it, then where most have theirs."""

import pytest

from hub.aggregate.registering.found import WebPage
from hub.aggregate.registering.usual import USUAL, likely, wrote

SITE = "https://ben.example/"


@pytest.mark.parametrize(
    ("generator", "first"),
    [
        ("WordPress 6.8", "https://ben.example/feed/"),
        ("Blogger", "https://ben.example/feeds/posts/default"),
        ("Ghost 5.8", "https://ben.example/rss/"),
        ("Drupal 10 (https://www.drupal.org)", "https://ben.example/rss.xml"),
        ("Wix.com Website Builder", "https://ben.example/blog-feed.xml"),
        ("Joomla! - Open Source Content Management", "https://ben.example/?format=feed&type=rss"),
        ("Hugo 0.155", "https://ben.example/index.xml"),
        ("Jekyll v4", "https://ben.example/feed.xml"),
        ("Jadu Continuum", "https://ben.example/rss/news"),
        ("Squarespace", "https://ben.example/?format=rss"),
        ("", "https://ben.example/feed"),
        ("Frontpage 98", "https://ben.example/feed"),
    ],
)
def test_what_wrote_a_site_has_its_feed_where_it_always_does(generator: str, first: str) -> None:
    assert likely(SITE, WebPage(generator=generator))[0] == first


def test_every_place_is_named_once_the_nearest_to_the_page_first() -> None:
    assert likely(SITE, WebPage()) == [SITE + path for path in USUAL]
    below = likely("https://ben.example/blog?page=2#top", WebPage())
    assert below[:2] == ["https://ben.example/blog/feed", "https://ben.example/feed"]
    assert len(below) == len(set(below)) == 2 * len(USUAL)
    page = WebPage(generator="Squarespace")
    assert likely("https://ben.example/news?page=2", page)[0] == "https://ben.example/news?format=rss"


def test_the_pages_of_councils_meetings_are_told_by_their_address() -> None:
    url = "https://democracy.wherrybridge.example/ieListMeetings.aspx?CId=1"
    assert wrote(url, WebPage()) == "moderngov"
    assert "https://democracy.wherrybridge.example/mgRss.aspx?XXR=0" in likely(url, WebPage())[:2]
    assert wrote("https://wherrybridge.moderngov.co.uk/", WebPage()) == "moderngov"
    assert wrote("https://ben.example/?x=.moderngov.co.uk", WebPage()) == ""
