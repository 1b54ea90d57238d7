"""Ada sees what is written elsewhere under her place's tags, before anything of it is kept."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.aggregate.adopting.models import AdoptedFeed
from hub.aggregate.items.models import Item
from hub.db.engine import reading
from hub.kit.clock import now
from hub.settings import Settings
from hub.site import registering
from tests.neighbours import Neighbour
from tests.site.registering.blogging import sum_in
from tests.site.tagfeeds import services as shapes
from tests.site.tagfeeds.conftest import Elsewhere
from tests.site.tagfeeds.desk import SHELF, TAG, looked_at


def test_ada_sees_what_can_be_asked_for_a_tag_and_nothing_is_asked_yet(ada: Neighbour, elsewhere: Elsewhere) -> None:
    page = ada.visit(TAG)
    assert page.h1 == "Feeds of the tag Alderford"
    assert {words.split(" ")[0] for words in page.words("//article//h3")} == {"#Alderford", "Alderford"}
    assert elsewhere.publisher.asked == []
    assert ada.visit("/desk").links["/desk/tags/feeds"] == "Tags that fetch"


def test_a_look_shows_what_it_brings_and_keeps_nothing(ada: Neighbour, elsewhere: Elsewhere, many: Engine) -> None:
    elsewhere.says(("ben", "The weir roars"), ("mary@b.example", "Otters"))
    page = looked_at(ada, elsewhere, "/tags/Alderford.rss")
    (posts,) = page.words("//ul[@class='plain posts']")
    assert "The weir roars" in posts
    assert "@mary@b.example" in posts
    assert "Tags: Alderford" in posts
    assert "2 posts at the moment." in page.text
    with reading(many) as db:
        assert db.exec(select(AdoptedFeed)).all() == []
        assert {item.title for item in db.exec(select(Item))} == {
            "Bins on Tuesday",
            "The bridge is shut",
            "Library hours",
        }


@pytest.mark.parametrize(
    ("path", "shape", "author"),
    [
        ("/services/feeds/photos_public.gne?tags=alderford&tagmode=all&format=atom", shapes.flickr, "Wilma Weir"),
        ("/search.rss?q=%22Alderford%22&sort=new", shapes.reddit, "/u/otterwatch"),
        ("/tag/alderford/feed/", shapes.wordpress, "Wilma"),
    ],
)
def test_every_service_can_be_read(ada: Neighbour, elsewhere: Elsewhere, path: str, shape: object, author: str) -> None:
    assert callable(shape)
    elsewhere.publisher.says(path, body=shape(now()))
    (posts,) = looked_at(ada, elsewhere, path).words("//ul[@class='plain posts']")
    assert "Market" in posts
    assert author in posts


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        (429, "The website asks us to come less often."),
        (403, "The website does not let us in."),
        (404, "This website has no feed for this one tag."),
    ],
)
def test_a_service_that_refuses_is_told_of_in_words(
    ada: Neighbour, elsewhere: Elsewhere, status: int, sentence: str
) -> None:
    elsewhere.publisher.says("/tags/Alderford.rss", status)
    page = looked_at(ada, elsewhere, "/tags/Alderford.rss")
    assert sentence in page.text
    assert page.status == 200
    assert page.all(f"//form[@action='{TAG}']") == []


def test_what_is_no_feed_is_told_of_too(ada: Neighbour, elsewhere: Elsewhere) -> None:
    elsewhere.publisher.says("/tags/Alderford.rss", body="<!doctype html><title>Sign in</title>")
    assert "A web page came where the feed should be." in looked_at(ada, elsewhere, "/tags/Alderford.rss").text


def test_no_other_address_is_ever_asked(ada: Neighbour, elsewhere: Elsewhere) -> None:
    page = looked_at(ada, elsewhere, "/secret")
    assert page.status == 422
    assert "Choose one of the feeds below." in page.text
    assert elsewhere.publisher.asked == []


def test_of_a_word_the_whole_world_uses_only_what_names_the_place_comes_in(
    ada: Neighbour, elsewhere: Elsewhere, many: Engine
) -> None:
    own = "/desk/tags/feeds/alderford/bins-and-recycling"
    elsewhere.publisher.says("/tags/BinsAndRecycling.rss", body=shapes.mastodon(now(), ("ben", "Bins in Alderford")))
    body = (
        shapes.mastodon(now(), ("ben", "Bins in Alderford"), ("tom", "Bins in Oslo"))
        .replace("<category>alderford</category>", "")
        .replace("#Alderford", "#bins")
    )
    url = elsewhere.publisher.says("/tags/BinsAndRecycling.rss", body=body)
    page = ada.visit(own)
    assert "alone brings the whole world. Better take “Alderford Bins & recycling”" in page.text
    page = ada.post(f"{own}/look", feed=url)
    assert "1 of them names a place of yours and would come in." in page.text
    assert "names no place of yours" in page.text
    assert "Only posts that name a place of yours come in." in ada.fill(page, cap="5").text
    elsewhere.looks()
    (article,) = ada.visit(SHELF).articles
    assert "Bins in Alderford" in article


def test_the_feed_of_a_tag_is_nobodys_own(
    ben: Neighbour, elsewhere: Elsewhere, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registering, "SOONEST", timedelta(0))
    url = elsewhere.says(("ben", "The weir roars"))
    page = ben.fill(ben.visit("/register"), site=url, place="alderford")
    page = ben.fill(page, **sum_in(page), feed=url)
    assert page.status == 422
    assert "Many people write this feed, so it is nobody’s own." in page.text


def test_a_tag_is_found_by_typing_it(ada: Neighbour, elsewhere: Elsewhere) -> None:
    assert ada.visit("/desk/tags/feeds").all("//form[@method='get']//input[@name='tag']")
    page = ada.visit("/desk/tags/feeds?place=alderford&tag=Bins+%26+recycling", follow=True)
    assert page.h1 == "Feeds of the tag Bins & recycling"
    page = ada.visit("/desk/tags/feeds?tag=nonsense")
    assert page.status == 422
    assert "Choose one of the tags of Alderford." in page.text
    assert "Bluesky" in page.text
    assert ada.visit("/desk/tags/feeds/alderford/nonsense").status == 404
