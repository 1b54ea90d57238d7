"""An item's words are the same when it is read and when what is stored of it is read again."""

from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.aggregate.reading.document import Document
from hub.aggregate.reading.parse import read
from hub.aggregate.tagging.rules import text_of

NOW = datetime(2026, 3, 3, tzinfo=UTC)
WRITTEN = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=400)


def feed(description: str, content: str) -> bytes:
    body = f"<description>{escape(description)}</description>"
    if content:
        body += f"<content:encoded>{escape(content)}</content:encoded>"
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Ben</title><item><guid>1</guid><title>Hi</title>{body}</item></channel></rss>"
    ).encode()


@pytest.mark.parametrize(
    ("description", "content"),
    [
        ("The bins were late", "<p>Hello neighbours</p>"),
        ("Hello neighbours", "<p>Hello neighbours and more</p>"),
        ("Just words\nin two lines", ""),
        ("Fish &amp; chips &lt;3", ""),
        ('<p>One <img src="https://ben.example/a.jpg" alt="A mill"> two</p>', ""),
        ("word " * 200, "<p>" + "other " * 5000 + "</p>"),
    ],
)
def test_words_only_the_summary_has_are_not_lost(description: str, content: str) -> None:
    same_again(description, content)


@settings(max_examples=150)
@given(WRITTEN, WRITTEN)
def test_whatever_was_written_gives_the_same_words_again(description: str, content: str) -> None:
    same_again(description, content)


def same_again(description: str, content: str) -> None:
    said = read(feed(description, content), content_type="application/rss+xml", url="https://ben.example/", now=NOW)
    assert isinstance(said, Document)
    (entry,) = said.entries
    assert text_of(entry.html, entry.summary) == entry.text
