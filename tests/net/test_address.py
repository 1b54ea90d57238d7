"""Which URLs may be asked, and where do they lead?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.net.address import LONGEST, address, led_to
from hub.net.answers import Failure, Stopped

TRICKS = [
    "", "news", "//news.example/", "ftp://news.example/", "file:///etc/passwd", "gopher://127.0.0.1:6379/_INFO",
    "javascript:alert(1)", "data:text/xml,<rss/>", "dict://127.0.0.1:11211/", "jar:http://a.example!/", "http:",
    "http://", "http:///feed", "http://:80/", "http://user@news.example/", "http://user:secret@news.example/",
    "http://news.example@127.0.0.1/", "http://@127.0.0.1/", "http://127.0.0.1\\@news.example/",
    "http://news.example\\.intranet/", "http:\\\\127.0.0.1\\", "http://127.0.0.1%00.news.example/",
    "http://127.0.0.1%2f.news.example/", "http://%31%32%37.0.0.1/", "http://127.0.0.1\x00.news.example/",
    "http://news.exam\nple/", "http://news example/", "http://news.example:port/", "http://news.example:99999/",
    "http://news.example:-1/", "http://[::1/", "http://[news.example]/", "http://[::1]news.example/",
    "http://..news.example/", "http://news..example/", "http://" + "a" * 64 + ".example/", "http://①②⑦.⓪.⓪.①/",
    "http://news.example/" + "a" * LONGEST, "http://news.example,127.0.0.1/", "http://*.example/", "http://a_ b/",
    "http://news.example/\ud800", "http://news\udfff.example/", "http://news.example/?q=\udc80", "\ud83d",
]  # fmt: skip


@pytest.mark.parametrize("url", TRICKS)
def test_a_trick_is_no_address(url: str) -> None:
    with pytest.raises(Stopped) as stopped:
        address(url)
    assert stopped.value.failure is Failure.BAD_ADDRESS


@pytest.mark.parametrize(
    ("url", "host", "port", "target"),
    [
        ("https://news.example/rss?page=1#top", "news.example", 443, "/rss?page=1"),
        ("HTTP://News.Example", "news.example", 80, "/"),
        ("http://news.example?x=1", "news.example", 80, "/?x=1"),
        (" http://news.example/ \n", "news.example", 80, "/"),
        ("http://127.0.0.1:8001/", "127.0.0.1", 8001, "/"),
        ("http://[2001:4860::1]:81/a b/ü", "2001:4860::1", 81, "/a%20b/%C3%BC"),
        ("https://bücher.example/", "xn--bcher-kva.example", 443, "/"),
        ("http://127。0。0。1/", "127.0.0.1", 80, "/"),
        ("http://my_blog.example/%7Eben/?q=[1]|{2}", "my_blog.example", 80, "/%7Eben/?q=[1]|{2}"),
        ("http://news.example./", "news.example.", 80, "/"),
    ],
)
def test_an_address_is_taken_apart(url: str, host: str, port: int, target: str) -> None:
    where = address(url)
    assert (where.host, where.port, where.target) == (host, port, target)


def test_the_host_header_names_the_port_only_where_it_is_unusual() -> None:
    assert address("https://news.example:443/").authority == "news.example"
    assert address("http://news.example:443/").authority == "news.example:443"
    assert address("http://[2001:4860::1]/").authority == "[2001:4860::1]"


@pytest.mark.parametrize(
    ("location", "url"),
    [
        (b"/new", "https://news.example/new"),
        (b"new?x#y", "https://news.example/old/new?x"),
        (b"//other.example/f", "https://other.example/f"),
        (b"http://other.example/f", "http://other.example/f"),
        ("/caf\u00e9".encode(), "https://news.example/café"),
        ("/caf\u00e9".encode("latin-1"), "https://news.example/café"),
    ],
)
def test_a_redirect_is_read_as_servers_write_it(location: bytes, url: str) -> None:
    assert led_to(address("https://news.example/old/feed"), location) == url


def test_a_redirect_to_nonsense_leads_nowhere() -> None:
    with pytest.raises(Stopped):
        led_to(address("https://news.example/"), b"http://[/")


@given(
    st.text(st.characters(exclude_categories=()), max_size=60),
    st.sampled_from(["", "http://", "https://news.example", "http://[", "//"]),
)
def test_whatever_is_written_either_stops_or_is_safe_to_send(text: str, start: str) -> None:
    try:
        where = address(start + text)
    except Stopped:
        return
    assert where.host
    assert 0 <= where.port < 2**16
    assert all("!" <= character <= "~" for character in where.target + where.authority)
