"""Addresses: resolved, refused and compared."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.kit import urls

HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="htps:/.@\\[]%#?&=1a ü\t\n"),
    st.builds("http://{}".format, st.text()),
    st.builds("https://example.org/{}?{}#{}".format, st.text(), st.text(), st.text()),
)


@pytest.mark.parametrize(
    ("base", "url", "expected"),
    [
        ("https://example.org/blog/", "post", "https://example.org/blog/post"),
        ("https://example.org/blog/", "/post", "https://example.org/post"),
        ("https://example.org/", "//other.example/x", "https://other.example/x"),
        ("", "https://example.org/x y", "https://example.org/x%20y"),
        ("", " https://exa\nmple.org/ ", "https://example.org/"),
        ("", "HTTPS://Example.org/A", "https://Example.org/A"),
        ("", "relative", ""),
        ("https://example.org/", "", ""),
        ("https://example.org/", "mailto:ada@example.org", ""),
        ("https://example.org/", "javascript:alert(1)", ""),
        ("https://example.org/", "java\nscript:alert(1)", ""),
        ("https://example.org/", "data:text/html,x", ""),
        ("", "https://bank.example@evil.example/", ""),
        ("", "https://evil.example\\@bank.example/", ""),
        ("http://[", "x", ""),
        ("https://example.org/", "http://[::1", ""),
        ("", "http://[::1]:8080/a", "http://[::1]:8080/a"),
        ("", "http://[1]/a.mp3", ""),
        ("", "http://[:::::::::::]/", ""),
        ("", "https://example.org:8443/", "https://example.org:8443/"),
        ("", "https://example.org:/", "https://example.org:/"),
        ("", "https://ben.example:99999/", ""),
        ("", "https://ben.example:x/", ""),
        ("", "https://ben.example:0/", ""),
        ("", "https://müller.example/", "https://müller.example/"),
        ("", "https://exa\u2100mple.org/", ""),
        ("", "https://example.org/" + "a" * urls.LONGEST, ""),
        ("", "https://example.org/<script>\"'", "https://example.org/%3Cscript%3E%22'"),
    ],
)
def test_an_address_is_made_absolute_or_refused(base: str, url: str, expected: str) -> None:
    assert urls.absolute(base, url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://example.org/", "https://example.org"),
        ("https://Example.ORG/a/", "https://example.org/a"),
        ("http://example.org:80/a", "https://example.org/a"),
        ("https://example.org:8443/a", "https://example.org:8443/a"),
        ("https://example.org/a?utm_source=x&utm_medium=y", "https://example.org/a"),
        ("https://example.org/a?b=2&fbclid=z&a=1", "https://example.org/a?b=2&a=1"),
        ("https://example.org/a?at_medium=RSS&at_campaign=rss", "https://example.org/a"),
        ("https://example.org/a?attempt=2", "https://example.org/a?attempt=2"),
        ("https://example.org/a#part", "https://example.org/a"),
        ("tag:example.org,2026:1", "tag:example.org,2026:1"),
        ("  ", ""),
    ],
)
def test_one_page_has_one_canonical_address(url: str, expected: str) -> None:
    assert urls.canonical(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [("https://WWW.Example.org:99/x", "www.example.org"), ("nothing", ""), ("http://[", ""), ("http://[::1]/", "::1")],
)
def test_the_host_of_an_address(url: str, expected: str) -> None:
    assert urls.host(url) == expected


@given(HOSTILE)
def test_making_canonical_twice_changes_nothing(url: str) -> None:
    once = urls.canonical(url)
    assert urls.canonical(once) == once


@given(HOSTILE, HOSTILE)
def test_an_absolute_address_is_http_or_nothing_and_stays_as_it_is(base: str, url: str) -> None:
    once = urls.absolute(base, url)
    assert once == "" or once.startswith(("http://", "https://"))
    assert urls.absolute("", once) in {once, ""}
    assert not set(once) & set("<>\"'\\ \n\t") - set("'")


@given(HOSTILE)
def test_a_hostile_address_has_a_host_or_none_but_never_raises(url: str) -> None:
    assert isinstance(urls.host(url), str)


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/news/bins",
        "http://www.paper.example/news/bins/",
        "https://m.paper.example/news/bins?utm_source=feed#comments",
        "https://mobile.paper.example/news/bins",
        "https://amp.paper.example/news/bins",
        "https://paper.example/news/bins/amp/",
        "https://paper.example/news/bins?amp=1",
        "https://paper.example/news/bins?amp&fbclid=x",
        "https://paper.example/news/bins?outputType=amp",
        "https://paper.example/news/bins/index.html",
        "HTTPS://WWW.PAPER.EXAMPLE:443/news/bins",
    ],
)
def test_one_page_is_one_page_on_whatever_it_is_read(url: str) -> None:
    assert urls.one_page(url) == "https://paper.example/news/bins"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://paper.example/", ""),
        ("https://www.paper.example", ""),
        ("https://paper.example/?utm_source=x", ""),
        ("https://paper.example/index.php", ""),
        ("https://paper.example/?p=12", "https://paper.example?p=12"),
        ("https://paper.example/index.php?id=3&amp=1", "https://paper.example?id=3"),
        ("https://paper.example/news/bins.amp.html", "https://paper.example/news/bins.html"),
        ("https://paper.example/camp", "https://paper.example/camp"),
        ("https://paper.example/news?camp=1", "https://paper.example/news?camp=1"),
        ("https://m.example/bins", "https://m.example/bins"),
        ("https://www.example:8080/x", "https://www.example:8080/x"),
        ("mailto:ada@paper.example", ""),
        ("", ""),
    ],
)
def test_a_front_page_is_the_page_of_nothing(url: str, expected: str) -> None:
    assert urls.one_page(url) == expected


@given(HOSTILE)
def test_one_page_of_one_page_is_the_same(url: str) -> None:
    once = urls.one_page(url)
    assert once == "" or once.startswith("https://")
    assert urls.one_page(once) == once or "amp" in once.lower() or "index" in once.lower()


@pytest.mark.parametrize(
    ("url", "site", "expected"),
    [
        ("https://m.paper.example/a", "http://www.paper.example", True),
        ("https://blogs.example/ben/1", "https://blogs.example/ben/", True),
        ("https://blogs.example/benjamin/1", "https://blogs.example/ben", False),
        ("https://paper.example.evil.example/a", "https://paper.example", False),
        ("https://paper.example/a", "", False),
        ("", "https://paper.example", False),
        ("https://blogs.example/ben/../eve/1", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/%2e%2E/eve/1", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/.%2e%2Feve/1", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/%252e%252e/eve/1", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/..;/eve/1", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/..\\eve/1", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/..", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/..#a", "https://blogs.example/ben", False),
        ("https://blogs.example/ben/1...2/.../a..b?to=/../c", "https://blogs.example/ben", True),
        ("https://paper.example/a/../b", "https://paper.example", True),
    ],
)
def test_whose_site_a_page_is_of(url: str, site: str, expected: bool) -> None:  # noqa: FBT001 -- a column of the table
    assert urls.is_of_site(url, site) is expected


@given(HOSTILE, HOSTILE)
def test_an_absolute_address_can_be_taken_apart_by_everybody(base: str, url: str) -> None:
    parts = urlsplit(urls.absolute(base, url))
    assert parts.port is None or parts.port


@pytest.mark.parametrize("url", ["http://[1]/a.mp3", "https://a.example/.mp3", "https://a.example/", ""])
def test_a_file_without_a_name_that_ends_has_no_ending(url: str) -> None:
    assert urls.ending(url) == ""
