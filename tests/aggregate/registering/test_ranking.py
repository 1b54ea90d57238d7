"""Of several feeds the one most likely wanted stands first, and none stands twice."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.document import Entry
from hub.aggregate.registering.found import FeedLink, FoundFeed, What
from hub.aggregate.registering.ranking import Pasted, apart, best_first, folded, in_order, last_post, once, what_is

SITE = "https://ben.example/"
NOW = datetime(2026, 3, 3, tzinfo=UTC)
POSTS = FoundFeed(f"{SITE}feed", "Ben", (Entry("1", "One", f"{SITE}1", published_at=NOW),))


@pytest.mark.parametrize(
    ("path", "title", "what"),
    [
        ("feed", "Ben", What.POSTS),
        ("comments/feed", "Ben", What.COMMENTS),
        ("2026/bins/feed", "Comments on: Bins", What.COMMENTS),
        ("feeds/99/comments/default", "", What.COMMENTS),
        ("news-comments.xml", "", What.COMMENTS),
        ("cy/feed", "Sylwadau", What.COMMENTS),
        ("tag/bins/feed", "Bins", What.TOPIC),
        ("feeds/posts/default/-/Bins", "", What.TOPIC),
        ("jobs.rss", "", What.ASIDE),
        ("feed", "Current vacancies", What.ASIDE),
        ("commentary", "The commentary of Ben", What.COMMENTS),  # an error on the safe side: shown last, still offered
    ],
)
def test_what_a_feed_carries_is_told_by_its_address_and_title(path: str, title: str, what: What) -> None:
    assert what_is(SITE + path, title) is what


def test_a_calendar_is_one_whatever_it_is_called() -> None:
    assert what_is(f"{SITE}comments", "", "events") is What.CALENDAR
    assert what_is(f"{SITE}mgCalendarMonthView.aspx", "", "moderngov") is What.CALENDAR


def test_posts_stand_before_topics_calendars_what_is_aside_and_comments() -> None:
    names = ["comments/feed", "jobs.rss", "tag/bins/feed", "feed"]
    assert [each.url for each in in_order([FeedLink(SITE + name) for name in names], Pasted(SITE))] == [
        f"{SITE}{name}" for name in reversed([names[0], names[1], names[2], names[3]])
    ]


def test_what_lies_nearest_to_the_page_pasted_stands_first() -> None:
    links = [FeedLink("https://other.example/feed"), FeedLink(f"{SITE}feed"), FeedLink(f"{SITE}tag/bins/feed")]
    assert [each.url for each in in_order(links, Pasted(f"{SITE}tag/bins/"))] == [
        f"{SITE}tag/bins/feed",
        f"{SITE}feed",
        "https://other.example/feed",
    ]
    kept = [FeedLink("https://feeds.feedburner.com/ben"), FeedLink(f"{SITE}feed")]
    assert in_order(kept, Pasted("https://www.ben.example/")) == kept


def test_the_language_of_the_page_stands_before_others() -> None:
    links = [FeedLink(f"{SITE}cy/feed", language="cy"), FeedLink(f"{SITE}en/feed", language="en")]
    assert [each.language for each in in_order(links, Pasted(SITE, "en-GB"))] == ["en", "cy"]
    assert [each.language for each in in_order(links, Pasted(SITE))] == ["cy", "en"]


def test_spellings_of_one_address_are_one_and_the_safe_one_is_asked() -> None:
    links = [
        FeedLink("http://www.ben.example/feed/", "Ben"),
        FeedLink("https://ben.example/feed#x", "Again"),
        FeedLink("https://ben.example/feed/", "Once more"),
    ]
    assert once(links) == [FeedLink("https://ben.example/feed#x", "Ben")]


def test_what_sleeps_or_is_empty_comes_after_its_like() -> None:
    old = Entry("1", "Old", f"{SITE}old", published_at=NOW - timedelta(days=900))
    asleep = FoundFeed(f"{SITE}old.xml", "Old", (old,))
    empty, comments = FoundFeed(f"{SITE}empty", ""), FoundFeed(f"{SITE}c", "", POSTS.entries, what=What.COMMENTS)
    assert best_first([comments, empty, asleep, POSTS], Pasted(SITE)) == [POSTS, empty, asleep, comments]
    assert best_first([asleep], Pasted(SITE)) == [asleep]
    assert (last_post(empty), last_post(POSTS)) == (None, NOW)


def test_two_feeds_with_the_same_posts_are_one_that_names_both() -> None:
    atom, rdf = replace(POSTS, url=f"{SITE}atom.xml"), replace(POSTS, url=f"{SITE}index.rdf")
    assert apart([POSTS, atom, rdf]) == [replace(POSTS, also=(atom.url, rdf.url))]


def test_feeds_that_say_too_little_to_be_told_apart_stay_apart() -> None:
    bare = FoundFeed(f"{SITE}a", "", (Entry("1", "One", ""),))
    other, empty = replace(bare, url=f"{SITE}b"), FoundFeed(f"{SITE}c", "")
    assert apart([bare, other, empty, replace(empty, url=f"{SITE}d")]) == [
        bare,
        other,
        empty,
        replace(empty, url=f"{SITE}d"),
    ]


@given(st.lists(st.sampled_from(["feed", "Feed/", "feed/", "comments/feed", "tag/x/feed", "jobs"]), max_size=12))
def test_order_and_number_of_what_is_named_change_nothing(names: list[str]) -> None:
    links = [FeedLink(SITE + name) for name in names]
    ordered = in_order(links, Pasted(SITE))
    assert len({folded(each.url) for each in ordered}) == len(ordered) == len({folded(each.url) for each in links})
    assert in_order(ordered, Pasted(SITE)) == ordered
