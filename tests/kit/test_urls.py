"""Addresses: resolved, refused and compared."""

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
