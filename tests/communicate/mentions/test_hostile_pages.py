"""Pages that are said to mention ours and mean no good: what comes out is short, plain and leads to the web alone."""

from datetime import UTC, datetime

import pytest

from hub.communicate.mentions.page import read
from hub.communicate.mentions.rules import LONGEST_NAME, LONGEST_TITLE, LONGEST_WORDS, Seen, Trouble, Where

HUB, TARGET = "https://hub.example", "https://hub.example/items/7"
LINK = f'<a class="u-in-reply-to" href="{TARGET}">this</a>'
WHERE = Where("https://evil.example/post", TARGET, HUB, datetime(2026, 6, 1, 12, tzinfo=UTC))
HUGE = "x" * 900_000


def entry(inside: str, more: str = "") -> str:
    return f'<html><body><article class="h-entry">{LINK}{inside}</article>{more}</body></html>'


PAGES = {
    "a script in its words": entry('<p class="e-content"><script>alert(1)</script>&lt;script&gt;alert(2)</p>'),
    "a name that acts": entry(
        '<a class="p-author h-card" href="javascript:alert(1)">&lt;img src=x onerror=a()&gt;</a>'
    ),
    "an author inside": entry('<a class="p-author h-card" href="file:///etc/passwd">Ben</a>'),
    "a name without end": entry(f'<span class="p-author">{HUGE}</span>'),
    "a title without end": entry(f'<h1 class="p-name">{HUGE}</h1>'),
    "words without end": entry(f'<div class="e-content">{HUGE}</div>'),
    "signs that steer": entry('<p class="e-content">one\u202etwo\x00three\x1b[31mfour\u2066</p>'),
    "a date of the year 9999999": entry('<time class="dt-published" datetime="9999999-99-99T99:99">soon</time>'),
    "a date to come": entry('<time class="dt-published" datetime="2099-01-01">soon</time>'),
    "cards in cards": entry('<div class="h-card p-author">' * 3_000),
    "entries in entries": entry('<div class="h-entry e-content">' * 60),
    "likes without end": entry("", f'<a class="u-like-of" href="{TARGET}">x</a>' * 3_000),
    "a farm": entry("", "".join(f'<a href="https://f{n}.example/">x</a>' for n in range(3_000))),
    "attributes without end": entry("<p " + " ".join(f"a{n}=1" for n in range(3_000)) + ">x</p>"),
    "deep": "<div>" * 100_000 + LINK,
    "cut off": entry("")[:60],
    "no letters": LINK + "\ud800\udfff",
    "an entity that grows": f'<!DOCTYPE html [<!ENTITY a "{"b" * 999}">]>{entry("&a;" * 999)}',
}


@pytest.mark.parametrize("name", PAGES)
def test_whatever_a_page_says_what_comes_out_is_short_and_plain(name: str) -> None:
    seen = read(PAGES[name].encode("utf-8", "surrogatepass"), "text/html; charset=utf-8", WHERE)
    if isinstance(seen, Trouble):
        return
    assert isinstance(seen, Seen)
    assert len(seen.words) <= LONGEST_WORDS + 1
    assert len(seen.author_name) <= LONGEST_NAME + 1
    assert len(seen.title) <= LONGEST_TITLE + 1
    assert seen.author_url == "" or seen.author_url.startswith(("http://", "https://"))
    assert seen.published_at is None or seen.published_at <= WHERE.now
    told = seen.words + seen.author_name + seen.title
    assert not set("\x00\x1b\u202e\u2066") & set(told)
