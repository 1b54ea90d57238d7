"""Where is a feed that no page names? By what wrote the site, then where most have theirs; pure."""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import urljoin, urlsplit

from hub.aggregate.registering.found import WebPage

# What the element “generator” says, or an address, and where that program has its feed: below the root of the site.
PROGRAMS: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    ("wordpress", ("feed/", "?feed=rss2")),
    ("blogger", ("feeds/posts/default",)),
    ("ghost", ("rss/",)),
    ("drupal", ("rss.xml",)),
    ("wix.com", ("blog-feed.xml",)),
    ("joomla", ("?format=feed&type=rss",)),
    ("jekyll", ("feed.xml", "atom.xml")),
    ("hugo", ("index.xml",)),
    ("eleventy", ("feed/feed.xml", "feed.xml")),
    ("micro.blog", ("feed.xml",)),
    ("typepad", ("atom.xml",)),
    ("movable type", ("atom.xml",)),
    ("weebly", ("1/feed",)),
    ("discourse", ("latest.rss",)),
    ("substack", ("feed",)),
    ("jadu", ("rss/news", "rss/events")),
    ("moderngov", ("mgRss.aspx?XXR=0", "mgCalendarMonthView.aspx?GL=1")),
)
# Where blogs have their feed when they do not say so, the commonest first.
USUAL: Final = (
    *("feed", "rss.xml", "feed.xml", "index.xml", "atom.xml", "feeds/posts/default", "rss", "blog-feed.xml"),
    *("rss/news", "feed.json"),
)
MOST_CALENDARS = 3  # that are asked for unnamed
# What the element “generator” says, or what a page loads, and where that program has its calendar.
_CALENDARS: Final = (
    ("gancio", "/feed/ics"),
    ("mobilizon", "/feed/instance/ics"),
    ("events manager", "/events.ics"),
    (
        "all-in-one event calendar",
        "/?plugin=all-in-one-event-calendar&controller=ai1ec_exporter_controller&action=export_events&no_html=true",
    ),
    ("event organiser", "/feed/eo-events/"),
    ("my calendar", "/feed/my-calendar-ics/"),
)
_BESIDE = re.compile(r"(https?://[^?#]+/feed)/(?:rss|atom)(/[^?#]+|\?[^#]+)?/?")  # what narrows it goes along
_PART_OF_GANCIO = re.compile(r"/(?:place|tag|collection)/[^/]+")
_OF_EVENTS = re.compile(r"/(?:events?|whats-?on|what-s-on|calendar|diary|digwyddiadau)\b", re.IGNORECASE)
_SQUARESPACE = "?format=rss"  # behind the page itself


def likely(url: str, page: WebPage) -> list[str]:
    """Return where the feed of the page at *url* may be, the likeliest first: below it, and at the root of its host.

    >>> likely("https://ben.example/", WebPage(generator="Ghost 5.8"))[:3]
    ['https://ben.example/rss/', 'https://ben.example/feed', 'https://ben.example/rss.xml']
    """
    return list(dict.fromkeys(_in_order(url, page)))


def calendars_likely(url: str, page: WebPage) -> list[str]:
    """Return where the calendar of the page at *url* may be that it does not name; for most pages nowhere.

    >>> calendars_likely("https://hall.example/events/", WebPage(generator="WordPress 6.8"))
    ['https://hall.example/events/?ical=1', 'https://hall.example/?ical=1']
    >>> from hub.aggregate.registering.found import FeedLink
    >>> calendars_likely("https://fest.example/", WebPage(feeds=(FeedLink("https://fest.example/feed/rss"),)))
    ['https://fest.example/feed/ics']
    """
    plain = url.partition("?")[0].partition("#")[0]
    # Programs that keep events have them side by side in every shape.
    beside = [
        f"{found[1]}/ics{found[2] or ''}"
        for each in (*page.feeds, *page.linked)
        if (found := _BESIDE.fullmatch(each.url))
    ]
    said = page.generator.casefold()
    own = [urljoin(url, path) for name, path in _CALENDARS if name in said]
    if "gancio" in said and (part := _PART_OF_GANCIO.match(urlsplit(url).path)):
        own.insert(0, urljoin(url, f"/feed/ics{part[0]}"))
    if "the events calendar" in said or ("wordpress" in said and _OF_EVENTS.search(plain)):
        own += [f"{plain}?ical=1", urljoin(url, "/events/?ical=1"), urljoin(url, "/?ical=1")]
    return list(dict.fromkeys((*beside, *own)))[:MOST_CALENDARS]


def wrote(url: str, page: WebPage) -> str:
    """Return the name of the program that wrote a page, as `PROGRAMS` has it; empty where nothing tells."""
    if is_moderngov(url):
        return "moderngov"
    said = page.generator.casefold()
    return next((name for name, _ in PROGRAMS if name in said), "")


def is_moderngov(url: str) -> bool:
    """Say whether an address is one of ModernGov, in which many councils publish their meetings.

    >>> is_moderngov("https://democracy.wherrybridge.example/mgListCommittees.aspx?bcr=1"), is_moderngov("https://a.example/")
    (True, False)
    """
    name = urlsplit(url).path.rpartition("/")[2]
    is_page = name.casefold().endswith(".aspx") and name.startswith(("mg", "ie"))
    return is_page or ".moderngov.co.uk" in url.partition("?")[0]


def _in_order(url: str, page: WebPage) -> Iterator[str]:
    plain = url.partition("?")[0].partition("#")[0]
    root, folder = urljoin(url, "/"), plain if plain.endswith("/") else f"{plain}/"
    own = dict(PROGRAMS).get(wrote(url, page), ())
    if "squarespace" in page.generator.casefold():
        yield plain + _SQUARESPACE
    for path in (*own, *USUAL):
        yield from (urljoin(base, path) for base in (folder, root))
