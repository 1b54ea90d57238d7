"""What becomes of a line? Alive, silent or empty; parked; the same as another; of which kind."""

from datetime import timedelta

import pytest

from hub.aggregate.importing.rules import (
    UNDO_FOR,
    Found,
    State,
    a_month,
    found_in,
    is_parked,
    is_same,
    is_ticked,
    kind_of,
    may_undo,
    state_of,
)
from hub.aggregate.reading.document import Entry
from hub.aggregate.registering.found import FoundFeed, Post
from tests.town import NOON

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "number"),
    [
        ([], 0.0),
        ([400], 0.0),
        ([0, 0, 0], 90.0),  # three in an hour: as if in a day
        ([1, 4, 10], 9.0),
        ([1, 31, 61, 200], 1.0),
    ],
)
def test_how_much_comes_in_a_month(days: list[int], number: float) -> None:
    assert a_month([NOON - day * DAY for day in days], NOON) == number


def test_what_a_feed_says_of_itself_is_kept_and_told() -> None:
    entries = (
        Entry("2", "Second", "https://ben.example/2?utm_source=x", published_at=NOON - DAY),
        Entry("1", "First", "", published_at=NOON - 3 * DAY),
        Entry("3", "To come", "https://ben.example/3", published_at=NOON + DAY),
        Entry("4", "Undated", "https://ben.example/4"),
    )
    posts = [Post(each.title, each.link, each.published_at, ("Bins",)) for each in entries]
    found = found_in(FoundFeed("https://ben.example/rss", "Ben", entries, language="en"), posts, "", NOON)
    assert (found.title, found.last_at, len(found.posts)) == ("Ben", NOON - DAY, 3)
    assert found.links == tuple(f"https://ben.example/{number}" for number in (2, 3, 4))
    assert Found.of(found.told) == found
    assert Found.of({}) == Found()
    assert Found.of(Found().told) == Found()


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (Found(last_at=NOON - 300 * DAY), State.ALIVE),
        (Found(last_at=NOON - 400 * DAY), State.SILENT),
        (Found(), State.EMPTY),
        (Found(reads="events", posts=(Post("Fair", "", None),)), State.ALIVE),
        (Found(reads="events"), State.EMPTY),
    ],
)
def test_whether_a_feed_is_alive(found: Found, state: State) -> None:
    assert state_of(found, NOON) is state


@pytest.mark.parametrize(
    ("state", "ticked", "taken"),
    [
        (State.ALIVE, None, True),
        (State.ALIVE, False, False),
        (State.SILENT, None, False),
        (State.SILENT, True, True),
        (State.DEAD, True, False),
    ],
)
def test_the_living_are_ticked_and_the_dead_never(state: State, *, ticked: bool | None, taken: bool) -> None:
    assert is_ticked(state, ticked=ticked) is taken


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("a", "b", "c"), ("a", "b", "c"), True),
        (("a", "b", "c"), ("a", "b"), True),
        (("a", "b"), ("a", "c"), False),
        (("a",), ("a",), False),  # one post in common is chance
        (("a", "b", "c"), ("a", "b", "d"), False),
        ((), (), False),
    ],
)
def test_two_feeds_with_the_same_posts_are_one(one: tuple[str, ...], other: tuple[str, ...], *, same: bool) -> None:
    assert is_same(one, other) is same


@pytest.mark.parametrize(
    ("url", "body", "parked"),
    [
        ("https://ben.example/", b"<h1>This domain has expired</h1>", True),
        ("https://ben.example/", b"<p>The domain name <b>ben.example</b> is for sale</p>", True),
        ("https://www.hugedomains.com/x", b"", True),
        ("https://ben.example/", b"<p>My bicycle is for sale</p>", False),
    ],
)
def test_a_name_for_sale_is_told(url: str, body: bytes, *, parked: bool) -> None:
    assert is_parked(url, body) is parked


@pytest.mark.parametrize(
    ("folder", "category", "kind"),
    [
        ("Blogs", "", "blog"),
        ("Town/What's on", "", "events"),
        ("Councils", "", "council"),
        ("Brighton Bloggers", "", ""),
        ("Blogs", "/press", "press"),
        ("", "", ""),
    ],
)
def test_a_folder_may_be_called_after_a_kind(folder: str, category: str, kind: str) -> None:
    assert kind_of(folder, category) == kind
    assert kind_of(folder, category, is_calendar=True) == "events"


def test_what_was_taken_may_be_taken_back_for_a_week() -> None:
    assert may_undo(NOON, None, NOON + UNDO_FOR)
    assert may_undo(NOON, NOON - DAY, NOON)
    assert not may_undo(NOON, None, NOON + UNDO_FOR + DAY)
    assert not may_undo(NOON, NOON + DAY, NOON + DAY)
    assert not may_undo(None, None, NOON)
