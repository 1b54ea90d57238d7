"""Sites shaped as real ones are: each platform, on loopback, is asked little and found right."""

from collections.abc import Iterator

import pytest

from hub.aggregate.registering.found import FeedLink, FoundSite, What
from hub.aggregate.registering.rules import ENOUGH_PAGES, MOST_ASKS, MOST_FEEDS
from hub.duties import discovering
from hub.duties.discovering import discover
from hub.duties.eyes import Eyes
from hub.kit.clock import now
from hub.kit.saying import Saying
from hub.net.door import Door
from tests.duties.at_once import AtOnce
from tests.duties.publisher import Publisher, publishing

ALTERNATE = "<link rel=alternate type='{}' href='{}' title='{}'>"
RSS, ATOM = "application/rss+xml", "application/atom+xml"
BAD = (
    *("javascript:alert(1)", "data:,x", "file:///etc/passwd", "http://[1.2.3]/feed", "http://[::1::2]/feed"),
    *(
        "http://a:b@c.example/feed",
        "//[x/feed",
        "http://\\\\feed",
        "http:///feed",
        "https://%00/feed",
        "http://x:99999/",
    ),
)
HALL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//hall//EN
X-WR-CALNAME:Village hall
BEGIN:VEVENT
UID:1
DTSTAMP:20260101T000000Z
SUMMARY:Coffee morning
URL:https://hall.example/coffee
DTSTART:20260106T100000Z
RRULE:FREQ=WEEKLY
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


@pytest.fixture
def ben() -> Iterator[Publisher]:
    with publishing() as publisher:
        yield publisher


@pytest.fixture
def eyes(ben: Publisher) -> Eyes:
    return Eyes(Door(allow_private_networks=(ben.host,), host_pause=0), AtOnce())  # type: ignore[arg-type] # stands in


def posts(title: str, *names: str, label: str = "") -> str:
    """Write a feed whose posts have links, so that two feeds of one site can be told apart."""
    labelled = f"<category>{label}</category>" if label else ""
    items = "".join(
        f"<item><title>{name}</title><link>https://ben.example/{name}</link><guid>{name}</guid>"
        f"<pubDate>Tue, 03 Mar 2026 12:00:00 GMT</pubDate>{labelled}</item>"
        for name in names
    )
    return f"<rss version='2.0'><channel><title>{title}</title>{items}</channel></rss>"


def _site(eyes: Eyes, typed: str, *about: str) -> FoundSite:
    found = discover(eyes, typed, now(), about)
    assert isinstance(found, FoundSite)
    return found


def _paths(found: FoundSite, ben: Publisher) -> list[tuple[str, What]]:
    return [(feed.url.rpartition(ben.host)[2], feed.what) for feed in found.feeds]


def wordpress(ben: Publisher, more: str = "", label: str = "") -> str:
    """Set up a blog of WordPress: posts, comments, and the same posts as Atom."""
    head = "<meta name=generator content='WordPress 6.8'>" + ALTERNATE.format(RSS, "/feed/", "Ben » Feed")
    head += ALTERNATE.format(RSS, "/comments/feed/", "Ben » Comments Feed")
    head += ALTERNATE.format("application/json", "/wp-json/wp/v2/pages/1", "JSON")
    ben.says("/feed/", body=posts("Ben", "bins", "cup", label=label))
    ben.says("/comments/feed/", body=posts("Comments for Ben", "nice"))
    return ben.says("/", body=f"<title>Ben</title>{head}{more}")


def test_wordpress_gives_posts_then_comments(ben: Publisher, eyes: Eyes) -> None:
    found = _site(eyes, wordpress(ben))
    assert _paths(found, ben) == [("/feed/", What.POSTS), ("/comments/feed/", What.COMMENTS)]
    assert ben.asked == ["/", "/feed/", "/comments/feed/"]


def test_wordpress_gives_the_feed_of_the_tag_that_is_called_like_the_place(ben: Publisher, eyes: Eyes) -> None:
    links = "".join(f"<a rel=tag href='/tag/{name}/'>{name}</a>" for name in ("bins", "wherrybridge", "tax"))
    ben.says("/tag/wherrybridge/feed/", body=posts("Wherrybridge – Ben", "cup"))
    found = _site(eyes, wordpress(ben, links), "Wherrybridge")
    assert _paths(found, ben) == [
        ("/feed/", What.POSTS),
        ("/tag/wherrybridge/feed/", What.TOPIC),
        ("/comments/feed/", What.COMMENTS),
    ]
    assert "/tag/bins/feed/" not in ben.asked


def test_wordpress_gives_the_feed_of_a_label_no_page_leads_to(ben: Publisher, eyes: Eyes) -> None:
    ben.says("/category/wherrybridge/feed/", body=posts("Wherrybridge – Ben", "cup"))
    found = _site(eyes, wordpress(ben, label="Wherrybridge"), "Wherrybridge")
    assert ("/category/wherrybridge/feed/", What.TOPIC) in _paths(found, ben)


def test_without_a_tag_for_the_place_a_few_others_are_offered(ben: Publisher, eyes: Eyes) -> None:
    links = "".join(f"<a href='/category/c{number}/'>C{number}</a>" for number in range(30))
    ben.says("/category/c1/feed/", body=posts("C1 – Ben", "c1"))
    found = _site(eyes, wordpress(ben, links), "Wherrybridge")
    assert ("/category/c1/feed/", What.TOPIC) in _paths(found, ben)
    assert "/category/c9/feed/" not in ben.asked


def test_the_page_of_a_tag_gives_its_own_feed_first(ben: Publisher, eyes: Eyes) -> None:
    wordpress(ben)
    head = "<meta name=generator content='WordPress 6.8'>" + ALTERNATE.format(RSS, "/feed/", "Ben » Feed")
    page = ben.says("/tag/cup/", body=head)
    ben.says("/tag/cup/feed/", body=posts("Cup – Ben", "cup"))
    assert _paths(_site(eyes, page), ben)[0] == ("/tag/cup/feed/", What.TOPIC)


def test_blogger_gives_its_posts_once_though_it_names_them_twice(ben: Publisher, eyes: Eyes) -> None:
    head = "<meta content=blogger name=generator>" + ALTERNATE.format(ATOM, "/feeds/posts/default", "Ben - Atom")
    head += ALTERNATE.format(RSS, "/feeds/posts/default?alt=rss", "Ben - RSS")
    page = ben.says("/", body=f"{head}<a rel=tag href='/search/label/Wherrybridge'>Wherrybridge</a>")
    for path in ("/feeds/posts/default", "/feeds/posts/default?alt=rss"):
        ben.says(path, body=posts("Ben", "bins", "cup"))
    ben.says("/feeds/posts/default/-/Wherrybridge", body=posts("Ben", "cup"))
    found = _site(eyes, page, "Wherrybridge")
    assert _paths(found, ben) == [
        ("/feeds/posts/default", What.POSTS),
        ("/feeds/posts/default/-/Wherrybridge", What.TOPIC),
    ]
    assert found.feeds[0].also == (f"http://{ben.host}/feeds/posts/default?alt=rss",)


@pytest.mark.parametrize(
    ("generator", "feed"),
    [
        ("Ghost 5.8", "/rss/"),
        ("Drupal 10", "/rss.xml"),
        ("Wix.com", "/blog-feed.xml"),
        ("Hugo 0.155", "/index.xml"),
        ("Jadu", "/rss/news"),
        ("Squarespace", "/?format=rss"),
    ],
)
def test_a_platform_whose_page_names_nothing_is_asked_where_it_has_its_feed(
    ben: Publisher, eyes: Eyes, generator: str, feed: str
) -> None:
    page = ben.says("/", body=f"<meta name=generator content='{generator}'>")
    ben.says(feed, body=posts("Ben", "bins"))
    assert _paths(_site(eyes, page), ben) == [(feed, What.POSTS)]
    assert len(ben.asked) <= 5


def test_a_councils_meetings_are_read_from_their_page_and_its_feed_is_found(ben: Publisher, eyes: Eyes) -> None:
    page = ben.says("/mgListCommittees.aspx?bcr=1", body="<title>Committees</title>")
    ben.says("/mgRss.aspx?XXR=0", body=posts("Council", "agenda"))
    assert _paths(_site(eyes, page), ben) == [("/mgRss.aspx?XXR=0", What.POSTS)]


def test_mastodon_names_the_feed_of_a_person_or_is_asked_for_it(ben: Publisher, eyes: Eyes) -> None:
    ben.says("/@ben", body=ALTERNATE.format(RSS, "/@ben.rss", "Ben"))
    ben.says("/@ben.rss", body=posts("Ben", "toot"))
    ben.says("/tags/wherrybridge", body="<title>#wherrybridge</title>")
    ben.says("/tags/wherrybridge.rss", body=posts("#wherrybridge", "toot of many"))
    assert _paths(_site(eyes, f"http://{ben.host}/@ben"), ben)[0][0] == "/@ben.rss"
    assert _paths(_site(eyes, f"http://{ben.host}/tags/wherrybridge"), ben)[0][0] == "/tags/wherrybridge.rss"


def test_a_platform_whose_address_tells_its_feed_is_asked_for_nothing_else(
    ben: Publisher, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = ben.says("/feeds/videos.xml", body=posts("Town council", "meeting"))
    monkeypatch.setattr(discovering, "at_platform", lambda _: (FeedLink(feed),))
    found = _site(eyes, f"http://{ben.host}/channel/x")
    assert (found.title, [each.url for each in found.feeds]) == ("Town council", [feed])
    assert ben.asked == ["/feeds/videos.xml"]


def test_where_a_platform_has_no_feed_at_its_usual_address_the_page_is_asked(
    ben: Publisher, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ben.says("/ben", body=ALTERNATE.format(RSS, "/other", "Ben"))
    ben.says("/other", body=posts("Ben", "bins"))
    monkeypatch.setattr(discovering, "at_platform", lambda _: (FeedLink(f"http://{ben.host}/gone"),))
    assert _paths(_site(eyes, page), ben) == [("/other", What.POSTS)]


def test_a_channel_is_found_by_the_id_its_page_names(
    ben: Publisher, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = ben.says("/@ben", body="<meta itemprop=identifier content=UCabcdefghijklmnopqrstuv>")
    feed = ben.says("/feeds/videos.xml", body=posts("Ben films", "film"))
    monkeypatch.setattr(discovering, "of_channel", lambda channel: feed if channel else "")
    assert _paths(_site(eyes, page), ben)[0] == ("/feeds/videos.xml", What.POSTS)


@pytest.mark.parametrize(
    "way",
    [
        ALTERNATE.format("text/calendar", "/hall.ics", "Village hall"),
        "<a href='/hall.ics'>Calendar</a>",
        "<a href='webcal://{host}/hall.ics'>Subscribe</a>",
    ],
)
def test_a_calendar_is_found_with_its_next_events(ben: Publisher, eyes: Eyes, way: str) -> None:
    page = ben.says("/", body=way.replace("{host}", ben.host))
    ben.says("/hall.ics", body=HALL, Content_Type="text/calendar")
    # webcal names no scheme: where the page has no TLS, its calendar has none either.
    found = _site(eyes, page)
    (feed,) = found.feeds
    assert (feed.what, feed.reads, feed.title) == (What.CALENDAR, "events", "Village hall")
    assert (feed.entries[0].title, feed.entries[0].link) == ("Coffee morning", "https://hall.example/coffee")


def test_the_address_of_a_calendar_will_do_however_it_begins(ben: Publisher, eyes: Eyes) -> None:
    ben.says("/hall.ics", body=HALL)
    found = _site(eyes, f"webcal://{ben.host}/hall.ics")
    assert [feed.what for feed in found.feeds] == [What.CALENDAR]
    assert "webcal:" in str(found.mended)


def test_feeds_named_in_a_header_are_found(ben: Publisher, eyes: Eyes) -> None:
    page = ben.says("/", body="<title>Ben</title>", Link='</feed>; rel="alternate"; type="application/rss+xml"')
    ben.says("/feed", body=posts("Ben", "bins"))
    assert _paths(_site(eyes, page), ben) == [("/feed", What.POSTS)]


def test_a_link_people_see_will_do_where_nothing_is_named_to_programs(ben: Publisher, eyes: Eyes) -> None:
    page = ben.says("/", body="<a href='/news/latest'>RSS</a>")
    ben.says("/news/latest", body=posts("Ben", "bins"))
    assert _paths(_site(eyes, page), ben) == [("/news/latest", What.POSTS)]


def test_a_site_that_shows_a_page_wherever_one_asks_is_left_alone_soon(ben: Publisher, eyes: Eyes) -> None:
    class Everywhere(dict[str, object]):
        def get(self, _path: str, _otherwise: object = None) -> object:
            return shown

    shown = ben.says("/", body="<title>Welcome</title>") and ben.answers["/"]
    ben.answers = Everywhere()  # type: ignore[assignment] # a dictionary that knows every path
    found = _site(eyes, f"http://{ben.host}/")
    assert found.feeds == ()
    assert ENOUGH_PAGES < len(ben.asked) <= ENOUGH_PAGES + 3


def test_a_site_that_leads_home_from_everywhere_offers_no_feed(ben: Publisher, eyes: Eyes) -> None:
    page = ben.says("/", body="<title>Welcome</title>")
    for path in ("/feed", "/rss.xml", "/feed.xml"):
        ben.says(path, 302, Location="/")
    assert _site(eyes, page).feeds == ()


def test_a_platform_without_feeds_is_named_and_not_asked(ben: Publisher, eyes: Eyes) -> None:
    told = discover(eyes, "facebook.com/wherrybridge", now())
    assert isinstance(told, Saying)
    assert "Facebook gives no feed" in str(told)


def test_a_page_that_asks_for_consent_first_is_told(
    ben: Publisher, eyes: Eyes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discovering, "host", lambda _: "consent.youtube.com")
    told = discover(eyes, ben.says("/", body="<title>Before you go on</title>"), now())
    assert isinstance(told, Saying)
    assert "agree to cookies" in str(told)


def test_a_hostile_page_makes_us_ask_no_more_than_a_look_may(ben: Publisher, eyes: Eyes) -> None:
    links = "".join(ALTERNATE.format(RSS, f"/{number}.xml", "x" * 30) for number in range(10_000))
    bad = "".join(ALTERNATE.format(RSS, url, "Bad") for url in BAD)
    inside = ALTERNATE.format(RSS, "http://10.0.0.1/feed", "Inside") + ALTERNATE.format(RSS, "http://[::1]/feed", "In")
    topics = "".join(f"<a rel=tag href='/tag/{number}/'>{number}</a>" for number in range(1_000))
    calendars = "".join(f"<a href='/{number}.ics'>{number}</a>" for number in range(1_000))
    page = ben.says("/", body=f"<meta name=generator content=WordPress>{bad}{inside}{links}{topics}{calendars}")
    for number in range(100):
        ben.says(f"/{number}.xml", body=posts("Feed", f"post-{number}"))
    found = _site(eyes, page, "Wherrybridge")
    assert 0 < len(found.feeds) <= MOST_FEEDS
    assert len(ben.asked) <= MOST_ASKS
    assert all(ben.host in feed.url for feed in found.feeds)


def test_five_megabytes_of_page_are_read_all_the_same(ben: Publisher, eyes: Eyes) -> None:
    head = ALTERNATE.format(RSS, "/feed", "Ben")
    page = ben.says("/", body=f"{head}<p>{'<a href=/x>x</a>' * 300_000}", Content_Type="text/html")
    ben.says("/feed", body=posts("Ben", "bins"))
    assert _paths(_site(eyes, page), ben) == [("/feed", What.POSTS)]
