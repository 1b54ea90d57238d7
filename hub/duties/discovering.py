"""Which feeds does a site have? Its page is asked through the guarded door, then what it names, or the usual paths."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import partial
from threading import Timer
from time import monotonic
from typing import Final
from urllib.parse import urljoin

from hub.aggregate.feeds.registry import address_fault, address_key
from hub.aggregate.feeds.states import HTTP, trouble_in_words
from hub.aggregate.reading.document import Document, Entry
from hub.aggregate.registering.found import FoundFeed, FoundSite, Post, WebPage
from hub.aggregate.registering.rules import MOST_FEEDS
from hub.aggregate.tagging.rules import Speaker, meaning_of_entry
from hub.duties.children import read_page, read_posts
from hub.establish.meaning.vocabulary import Vocabulary
from hub.kit.saying import Saying, say
from hub.kit.urls import LONGEST, absolute
from hub.net.answers import Answer, Ask, Failure, NoReply, Reply
from hub.net.crowd import Crowd
from hub.net.door import Door
from hub.sandbox import Crashed, Sandbox, Stopped

PATIENCE = 25.0  # seconds that a whole look may take
SHOWN = 5  # posts of a feed
OK = 200
# Where blogs have their feed when they do not say so, the commonest first.
USUAL = ("feed", "rss.xml", "feed.xml", "index.xml", "atom.xml", "feeds/posts/default", "rss", "blog-feed.xml")
_PAUSE, _DEADLINE = 0.3, 8.0  # seconds; somebody waits for the answer, and asked us to look
_A_MOMENT = 0.01  # seconds: by then the look has surely ended
_LONGEST_TITLE = 200
_EARLIEST = datetime.min.replace(tzinfo=UTC)
_NO_SITE: Final = say("This is no address of a website. One looks like example.org or https://example.org/blog.")


@dataclass(frozen=True, slots=True)
class Eyes:
    """What is needed for one look at a site while somebody waits: the door, a child to read in, and some patience."""

    door: Door
    sandbox: Sandbox
    until: float = field(default_factory=lambda: monotonic() + PATIENCE)  # when the look ends, whatever it found

    @property
    def left(self) -> float:
        """How long this look may still take, in seconds."""
        return max(0.0, self.until - monotonic())

    @property
    def quick(self) -> Door:
        """The same door for who waits: a few asks of one site, soon after each other, none of them for long."""
        pause = min(self.door.host_pause, _PAUSE)
        return replace(self.door, host_pause=pause, deadline=min(self.door.deadline, _DEADLINE))

    def ask(self, asks: Sequence[Ask]) -> Iterator[tuple[Ask, Answer]]:
        """Yield asks with their answers as they come, until the look ends; what is in flight then is hung up."""
        if not self.left:
            return
        with Crowd(asks, self.quick) as crowd:
            alarm = Timer(self.left + _A_MOMENT, crowd.wake)
            alarm.daemon = True
            alarm.start()
            try:
                for answers in crowd:
                    yield from answers
                    if not self.left:
                        return
            finally:
                alarm.cancel()


def discover(eyes: Eyes, typed: str, now: datetime) -> FoundSite | Saying:
    """Return the site at what somebody *typed* with its feeds, perhaps none; or say why it could not be looked at."""
    reply = _first(eyes, _meant(typed))
    if isinstance(reply, Saying):
        return reply
    feed = _feed(eyes, reply, now)
    if feed:
        return _site_of_feed(feed, reply)
    page = _page(eyes, reply)
    named = [link.url for link in page.feeds]
    titles = {link.url: link.title for link in page.feeds}
    feeds = _feeds(eyes, named or _usual(reply.url), titles, now)
    return FoundSite(reply.url, page.title, page, tuple(feeds))


def look_again(eyes: Eyes, site: str, feeds: Sequence[str], now: datetime) -> FoundSite | Saying:
    """Return a site and these *feeds* of it as they are now, to see whether they prove whose they are."""
    reply = _first(eyes, [site])
    found = tuple(_feeds(eyes, feeds, {}, now))
    if isinstance(reply, Saying):
        return FoundSite(site, "", feeds=found) if found else reply
    return FoundSite(reply.url, "", _page(eyes, reply), found)


def posts(feed: FoundFeed, vocabulary: Vocabulary, speaker: Speaker) -> tuple[Post, ...]:
    """Return the newest posts of a feed with the tags and places they would get, if *speaker* had published them."""
    return tuple(_post(entry, vocabulary, speaker) for entry in feed.entries[:SHOWN])


def _post(entry: Entry, vocabulary: Vocabulary, speaker: Speaker) -> Post:
    found = meaning_of_entry(vocabulary, speaker, entry)
    tags = tuple(vocabulary.names[tag.id] for tag in found.tags)
    places = tuple(vocabulary.names[place.id] for place in found.places)
    return Post(entry.title or entry.summary, entry.link, entry.published_at, tags, places)


def _meant(typed: str) -> list[str]:
    """Return the addresses that what somebody typed may stand for, the likeliest first."""
    wanted = typed.strip()
    if "://" in wanted:
        return [wanted] if not address_fault(wanted) else []
    ways = [f"{scheme}://{wanted}" for scheme in ("https", "http")]
    return [way for way in ways if wanted and "." in wanted and not address_fault(way)]


def _first(eyes: Eyes, addresses: Sequence[str]) -> Reply | Saying:
    """Return the reply of the first address that answers, or say in words what was wrong with the first."""
    told: Saying = _NO_SITE
    for number, url in enumerate(addresses):
        if len(url) > LONGEST or not absolute("", url):
            continue
        answer = next((answer for _, answer in eyes.ask([Ask(url, name="a look for feeds")])), None)
        if isinstance(answer, Reply) and answer.status == OK:
            return answer
        if number == 0:
            told = _trouble(answer or NoReply(Failure.TIMEOUT, url))
    return told


def _trouble(answer: Answer) -> Saying:
    if isinstance(answer, NoReply):
        return trouble_in_words(answer.failure.value, answer.detail if answer.failure != Failure.NOT_PUBLIC else "")[0]
    return trouble_in_words(f"{HTTP}{answer.status}", answer.headers.get("cf-mitigated", ""))[0]


def _usual(url: str) -> list[str]:
    """Return the usual addresses of feeds: below the page, and at the root of its host."""
    folder = url if url.endswith("/") else f"{url}/"
    found = (urljoin(base, path) for base in (urljoin(url, "/"), folder) for path in USUAL)
    return list(dict.fromkeys(found))


def _feeds(eyes: Eyes, urls: Iterable[str], titles: Mapping[str, str], now: datetime) -> Iterator[FoundFeed]:
    """Yield what is a feed among these addresses, each once, in their order; those of comments come last."""
    wanted = list(urls)
    asks = [Ask(url, name="a look for feeds") for url in wanted]
    answers = {ask.url: answer for ask, answer in eyes.ask(asks)}
    replies = ((url, answers.get(url)) for url in wanted)
    read = {
        url: feed
        for url, reply in replies
        if isinstance(reply, Reply) and reply.status == OK and (feed := _feed(eyes, reply, now))
    }
    named = (replace(feed, title=feed.title or titles.get(url, "")) for url, feed in read.items())
    once = {address_key(feed.url): feed for feed in named}
    yield from sorted(list(once.values())[:MOST_FEEDS], key=lambda feed: feed.is_comments)


def _feed(eyes: Eyes, reply: Reply, now: datetime) -> FoundFeed | None:
    content_type = reply.headers.get("content-type", "")
    how = partial(read_posts, content_type=content_type, url=reply.url, now=now)
    try:
        read = eyes.sandbox.submit(how, reply.body).result(eyes.left)
    except (Stopped, Crashed, TimeoutError):
        return None
    if not isinstance(read, Document):
        return None
    # Of two at one moment the later in the document is the newer: that is how documents are read.
    entries = sorted(read.entries, key=lambda entry: entry.published_at or _EARLIEST)
    return FoundFeed(reply.url, read.title[:_LONGEST_TITLE], tuple(entries[::-1]), read.site)


def _site_of_feed(feed: FoundFeed, reply: Reply) -> FoundSite:
    return FoundSite(absolute(reply.url, feed.site) or urljoin(reply.url, "/"), feed.title, feeds=(feed,))


def _page(eyes: Eyes, reply: Reply) -> WebPage:
    content_type = reply.headers.get("content-type", "")
    how = partial(read_page, content_type=content_type, url=reply.url)
    try:
        return eyes.sandbox.submit(how, reply.body).result(eyes.left)
    except (Stopped, Crashed, TimeoutError):
        return WebPage()
