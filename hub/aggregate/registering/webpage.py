"""What does a web page say to programs: which feeds it has, and whom it vouches for? Pure; runs in a child."""

from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from hub.aggregate.reading.page import tree_of
from hub.aggregate.registering import pagelinks
from hub.aggregate.registering.found import FeedLink, WebPage
from hub.aggregate.registering.pagelinks import Elements, rel, said
from hub.kit.text import excerpt
from hub.kit.urls import absolute

META = "local-hub"  # the name of the element by which a site shows whose it is
MOST_NAMED = 40  # feeds or calendars of a page; more are not looked at
MOST_TOPICS = 200  # pages of topics that are remembered
MOST_LINKS = 400  # of those with rel=me, and elements to prove by: more are not looked at
MOST_READ = 10_000  # elements of a kind, in all
ENOUGH_ENTRIES = 2  # posts marked one by one make a page a list of them
_LONGEST_TITLE = 120


def read_page(body: bytes, *, content_type: str, url: str, link_header: str = "") -> WebPage:
    """Read what a page at *url* says of itself, and its header ``Link`` beside it; what is no page says nothing."""
    root = tree_of(body, content_type)
    if root is None:
        return WebPage(feeds=_few(pagelinks.of_header(link_header, url)))
    base = absolute(url, next((said(each, "href") for each in root.iter("base")), "")) or url
    heads, anchors, metas = (_elements(root, name) for name in ("link", "a", "meta"))
    return WebPage(
        title=_title(root),
        feeds=_few((*pagelinks.of_header(link_header, url), *pagelinks.in_head(heads, base))),
        me=frozenset(_me((*anchors, *heads), base)),
        tokens=frozenset(_tokens(root)),
        calendars=_few(pagelinks.calendars(heads, anchors, _elements(root, "iframe"), base)),
        linked=_few(pagelinks.linked(anchors, base)),
        topics=_few(pagelinks.topics(anchors, base), MOST_TOPICS),
        generator=excerpt(
            " ".join((*set(pagelinks.marks((*heads, *_elements(root, "script")))), *_named(metas, "generator"))),
            _LONGEST_TITLE,
        ),
        language=said(root, "lang")[:_LONGEST_TITLE],
        channel=pagelinks.channel(metas, heads),
        is_h_feed=_is_h_feed(root),
    )


def _few(links: Iterable[FeedLink], most: int = MOST_NAMED) -> tuple[FeedLink, ...]:
    """Return the first of these links, each address once."""
    found: dict[str, FeedLink] = {}
    for link in links:
        if len(found) == most:
            break
        found.setdefault(link.url, link)
    return tuple(found.values())


def _elements(root: etree._Element, name: str) -> Elements:
    return list(islice(root.iter(name), MOST_READ))


def _me(links: Elements, base: str) -> Iterator[str]:
    for link in islice((each for each in links if "me" in rel(each)), MOST_LINKS):
        if url := absolute(base, said(link, "href")):
            yield url


def _tokens(root: etree._Element) -> Iterator[str]:
    return islice(_named(root.iter("meta"), META), MOST_LINKS)


def _named(metas: Iterable[etree._Element], name: str) -> Iterator[str]:
    return (said(each, "content") for each in metas if said(each, "name").lower() == name)


def _title(root: etree._Element) -> str:
    words = next((str(each.xpath("string()")) for each in root.iter("title")), "")
    return excerpt(words, _LONGEST_TITLE)


def _is_h_feed(root: etree._Element) -> bool:
    marked = islice((set(said(each, "class").split()) for each in root.iter("*")), MOST_READ)
    entries = 0
    for names in marked:
        entries += "h-entry" in names
        if "h-feed" in names or entries == ENOUGH_ENTRIES:
            return True
    return False
