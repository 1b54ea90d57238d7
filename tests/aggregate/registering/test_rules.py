"""A site shows whose it is by a link, an element or a post; nothing else does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.document import Entry
from hub.aggregate.registering.found import FoundFeed, FoundSite, WebPage
from hub.aggregate.registering.rules import (
    Claim,
    Proof,
    carries,
    free_slug,
    is_open,
    proof,
    site_shown,
    spellings,
    vouches,
)
from hub.kit.text import words

SITE, FEED, TOKEN = "https://ben.example/", "https://ben.example/feed", "abcd2345efgh6789"
LINK = f"https://hub.example/register/proof/{TOKEN}"
CLAIM = Claim(SITE, (FEED,), TOKEN, LINK)


def _site(url: str = SITE, page: WebPage | None = None, feeds: tuple[FoundFeed, ...] = ()) -> FoundSite:
    return FoundSite(url, "Ben", page or WebPage(), feeds)


def _feed(text: str, title: str = "Ben", url: str = FEED) -> FoundFeed:
    return FoundFeed(url, title, (Entry(guid="1", title="Hello", link="", text=words(text)),))


def test_a_link_with_rel_me_proves_it() -> None:
    assert proof(_site(page=WebPage(me=frozenset({f"{LINK}/"}))), CLAIM) is Proof.REL_ME


def test_an_element_in_the_head_proves_it() -> None:
    assert proof(_site(page=WebPage(tokens=frozenset({TOKEN}))), CLAIM) is Proof.META


def test_the_word_in_a_post_proves_it() -> None:
    assert proof(_site(feeds=(_feed(f"It is {TOKEN.upper()}!"),)), CLAIM) is Proof.POST


@pytest.mark.parametrize(
    "found",
    [
        _site(),
        _site(page=WebPage(tokens=frozenset({"another"}), me=frozenset({"https://hub.example/register/proof/other"}))),
        _site("https://elsewhere.example/", WebPage(tokens=frozenset({TOKEN}))),
        _site(feeds=(_feed(f"{TOKEN}x"),)),
        _site(feeds=(_feed(TOKEN, title="Comments on Ben"),)),
        _site(feeds=(_feed(TOKEN, url="https://ben.example/other"),)),
    ],
)
def test_nothing_else_does(found: FoundSite) -> None:
    assert proof(found, CLAIM) is None


def test_another_port_is_another_site() -> None:
    assert proof(_site("https://ben.example:8443/", WebPage(tokens=frozenset({TOKEN}))), CLAIM) is None
    assert proof(_site("http://ben.example:80/", WebPage(tokens=frozenset({TOKEN}))), CLAIM) is Proof.META


def test_a_page_of_ones_own_proves_nothing_about_somebody_elses_feed() -> None:
    claim = Claim(SITE, (FEED, "https://mary.example/feed"), TOKEN, LINK)
    assert proof(_site(page=WebPage(tokens=frozenset({TOKEN}))), claim) is None


def test_each_feed_may_be_proved_in_its_own_way() -> None:
    other = "https://feeds.example/ben"
    claim = Claim(SITE, (FEED, other), TOKEN, LINK)
    found = _site(page=WebPage(tokens=frozenset({TOKEN})), feeds=(_feed(TOKEN, url=other),))
    assert proof(found, claim) is Proof.META


@pytest.mark.parametrize(
    ("feeds", "shown", "kept"),
    [
        ((FEED,), Proof.POST, SITE),
        (("https://feeds.example/ben", FEED), Proof.POST, SITE),
        (("https://feeds.example/ben",), Proof.POST, "https://feeds.example/"),
        (("https://feeds.example/ben",), Proof.META, SITE),
        (("https://feeds.example/ben",), Proof.MENTOR, SITE),
    ],
)
def test_a_post_in_a_feed_shows_nothing_of_a_site_elsewhere(feeds: tuple[str, ...], shown: Proof, kept: str) -> None:
    assert site_shown(SITE, feeds, shown) == kept


def test_no_feed_is_proved_by_nothing() -> None:
    assert proof(_site(page=WebPage(tokens=frozenset({TOKEN}))), Claim(SITE, (), TOKEN, LINK)) is None


@pytest.mark.parametrize(
    ("site", "feed"),
    [
        ("https://blogs.example/ben/", "https://blogs.example/ben/../mary/feed"),
        ("https://blogs.example/ben/", "https://blogs.example/ben/%2e%2e/mary/feed"),
        ("https://blogs.example/ben", "https://blogs.example/benjamin/feed"),
        ("https://blogs.example/?user=ben", "https://blogs.example/mary/feed"),
        ("https://ben.example/", "https://mary.example/feed"),
        ("https://ben.example/", "https://ben.example:8443/feed"),
    ],
)
def test_a_blog_does_not_vouch_for_its_neighbours(site: str, feed: str) -> None:
    assert not vouches(site, feed)


def test_a_blog_vouches_for_what_lies_in_it() -> None:
    assert vouches("https://blogs.example/ben/", "http://www.blogs.example/ben/feed")


def test_what_stands_in_comments_anybody_can_have_written() -> None:
    assert not carries(_feed(TOKEN, url="https://ben.example/comments/feed"), TOKEN)


def test_registration_opens_with_the_second_moderator_or_by_the_operators_word() -> None:
    assert [is_open(count, one_is_enough=False) for count in (0, 1, 2)] == [False, False, True]
    assert is_open(0, one_is_enough=True)


@given(st.text("abc-2", min_size=1, max_size=4), st.sets(st.text("abc-2", min_size=1, max_size=4)))
def test_a_slug_is_always_free(wanted: str, taken: set[str]) -> None:
    found = free_slug(wanted, taken)
    assert found not in taken
    assert found == wanted or wanted in taken


@pytest.mark.parametrize("url", ["http://ben.example/feed", "https://ben.example/feed/"])
def test_the_spellings_of_an_address_are_the_same_for_each_of_them(url: str) -> None:
    assert url in spellings(url)
    assert spellings(url) == spellings("https://ben.example/feed")


def test_what_is_no_web_address_is_spelt_as_it_is() -> None:
    assert spellings("ftp://ben.example/feed") == ("ftp://ben.example/feed",)
