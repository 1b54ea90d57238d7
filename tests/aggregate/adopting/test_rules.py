"""What comes in by the feed of a tag: who wrote it, how much a day, and nothing more of it than is shown."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.aggregate.adopting.rules import (
    MOST_CAP,
    Said,
    Stand,
    Terms,
    a_day,
    day_began,
    excerpted,
    is_cap,
    let_in,
    voice_of,
)
from hub.aggregate.reading.document import Attachment, Document, Entry
from hub.kit.text import words

OTHER = Said("Before it was edited", "", "")
NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)


def entry(number: int, author: str = "Ben", link: str | None = None) -> Entry:
    return Entry(
        guid=str(number),
        title=f"Post {number}",
        link=f"https://ben.example/{number}" if link is None else link,
        author=author,
        summary="The weir roars",
        html="<p>The weir roars, and much more</p>",
        text=words("The weir roars and much more"),
        attachments=(Attachment("https://ben.example/weir.jpg"),),
        digest=number.to_bytes(8),
    )


def document(*entries: Entry) -> Document:
    return Document("RSS 2.0", entries=entries, digests=b"".join(each.digest for each in entries))


@pytest.mark.parametrize(
    ("author", "link", "key", "name"),
    [
        ("", "https://m.example/@Ben/114", "@ben@m.example", "@Ben@m.example"),
        ("", "https://m.example/users/ben/statuses/114", "@ben@m.example", "@ben@m.example"),
        ("", "https://m.example/@mary@m.example/114", "@mary@m.example", "@mary@m.example"),
        ("", "https://m.example/@mary@b.example/114", "m.example @mary@b.example", "@mary@b.example"),
        ("Wilma W", "https://www.flickr.com/photos/wilma/1/", "flickr.com wilma", "Wilma W"),
        ("", "https://www.flickr.com/photos/12@N00/1/", "flickr.com 12@n00", "12@N00"),
        ("/u/otter", "https://www.reddit.com/r/weir/comments/1/", "reddit.com /u/otter", "/u/otter"),
        ("Ben", "https://ben.example/1", "ben.example ben", "Ben"),
        ("", "https://ben.example/1", "", ""),
        ("Ben", "", "", "Ben"),
        ("", "/@ben/1", "", ""),
        ("Ben", "/photos/ben/1", "", "Ben"),
        ("Ben", "http://[", "", "Ben"),
    ],
)
def test_who_wrote_a_post_is_told_by_where_it_lies(author: str, link: str, key: str, name: str) -> None:
    voice = voice_of(author, link)
    assert (voice.key, voice.name) == (key, name)


@given(st.text(max_size=30), st.text(max_size=30))
def test_a_name_taken_on_another_host_is_another_author(name: str, way: str) -> None:
    here, there = voice_of(name, f"https://a.example/{way}"), voice_of(name, f"https://b.example/{way}")
    assert here.key != there.key or here.key == ""


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_written_has_an_author_or_none(author: str, link: str) -> None:
    assert voice_of(author, link) == voice_of(voice_of(author, link).name or author, link)


def test_a_measure_is_between_one_and_fifty() -> None:
    assert [cap for cap in range(-1, MOST_CAP + 2) if not is_cap(cap)] == [-1, 0, 51]


def test_the_day_begins_at_midnight_of_the_place() -> None:
    assert day_began(datetime(2026, 7, 1, 23, 30, tzinfo=UTC), "Europe/London") == datetime(2026, 7, 1, 23, tzinfo=UTC)
    assert day_began(datetime(2026, 7, 1, 22, 30, tzinfo=UTC), "Europe/London") == datetime(2026, 6, 30, 23, tzinfo=UTC)


def test_how_much_a_day_comes_is_told_where_it_can_be() -> None:
    assert a_day([]) is None
    assert a_day([NOON]) is None
    assert a_day([NOON, NOON]) is None
    assert a_day([NOON, NOON + timedelta(hours=12), NOON + timedelta(days=1)]) == 2.0


def test_the_newest_come_in_while_there_is_room_and_the_rest_may_come_again() -> None:
    told = let_in(document(*map(entry, range(1, 6))), Terms(2, {}), known={"1": OTHER})
    assert [each.guid for each in told.entries] == ["1", "4", "5"]
    assert told.digests == b"".join(number.to_bytes(8) for number in (1, 4, 5))


@pytest.mark.parametrize("room", [0, -3])
def test_without_room_only_what_is_known_is_mended(room: int) -> None:
    told = let_in(document(entry(1), entry(2)), Terms(room, {}), known={"1": OTHER})
    assert [each.guid for each in told.entries] == ["1"]


def test_what_a_refused_author_wrote_takes_no_room_and_does_not_come_again() -> None:
    stands = {"ben.example tom": Stand.REFUSED, "ben.example ben": Stand.TRUSTED}
    told = let_in(document(entry(1), entry(2, "Tom"), entry(3, "Tom")), Terms(1, stands), known={})
    assert [each.guid for each in told.entries] == ["1"]
    assert len(told.digests) == 3 * 8


def test_where_a_place_has_to_be_named_the_rest_stays_out() -> None:
    told = let_in(document(entry(1), entry(2)), Terms(9, {}, needs_place=True), known={}, placed={"2"})
    assert [each.guid for each in told.entries] == ["2"]


def test_what_is_shown_as_it_is_told_is_not_read_once_more() -> None:
    shown = {"1": Said("Post 1", "The weir roars", "https://ben.example/1"), "2": OTHER}
    told = let_in(document(entry(1), entry(2)), Terms(0, {}), shown)
    assert [each.guid for each in told.entries] == ["2"]
    assert len(told.digests) == 2 * 8


def test_what_leads_nowhere_stays_out() -> None:
    assert let_in(document(entry(1, link="")), Terms(9, {}), known={}).entries == ()


def test_of_a_strangers_post_no_more_is_kept_than_is_shown() -> None:
    short = excerpted(entry(1))
    assert (short.html, short.attachments, short.text) == ("", (), words("The weir roars"))
    assert (short.title, short.summary, short.author, short.digest) == (
        "Post 1",
        "The weir roars",
        "Ben",
        (1).to_bytes(8),
    )


@given(st.lists(st.integers(1, 40), unique=True), st.integers(-2, 50), st.sets(st.integers(1, 40)))
def test_never_more_than_there_is_room_for(numbers: list[int], room: int, known: set[int]) -> None:
    whole = document(*map(entry, sorted(numbers)))
    told = let_in(whole, Terms(room, {}), known={str(each): OTHER for each in known})
    fresh = [each for each in told.entries if int(each.guid) not in known]
    assert len(fresh) == min(max(room, 0), len(set(numbers) - known))
    assert len(told.digests) == len(told.entries) * 8
