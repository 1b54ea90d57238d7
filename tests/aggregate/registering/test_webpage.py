"""What a page says to programs: its feeds, whom it vouches for, and nothing it does not say."""

import pytest
from lxml import etree

from hub.aggregate.registering.found import FeedLink, WebPage
from hub.aggregate.registering.webpage import read_page

URL = "https://ben.example/blog/"


def _page(html: str, content_type: str = "text/html; charset=utf-8") -> WebPage:
    return read_page(html.encode(), content_type=content_type, url=URL)


def test_feeds_are_named_in_the_head() -> None:
    page = _page(
        "<title>Ben\n writes</title><link rel='alternate home' type='application/rss+xml; charset=utf-8'"
        " href='/feed' title='Posts'><link rel=alternate type=application/atom+xml href='atom.xml'>"
        "<link rel=alternate type=application/json href='/wp-json/1'><link rel=alternate hreflang=cy href='/cy'>"
        "<link rel=stylesheet type=application/rss+xml href=x><link rel=alternate type=application/rss+xml href=''>"
    )
    assert page.title == "Ben writes"
    assert page.feeds == (FeedLink("https://ben.example/feed", "Posts"), FeedLink("https://ben.example/blog/atom.xml"))


def test_a_base_changes_where_links_lead() -> None:
    page = _page("<base href='https://ben.example/other/'><link rel=alternate type=application/rss+xml href=feed>")
    assert page.feeds == (FeedLink("https://ben.example/other/feed"),)


def test_links_with_rel_me_and_elements_to_prove_by_are_found() -> None:
    page = _page(
        "<meta name=Local-Hub content=' word '><a rel='nofollow ME' href='https://hub.example/x'>hub</a><a rel=me>"
    )
    assert page.me == {"https://hub.example/x"}
    assert page.tokens == {"word"}


@pytest.mark.parametrize("html", ["", "\0\0", "not a page", "<" * 500, "<!-- <meta name=local-hub content=word> -->"])
def test_what_says_nothing_says_nothing(html: str) -> None:
    page = _page(html)
    assert page.feeds == ()
    assert page.tokens == page.me == frozenset()


def test_an_encoding_nobody_knows_is_no_trouble() -> None:
    assert _page("<title>Ben</title>", "text/html; charset=klingon").title == "Ben"


def test_a_parser_that_gives_up_is_no_trouble(monkeypatch: pytest.MonkeyPatch) -> None:
    def give_up(*_: object) -> None:
        raise ValueError

    monkeypatch.setattr(etree, "fromstring", give_up)
    assert _page("<title>Ben</title>") == WebPage()
