"""Cem shares a page with the hub from his phone, to see whether it is listed."""

import pytest
from sqlalchemy import Engine

from hub.db.engine import writing
from hub.site.pages.sharing import address_in
from tests import town
from tests.neighbours import Neighbour


@pytest.fixture
def courier(many: Engine) -> str:
    """The address of an article of the Courier, which speaks for a town of its own."""
    with writing(many) as db:
        place = town.place(db, "Courierville")
        feed = town.feed(db, town.source(db, "The Courier", place, kind="press"))
        return town.item(db, feed, "Bins move to Friday").link


def test_a_page_that_is_an_item_is_found_with_the_streams_it_is_in(cem: Neighbour, courier: str) -> None:
    page = cem.visit(f"/share?url={courier}?utm_source=mail%23top")
    assert "Yes, it is here" in page.text
    assert page.links["/courierville"] == "Courierville"
    assert [address for address, words in page.links.items() if words == "Bins move to Friday"]


def test_phones_put_the_address_into_the_text(cem: Neighbour, courier: str) -> None:
    page = cem.visit(f"/share?title=Bins&text=Have you seen this? {courier}.")
    assert "Yes, it is here" in page.text


def test_another_page_of_a_source_leads_to_what_the_source_said(cem: Neighbour, courier: str) -> None:
    page = cem.visit("/share?url=https://www.the-courier.example/about-us")
    assert "its website is" in page.text
    assert "/courierville/sources/the-courier" in page.links


def test_of_two_blogs_on_one_platform_the_shared_one_is_meant(cem: Neighbour, many: Engine) -> None:
    with writing(many) as db:
        place = town.place(db, "Courierville")
        for name in ("ben", "benjamin"):
            town.source(db, name, place, site=f"https://blogs.example/{name}/")
    page = cem.visit("/share?url=http://blogs.example/ben/2026/bins")
    assert "/courierville/sources/ben" in page.links
    assert "/courierville/sources/benjamin" not in page.links


def test_what_is_not_listed_comes_with_the_way_to_be(cem: Neighbour, courier: str) -> None:
    page = cem.visit("/share?url=https://nobody.example/")
    assert "No, it is not" in page.text
    assert "feed" in page.text


def test_words_without_an_address_are_answered_in_words(cem: Neighbour) -> None:
    assert "no web address" in cem.visit("/share?text=lovely weather").text
    assert cem.visit("/share?url=javascript:alert(1)").status == 200
    assert cem.visit("/share").h1 == "Is it listed here?"


def test_hostile_words_stay_words(cem: Neighbour) -> None:
    page = cem.visit("/share?text=%3Cscript%3Ealert(1)%3C/script%3E https://evil.example/%22onload=%22x")
    assert page.all("//script[not(@src)]") == []
    assert page.all("//*[@onload]") == []


@pytest.mark.parametrize(
    ("shared", "address"),
    [
        (("https://a.example/1", "https://b.example/2"), "https://a.example/1"),
        (("", "look (https://a.example/1)!"), "https://a.example/1"),
        (("", "", "a.example/1"), "https://a.example/1"),
        (("ftp://a.example/1",), ""),
        (("",), ""),
    ],
)
def test_the_first_address_in_what_was_shared_counts(shared: tuple[str, ...], address: str) -> None:
    assert address_in(*shared) == address


def test_what_somebody_shares_is_kept_by_nobody(cem: Neighbour, courier: str) -> None:
    assert cem.visit(f"/share?url={courier}").headers["cache-control"] == "no-store"
    assert "no-store" not in cem.visit("/share").headers["cache-control"]
