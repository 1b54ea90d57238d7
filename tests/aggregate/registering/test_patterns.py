"""Each platform keeps its feeds where it always does; what tells no feed is asked instead."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.aggregate.registering.patterns import at_platform, by_shape, of_channel, without_feeds

CHANNEL = "UCabcdefghijklmnopqrstuv"
VIDEOS = "https://www.youtube.com/feeds/videos.xml"
FLICKR = "https://www.flickr.com/services/feeds/"
HALL = "https://calendar.google.com/calendar/ical/hall%40group.calendar.google.com/public/basic.ics"


def _urls(url: str) -> list[str]:
    return [feed.url for feed in at_platform(url)]


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        (f"https://www.youtube.com/channel/{CHANNEL}", [f"{VIDEOS}?channel_id={CHANNEL}"]),
        (f"https://m.youtube.com/channel/{CHANNEL}/videos", [f"{VIDEOS}?channel_id={CHANNEL}"]),
        ("https://www.youtube.com/user/wherrybridgetc", [f"{VIDEOS}?user=wherrybridgetc"]),
        ("https://www.youtube.com/playlist?list=PLabc_123", [f"{VIDEOS}?playlist_id=PLabc_123"]),
        ("https://youtu.be/watch?v=x&list=PLabc", [f"{VIDEOS}?playlist_id=PLabc"]),
        ("https://www.youtube.com/@ben", []),
        ("https://www.youtube.com/channel/short", []),
        ("https://www.youtube.com/", []),
        ("https://www.flickr.com/photos/12345@N01/", [f"{FLICKR}photos_public.gne?id=12345@N01&format=rss_200"]),
        ("https://flickr.com/people/12345%40N01", [f"{FLICKR}photos_public.gne?id=12345@N01&format=rss_200"]),
        (
            "https://www.flickr.com/photos/12345@N01/albums/72157",
            [f"{FLICKR}photoset.gne?set=72157&nsid=12345@N01&format=rss_200"],
        ),
        (
            "https://www.flickr.com/groups/484016@N23/pool/",
            [f"{FLICKR}groups_pool.gne?id=484016@N23&format=rss_200"],
        ),
        ("https://www.flickr.com/photos/ben/", []),
        ("https://www.flickr.com/services/12345@N01", []),
        ("https://bsky.app/profile/ben.example", ["https://bsky.app/profile/ben.example/rss"]),
        ("https://bsky.app/", []),
        ("https://www.reddit.com/r/wherrybridge/", ["https://www.reddit.com/r/wherrybridge/.rss"]),
        ("https://old.reddit.com/r/wherrybridge/new", ["https://www.reddit.com/r/wherrybridge/.rss"]),
        ("https://reddit.com/u/ben", ["https://www.reddit.com/user/ben/.rss"]),
        ("https://reddit.com/about", []),
        ("https://medium.com/@ben", ["https://medium.com/feed/@ben"]),
        ("https://medium.com/wherrybridge/a-post", ["https://medium.com/feed/wherrybridge"]),
        ("https://medium.com/tag/wherrybridge", ["https://medium.com/feed/tag/wherrybridge"]),
        ("https://medium.com/tag", []),
        ("https://medium.com/", []),
        ("https://ben.medium.com/a-post", ["https://ben.medium.com/feed"]),
        ("https://ben.tumblr.com/", ["https://ben.tumblr.com/rss"]),
        (
            "https://ben.tumblr.com/tagged/wherrybridge",
            ["https://ben.tumblr.com/tagged/wherrybridge/rss", "https://ben.tumblr.com/rss"],
        ),
        ("https://www.tumblr.com/ben", ["https://ben.tumblr.com/rss"]),
        ("https://www.tumblr.com/blog/view/ben", ["https://ben.tumblr.com/rss"]),
        ("https://www.tumblr.com/a.b", []),
        ("https://ben.blogspot.com/2026/03/bins.html", ["https://ben.blogspot.com/feeds/posts/default"]),
        (
            "https://ben.blogspot.co.uk/search/label/Wherry%20Bridge",
            [
                "https://ben.blogspot.co.uk/feeds/posts/default/-/Wherry%20Bridge",
                "https://ben.blogspot.co.uk/feeds/posts/default",
            ],
        ),
        ("https://ben.substack.com/p/bins", ["https://ben.substack.com/feed"]),
        ("https://ben.substack.com/feed", []),
        ("https://substack.com/@ben", []),
        ("https://vimeo.com/ben", ["https://vimeo.com/ben/videos/rss"]),
        ("https://vimeo.com/12345", []),
        ("https://calendar.google.com/calendar/embed?src=hall%40group.calendar.google.com", [HALL]),
        ("https://ben.example/channel/x", []),
        ("https://notyoutube.com/user/ben", []),
    ],
)
def test_a_platform_keeps_its_feeds_where_it_always_does(page: str, feeds: list[str]) -> None:
    assert _urls(page) == feeds


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("https://social.example/@ben", ["https://social.example/@ben.rss"]),
        ("https://social.example/@ben/1234", ["https://social.example/@ben.rss"]),
        ("https://social.example/@ben/tagged/bins", ["https://social.example/@ben/tagged/bins.rss"]),
        ("https://social.example/tags/wherrybridge", ["https://social.example/tags/wherrybridge.rss"]),
        ("https://social.example/users/ben", ["https://social.example/users/ben.rss"]),
        ("https://social.example/tags", []),
        ("https://social.example/about", []),
        ("https://social.example/@ben@other.example", []),
        ("https://social.example/", []),
        ("https://[broken", []),
    ],
)
def test_a_server_of_mastodon_has_feeds_by_the_look_of_its_addresses(page: str, feeds: list[str]) -> None:
    assert [feed.url for feed in by_shape(page)] == feeds


def test_who_gives_no_feed_is_known_by_name() -> None:
    assert without_feeds("https://www.facebook.com/groups/1") == "Facebook"
    assert without_feeds("https://notfacebook.com/") == ""


def test_only_the_id_of_a_channel_is_one() -> None:
    assert (of_channel(CHANNEL), of_channel("UC&x=1"), of_channel("")) == (f"{VIDEOS}?channel_id={CHANNEL}", "", "")


@settings(max_examples=40)
@given(st.text(max_size=60))
def test_hostile_paths_break_nothing(path: str) -> None:
    for host in (
        "www.youtube.com",
        "www.flickr.com",
        "medium.com",
        "ben.tumblr.com",
        "calendar.google.com",
        "x.example",
    ):
        url = f"https://{host}/{path}"
        assert all(feed.url.startswith("https://") for feed in (*at_platform(url), *by_shape(url)))
