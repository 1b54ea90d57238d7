"""Which address did a line mean? Slips as real lists have them, and what no list may have looked at."""

from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.importing.repairs import closed, repaired


@pytest.mark.parametrize(
    ("written", "url", "other"),
    [
        ("https://ben.example/rss", "https://ben.example/rss", ""),
        ("feed://ben.example/rss", "https://ben.example/rss", "http://ben.example/rss"),
        ("feed:https://ben.example/rss", "https://ben.example/rss", ""),
        ("feed:ben.example/rss", "https://ben.example/rss", "http://ben.example/rss"),
        ("webcal://ben.example/cal.ics", "https://ben.example/cal.ics", "http://ben.example/cal.ics"),
        ("http:://ben.example/?feed=rss2", "http://ben.example/?feed=rss2", ""),
        ("http//ben.example/rss", "http://ben.example/rss", ""),
        ("https:/ben.example/rss", "https://ben.example/rss", ""),
        ("htp://ben.example/rss", "http://ben.example/rss", ""),
        ("http://http://ben.example/rss", "http://ben.example/rss", ""),
        ("ben.example/rss", "https://ben.example/rss", "http://ben.example/rss"),
        ("  https://ben.example/rss\n", "https://ben.example/rss", ""),
        ('"https://ben.example/rss"', "https://ben.example/rss", ""),
        ("https://ben.example/rss”", "https://ben.example/rss", ""),
        ("https://ben.exa\nmple/rss", "https://ben.example/rss", ""),
        ("https://ben .example/my feed", "https://ben.example/my%20feed", ""),
        ("https://ben.example/?a=1&amp;b=2", "https://ben.example/?a=1&b=2", ""),
        ("https://ben.example/?a=1&amp;amp;b=2", "https://ben.example/?a=1&b=2", ""),
        ("HTTPS://Ben.example/Rss", "https://Ben.example/Rss", ""),
    ],
)
def test_an_address_is_mended_where_that_is_certain(written: str, url: str, other: str) -> None:
    found = repaired(written)
    assert (found.url, found.other, bool(found.refused)) == (url, other, False)


def test_what_was_mended_is_told_and_what_was_not_is_not() -> None:
    assert str(repaired("http:://ben.example/").mended) == "mended: it was written as http:://ben.example/"
    assert not repaired("https://ben.example/").mended


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "There is no address."),
        ("   ", "There is no address."),
        ("ftp://ben.example/rss", "Feeds are read from the web alone: this address begins with ftp."),
        ("file:///etc/passwd", "Feeds are read from the web alone: this address begins with file."),
        ("javascript:alert(1)", "This is no address but a program (javascript), and is not run."),
        ("data:text/xml,<rss/>", "This is no address but a program (data), and is not run."),
        ("https://ben:pw@ben.example/rss", "There is a name or a password in this address."),
        ("https://ben@ben.example/rss", "There is a name or a password in this address."),
        ("mailto:ben@ben.example", "This is no address of a feed."),
        ("https://", "This is no address of a feed."),
        ("https://[::1", "This is no address of a feed."),
        ("@ben@social.example", "This is no address of a feed."),
        ("my blog", "This is no address of a feed."),
        ("https://ben.example/" + "x" * 2_000, "This address is longer than 2000 letters."),
    ],
)
def test_what_nobody_can_tell_is_refused_in_words(written: str, why: str) -> None:
    found = repaired(written)
    assert (found.url, str(found.refused).startswith(why)) == ("", True)


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("http://feedproxy.google.com/ben", "FeedBurner"),
        ("http://feeds2.feedburner.com/ben", "FeedBurner"),
        ("http://ben.posterous.com/rss.xml", "Posterous"),
        ("https://www.twitter.com/statuses/ben.rss", "Twitter"),
        ("https://ben.example/", ""),
        ("https://notposterous.com/", ""),
    ],
)
def test_a_service_that_has_closed_is_named(url: str, name: str) -> None:
    said = str(closed(url))
    assert said.startswith(f"{name}, which kept this feed, has closed") if name else said == ""


_HOSTS = st.from_regex(r"[a-z][a-z0-9-]{0,10}[a-z0-9]\.(?:example|org|co\.uk)", fullmatch=True)
_PATHS = st.from_regex(r"(?:/[A-Za-z0-9._~-]{0,8}){0,4}(?:\?[a-z]{1,4}=[A-Za-z0-9]{0,5})?", fullmatch=True)


@given(st.sampled_from(["http", "https"]), _HOSTS, _PATHS)
def test_a_valid_address_stays_what_it_is(scheme: str, host: str, path: str) -> None:
    url = f"{scheme}://{host}{path}"
    assert (repaired(url).url, urlsplit(repaired(url).url).hostname) == (url, host)


@given(st.text(max_size=80) | st.from_regex(r"(?:feed:|http:?/{0,3}|https://)[^\s]{0,30}", fullmatch=True))
def test_what_is_mended_needs_no_mending(written: str) -> None:
    url = repaired(written).url
    assert not url or repaired(url).url == url
