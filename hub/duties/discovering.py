"""Which feeds does a site have? Its page is asked through the guarded door, then what it names, or the usual paths."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Final
from urllib.parse import urljoin

from hub.aggregate.feeds.states import HTTP, trouble_in_words
from hub.aggregate.reading.document import Entry
from hub.aggregate.reading.kinds import CALENDAR, EVENT_PAGE
from hub.aggregate.registering.found import FeedLink, FoundFeed, FoundSite, Post, WebPage
from hub.aggregate.registering.meant import meant
from hub.aggregate.registering.opening import behind_script, how_to_open
from hub.aggregate.registering.patterns import at_platform, by_shape, of_channel, without_feeds
from hub.aggregate.registering.ranking import Pasted, apart, best_first, in_order, without_parts
from hub.aggregate.registering.rules import (
    ENOUGH_PAGES,
    GUESSES_AT_ONCE,
    MOST_FEEDS,
    MOST_GUESSES,
    MOST_NAMED,
    is_at_door,
)
from hub.aggregate.registering.topics import MOST_TOPICS, by_label, feed_of_topic, those_about, topic_feeds
from hub.aggregate.registering.usual import calendars_likely, likely, wrote
from hub.aggregate.tagging.rules import Speaker, meaning_of_entry
from hub.duties.eyes import Eyes
from hub.duties.quest import Quest
from hub.establish.meaning.vocabulary import Vocabulary
from hub.kit.saying import Saying, say
from hub.kit.urls import absolute, host
from hub.net.answers import Answer, Failure, NoReply, Reply

__all__ = ["Eyes", "discover", "look_again", "posts"]

SHOWN = 5  # posts of a feed
_NO_SITE: Final = say("This is no address of a website. One looks like example.org or https://example.org/blog.")
_ASKS_CONSENT: Final = say(
    "This site asks visitors to agree to cookies before it shows anything, so we could not look. "
    "Type the address of the feed itself or, on YouTube, one with /channel/ in it."
)


def discover(eyes: Eyes, typed: str, now: datetime, about: Sequence[str] = ()) -> FoundSite | Saying:
    """Return the site at what somebody *typed* with its feeds, perhaps none; or say why it could not be looked at.

    Of the topics of a site, the feeds of those are wanted that are called like one of *about*: the names of a place.
    """
    wanted = meant(typed)
    if not wanted.addresses:
        return _NO_SITE
    if name := without_feeds(wanted.addresses[0]):
        return say(
            "%(name)s gives no feed to anybody, so nothing of it can be read here. "
            "Pin up what matters as a notice, or give the address of a website or calendar you have besides.",
            name=name,
        )
    quest, url = Quest(eyes, now, about), wanted.addresses[0]
    found = _at_platform(quest, url) or _shut(quest, url) or _at_site(quest, wanted.addresses)
    if isinstance(found, Saying) or not found.feeds:
        found = _in_vain(quest, url, found)
    return found if isinstance(found, Saying) else replace(found, mended=wanted.mended)


def look_again(eyes: Eyes, site: str, feeds: Sequence[str], now: datetime) -> FoundSite | Saying:
    """Return a site and these *feeds* of it as they are now, to see whether they prove whose they are."""
    quest = Quest(eyes, now)
    reply = _first(quest, [site])
    for_feeds = Quest(eyes, now)
    for_feeds.read(map(FeedLink, feeds))
    found = tuple(for_feeds.found)
    if isinstance(reply, Saying):
        return FoundSite(site, "", feeds=found) if found else reply
    return FoundSite(reply.url, "", eyes.page(reply), found)


def posts(feed: FoundFeed, vocabulary: Vocabulary, speaker: Speaker) -> tuple[Post, ...]:
    """Return the newest posts of a feed with the tags and places they would get, if *speaker* had published them."""
    return tuple(_post(entry, vocabulary, speaker) for entry in feed.entries[:SHOWN])


def _post(entry: Entry, vocabulary: Vocabulary, speaker: Speaker) -> Post:
    found = meaning_of_entry(vocabulary, speaker, entry)
    tags = tuple(vocabulary.names[tag.id] for tag in found.tags)
    places = tuple(vocabulary.names[place.id] for place in found.places)
    return Post(entry.title or entry.summary, entry.link, entry.published_at, tags, places)


def _at_platform(quest: Quest, url: str) -> FoundSite | None:
    """Return what a platform keeps for the page at *url*, where its address tells; else None."""
    if not quest.read(at_platform(url)):
        return None
    feeds = _chosen(quest, Pasted(url))
    return FoundSite(_own_site(feeds[0], url), feeds[0].title, feeds=feeds)


def _shut(quest: Quest, url: str) -> Saying | None:
    """Say what is to be done about a page that would tell a program nothing; None where it may be asked."""
    words = behind_script(url)
    if not words:
        return None
    return _trouble(quest.refused) if isinstance(quest.refused, NoReply) else words


def _in_vain(quest: Quest, url: str, found: FoundSite | Saying) -> FoundSite | Saying:
    """Return what to say where nothing was found: of whoever keeps it, else of a calendar that cannot be read."""
    if words := how_to_open(found.url if isinstance(found, FoundSite) else url):
        return _trouble(quest.refused) if isinstance(quest.refused, NoReply) else words
    if quest.flaw:
        sentence, mend = trouble_in_words(quest.flaw.flaw, quest.flaw.detail)
        return say("%(sentence)s %(mend)s", sentence=sentence, mend=mend)
    return found


def _at_site(quest: Quest, addresses: Sequence[str]) -> FoundSite | Saying:
    reply = _first(quest, addresses)
    if isinstance(reply, Saying):
        return reply
    if host(reply.url).startswith("consent."):
        return _ASKS_CONSENT
    if quest.take(reply, FeedLink(reply.url)) and not quest.found[0].is_page:
        return _site_of_feed(quest.found[0], reply)
    page = quest.eyes.page(reply)
    pasted = Pasted(reply.url, page.language)
    quest.read(in_order(_named(page, reply.url), pasted)[:MOST_NAMED])
    _seek_unnamed(quest, reply.url, page)
    _seek_topics(quest, reply.url, page)
    return FoundSite(reply.url, page.title, page, _chosen(quest, pasted), is_cut=quest.is_cut)


def _seek_unnamed(quest: Quest, url: str, page: WebPage) -> None:
    """Ask for what a page does not name to programs: posts, and the calendar of a program that keeps events."""
    if not quest.has_posts:
        quest.read([*by_shape(url), *page.linked])
    if not quest.has_posts:
        _guess(quest, likely(url, page))
    if not quest.has_calendar:
        quest.read(map(FeedLink, calendars_likely(url, page)))


def _named(page: WebPage, url: str) -> Iterator[FeedLink]:
    """Yield the feeds and calendars that a page names to programs, and that of its own topic."""
    if own := feed_of_topic(url, wrote(url, page)):
        yield FeedLink(own)
    yield from page.feeds
    if videos := of_channel(page.channel):
        yield FeedLink(videos)
    yield from page.calendars


def _guess(quest: Quest, urls: Sequence[str]) -> None:
    """Ask where feeds usually are, a few at once, until there is one or the site shows its pages everywhere."""
    pages = 0
    for start in range(0, min(len(urls), MOST_GUESSES), GUESSES_AT_ONCE):
        if quest.has_posts or pages >= ENOUGH_PAGES or not quest.eyes.left:
            return
        quest.read(map(FeedLink, urls[start : start + GUESSES_AT_ONCE]))
        pages += quest.pages


def _seek_topics(quest: Quest, url: str, page: WebPage) -> None:
    """Ask for the feeds of single topics, so that only what concerns the place need come in."""
    program = wrote(url, page)
    labels = [label for feed in quest.found for entry in feed.entries for label in entry.labels]
    named = topic_feeds(page.topics, program)
    if quest.read(those_about(named, quest.about)):
        return
    if not quest.read(by_label(urljoin(url, "/"), labels, program, quest.about)):
        quest.read(named[:MOST_TOPICS])


def _chosen(quest: Quest, pasted: Pasted) -> tuple[FoundFeed, ...]:
    found = without_parts(quest.found)
    # What a page tells of its events, its calendar tells too, and better.
    has_calendar = any(each.reads == CALENDAR.reads for each in found)
    wanted = [each for each in found if not (has_calendar and each.reads == EVENT_PAGE.reads)]
    return tuple(apart(best_first(wanted, pasted))[:MOST_FEEDS])


def _first(quest: Quest, addresses: Sequence[str]) -> Reply | Saying:
    """Return the reply of the first address that answers, or say in words what was wrong with the first."""
    told: Saying = _NO_SITE
    for number, url in enumerate(addresses):
        answer = quest.first(url)
        if isinstance(answer, Reply) and answer.status == HTTPStatus.OK:
            return answer
        if number == 0:
            told = _trouble(answer or NoReply(Failure.TIMEOUT, url))
    return told


def _trouble(answer: Answer) -> Saying:
    if isinstance(answer, NoReply):
        return trouble_in_words(answer.failure.value, answer.detail if answer.failure != Failure.NOT_PUBLIC else "")[0]
    return trouble_in_words(f"{HTTP}{answer.status}", answer.headers.get("cf-mitigated", ""))[0]


def _site_of_feed(feed: FoundFeed, reply: Reply) -> FoundSite:
    return FoundSite(_own_site(feed, urljoin(reply.url, "/")), feed.title, feeds=(feed,))


def _own_site(feed: FoundFeed, otherwise: str) -> str:
    """Return the site that a feed calls its own, where it lies there: it may call any its own."""
    site = absolute(feed.url, feed.site)
    return site if site and is_at_door(site, feed.url) else otherwise
