"""A page that is made to cost much is seen through before anybody reads its microformats."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from lxml import etree

from hub.aggregate.reading.weighing import MOST_ELEMENTS, MOST_RELS, is_light
from hub.communicate.mentions import page
from hub.communicate.mentions.page import read
from hub.communicate.mentions.rules import Kind, Seen, Where

TARGET = "https://hub.example/items/7"
LINK = f'<a class="u-in-reply-to" href="{TARGET}">this</a>'
WHERE = Where("https://evil.example/post", TARGET, "https://hub.example", datetime(2026, 6, 1, 12, tzinfo=UTC))
MOST_CALLS = 150_000  # of functions: some 0.1 seconds
WORDS = LINK + "word " * 20_000
HEAVY = {
    "words in entries in entries": '<div class="h-entry e-content">' * 100 + WORDS,
    "words in names in names": '<div class="h-entry">' + '<div class="p-name">' * 100 + WORDS,
    "entries that each are several properties": '<div class="h-x p-a p-b u-c dt-d e-f">' * 12 + WORDS,
    "links in entries in entries": '<div class="h-entry e-content">' * 15 + LINK * 1_000,
    "entries in the old spelling": '<div class="hentry entry-content">' * 30 + WORDS,
    "entries without end": '<div class="h-entry">' + LINK + "</div>" + "<p>" * (MOST_ELEMENTS + 1),
    "words of links": '<div class="h-entry">' + LINK + f'</div><a href="/" rel="{"a " * (MOST_RELS + 1)}">x</a>',
}
NEAR = {
    "a long page": '<div class="h-entry">' + LINK + '<p class="e-content">' + "<b>x</b> and " * 300,
    "many entries": f'<div class="h-feed">{LINK}' + '<div class="h-entry"><p class="p-name">x</p></div>' * 300,
    "names in names": '<div class="h-entry">' + '<div class="p-name">' * 9 + LINK + "<b>x</b>" * 500,
}


def calls(deed: Callable[[], Any]) -> int:
    """Return how many functions of Python are called on the way."""
    made = 0

    def count(_frame: FrameType, event: str, _told: object) -> None:
        nonlocal made
        made += event == "call"

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        deed()
    finally:
        sys.setprofile(before)
    return made


@pytest.mark.parametrize("name", HEAVY)
def test_a_page_that_is_made_to_cost_much_is_a_mention_and_says_nothing_more(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page, "said_by", None)  # nobody may ask it
    seen = read(HEAVY[name].encode(), "text/html", WHERE)
    assert isinstance(seen, Seen)
    assert seen.kind is Kind.MENTION


@pytest.mark.parametrize("name", NEAR)
def test_what_is_read_costs_no_more_than_anybody_has_time_for(name: str) -> None:
    assert is_light(etree.HTML(NEAR[name]))
    assert calls(lambda: read(NEAR[name].encode(), "text/html", WHERE)) < MOST_CALLS


def test_an_honest_blog_is_read() -> None:
    post = '<article class="h-entry"><h2 class="p-name">Bins</h2><div class="e-content"><p>They overflow.</p>'
    post += '<p>Again.</p></div><a class="p-author h-card" rel="author" href="/">Ben</a></article>'
    assert is_light(etree.HTML(f'<div class="h-feed"><h1 class="p-name">Ben</h1>{post * 40}</div>'))
    old = f'<div class="hfeed">{post.replace("h-entry", "hentry").replace("e-content", "entry-content") * 20}</div>'
    assert is_light(etree.HTML(old))
