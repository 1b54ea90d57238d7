"""How a tag is asked for at each service: its address, how wide it is, and where there is nothing to ask."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.adopting.services import (
    MOST_SPELLINGS,
    SERVICES,
    Blog,
    Offer,
    Reach,
    Wanted,
    many_write,
    narrower,
    offers,
    platform,
)

BRIDGE = Wanted(("Bridge",), ("Wherrybridge",), servers=("m.example",))
TOWN = Wanted(("Wherrybridge", "Wherry Bridge", "Wherry"), ("Wherrybridge",), is_place=True, servers=("m.example",))


def by(service: str, wanted: Wanted) -> list[Offer]:
    return [each for each in offers(wanted) if each.service == service]


@pytest.mark.parametrize(
    ("service", "url"),
    [
        ("mastodon", "https://m.example/tags/WherrybridgeBridge.rss"),
        (
            "flickr",
            "https://www.flickr.com/services/feeds/photos_public.gne?tags=wherrybridge,bridge&tagmode=all&format=atom",
        ),
        ("wordpress", "https://wordpress.com/tag/wherrybridge-bridge/feed/"),
        ("reddit", "https://www.reddit.com/search.rss?q=Wherrybridge+Bridge&sort=new"),
    ],
)
def test_a_word_is_asked_for_together_with_its_place(service: str, url: str) -> None:
    first = by(service, BRIDGE)[0]
    assert (first.url, first.reach) == (url, Reach.PLACE)


def test_the_word_alone_is_offered_last_and_said_to_be_wide() -> None:
    found = offers(BRIDGE)
    assert found[-1].reach is Reach.WORLD
    assert {each.words for each in found if each.reach is Reach.WORLD} == {"Bridge", "#Bridge"}
    assert narrower(BRIDGE) == "Wherrybridge Bridge"


def test_the_name_of_the_place_is_asked_for_alone() -> None:
    urls = [each.url for each in by("mastodon", TOWN)]
    assert urls == ["https://m.example/tags/Wherrybridge.rss", "https://m.example/tags/Wherry.rss"]
    assert {each.reach for each in offers(TOWN)} == {Reach.PLACE}
    assert by("reddit", TOWN)[0].url == "https://www.reddit.com/search.rss?q=%22Wherrybridge%22&sort=new"


def test_a_name_that_means_other_things_too_is_unsure() -> None:
    reading = Wanted(("Reading",), ("Reading",), is_place=True, is_unsure=True, servers=("m.example",))
    assert {each.reach for each in offers(reading)} == {Reach.UNSURE}


def test_a_tag_that_has_the_place_in_its_name_is_not_wide() -> None:
    fair = Wanted(("Wherrybridge Fair",), ("Wherrybridge", "Wb"), servers=("m.example",))
    assert {each.reach for each in offers(fair)} == {Reach.PLACE}


def test_a_corner_of_reddit_that_is_called_like_the_place_is_asked_too() -> None:
    (own,) = [each for each in by("reddit", BRIDGE) if each.where.startswith("r/")]
    assert own.url == "https://www.reddit.com/r/wherrybridge/search.rss?q=Bridge&restrict_sr=1&sort=new"


def test_a_place_without_latin_letters_has_no_corner_there() -> None:
    tokyo = Wanted(("桜",), ("東京",), servers=("m.example",))
    assert [each.where for each in by("reddit", tokyo) if each.where.startswith("r/")] == []


def test_a_server_of_an_intranet_is_asked_as_it_is_written() -> None:
    town = Wanted(("Wherrybridge",), ("Wherrybridge",), is_place=True, servers=("http://10.0.0.1:8080/",))
    (offer,) = by("mastodon", town)
    assert offer.url == "http://10.0.0.1:8080/tags/Wherrybridge.rss"
    assert offer.name == "#Wherrybridge · 10.0.0.1"


def test_a_tag_without_letters_has_no_hashtag() -> None:
    assert by("mastodon", Wanted(("2026",), ("♻",), servers=("m.example",))) == []
    assert offers(Wanted(("♻",), ("♻",), is_place=True, servers=("m.example",))) == []


def test_registered_blogs_are_asked_for_their_tag() -> None:
    blogs = (
        Blog("Ben", "https://ben.example/blog/feed/"),
        Blog("Mary", "https://mary.blogspot.example/feeds/posts/default?alt=rss"),
        Blog("Tom", "https://tom.example/rss.xml"),
    )
    found = by("blogs", Wanted(("Bins & recycling",), ("Wherrybridge",), blogs=blogs))
    assert [(each.where, each.url, each.reach) for each in found] == [
        ("Ben", "https://ben.example/blog/tag/bins-and-recycling/feed/", Reach.BLOG),
        (
            "Mary",
            "https://mary.blogspot.example/feeds/posts/default/-/Bins%20%26%20recycling",
            Reach.BLOG,
        ),
    ]
    assert platform("https://tom.example/rss.xml") == ("", False)


def test_so_many_spellings_are_enough() -> None:
    wanted = Wanted(
        tuple(f"Word {chr(97 + number)}" for number in range(20)), ("Wherrybridge",), servers=("m.example",)
    )
    assert len(by("mastodon", wanted)) == MOST_SPELLINGS + 1


def test_where_there_are_no_feeds_of_tags_it_is_said_why() -> None:
    without = {key: str(each.about) for key, each in SERVICES.items() if each.offers is None}
    assert without.keys() == {"youtube", "bluesky"}
    assert all(words.startswith("It has no feed of a") for words in without.values())


def test_what_anybody_writes_is_nobodys_own() -> None:
    every = [*offers(BRIDGE), *offers(TOWN)]
    assert all(many_write(each.url, ["m.example"]) for each in every)
    assert not many_write("https://ben.example/tags/weir.rss", ["m.example"])
    assert not many_write("https://ben.wordpress.com/tag/weir/feed/")
    assert not many_write("https://m.example/@ben.rss", ["https://m.example"])


@given(st.text(max_size=40), st.text(min_size=1, max_size=40), st.booleans())
def test_every_address_is_one_that_can_be_asked(name: str, place: str, is_place: bool) -> None:  # noqa: FBT001
    for offer in offers(Wanted((name,), (place,), is_place=is_place, servers=("m.example",))):
        assert offer.url.isascii()
        assert " " not in offer.url
        assert urlsplit(offer.url).scheme == "https"
