"""Which feed carries only what a site says about one thing? From the page of a tag or category to its feed; pure."""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import quote, unquote, urljoin, urlsplit

from hub.aggregate.registering.found import FeedLink
from hub.kit.text import label_key
from hub.kit.urls import is_inside

MOST_TOPICS = 6  # of a site that are asked for
_BLOGGER = re.compile(r"/search/label/([^/?]+)/?\Z")
_TAXONOMY = re.compile(r"/taxonomy/term/\d{1,9}/?\Z")
_TAGGED = re.compile(r"/tagged/[^/?]+/?\Z")
_ENDINGS = ((_TAXONOMY, "/feed"), (_TAGGED, "/rss"))  # whoever wrote the site
_ARCHIVE = re.compile(r"/(?:tag|category|topic|topics)/[^?]{1,200}\Z")
_OF_TOPIC = re.compile(r"/(?:tag|tags|category|topic|topics|tagged)/|/default/-/|/taxonomy/term/", re.IGNORECASE)


def is_topic_page(url: str) -> bool:
    """Say whether *url* looks like the page of one tag or category.

    >>> is_topic_page("https://ben.example/tag/wherrybridge/"), is_topic_page("https://ben.example/2026/tags")
    (True, False)
    """
    path = urlsplit(url).path
    ways = (_BLOGGER, _TAXONOMY, _TAGGED, _ARCHIVE)
    return any(way.search(path) for way in ways) and not path.rstrip("/").endswith(("/feed", "/rss", "/atom"))


def is_topic_feed(url: str) -> bool:
    """Say whether *url* looks like a feed of one tag or category."""
    return bool(_OF_TOPIC.search(urlsplit(url).path))


def feed_of_topic(url: str, program: str) -> str:
    """Return where a site written by *program* has the feed of the topic whose page *url* is; empty where unknown.

    >>> feed_of_topic("https://ben.example/tag/wherrybridge/", "wordpress")
    'https://ben.example/tag/wherrybridge/feed/'
    >>> feed_of_topic("https://ben.blogspot.com/search/label/Wherry%20Bridge?max-results=20", "blogger")
    'https://ben.blogspot.com/feeds/posts/default/-/Wherry%20Bridge'
    """
    if not is_topic_page(url):
        return ""
    plain = url.partition("?")[0].partition("#")[0].rstrip("/")
    path = urlsplit(plain).path
    if label := _BLOGGER.search(path):
        return urljoin(plain, f"/feeds/posts/default/-/{label[1]}")
    own = {"ghost": "/rss/", "wordpress": "/feed/"}.get(program, "")
    ending = next((ends for way, ends in _ENDINGS if way.search(path)), own)
    return f"{plain}{ending}" if ending else ""


def topic_feeds(topics: Iterable[FeedLink], program: str) -> list[FeedLink]:
    """Return the feeds of the topics whose pages these are, each called like its topic."""
    feeds = {
        feed: FeedLink(feed, topic.title or named(topic.url))
        for topic in topics
        if (feed := feed_of_topic(topic.url, program))
    }
    return list(feeds.values())


def those_about(feeds: Iterable[FeedLink], about: Iterable[str]) -> list[FeedLink]:
    """Return the feeds that are called like one of *about*, or lie where its name stands in the address."""
    wanted = {label_key(each) for each in about}
    return [feed for feed in feeds if wanted & {label_key(feed.title), *map(label_key, _parts(feed.url))}]


def by_label(root: str, labels: Iterable[str], program: str, about: Iterable[str]) -> Iterator[FeedLink]:
    """Yield where the posts may be that a site labels like one of *about*, where no page of it leads there."""
    wanted = {label_key(each) for each in about}
    for label in dict.fromkeys(labels):
        if label_key(label) not in wanted:
            continue
        if program == "wordpress":
            slug = quote(re.sub(r"[^\w]+", "-", label.casefold()).strip("-"))
            yield from (FeedLink(urljoin(root, f"/{kind}/{slug}/feed/"), label) for kind in ("tag", "category"))
        elif program == "blogger":
            yield FeedLink(urljoin(root, f"/feeds/posts/default/-/{quote(label)}"), label)


def named(url: str) -> str:
    """Return the last part of an address as words.

    >>> named("https://ben.example/tag/wherry-bridge/")
    'wherry bridge'
    """
    return unquote(urlsplit(url).path.rstrip("/").rpartition("/")[2]).replace("-", " ").replace("_", " ")


def is_near(feed: str, page: str) -> bool:
    """Say whether *feed* is that of the topic or the part of a site whose *page* somebody pasted.

    >>> is_near("https://ben.example/tag/bins/feed/", "https://ben.example/tag/bins/")
    True
    >>> is_near("https://ben.example/feed/", "https://ben.example/")
    False
    """
    return urlsplit(page).path.strip("/") != "" and is_inside(feed, page.partition("?")[0])


def _parts(url: str) -> list[str]:
    return [unquote(part) for part in urlsplit(url).path.split("/") if part]
