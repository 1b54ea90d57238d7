"""No control sign comes through, whatever the dialect and however it is written: databases refuse some of them."""

import json
import re
from collections.abc import Iterator
from dataclasses import astuple
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.aggregate.reading.documents import atom, read, rss

CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
SIGNS = st.sampled_from(["\0", "\x01", "\x1f", "\x7f", "\x81", "\x85", "\x92", "&#1;", "&#129;", "&#x9f;", "Â\x81"])
WORDS = st.lists(SIGNS | st.sampled_from(["a", " ", "\n", "é", "京", "<b>", "</b>", "&amp;"]), max_size=8).map("".join)
HARMFUL = "a\0b\x01c\x81d&#1;e&#129;"


def strings(value: object) -> Iterator[str]:
    """Every string in *value*, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)


def json_feed(said: str, *, as_html: bool) -> bytes:
    address = f"https://ben.example/{said}"
    item = {
        "id": said,
        "url": address,
        "title": said,
        "content_html" if as_html else "content_text": f'<p><a href="{address}">{said}</a></p>',
        "summary": said,
        "date_published": said,
        "tags": [said],
        "authors": [{"name": said}],
        "language": said,
        "attachments": [{"url": address, "mime_type": said, "title": said}],
    }
    top = {"title": said, "description": said, "home_page_url": address, "feed_url": address, "language": said}
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", **top, "items": [item]}).encode()


def in_elements(said: str) -> str:
    named = ("title", "guid", "author", "category", "pubDate", "description", "content:encoded", "copyright")
    inside = "".join(f"<{name}>{escape(said)}</{name}>" for name in named)
    address = f"https://ben.example/{escape(said)}"
    return f'{inside}<link>{address}</link><enclosure url="{address}" type="{escape(said)}"/>'


def is_clean(body: bytes) -> bool:
    document = read(body)
    assert document.entries
    return not any(CONTROL.search(text) for text in strings(astuple(document)))


@given(WORDS, st.booleans())
def test_nothing_in_a_json_feed_brings_a_control_sign(said: str, as_html: bool) -> None:  # noqa: FBT001 - Hypothesis passes it so
    assert is_clean(json_feed(said, as_html=as_html))


@given(WORDS)
def test_nothing_in_rss_brings_a_control_sign(said: str) -> None:
    assert is_clean(rss(in_elements(said)))


@pytest.mark.parametrize("body", [rss(in_elements(HARMFUL), version="2\x81"), json_feed(HARMFUL, as_html=True)])
def test_the_words_around_a_control_sign_stay(body: bytes) -> None:
    assert is_clean(body)
    (entry,) = read(body).entries
    assert "a" in entry.title
    assert "e" in entry.title


def test_a_document_nobody_can_mend_brings_no_control_sign_either() -> None:
    assert is_clean(rss(f"{in_elements(HARMFUL)}<b>").replace(b"</channel></rss>", b""))
    assert is_clean(atom(f"<title type='html'>{escape(HARMFUL)}</title><id>x</id><content>{escape(HARMFUL)}</content>"))


def test_a_sign_left_out_makes_no_harmful_address() -> None:
    hidden = '<a href="java&#1;script:alert(1)">x</a><img src="java&#1;script:alert(1)" alt="y">'
    (entry,) = read(rss(f"<title>x</title><description>{escape(hidden)}</description>")).entries
    assert "javascript:" not in entry.html
    assert "href" in entry.html
