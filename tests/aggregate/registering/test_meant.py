"""What people paste is taken for what they mean, and a slip is told; what is no address is none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.feeds.registry import address_fault
from hub.aggregate.registering.meant import meant

HTTPS, HTTP = "https://ben.example/rss.xml", "http://ben.example/rss.xml"


@pytest.mark.parametrize(
    ("typed", "addresses"),
    [
        ("ben.example", ("https://ben.example", "http://ben.example")),
        (" ben.example/blog\n", ("https://ben.example/blog", "http://ben.example/blog")),
        ("<https://ben.example/rss.xml>", (HTTPS,)),
        ("“https://ben.example/rss.xml”", (HTTPS,)),
        ("HTTP://ben.example/rss.xml", (HTTP,)),
        ("ben.example:8080/feed", ("https://ben.example:8080/feed", "http://ben.example:8080/feed")),
        ("127.0.0.1:8080", ("https://127.0.0.1:8080", "http://127.0.0.1:8080")),
        ("http://town/", ("http://town/",)),
    ],
)
def test_an_address_is_taken_as_it_is(typed: str, addresses: tuple[str, ...]) -> None:
    found = meant(typed)
    assert (found.addresses, str(found.mended)) == (addresses, "")


@pytest.mark.parametrize(
    ("typed", "addresses", "words"),
    [
        ("feed://ben.example/rss.xml", (HTTPS, HTTP), "“feed:”"),
        ("feed:https://ben.example/rss.xml", (HTTPS,), "“feed:”"),
        ("feed:ben.example/rss.xml", (HTTPS, HTTP), "“feed:”"),
        ("webcal://ben.example/rss.xml", (HTTPS, HTTP), "“webcal:”"),
        ("webcals://ben.example/rss.xml", (HTTPS, HTTP), "“webcals:”"),
        ("http:://ben.example/rss.xml", (HTTP,), "slip"),
        ("https//ben.example/rss.xml", (HTTPS,), "slip"),
        ("https:/ben.example/rss.xml", (HTTPS,), "slip"),
        ("https:ben.example/rss.xml", (HTTPS,), "slip"),
        ("https;//ben.example/rss.xml", (HTTPS,), "slip"),
        ("htpp://ben.example/rss.xml", (HTTP,), "slip"),
        ("http://https://ben.example/rss.xml", (HTTPS,), "slip"),
        ("@ben@social.example", ("https://social.example/@ben",), "Mastodon"),
    ],
)
def test_a_slip_is_mended_and_told(typed: str, addresses: tuple[str, ...], words: str) -> None:
    found = meant(typed)
    assert found.addresses == addresses
    assert words in str(found.mended)


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "ben", "ftp://ben.example/", "javascript:alert(1)", "http://", "a b.example", "x." * 2000),
        *("feed:", "feed://", "webcal://a b", "http:://", "feed:ftp://ben.example", "mailto:ben@ben.example"),
        *("https://ben:secret@ben.example/", "data:text/html,x", "http:///", "ben@ben.example", "https://https://"),
    ],
)
def test_what_is_no_address_is_none(typed: str) -> None:
    found = meant(typed)
    assert (found.addresses, str(found.mended)) == ((), "")


@given(st.text(max_size=80))
def test_whatever_is_typed_only_addresses_come_of_it(typed: str) -> None:
    for way in ("", "feed:", "http:://", "webcal://"):
        assert all(not address_fault(url) for url in meant(way + typed).addresses)


def test_the_code_of_a_frame_is_taken_for_the_address_in_it() -> None:
    told = meant('<iframe width="8" src="https://cal.example/embed?a=1&amp;b=2" style="border:0"></iframe>')
    assert told.addresses == ("https://cal.example/embed?a=1&b=2",)
    assert "out of the code" in str(told.mended)
    assert meant("<a href=webcal://hall.example/a.ics>Add</a>").addresses[0] == "https://hall.example/a.ics"
    assert meant('<iframe src="//hall.example/embed"></iframe>').addresses == ("https://hall.example/embed",)
    assert meant("<iframe src='javascript:alert(1)'></iframe>").addresses == ()


def test_the_name_of_a_google_calendar_is_taken_for_its_public_address() -> None:
    told = meant(" hall@group.calendar.google.com ")
    assert told.addresses == (
        "https://calendar.google.com/calendar/ical/hall%40group.calendar.google.com/public/basic.ics",
    )
    assert "Google" in str(told.mended)
