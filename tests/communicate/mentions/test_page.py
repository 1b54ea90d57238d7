"""Does a page mention ours, and what does it say of itself? What strangers write is plain text, and short."""

from datetime import UTC, datetime

import pytest

from hub.communicate.mentions import microformats
from hub.communicate.mentions.page import read
from hub.communicate.mentions.rules import LONGEST_NAME, LONGEST_TITLE, LONGEST_WORDS, Kind, Seen, Trouble, Where
from tests.hostile import HOSTILE
from tests.town import NOON

TARGET = "https://hub.example/items/7"
WHERE = Where("https://ben.example/post", TARGET, "https://hub.example", NOON)
LINK = f'<a href="{TARGET}">this</a>'
ENTRY = '<div class="h-entry">{}</div>'


def seen(body: str, kind: str = "text/html; charset=utf-8") -> Seen:
    found = read(body.encode("utf-8", "replace"), kind, WHERE)
    assert isinstance(found, Seen)
    return found


def says(body: str, kind: str = "text/html") -> Seen | Trouble:
    return read(body.encode(), kind, WHERE)


@pytest.mark.parametrize(
    "page",
    [
        LINK,
        f'<img src="{TARGET}">',
        f'<video src="{TARGET}"></video>',
        f'<blockquote cite="{TARGET}">x</blockquote>',
        f'<object data="{TARGET}"></object>',
        f'<div class="h-entry"><link class="u-in-reply-to" href="{TARGET}"></div>',
        f'<a href="{TARGET}#part">x</a>',
        f'<a href="{TARGET}?from=ben">x</a>',
        f'<a href=" {TARGET} ">x</a>',
        f'<a rel="nofollow" href="{TARGET}">x</a>',
        '<base href="https://hub.example/"><a href="items/7">x</a>',
        '<a href="https://hub.example/cy/items/7">x</a>',
    ],
)
def test_a_page_mentions_ours_by_a_link_to_it(page: str) -> None:
    assert isinstance(says(page), Seen)
    assert isinstance(says(f"<!doctype html>{page}", ""), Seen)


@pytest.mark.parametrize(
    "page",
    [
        "",
        "<p>Nothing",
        f"<p>{TARGET}",
        f"<!-- {LINK} -->",
        f"<template>{LINK}</template>",
        f'<script>"{TARGET}"</script>',
        f'<link rel="canonical" href="{TARGET}">',
        f'<a href="{TARGET}7">x</a>',
        f'<a href="{TARGET}/pictures/1">x</a>',
        '<a href="https://hub.example.evil.example/items/7">x</a>',
        '<a href="https://evil.example/?u=https://hub.example/items/7">x</a>',
        f'<a title="{TARGET}">x</a>',
        '<a href="/items/7">x</a>',
    ],
)
def test_what_nobody_sees_as_a_link_to_ours_mentions_nothing(page: str) -> None:
    assert says(page) in {Trouble.NO_LINK, Trouble.UNREADABLE}


@pytest.mark.parametrize(
    ("body", "kind", "is_so"),
    [
        (f'{{"a": [{{"b": "{TARGET}"}}]}}', "application/json", True),
        (f'{{"a": "see {TARGET}"}}', "application/json", False),
        (f'["{TARGET}", 1, null]', "application/feed+json", True),
        (f"see {TARGET}, please", "text/plain", True),
        (f"see {TARGET}7", "text/plain", False),
        (f"<feed><link>{TARGET}</link></feed>", "application/atom+xml", True),
        (f"before\n\nsee {TARGET}.\n\nafter", "text/markdown", True),
    ],
)
def test_json_and_plain_text_may_mention_ours_too(body: str, kind: str, *, is_so: bool) -> None:
    assert isinstance(says(body, kind), Seen) is is_so


def test_plain_text_is_cut_to_the_paragraph_that_mentions_us() -> None:
    assert seen(f"before\n\nsee {TARGET} now\n\nafter", "text/plain").words == f"see {TARGET} now"


@pytest.mark.parametrize(
    ("body", "kind"), [("{", "application/json"), ("[" * 200_000, "application/json"), (LINK, "image/png")]
)
def test_what_cannot_be_read_is_said_to_be_so(body: str, kind: str) -> None:
    assert says(body, kind) is Trouble.UNREADABLE


@pytest.mark.parametrize(
    ("marked", "kind"),
    [
        (f'<a class="u-in-reply-to" href="{TARGET}">x</a>', Kind.REPLY),
        (f'<div class="u-in-reply-to h-cite"><a class="u-url" href="{TARGET}">x</a></div>', Kind.REPLY),
        (f'<a class="u-like-of" href="{TARGET}">x</a>', Kind.LIKE),
        (f'<a class="u-repost-of" href="{TARGET}">x</a>', Kind.REPOST),
        (f'<a class="u-bookmark-of" href="{TARGET}">x</a>', Kind.BOOKMARK),
        (f'<a class="u-in-reply-to" href="{TARGET}">x</a><data class="p-rsvp" value="maybe">', Kind.RSVP),
        (f'<a class="u-in-reply-to" href="{TARGET}">x</a><data class="p-rsvp" value="drop">', Kind.REPLY),
        (f'<div class="e-content">See {LINK}</div>', Kind.MENTION),
        (f'<a class="u-like-of" href="https://other.example/">x</a><div class="e-content">{LINK}</div>', Kind.MENTION),
    ],
)
def test_microformats_say_what_a_page_does_with_ours(marked: str, kind: Kind) -> None:
    assert seen(ENTRY.format(marked)).kind is kind


def test_a_reply_brings_its_words_its_author_and_its_day() -> None:
    found = seen(
        '<html lang="en-GB"><div class="h-entry"><h1 class="p-name">On bins</h1>'
        f'<a class="u-in-reply-to" href="{TARGET}">x</a>'
        '<p class="p-author h-card"><a class="u-url p-name" href="/me">Ben Weir</a></p>'
        '<div class="e-content"><p>They are <b>late</b>.</p></div>'
        '<time class="dt-published" datetime="2025-05-03T12:00:00Z">today</time></div>'
    )
    assert found == Seen(
        Kind.REPLY,
        author_name="Ben Weir",
        author_url="https://ben.example/me",
        title="On bins",
        words="They are late.",
        published_at=datetime(2025, 5, 3, 12, tzinfo=UTC),
        language="en",
    )


@pytest.mark.parametrize(
    ("author", "told"),
    [
        ('<span class="p-author">Ben</span>', ("Ben", "")),
        ('<a class="u-author" href="https://ben.example/">me</a>', ("Ben Weir", "https://ben.example/")),
        ('<a class="u-author" href="https://joan.example/">me</a>', ("", "https://joan.example/")),
        ("", ("Ben Weir", "https://ben.example/")),  # by rel=author
        ('<a class="p-author h-card" href="javascript:alert(1)">Eve</a>', ("Eve", "")),
        ('<a class="p-author h-card" href="data:text/html,x">Eve</a>', ("Eve", "")),
        ('<a class="p-author h-card" href="https://eve:pw@eve.example/">Eve</a>', ("Eve", "")),
    ],
)
def test_who_wrote_it_is_what_the_page_itself_says(author: str, told: tuple[str, str]) -> None:
    card = '<a class="h-card" rel="author" href="https://ben.example/">Ben Weir</a>'
    found = seen(ENTRY.format(author + LINK) + card)
    assert (found.author_name, found.author_url) == told


def test_the_author_of_a_feed_is_that_of_its_entries() -> None:
    entry = ENTRY.format(f'<div class="e-content">{LINK}</div>')
    found = seen(f'<div class="h-feed"><span class="p-author">Ben</span>{ENTRY.format("Other")}{entry}</div>')
    assert found.author_name == "Ben"


def test_of_several_entries_the_one_that_mentions_us_speaks() -> None:
    ours = f'<p class="p-name">Ours</p><div class="e-content">Here: {LINK}</div>'
    assert seen(ENTRY.format('<p class="p-name">Other</p>') + ENTRY.format(ours)).title == "Ours"
    assert seen(ENTRY.format('<p class="p-name">Other</p>') + f"<p>{LINK}").title == "Other"


def test_a_page_without_marks_says_what_stands_around_the_link() -> None:
    found = seen(f"<title>On bins</title><p>Before.</p><p>They are late, says {LINK}.</p><p>After.</p>")
    assert (found.kind, found.title, found.words) == (Kind.MENTION, "On bins", "They are late, says this .")


def test_marks_that_mean_nothing_are_no_entry() -> None:
    assert seen(f'<div class="h-card">h-entry {LINK}</div>').words == "h-entry this"


def test_all_text_is_plain_and_cut_at_the_end_of_a_sentence() -> None:
    long = "The bins are late. " * 200
    found = seen(
        ENTRY.format(
            f'<p class="p-name">{"Bins " * 200}</p><p class="p-author">{"Ben " * 200}</p>{LINK}'
            f'<div class="e-content">{long}<script>x</script>&lt;b&gt;</div>'
        )
    )
    assert len(found.words) <= LONGEST_WORDS
    assert found.words.endswith("late.")
    assert len(found.title) <= LONGEST_TITLE
    assert len(found.author_name) <= LONGEST_NAME


def test_links_to_other_sites_are_counted_and_those_to_itself_or_to_us_are_not() -> None:
    others = "".join(f'<a href="https://shop{number}.example/">x</a>' for number in range(20))
    assert seen(f'{LINK}{others}{others}<a href="/about">x</a><a href="https://hub.example/items/8">x</a>').links == 20


def test_a_page_that_says_nothing_of_its_letters_is_read_as_most_are_written() -> None:
    told = read(f"<p>Łódź {LINK}".encode(), "text/html", WHERE)
    latin = read(f"<p>Café {LINK}".encode("latin-1"), "text/html", WHERE)
    declared = read(f'<meta charset="latin-1"><p>Café {LINK}'.encode("latin-1"), "text/html", WHERE)
    assert [each.words for each in (told, latin, declared) if isinstance(each, Seen)] == [
        "Łódź this",
        "Café this",
        "Café this",
    ]


def test_a_date_that_nobody_can_believe_is_none() -> None:
    entry = f'{LINK}<time class="dt-published" datetime="9999-12-31">x</time>'
    assert seen(ENTRY.format(entry)).published_at is None


def test_what_is_nested_beyond_reason_ends() -> None:
    deep = '<div class="h-entry">' * 200 + LINK + "</div>" * 200
    assert isinstance(says(deep), Seen)
    assert microformats.said_by('<div class="h-entry">' * 3_000, "https://a.example/", bool, NOON) is None


def test_a_page_of_thousands_of_entries_is_looked_at_so_far() -> None:
    many = '<div class="h-card"></div>' * (microformats.MOST_ENTRIES + 1)
    assert seen(many + ENTRY.format(LINK) + LINK).words == "this"


@pytest.mark.parametrize("sort", sorted(HOSTILE))
def test_whatever_somebody_calls_themselves_is_one_line_of_text(sort: str) -> None:
    for text in HOSTILE[sort]:
        page = ENTRY.format(f'<p class="p-author">{text}</p>{LINK}') if len(text) < 1_000 else LINK
        found = read(page.encode("utf-8", "replace"), "text/html; charset=utf-8", WHERE)
        if isinstance(found, Seen):
            name = found.author_name
            assert not set(name) & set("\n\r\0\u202e\u2066")
            assert len(name) <= LONGEST_NAME
