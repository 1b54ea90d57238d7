"""Where a page wants to be told that it is mentioned, however it is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.communicate.mentions.discovery import endpoint

PAGE = "https://ben.example/2026/bins"
HTML = "text/html; charset=utf-8"
THERE = "https://ben.example/wm"


def found(body: str, header: str = "", kind: str = HTML) -> str:
    return endpoint(PAGE, body.encode(), content_type=kind, link_header=header)


@pytest.mark.parametrize(
    "body",
    [
        '<link rel=webmention href="/wm">',
        "<LINK REL=WebMention HREF=/wm>",
        '<link href="/wm" rel="  me\n\twebmention ">',
        '<link rel="webmention" href=" /wm ">',
        '<link rel="webmention" href="/wm#top">',
        '<link rel="webmention"><link rel="webmention" href="/wm">',
        '<link rel="webmention" href="mailto:ben@ben.example"><a rel="webmention" href="/wm">',
        '<template><link rel="webmention" href="/no"></template><link rel="webmention" href="/wm">',
        '<noscript><link rel="webmention" href="/wm"></noscript>',
        "<title><link rel=webmention href=/no></title><p><a rel=webmention href=/wm>",
        "<script>'<link rel=webmention href=/no>'</script><a rel=webmention href=/wm>",
        "<!--><link rel=webmention href=/wm>",
        '<base href="https://ben.example/"><link rel="webmention" href="wm">',
        '<base href="javascript:a()"><link rel="webmention" href="../wm">',
        '<base><link rel="webmention" href="//ben.example/wm">',
    ],
)
def test_a_page_names_it_in_many_ways(body: str) -> None:
    assert found(body) == THERE


@pytest.mark.parametrize(
    "header",
    [
        "</wm>; rel=webmention",
        '<../wm>;rel="me webmention"',
        '</a>; rel="other"; x="; rel=webmention", </wm>; rel=WEBMENTION',
        '</a>; title="a, b"; rel=me, <https://ben.example/wm#x>; rel="webmention"; type="text/html"',
        '</a>; rel=webmention; anchor="https://other.example/", </wm>; rel=webmention',
    ],
)
def test_a_header_names_it_in_many_ways_and_goes_before_the_page(header: str) -> None:
    assert found('<link rel="webmention" href="/no">', header) == THERE


@pytest.mark.parametrize(
    "body",
    [
        "",
        "Bins.",
        '<a rel="mention" href="/wm">',
        '<a rel="webmentions not-webmention" href="/wm">',
        '<img rel="webmention" href="/wm">',
        '<link rel="webmention">',
        '<link rel="webmention" href="javascript:a()">',
        '<link rel="webmention" href="http://ben:secret@ben.example/">',
        '<!-- <link rel="webmention" href="/wm"> -->',
        '&lt;link rel="webmention" href="/wm"&gt;',
        '<template><div><a rel="webmention" href="/wm"></div></template>',
    ],
)
def test_who_says_nothing_of_it_wants_to_be_told_nowhere(body: str) -> None:
    assert found(body) == ""


def test_nothing_is_read_into_what_is_no_page() -> None:
    page = '<link rel="webmention" href="/wm">'
    assert [found(page, kind=kind) for kind in ("text/plain", "application/json", "image/svg+xml")] == [""] * 3
    assert [found(page, kind=kind) for kind in ("", "application/xhtml+xml", "TEXT/HTML")] == [THERE] * 3


def test_an_empty_address_is_that_of_the_page_itself() -> None:
    assert found('<base href="https://other.example/"><link rel="webmention" href="">') == PAGE
    assert found("", "<>; rel=webmention") == PAGE


@given(st.text(alphabet='<>link a rel=webmention href="/wm"!-base', max_size=200), st.text(max_size=50))
def test_whatever_stands_there_only_an_address_comes_out(body: str, header: str) -> None:
    assert found(body, header) == "" or found(body, header).startswith(("https://", "http://"))
