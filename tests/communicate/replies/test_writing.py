"""What people write becomes clean HTML, and what is meant to hurt is refused with a sentence, soon."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.communicate.links.rules import links_in
from hub.communicate.replies.writing import LONGEST, MOST_LINKS, fault, html_of, quotes, said
from hub.kit.markup import clean

REL = 'rel="nofollow ugc noopener noreferrer"'


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Two *plain* lines\nof **words**", "<p>Two <em>plain</em> lines<br>\nof <strong>words</strong></p>"),
        ("> quoted\n\nanswer", "<blockquote>\n<p>quoted</p>\n</blockquote>\n<p>answer</p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("`code`", "<p><code>code</code></p>"),
        ("[there](https://a.example/x)", f'<p><a href="https://a.example/x" {REL}>there</a></p>'),
        (
            "(https://a.example/a_b_c).",
            f'<p>(<a href="https://a.example/a_b_c" {REL}>https://a.example/a_b_c</a>).</p>',
        ),
        ("<https://a.example/>", f'<p><a href="https://a.example/" {REL}>https://a.example/</a></p>'),
    ],
)
def test_a_little_markdown_is_understood(words: str, html: str) -> None:
    assert fault(words) is None
    assert html_of(words).strip() == html


@pytest.mark.parametrize(
    "words",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](data:text/html,x)",
        "[x](//a.example)",
        "![x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "# Heading\n\nText\n---",
    ],
)
def test_neither_html_nor_pictures_nor_headings_nor_other_schemes_come_through(words: str) -> None:
    html = html_of(words)
    assert not any(tag in html for tag in ("<script", "<img", "<h1", "<h2", "href"))


def test_a_picture_is_a_link_at_most() -> None:
    assert html_of("![The mill](https://a.example/mill.jpg)") == (
        f'<p>!<a href="https://a.example/mill.jpg" {REL}>The mill</a></p>\n'
    )


@pytest.mark.parametrize("words", ["ben@hub.example", "<ben@hub.example>", "[Ben](mailto:ben@hub.example)"])
def test_an_e_mail_address_is_never_a_link(words: str) -> None:
    assert "<a " not in html_of(words)
    assert "ben@hub.example" in said(html_of(words))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("", "Write what you want to say."),
        (" \n ", "Write what you want to say."),
        ("x" * 1_000_000, "too long"),
        (">" * 500 + "deep", "5 deep"),
        ("> " * 500 + "deep", "5 deep"),
        ("- " * 6 + "deep", "5 deep"),
        ("\n".join("  " * depth + "- a" for depth in range(60)), "5 deep"),
        ("\n".join("> a" for _ in range(501)), "too many short lines"),
        ("- - - - - a\n" * 101, "too many short lines"),
        ("a\n\n" * 1_000, "too many short lines"),
        ("[a](https://a.example) " * 400, "too many links"),
        ("<https://a.example> " * (MOST_LINKS + 1), "too many links"),
        ("[" * 5_000, "square brackets"),
        ("*" * 9_999, "too many stars"),
        ("*a_" * 3_000, "too many stars"),
        ("`" * 600, "too many stars"),
    ],
)
def test_more_than_anybody_needs_is_refused_with_a_sentence(words: str, sentence: str) -> None:
    found = fault(words)
    assert found is not None
    assert sentence in str(found)


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("None.\n\nNone, 2 > 1.", ()),
        ("> One,\nand *two*.\n\nThree.", ("One,", "and two.")),
        ("> > One\n\n- a\n\n  1. > `Two`", ("One", "Two")),
        ("> ```\n> One\n> ```\n> Two&amp;\\*", ("One", "Two&*")),
        ("> [One](https://a.example) https://b.example", ("One https://b.example",)),
    ],
)
def test_quotes_are_found_however_they_are_written(words: str, lines: tuple[str, ...]) -> None:
    assert quotes(words) == lines


def test_links_of_words_count_as_much_as_bare_ones() -> None:
    assert "too many links" in str(fault("[a] (b) <https://a.example/x> " * 21))
    assert fault("https://a.example/ " * MOST_LINKS) is None


def test_a_line_of_stars_is_a_line() -> None:
    assert fault("- - - - - - - -") is None
    assert "<hr>" in html_of("above\n\n* * * * * * * *")


MOST_CALLS = 100  # for each letter
HOSTILE: dict[str, Callable[[int], str]] = {
    "deep quotes": lambda size: "> " * 5 + "a" * size,
    "many quotes": lambda size: "\n".join(["> > > > > a"] * (size // 12)),
    "stars around letters": lambda size: "*a" * 250 + "b" * max(size - 500, 0),
    "stars alone": lambda size: "*" * 500 + "b" * max(size - 500, 0),
    "open brackets": lambda size: "[" * 100 + "a" * size,
    "open links": lambda size: "[a](" * 20 + "a" * size,
    "backslashes": lambda size: "\\" * size,
    "entities": lambda size: "&amp;" * (size // 5),
    "open tags": lambda size: "<a" * (size // 2),
    "lists": lambda size: "\n".join(["1. a"] * (size // 6)),
    "lines": lambda size: "a\n" * (size // 2),
    "addresses": lambda size: "https://" * min(20, size // 8) + "a" * size,
    "ticks": lambda size: "``" * 100 + " " * size,
    "fences": lambda size: "```\n" * 80 + "a\n" * (size // 2),
}


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_the_work_grows_no_faster_than_what_was_written(hostile: Callable[[int], str]) -> None:
    html_of("warm")
    half, whole = (_work(hostile(size)[:LONGEST]) for size in (LONGEST // 2, LONGEST))
    assert whole <= MOST_CALLS * LONGEST
    assert whole <= 3 * half + 20_000  # twice as much takes about twice the work


@given(st.text(alphabet=st.sampled_from("a b\n*_`[]()<>&\\>#-1.!@:/https"), max_size=400))
def test_whatever_is_written_comes_out_clean(words: str) -> None:
    html = html_of(words)
    assert str(clean(html)) == html
    if fault(words) is None:
        assert len(links_in(html)) <= MOST_LINKS


def _work(words: str) -> int:
    """Count the calls it takes to look at *words* and to write them as HTML: the same on every machine."""
    calls = 0

    def count(_frame: FrameType, event: str, _told: Any) -> None:
        nonlocal calls
        calls += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        if fault(words) is None:
            html_of(words)
    finally:
        sys.setprofile(before)
    return calls
