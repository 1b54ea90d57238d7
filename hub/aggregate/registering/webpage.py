"""What does a web page say to programs: which feeds it has, and whom it vouches for? Pure; runs in a child."""

from collections.abc import Iterator
from email.message import Message

from lxml import etree

from hub.aggregate.registering.found import FeedLink, WebPage
from hub.kit.text import excerpt
from hub.kit.urls import absolute

META = "local-hub"  # the name of the element by which a site shows whose it is
MOST_FEEDS = 8
MOST_LINKS = 400  # of those with rel=me, and elements to prove by: more are not looked at
_LONGEST_TITLE = 120
_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/json"})


def read_page(body: bytes, *, content_type: str, url: str) -> WebPage:
    """Read what a page at *url* says of itself; what is no page says nothing."""
    root = _parsed(body, content_type)
    if root is None:
        return WebPage()
    base = absolute(url, next(_attributes(root, "base", "href"), "")) or url
    named = (_feed(base, link) for link in root.iter("link") if _rel(link) >= {"alternate"})
    return WebPage(
        title=_title(root),
        feeds=tuple({feed.url: feed for feed in named if feed}.values())[:MOST_FEEDS],
        me=frozenset(_me(root, base)),
        tokens=frozenset(_tokens(root)),
    )


def _parsed(body: bytes, content_type: str) -> etree._Element | None:
    header = Message()
    header["content-type"] = content_type
    try:
        parser = etree.HTMLParser(encoding=header.get_content_charset(), no_network=True, remove_comments=True)
    except LookupError:  # an encoding nobody knows
        parser = etree.HTMLParser(no_network=True, remove_comments=True)
    try:
        return etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None


def _feed(base: str, link: etree._Element) -> FeedLink | None:
    kind = _said(link, "type").partition(";")[0].strip().lower()
    url = absolute(base, _said(link, "href"))
    # Beside feeds, WordPress names the JSON of a page in the same way.
    if kind not in _TYPES or not url or (kind == "application/json" and "feed" not in url):
        return None
    return FeedLink(url, excerpt(_said(link, "title"), _LONGEST_TITLE))


def _me(root: etree._Element, base: str) -> Iterator[str]:
    found = (each for name in ("a", "link") for each in root.iter(name) if "me" in _rel(each))
    for _, link in zip(range(MOST_LINKS), found, strict=False):
        if url := absolute(base, _said(link, "href")):
            yield url


def _tokens(root: etree._Element) -> Iterator[str]:
    found = (each for each in root.iter("meta") if _said(each, "name").lower() == META)
    for _, meta in zip(range(MOST_LINKS), found, strict=False):
        yield _said(meta, "content")


def _title(root: etree._Element) -> str:
    words = next((str(each.xpath("string()")) for each in root.iter("title")), "")
    return excerpt(words, _LONGEST_TITLE)


def _attributes(root: etree._Element, element: str, name: str) -> Iterator[str]:
    return (_said(each, name) for each in root.iter(element))


def _rel(link: etree._Element) -> frozenset[str]:
    return frozenset(_said(link, "rel").lower().split())


def _said(element: etree._Element, name: str) -> str:
    return str(element.get(name) or "").strip()
