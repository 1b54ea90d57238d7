"""JSON Feed, and whatever types a publisher puts where."""

import json
from datetime import UTC, datetime

from hub.aggregate.reading.document import Attachment, Hints, Note
from tests.aggregate.reading.documents import read, refuse

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Ben & co",
    "home_page_url": "https://ben.example/",
    "feed_url": "https://ben.example/feed.json",
    "language": "en",
    "authors": [{"name": "Ben"}],
    "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
    "items": [
        {
            "id": 7,
            "url": "/7",
            "title": "1 < 2",
            "content_html": "<p>Hi</p>",
            "summary": "Short",
            "date_published": "2026-05-01T10:00:00+01:00",
            "date_modified": "2026-05-02T10:00:00Z",
            "tags": ["bins", 3, "food"],
            "attachments": [
                {"url": "a.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 5, "title": "A"},
                {"url": "data:x"},
                1,
            ],
        },
        {"id": "8", "external_url": "https://ada.example/", "content_text": "One\ntwo", "author": {"name": "Ada"}},
        "not an item",
    ],
}


def test_json_feed() -> None:
    feed = read(json.dumps(JSON_FEED).encode())
    assert (feed.dialect, feed.title, feed.site, feed.total) == ("JSON Feed 1.1", "Ben & co", "https://ben.example/", 2)
    assert feed.hints == Hints(hub="https://hub.example/", itself="https://ben.example/feed.json")
    eighth, seventh = feed.entries
    assert (seventh.guid, seventh.link, seventh.title, seventh.author) == ("7", "https://ben.example/7", "1 < 2", "Ben")
    assert seventh.published_at == datetime(2026, 5, 1, 9, tzinfo=UTC)
    assert seventh.labels == ("bins", "food")
    assert seventh.attachments == (Attachment("https://ben.example/a.mp3", "audio/mpeg", 5, "A"),)
    assert (eighth.link, eighth.html, eighth.author) == ("https://ada.example/", "<p>One<br>two</p>", "Ada")


def test_json_feed_of_the_wrong_types_is_read_as_far_as_it_goes() -> None:
    odd = {
        "version": "https://jsonfeed.org/version/1",
        "title": ["x"],
        "items": [{"id": True, "title": "\ud800x", "tags": "x"}],
    }
    feed = read(json.dumps(odd).encode())
    assert (feed.dialect, feed.title, feed.entries[0].title) == ("JSON Feed 1.0", "", "?x")
    assert Note.NO_IDS in feed.notes
    assert refuse(b'["https://jsonfeed.org/version/1"]').detail
