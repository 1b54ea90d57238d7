"""Which entry is which, whatever the publisher put into its guids."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.reading.document import Note
from tests.aggregate.reading.documents import read, rss


def item(guid: str, link: str, title: str = "x", day: int = 1) -> str:
    said = f"<guid isPermaLink='false'>{guid}</guid>" if guid else ""
    where = f"<link>https://ben.example/{link}</link>" if link else ""
    return f"<title>{title}</title>{said}{where}<pubDate>{day:02d} May 2026 10:00:00 GMT</pubDate>"


def guids(*items: str) -> list[str]:
    return sorted(entry.guid for entry in read(rss(*items)).entries)


def test_a_good_guid_is_the_identity() -> None:
    assert guids(item("a", "1"), item("b", "2")) == ["a", "b"]


def test_without_guids_the_links_tell_apart() -> None:
    feed = read(rss(item("", "1?utm_source=rss"), item("", "2")))
    assert sorted(entry.guid for entry in feed.entries) == ["https://ben.example/1", "https://ben.example/2"]
    assert feed.notes == {Note.NO_IDS}


def test_one_guid_for_all_is_not_believed() -> None:
    feed = read(rss(item("0", "1"), item("0", "2")))
    assert sorted(entry.guid for entry in feed.entries) == ["https://ben.example/1", "https://ben.example/2"]
    assert feed.notes == {Note.REPEATED_IDS}


def test_with_one_link_for_all_date_and_title_tell_apart() -> None:
    same = [item("", "news", title, day) for title, day in (("a", 1), ("a", 2), ("b", 2))]
    assert len(set(guids(*same))) == 3
    assert guids(*same) == guids(*reversed(same))
    assert all(guid.startswith("hub:") for guid in guids(*same))


def test_the_same_entry_twice_is_one() -> None:
    feed = read(rss(item("a", "1"), item("a", "1"), item("b", "2")))
    assert sorted(entry.guid for entry in feed.entries) == ["a", "b"]
    assert feed.notes == frozenset()


def test_one_bad_guid_among_many_does_not_cost_the_others_theirs() -> None:
    good = [item(f"g{number}", f"{number}") for number in range(30)]
    missing = guids(*good, item("", "x"))
    assert {f"g{number}" for number in range(30)} < set(missing)
    doubled = read(rss(*good, *(item(f"h{n}", f"h{n}") for n in range(30)), item("d", "x"), item("d", "y")))
    assert len({entry.guid for entry in doubled.entries}) == 62
    assert "d" not in {entry.guid for entry in doubled.entries}
    assert doubled.notes == {Note.REPEATED_IDS}


def test_one_doubled_link_among_many_does_not_cost_the_others_theirs() -> None:
    feed = read(rss(*(item("", f"{number}") for number in range(60)), item("", "x", "a"), item("", "x", "b")))
    assert len({entry.guid for entry in feed.entries}) == 62
    assert sum(entry.guid.startswith("hub:") for entry in feed.entries) == 2


def test_a_guid_longer_than_its_cap_stays_one_of_a_kind() -> None:
    long = "g" * 2_000
    first, second = guids(item(long + "a", "1"), item(long + "b", "2"))
    assert first != second
    assert max(len(first), len(second)) <= 1_000


@pytest.mark.parametrize("sign", ["g", "é", "京", "🦊"])
@pytest.mark.parametrize("length", [250, 251, 999, 1_000, 1_001, 2_000])
def test_a_guid_is_at_most_a_thousand_bytes_in_any_script(sign: str, length: int) -> None:
    first, second = guids(item(sign * length + "a", "1"), item(sign * length + "b", "2"))
    assert first != second
    assert max(len(first.encode()), len(second.encode())) <= 1_000


def test_guids_that_look_the_same_are_the_same() -> None:
    feed = read(rss(item("a\u200b", "1"), item("a", "2")))
    assert sorted(entry.guid for entry in feed.entries) == ["https://ben.example/1", "https://ben.example/2"]


OLD = [item(f"g{number}", f"{number}") for number in range(20)]


@pytest.mark.parametrize(
    ("items", "way"),
    [
        (OLD, "guid"),
        ([item("", "1"), item("", "2")], "link"),
        ([item("0", "1"), item("0", "2")], "link"),
        ([item("", "news", "a"), item("", "news", "b")], "made"),
    ],
)
def test_the_first_document_chooses_what_tells_its_entries_apart(items: list[str], way: str) -> None:
    assert read(rss(*items)).identity == way


def test_an_empty_document_chooses_nothing_and_forgets_nothing() -> None:
    assert read(rss()).identity == ""
    assert read(rss(), identity="link").identity == "link"


def test_a_choice_nobody_knows_is_made_anew() -> None:
    assert read(rss(*OLD), identity="by feel").identity == "guid"


def test_two_posts_without_a_guid_do_not_make_the_twenty_before_them_new() -> None:
    first = read(rss(*OLD))
    second = read(rss(item("", "n1"), item("", "n2"), *OLD), identity=first.identity)
    assert second.identity == "guid"
    new = {entry.guid for entry in second.entries} - {entry.guid for entry in first.entries}
    assert new == {"https://ben.example/n1", "https://ben.example/n2"}


def test_a_repeated_guid_costs_only_its_own_entries_theirs() -> None:
    same = [item("0", f"n{number}") for number in range(10)]
    feed = read(rss(*same, *OLD), identity="guid")
    assert {f"g{number}" for number in range(20)} < {entry.guid for entry in feed.entries}
    assert len(feed.entries) == 30


def test_guids_that_come_later_do_not_make_old_posts_new() -> None:
    bare = [item("", f"{number}") for number in range(20)]
    first = read(rss(*bare))
    second = read(rss(*OLD), identity=first.identity)
    assert {entry.guid for entry in second.entries} == {entry.guid for entry in first.entries}


def test_a_post_without_a_guid_never_takes_the_guid_of_another() -> None:
    taken = [item("https://ben.example/5", "elsewhere"), item("", "5"), *OLD[6:]]
    feed = read(rss(*taken), identity="guid")
    assert len(feed.entries) == len(taken)


POSTS = st.tuples(st.sampled_from(["", "0", "a", "b"]), st.sampled_from("xyz"), st.integers(1, 28))


@given(st.lists(POSTS, max_size=12), st.sampled_from(["guid", "link", "made"]))
def test_no_later_document_changes_the_choice(said: list[tuple[str, str, int]], way: str) -> None:
    posts = [item(guid, link, f"{at}", day) for at, (guid, link, day) in enumerate(said)]
    feed = read(rss(*posts), identity=way)
    assert feed.identity == way
    assert len(feed.entries) == len(posts)
