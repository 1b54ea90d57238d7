"""Links of every kind lead to feeds, calendars and topics; what only looks like one does not."""

import pytest

from hub.aggregate.registering.found import FeedLink, WebPage
from hub.aggregate.registering.pagelinks import of_header
from hub.aggregate.registering.webpage import MOST_NAMED, MOST_TOPICS, read_page

URL = "https://ben.example/blog/"
SITE = "https://ben.example"


def _page(html: str, link_header: str = "") -> WebPage:
    return read_page(html.encode(), content_type="text/html; charset=utf-8", url=URL, link_header=link_header)


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate type=application/rss href=/feed>",
        "<link rel=ALTERNATE type='application/x-rss+xml' href=/feed>",
        "<link rel=alternate type=text/xml href=/feed>",
        "<link rel=alternate type=application/xml href=/feed>",
        "<link rel=feed href=/feed>",
        "<link rel='alternate feed' type=application/feed+json href=/feed>",
        "<LINK REL=alternate HREF=/feed TYPE=application/atom+xml>",
    ],
)
def test_a_feed_is_named_in_many_ways(link: str) -> None:
    assert [feed.url for feed in _page(link).feeds] == [f"{SITE}/feed"]


@pytest.mark.parametrize(
    "link",
    [
        "<link rel=alternate type=text/xml href=/sitemap.xml>",
        "<link rel=alternate type=application/json href=/wp-json/feed>",
        "<link rel=alternate type=application/json+oembed href=/feed>",
        "<link rel=alternate hreflang=cy href=/cy/feed>",
        "<link rel=alternate type=application/rss+xml href='javascript:alert(1)'>",
        "<link rel=feed href=/other>",
        "<link type=application/rss+xml href=/feed>",
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(link: str) -> None:
    assert _page(link).feeds == ()


def test_a_feed_may_be_in_a_language_of_its_own() -> None:
    page = _page("<html lang=en-GB><link rel=alternate type=application/rss+xml href=/cy hreflang=cy title=Newyddion>")
    assert (page.language, page.feeds) == ("en-GB", (FeedLink(f"{SITE}/cy", "Newyddion", "cy"),))


@pytest.mark.parametrize(
    ("header", "urls"),
    [
        ('</feed>; rel="alternate"; type="application/rss+xml"; title="Ben, daily"', [f"{SITE}/feed"]),
        ("<https://b.example/f>;rel=alternate;type=application/atom+xml, </x>; rel=next", ["https://b.example/f"]),
        ('</wp-json/>; rel="https://api.w.org/"', []),
        ("</feed>; type=application/rss+xml", []),
        ("<javascript:x>; rel=alternate; type=application/rss+xml", []),
        ("</feed>; rel=alternate; type=application/rss+xml; title*=a; title*0=b", [f"{SITE}/feed"]),
        ("</feed>; rel*=UTF-8''alternate; type=application/rss+xml", [f"{SITE}/feed"]),
        ("", []),
        ("<" * 5_000, []),
        ("</feed>\r\nX: y; rel=alternate", []),
    ],
)
def test_a_header_names_feeds_too(header: str, urls: list[str]) -> None:
    assert [feed.url for feed in of_header(header, URL)] == urls
    assert [feed.url for feed in _page("<p>", header).feeds] == urls
    assert [feed.url for feed in _page("", header).feeds] == urls


@pytest.mark.parametrize(
    ("html", "url"),
    [
        ("<link rel=alternate type=text/calendar href=/events/?ical=1 title=Events>", f"{SITE}/events/?ical=1"),
        ("<a href='webcal://ben.example/hall.ics'>Subscribe</a>", f"{SITE}/hall.ics"),
        ("<a href='/hall.ICS'>Calendar</a>", f"{SITE}/hall.ICS"),
        ("<a href='/events?a=b&format=ical'>Calendar</a>", f"{SITE}/events?a=b&format=ical"),
        (
            "<iframe src='https://calendar.google.com/calendar/embed?src=hall@group.calendar.google.com'></iframe>",
            "https://calendar.google.com/calendar/ical/hall%40group.calendar.google.com/public/basic.ics",
        ),
        (
            "<a href='https://calendar.google.com/calendar/embed?src=hall@group.calendar.google.com'>All</a>",
            "https://calendar.google.com/calendar/ical/hall%40group.calendar.google.com/public/basic.ics",
        ),
    ],
)
def test_calendars_are_found_wherever_they_are_named(html: str, url: str) -> None:
    assert [each.url for each in _page(html).calendars] == [url]


@pytest.mark.parametrize(
    "html", ["<a href=/calendar>Calendar</a>", "<iframe src=/map></iframe>", "<a href='webcal://'>x</a>", "<a>.ics</a>"]
)
def test_what_is_no_calendar_is_not_taken_for_one(html: str) -> None:
    assert _page(html).calendars == ()


@pytest.mark.parametrize(
    ("html", "urls"),
    [
        ("<a href=/rss>All news</a>", [f"{SITE}/rss"]),
        ("<a href=/news.rss?x=1#y>All news</a>", [f"{SITE}/news.rss?x=1#y"]),
        ("<a href=/subscribe>By RSS</a>", [f"{SITE}/subscribe"]),
        ("<a href=/subscribe type=application/rss+xml>All</a>", [f"{SITE}/subscribe"]),
        ("<a href='https://feedly.com/i/subscription/feed'>RSS</a>", []),
        ("<a href='javascript:rss()'>RSS</a>", []),
        ("<a href=/press>Press</a><a>RSS</a>", []),
        ("".join(f"<a href=/{number}.rss>{number}</a>" for number in range(50)), [f"{SITE}/{n}.rss" for n in range(6)]),
    ],
)
def test_links_people_see_that_look_like_feeds_are_kept_in_mind(html: str, urls: list[str]) -> None:
    assert [each.url for each in _page(html).linked] == urls


def test_topics_are_told_from_other_pages_and_from_those_of_others() -> None:
    page = _page(
        "<a rel='tag nofollow' href=/t/bins>#Bins (12)</a><a href=/category/local-news/><img></a>"
        "<a rel=tag href='https://other.example/tag/x/'>x</a><a rel=author href=/ben>Ben</a><a href=/about>About</a>"
        "<a rel=tag href='javascript:x'>x</a>"
    )
    assert page.topics == (
        FeedLink(f"{SITE}/t/bins", "Bins"),
        FeedLink(f"{SITE}/category/local-news/", "local news"),
    )


def test_what_wrote_a_page_is_told_by_what_it_says_and_what_it_loads() -> None:
    assert "WordPress" in _page("<link rel='https://api.w.org/' href=/wp-json/>").generator
    assert "WordPress" in _page("<link rel=stylesheet href=/wp-content/themes/x.css>").generator
    assert "Squarespace" in _page("<link rel=preconnect href='https://images.squarespace.com'>").generator
    assert _page("<meta name=Generator content='Ghost 5'><link rel=icon href=/x>").generator == "Ghost 5"


def test_a_channel_is_told_by_its_id() -> None:
    channel = "UCabcdefghijklmnopqrstuv"
    assert _page(f"<meta itemprop=channelId content={channel}>").channel == channel
    leads = f"<link rel=canonical href='https://www.youtube.com/channel/{channel}'>"
    assert (_page(leads).channel, _page("<meta itemprop=identifier content=x>").channel) == (channel, "")


@pytest.mark.parametrize(
    ("html", "is_one"),
    [
        ("<div class='posts h-feed'>", True),
        ("<p class=h-entry></p><p class=h-entry></p>", True),
        ("<p class=h-entry>", False),
        ("<p class=hentry>", False),
    ],
)
def test_posts_marked_for_programs_are_seen(html: str, *, is_one: bool) -> None:
    assert _page(html).is_h_feed is is_one


def test_of_very_many_links_the_first_are_kept() -> None:
    links = "".join(f"<link rel=alternate type=application/rss+xml href=/{n}>" for n in range(10_000))
    topics = "".join(f"<a href=/tag/{n}/>{n}</a>" for n in range(2_000))
    page = _page(links + topics)
    assert (len(page.feeds), len(page.topics)) == (MOST_NAMED, MOST_TOPICS)


@pytest.mark.parametrize(
    "url", ["http://[1.2.3]/feed", "http://[::1::2]/tag/x/", "//[x/a.ics", "webcal://[1.2.3]/a.ics", "http://[zz]/rss"]
)
def test_an_address_nobody_can_take_apart_leads_nowhere(url: str) -> None:
    ways = f"<link rel=alternate type=application/rss+xml href='{url}'><a rel=tag href='{url}'>RSS</a>"
    page = _page(f"{ways}<iframe src='{url}'></iframe><link rel=alternate type=text/calendar href='{url}'>")
    assert page == WebPage()
    assert _page(f"<base href='{url}'><a href=rss>RSS</a>").linked in {(), (FeedLink(f"{URL}rss", "RSS"),)}
