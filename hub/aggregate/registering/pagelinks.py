"""Which links of a page lead to feeds, calendars and topics? From the elements of a page and its header; pure."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from urllib.parse import urlsplit

from lxml import etree

from hub.aggregate.registering.calendars import WEBCAL, as_web, calendars_shown_at
from hub.aggregate.registering.found import FeedLink
from hub.aggregate.registering.patterns import of_channel
from hub.aggregate.registering.topics import is_topic_page, named
from hub.kit.relations import links
from hub.kit.text import excerpt, words
from hub.kit.urls import absolute, bare_host, host

TITLE, MOST_PIECES = 120, 50  # characters of a title, and pieces of text it is put together from
MOST_LINKED, MOST_ICS = 6, 4
_FEED_TYPES = frozenset(
    f"application/{name}"
    for name in ("rss+xml", "atom+xml", "feed+json", "rss", "atom", "x-rss+xml", "x-atom+xml", "rdf+xml")
)
# These say more often something else: only an address or a title with a word of feeds makes them one.
_VAGUE_TYPES = frozenset({"application/json", "application/xml", "text/xml", "application/rdf+xml"})
_FEED_WORD = re.compile(r"rss|feed|atom|\brdf\b|\.rdf", re.IGNORECASE)
_CALENDAR = "text/calendar"
_FEED_NAMES = frozenset(
    {
        "rss",
        "feed",
        "atom",
        "rss.xml",
        "feed.xml",
        "atom.xml",
        "index.xml",
        "index.rdf",
        "feed.json",
        "rss.php",
        "mgrss.aspx",
    }
)
_FEED_ENDINGS = (".rss", ".atom", ".rdf")
_SAYS_FEED = frozenset({"rss", "atom"})
# What keeps feeds for readers: a link there is to add one, and is none itself.
_READERS = (
    "feedly.com",
    "netvibes.com",
    "yahoo.com",
    "bloglovin.com",
    "inoreader.com",
    "newsblur.com",
    "theoldreader.com",
)
_ICS = re.compile(r"(?:\.ics|/ics|/ical|/ical_subscribe\.php|/feed/eo-events|/feed/my-calendar-ics)/?\Z", re.IGNORECASE)
_ICS_ASKED = re.compile(
    r"(?:\A|&)(?:(?:outlook-)?ical=1|format=ic(?:al|s)|feed=(?:ics|ical|eo-events|my-calendar-ics)|mec-ical-feed=1"
    r"|controller=ai1ec_exporter_controller|method=ical)(?:&|\Z)",
    re.IGNORECASE,
)
_PLUGINS = (
    ("/plugins/the-events-calendar/", "The Events Calendar"),
    ("/plugins/events-manager/", "Events Manager"),
    ("/plugins/all-in-one-event-calendar/", "All-in-One Event Calendar"),
    ("/plugins/event-organiser/", "Event Organiser"),
    ("/plugins/my-calendar/", "My Calendar"),
)
_ORGANISER = re.compile(r"https?://(?:www\.)?eventbrite\.[a-z.]+/o/[^/?#]*\d+(?:[?#]|\Z)")
_OF_ALL = re.compile(r"subscribe|all events|whole calendar|tanysgrif", re.IGNORECASE)
# What can be told of most links before anything is reckoned: a page may have tens of thousands.
_MAY_BE_TOPIC = re.compile(r"/(?:tag|category|topics?|tagged|label|term)/")
_MAY_BE_CALENDAR = re.compile(r"webcal|\bics|ical|calendar|ai1ec|eo-events", re.IGNORECASE)
_COUNT = re.compile(r"\s*\(\d+\)\s*\Z")
Elements = Sequence[etree._Element]  # noqa: SLF001 -- what lxml's own type stubs call an element


def in_head(heads: Elements, base: str) -> Iterator[FeedLink]:
    """Yield the feeds that elements ``link`` name, in their order."""
    for link in heads:
        if rel(link) & {"alternate", "feed"} and (found := _feed(link, base)):
            yield found


def of_header(header: str, base: str) -> Iterator[FeedLink]:
    """Yield the feeds that a header ``Link`` names."""
    for link in links(header, base):
        if "alternate" in link.relations and link.media_type in _FEED_TYPES:
            yield FeedLink(link.url, excerpt(link.title, TITLE))


def calendars(heads: Elements, anchors: Elements, frames: Elements, base: str) -> Iterator[FeedLink]:
    """Yield the calendars a page names, shows in a frame, or links to; of the last a few."""
    for link in heads:
        if "alternate" in rel(link) and _plain_type(said(link, "type")) == _CALENDAR:
            yield from _link(base, said(link, "href"), said(link, "title"))
    for frame in frames:
        for shown in calendars_shown_at(address(base, said(frame, "src"))):
            yield from _link(base, shown, said(frame, "title"))
    # A list of events has a file for each, and one button to subscribe to all: that comes first.
    found = sorted(_linked_calendars(anchors, base), key=lambda each: not each[0])
    yield from islice(_apart(link for _, link in found), MOST_ICS)
    yield from islice(organisers(anchors, base), 1)


def linked(anchors: Elements, base: str) -> Iterator[FeedLink]:
    """Yield the first few links people see that look like feeds."""
    found = (each for each in anchors if _looks_like_feed(each, base))
    for anchor in islice(found, MOST_LINKED):
        yield from _link(base, said(anchor, "href"), said(anchor, "title") or text(anchor))


def topics(anchors: Elements, base: str) -> Iterator[FeedLink]:
    """Yield the pages of one tag or category that a page of the same host links to."""
    ours = bare_host(base)
    for anchor in anchors:
        href = said(anchor, "href")
        if not (anchor.get("rel") or _MAY_BE_TOPIC.search(href)):
            continue
        url = address(base, href)
        if url and (rel(anchor) & {"tag", "category"} or is_topic_page(url)) and bare_host(url) == ours:
            yield FeedLink(url, _COUNT.sub("", text(anchor)).strip(" #") or named(url))


def channel(metas: Elements, heads: Elements) -> str:
    """Return the id of the YouTube channel a page is about; empty where it is about none."""
    told = [said(each, "content") for each in metas if said(each, "itemprop") in {"identifier", "channelId"}]
    leads = [said(each, "href").rpartition("/channel/")[2] for each in heads if "canonical" in rel(each)]
    return next((each for each in (*told, *leads) if of_channel(each)), "")


def marks(heads: Elements) -> Iterator[str]:
    """Yield the programs that a page shows by what it loads, where it does not say what wrote it."""
    for link in heads:
        href = said(link, "href") or said(link, "src")
        if name := next((name for path, name in _PLUGINS if path in href), ""):
            yield name
        elif "https://api.w.org/" in rel(link) or "/wp-content/" in href:
            yield "WordPress"
        elif "squarespace" in bare_host(href):
            yield "Squarespace"


def organisers(anchors: Elements, base: str) -> Iterator[FeedLink]:
    """Yield the page of all events of whoever organises the one that a page of Eventbrite tells."""
    if bare_host(base).startswith("eventbrite."):
        pages = (address(base, said(each, "href")) for each in anchors)
        yield from (FeedLink(url.partition("?")[0]) for url in pages if _ORGANISER.match(url))


def address(base: str, href: str) -> str:
    """Return where a link leads; empty where that is no address that can be taken apart."""
    url = absolute(base, href)
    return url if host(url) else ""


def rel(element: etree._Element) -> frozenset[str]:
    """Return the words of an element's ``rel``."""
    return frozenset(said(element, "rel").lower().split())


def said(element: etree._Element, name: str) -> str:
    """Return what an attribute says; empty where it is not there."""
    return str(element.get(name) or "").strip()


def text(element: etree._Element) -> str:
    """Return the words people see of a link."""
    return excerpt("".join(str(each) for each in islice(element.itertext(), MOST_PIECES)), TITLE)


def _feed(link: etree._Element, base: str) -> FeedLink | None:
    kind, url, title = _plain_type(said(link, "type")), address(base, said(link, "href")), said(link, "title")
    is_vague = kind in _VAGUE_TYPES or not kind
    # Beside feeds, WordPress names the JSON of a page in the same way.
    if not url or not (is_vague or kind in _FEED_TYPES) or (is_vague and not _FEED_WORD.search(f"{url} {title}")):
        return None
    if "/wp-json/" in url or (not kind and "feed" not in rel(link)):
        return None
    return FeedLink(url, excerpt(title, TITLE), said(link, "hreflang"))


def _linked_calendars(anchors: Elements, base: str) -> Iterator[tuple[bool, FeedLink]]:
    """Yield the calendars that links lead to, and whether a link is there to have all of one."""
    for anchor in anchors:
        href = said(anchor, "href")
        is_said = _plain_type(said(anchor, "type")) == _CALENDAR
        url = address(base, as_web(href, base)) if is_said or _MAY_BE_CALENDAR.search(href) else ""
        if not url:
            continue
        shown = calendars_shown_at(url)
        parts = urlsplit(url)
        is_file = bool(_ICS.search(parts.path) or _ICS_ASKED.search(parts.query))
        name = said(anchor, "title") or text(anchor)
        if shown or WEBCAL.match(href) or is_said or is_file:
            of_all = bool(shown or WEBCAL.match(href) or _OF_ALL.search(name))
            yield from ((of_all, link) for each in (shown or (url,)) for link in _link(base, each, name))


def _apart(links: Iterable[FeedLink]) -> Iterator[FeedLink]:
    known = set[str]()
    for link in links:
        if link.url not in known:
            known.add(link.url)
            yield link


def _looks_like_feed(anchor: etree._Element, base: str) -> bool:
    href = said(anchor, "href")
    last = href.partition("?")[0].partition("#")[0].rstrip("/").rpartition("/")[2].casefold()
    is_named = last in _FEED_NAMES or last.endswith(_FEED_ENDINGS) or _plain_type(said(anchor, "type")) in _FEED_TYPES
    if not is_named and not _SAYS_FEED & set(words(text(anchor)).split()):
        return False
    url = address(base, href)
    return bool(url) and not bare_host(url).endswith(_READERS)


def _link(base: str, href: str, title: str) -> Iterable[FeedLink]:
    url = address(base, as_web(href, base)) if href else ""
    return (FeedLink(url, excerpt(title, TITLE)),) if url else ()


def _plain_type(kind: str) -> str:
    return kind.partition(";")[0].strip().lower()
