"""Which of a site’s feeds does somebody most likely want? What each carries, in what order, which are one; pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import unquote, urlsplit

from hub.aggregate.feeds.registry import address_key
from hub.aggregate.reading.kinds import OF_EVENTS
from hub.aggregate.registering.found import FeedLink, FoundFeed, What
from hub.aggregate.registering.topics import is_near, is_topic_feed
from hub.kit.text import words
from hub.kit.urls import bare_host

COMMENTS = frozenset(
    {"comment", "comments", "sylwadau", "kommentare", "kommentar", "komentarze", "commentaires", "replies"}
)
ASIDE = frozenset(
    {
        *("job", "jobs", "vacancies", "vacancy", "careers", "tenders", "forum", "forums", "podcast", "twitter"),
        *("swyddi", "author", "changelog", "friendfeed", "flickr", "gallery"),
    }
)
ASLEEP = timedelta(days=730)  # whose last post is so much older than another's comes after it
_KEEPERS = frozenset({"feedburner.com", "feeds.feedburner.com", "feedpress.me", "feeds.feedblitz.com"})
_HOW_MANY = 5  # posts that tell two feeds apart


@dataclass(frozen=True, slots=True)
class Pasted:
    """The page somebody pasted: where it is, in which language, and what they want to hear about."""

    url: str
    language: str = ""


def what_is(url: str, title: str, reads: str = "") -> What:
    """Say what a feed carries by its address and its title, and the kind of its document where that is known.

    >>> what_is("https://ben.example/comments/feed/", "Ben » Comments Feed"), what_is("https://ben.example/feed", "Ben")
    (<What.COMMENTS: 'comments'>, <What.POSTS: 'posts'>)
    """
    if reads in OF_EVENTS:
        return What.CALENDAR
    parts = urlsplit(url)
    told = set(words(f"{title} {unquote(parts.path)} {unquote(parts.query)}").split())
    if told & COMMENTS or "comment" in parts.path.casefold():
        return What.COMMENTS
    if is_topic_feed(url):
        return What.TOPIC
    return What.ASIDE if told & ASIDE else What.POSTS


def folded(url: str) -> str:
    """Return what all spellings of a feed's address have in common: with and without www, TLS and a closing slash.

    >>> folded("http://www.ben.example/feed/") == folded("https://ben.example/feed")
    True
    """
    return address_key(url.partition("#")[0]).removeprefix("www.")


def once(links: Iterable[FeedLink]) -> list[FeedLink]:
    """Return each feed once, spelt as it was named first, but with TLS where any spelling has that."""
    found: dict[str, FeedLink] = {}
    for link in links:
        known = found.setdefault(folded(link.url), link)
        if known.url.startswith("http:") and link.url.startswith("https:"):
            found[folded(link.url)] = replace(known, url=link.url)
    return list(found.values())


def in_order(links: Iterable[FeedLink], pasted: Pasted) -> list[FeedLink]:
    """Return each of these feeds once, the one most likely wanted first."""

    def place(link: FeedLink) -> tuple[int, bool, bool]:
        return _place(link.url, what_is(link.url, link.title), link.language, pasted)

    return sorted(once(links), key=place)


def best_first(feeds: Iterable[FoundFeed], pasted: Pasted) -> list[FoundFeed]:
    """Return feeds that were read, the one most likely wanted first; what sleeps or is empty comes after its like."""
    found = list(feeds)
    newest = max((last for feed in found if (last := last_post(feed))), default=None)

    def place(feed: FoundFeed) -> tuple[int, bool, bool, bool]:
        what, other, away = _place(feed.url, feed.what, feed.language, pasted)
        return what, _sleeps(feed, newest), other, away

    return sorted(found, key=place)


def apart(feeds: Sequence[FoundFeed]) -> list[FoundFeed]:
    """Return feeds without those that say the same posts as one before them, which names their addresses."""
    kept: dict[object, FoundFeed] = {}
    for feed in feeds:
        key = _said(feed) or folded(feed.url)
        known = kept.setdefault(key, feed)
        if known is not feed:
            kept[key] = replace(known, also=tuple(dict.fromkeys((*known.also, feed.url))))
    return list(kept.values())


def without_parts(feeds: Iterable[FoundFeed]) -> list[FoundFeed]:
    """Return feeds without the calendars of which another tells all events, and more: the file of one of a list."""
    found = list(feeds)
    told = [_held(each) for each in found]
    return [
        each
        for each, events in zip(found, told, strict=True)
        if not events or not any(events < others for others in told)
    ]


def last_post(feed: FoundFeed) -> datetime | None:
    """Return when a feed last said something, as far as its posts are dated."""
    return max((each.published_at for each in feed.entries if each.published_at), default=None)


_ORDER = list(What)


def _place(url: str, what: What, language: str, pasted: Pasted) -> tuple[int, bool, bool]:
    """Return what sorts a feed: what it carries (nearest to the page first), its language, and where it lies."""
    near = is_near(url, pasted.url) and what in {What.POSTS, What.TOPIC}
    other = bool(language and pasted.language) and language[:2].casefold() != pasted.language[:2].casefold()
    host, ours = bare_host(url), bare_host(pasted.url)
    away = host != ours and host not in _KEEPERS and not host.endswith(f".{ours}") and not ours.endswith(f".{host}")
    return (-1 if near else _ORDER.index(what), other, away)


def _sleeps(feed: FoundFeed, newest: datetime | None) -> bool:
    last = last_post(feed)
    return not feed.entries or bool(newest and last and newest - last > ASLEEP)


def _held(feed: FoundFeed) -> frozenset[tuple[str, datetime | None]]:
    """Return what a calendar says that is held, and when; of posts, nothing."""
    told = feed.entries if feed.what is What.CALENDAR else ()
    return frozenset((words(each.title), each.published_at) for each in told)


def _said(feed: FoundFeed) -> tuple[tuple[str, str], ...]:
    """Return what tells a feed's posts from those of another; nothing where it says too little for that."""
    shown = tuple((each.title, folded(each.link)) for each in feed.entries[:_HOW_MANY])
    return shown if shown and all(link for _, link in shown) else ()
