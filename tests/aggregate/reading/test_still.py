"""Is it the same document, but for the time it was made at?"""

import time

import pytest

from hub.aggregate.reading.still import body_hash, still_hash
from tests.aggregate.reading.documents import atom, post, rss

BUILT = "<lastBuildDate>Mon, 01 Jun 2026 {}:00:00 GMT</lastBuildDate><pubDate>{}</pubDate>"


def test_a_new_build_date_changes_the_bytes_and_not_the_document() -> None:
    morning, noon = (rss(post(1), head=BUILT.format(hour, hour)) for hour in ("08", "12"))
    assert body_hash(morning) != body_hash(noon)
    assert still_hash(morning) == still_hash(noon)


@pytest.mark.parametrize("noise", ["<updated>{}</updated>", "<!-- generated at {} -->", "<dc:date>{}</dc:date>"])
def test_what_a_head_says_of_its_time_is_noise(noise: str) -> None:
    assert still_hash(atom(post(1), head=noise.format(1))) == still_hash(atom(post(1), head=noise.format(2)))


def test_the_head_may_stand_behind_the_entries() -> None:
    first = rss(post(1)).replace(b"</channel>", b"<lastBuildDate>1</lastBuildDate></channel>")
    assert still_hash(first) == still_hash(first.replace(b">1</last", b">2</last"))
    far = rss(post(1)).replace(b"</channel>", b"<pubDate>1</pubDate>" + b"<x/>" * 9_000 + b"</channel>")
    assert still_hash(far) == still_hash(far.replace(b"<pubDate>1<", b"<pubDate>2<"))


@pytest.mark.parametrize(
    "change", [(b"Words", b"words"), (b"10:00:00 GMT", b"11:00:00 GMT"), (b"blog", b"log"), (b"</item>", b"</item> ")]
)
def test_everything_else_counts(change: tuple[bytes, bytes]) -> None:
    body = rss(post(2), post(1), head=BUILT.format(1, 1))
    assert still_hash(body) != still_hash(body.replace(*change))


def test_the_stamps_of_a_calendars_export_are_noise_and_its_events_are_not() -> None:
    diary = b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nSUMMARY:Quiz\r\nEND:VEVENT\r\n"
    assert still_hash(diary) == still_hash(diary.replace(b"P:20260101", b"P:20260102"))
    assert still_hash(diary) != still_hash(diary.replace(b"Quiz", b"Choir"))
    assert body_hash(diary) != still_hash(diary)


@pytest.mark.parametrize("body", [b"", b"no feed", b'{"items": []}', b"<rss><channel><item>cut off", b"<item>" * 3])
def test_any_bytes_have_a_hash(body: bytes) -> None:
    assert len(still_hash(body)) == 32


@pytest.mark.parametrize("start", [b"<updated", b"<!--", b"<updated>", b"<item>", b"</item", b"<x:item"])
def test_hostile_bytes_are_hashed_in_a_moment(start: bytes) -> None:
    begun = time.process_time()
    still_hash(start * 200_000)
    assert time.process_time() - begun < 0.4
