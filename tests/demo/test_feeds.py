import json
from calendar import timegm
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import feedparser
import pytest

from hub.demo.content import wherrybridge
from tests.demo.visitor import HREF, NOON, Visit, visit, voice

DIALECTS = {
    "council": "rss20",
    "planning": "rss20",
    "courier": "rss20",
    "gazette": "rss20",
    "police": "rss20",
    "library": "rss10",
    "school": "rss20",
    "surgery": "atom03",
    "noticeboard": "rss20",
    "boots": "rss20",
    "kilnpost": "atom10",
    "slowlane": "rss20",
    "netherlock": "atom10",
    "podcast": "rss20",
    "photos": "rss20",
}


@pytest.fixture(scope="module")
def cem() -> Iterator[Visit]:
    with visit() as seen:
        yield seen


@pytest.mark.parametrize(("slug", "dialect"), DIALECTS.items())
def test_a_feed_is_well_formed_and_whole(cem: Visit, slug: str, dialect: str) -> None:
    reply = cem.feed(slug)
    document = feedparser.parse(reply.content)
    assert (document.version, bool(document.bozo)) == (dialect, False)
    assert document.feed.title.startswith(voice(slug).name)
    assert len(document.entries) >= 5
    assert len({entry.id for entry in document.entries}) == len(document.entries)
    for entry in document.entries:
        assert entry.title
        assert entry.link.startswith(cem.town.url)
        published = entry.get("published_parsed") or entry.get("updated_parsed")
        assert NOON - timedelta(days=60) < datetime.fromtimestamp(timegm(published), UTC) <= NOON


def test_two_hundred_items_can_be_heard_on_the_first_evening(cem: Visit) -> None:
    heard = sum(len(feedparser.parse(cem.feed(slug).content).entries) for slug in DIALECTS)
    assert heard + len(cem.feed("tallbob").json()["items"]) >= 200


def test_tall_bob_speaks_json_feed(cem: Visit) -> None:
    reply = cem.feed("tallbob")
    assert reply.headers["content-type"].startswith("application/feed+json")
    document = json.loads(reply.content)
    assert document["version"] == "https://jsonfeed.org/version/1.1"
    assert all(item["content_html"] and item["date_published"].endswith("+00:00") for item in document["items"])


def test_a_link_in_a_post_leads_to_a_post(cem: Visit) -> None:
    targets = {
        target
        for slug in ("boots", "slowlane", "kilnpost", "netherlock", "courier")
        for entry in feedparser.parse(cem.feed(slug).content).entries
        for target in HREF.findall(entry.get("content", [{"value": entry.summary}])[0]["value"])
        if target.startswith(cem.town.url)
    }
    assert len(targets) >= 20
    for target in targets:
        assert cem.get(target).status_code == 200, target


def test_the_podcast_has_something_to_play(cem: Visit) -> None:
    episode = feedparser.parse(cem.feed("podcast").content).entries[0]
    sound = episode.enclosures[0]
    played = cem.get(sound.href)
    assert (played.headers["content-type"], len(played.content)) == ("audio/mpeg", int(sound.length))


def test_the_camera_club_says_where_what_and_how_it_may_be_used(cem: Visit) -> None:
    picture = feedparser.parse(cem.feed("photos").content).entries[0]
    assert picture.media_content[0]["url"].endswith(".jpg")
    assert cem.get(picture.media_content[0]["url"]).headers["content-type"] == "image/jpeg"
    assert picture.where["type"] == "Point"
    assert b"creativecommons.org/licenses/by/4.0/" in cem.feed("photos").content


def test_the_residents_feed_is_cut_off_in_the_middle(cem: Visit) -> None:
    body = cem.feed("residents").content
    assert not body.rstrip().endswith(b"</rss>")
    assert feedparser.parse(body).entries


def test_the_ramblers_have_a_web_page_where_their_feed_was(cem: Visit) -> None:
    reply = cem.feed("ramblers")
    assert (reply.status_code, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")


def test_one_post_carries_a_script_and_the_feed_hands_it_on_as_it_is() -> None:
    widget = wherrybridge().by_slug["boots-script"]
    with visit(datetime(2026, 5, 1, tzinfo=UTC)) as seen:
        assert "<script>" in widget.body
        assert b"<script>" in seen.feed("boots").content
