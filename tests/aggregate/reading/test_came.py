"""What came with an entry: how long it sounds, and what is to be seen."""

import json

import pytest

from hub.aggregate.reading.document import Attachment
from hub.aggregate.reading.lasting import seconds
from tests.aggregate.reading.documents import read, rss

SOUND = '<enclosure url="https://cdn.example/1.mp3" type="audio/mpeg" length="9"/>'
PHOTO = "https://img.example/1.jpg"


def attachments(inside: str) -> tuple[Attachment, ...]:
    (entry,) = read(rss(f"<guid>1</guid><title>Hi</title>{inside}")).entries
    return entry.attachments


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("1:02:03", 3723),
        ("62:03", 3723),
        ("3723", 3723),
        (" 3723.9 ", 3723),
        ("00:00:07.5", 7),
        ("0", None),
        ("", None),
        ("soon", None),
        ("-5", None),
        ("999999", None),
        ("\u0663:\u0660\u0660", None),
    ],
)
def test_a_time_is_read_as_people_write_it(said: str, meant: int | None) -> None:
    assert seconds(said) == meant


def test_a_podcast_says_how_long_its_episode_is() -> None:
    (sound,) = attachments(f"{SOUND}<itunes:duration>20:30</itunes:duration>")
    assert sound.seconds == 1230


def test_of_several_sounds_nobody_knows_which_is_meant() -> None:
    other = SOUND.replace("1.mp3", "2.mp3")
    assert [each.seconds for each in attachments(f"{SOUND}{other}<itunes:duration>20:30</itunes:duration>")] == [
        None
    ] * 2


def test_a_picture_does_not_last() -> None:
    (photo,) = attachments(f'<media:content url="{PHOTO}" type="image/jpeg"/><itunes:duration>9</itunes:duration>')
    assert photo.seconds is None


def test_a_medium_describes_itself() -> None:
    medium = f'<media:content url="{PHOTO}" duration="61"><media:title>Mill</media:title>'
    (photo,) = attachments(
        f"{medium}<media:description>A &lt;b&gt;mill&lt;/b&gt; in fog</media:description></media:content>"
    )
    assert (photo.title, photo.words, photo.seconds) == ("Mill", "A mill in fog", 61)


@pytest.mark.parametrize(("alt", "words"), [("A mill in fog", "A mill in fog"), ("", ""), ("1.jpg", "")])
def test_words_for_a_picture_are_found_in_the_text_beside_it(alt: str, words: str) -> None:
    text = f"&lt;p&gt;&lt;img src='{PHOTO}' alt='{alt}'&gt; In May.&lt;/p&gt;"
    (photo,) = attachments(f'<description>{text}</description><media:content url="{PHOTO}" type="image/jpeg"/>')
    assert photo.words == words


def test_a_json_feed_has_pictures_and_times_too() -> None:
    item = {"id": "1", "title": "Hi", "image": PHOTO}
    sound = {"url": "https://cdn.example/1.mp3", "mime_type": "audio/mpeg", "duration_in_seconds": 90}
    same = {"url": PHOTO, "mime_type": "image/jpeg"}
    for extra, found in (
        ({}, [Attachment(PHOTO, "image")]),
        (
            {"attachments": [sound]},
            [Attachment("https://cdn.example/1.mp3", "audio/mpeg", seconds=90), Attachment(PHOTO, "image")],
        ),
        ({"attachments": [same]}, [Attachment(PHOTO, "image/jpeg")]),
    ):
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "B", "items": [item | extra]}
        (entry,) = read(json.dumps(feed).encode()).entries
        assert list(entry.attachments) == found


def test_a_broken_podcast_still_says_how_long_it_is() -> None:
    broken = rss(f"<guid>1</guid><title>Hi & ho</title>{SOUND}<itunes:duration>20:30</itunes:duration>")
    (entry,) = read(broken).entries
    assert entry.attachments[0].seconds == 1230
