"""Which entry is which, whatever the publisher put into its guids."""

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
