"""Whose site is it, and what may be shown of it? The rules of registering; pure."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from urllib.parse import unquote, urljoin, urlsplit

from hub.aggregate.feeds.registry import SHOWS, address_key
from hub.aggregate.registering.found import FoundFeed, FoundSite
from hub.kit.text import words
from hub.kit.urls import bare_host, canonical


class State(StrEnum):
    """Where a registration stands."""

    WAITING = "waiting"  # for a mentor’s yes, or for its site to prove itself
    ADMITTED = "admitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"  # by who sent it
    LEFT = "left"  # it was in the stream, and its owner took it out


class Proof(StrEnum):
    """By what we know that a site is somebody’s."""

    REL_ME = "rel-me"
    META = "meta"
    POST = "post"
    MENTOR = "mentor"


ENOUGH_MODERATORS = 2  # before strangers may bring something in
LOOK_AGAIN = timedelta(minutes=10)  # “I have just posted” is believed so often
TRIED_FOR = timedelta(days=30)  # so long a waiting site is looked at every day for its proof
OF_SUGGESTED = ("link", "excerpt")  # what may be shown where its owner did not say
LONGEST_NAME = 80
LONGEST_NOTE = 1_000
MOST_FEEDS = 12  # of a site that are shown
MOST_ASKS = 26  # in one look: at two a second all are asked before anybody's patience ends
MOST_NAMED = 14  # of those, feeds and calendars that the page names
MOST_GUESSES = 12  # of those, where no page names a feed: a few at once, so that the first hit ends it
GUESSES_AT_ONCE = 4
ENOUGH_PAGES = 6  # where a site shows a page wherever we guess, it shows one everywhere
_WEB = (80, 443)


def least_shown(*shows: str) -> str:
    """Return the most that all who speak for a source allow to be shown of it.

    >>> least_shown("full", "excerpt")
    'excerpt'
    """
    return min(shows, key=SHOWS.index)


def is_open(moderators: int, *, one_is_enough: bool) -> bool:
    """Say whether sites may be registered while so many *moderators* are there."""
    return one_is_enough or moderators >= ENOUGH_MODERATORS


@dataclass(frozen=True, slots=True)
class Claim:
    """What somebody says is theirs, and what only they can show there."""

    site: str
    feeds: tuple[str, ...]
    token: str
    link: str  # where a link with rel=me has to lead


def proof(found: FoundSite, claim: Claim) -> Proof | None:
    """Say by what a site that was *found* shows that whoever claims it speaks for all its feeds; None by nothing.

    A page vouches only for feeds that lie where it does; any other has to bring the token in a post of its own.
    """
    by_page = _by_page(found, claim)
    posted = {address_key(feed.url) for feed in found.feeds if carries(feed, claim.token)}
    ways = []
    for url in claim.feeds:
        if by_page and vouches(claim.site, url):
            ways.append(by_page)
        elif address_key(url) in posted:
            ways.append(Proof.POST)
        else:
            return None
    return ways[0] if ways else None


def is_at_door(site: str, feed: str) -> bool:
    """Say whether a site and a feed are on the same host and port, so that the feed may call that site its own.

    >>> is_at_door("https://ben.example/", "http://www.ben.example/feed")
    True
    >>> is_at_door("https://ben.example:99999/", "https://ben.example/feed")  # no port of this world
    False
    """
    return _door(site) == _door(feed)


def site_shown(site: str, feeds: Sequence[str], shown: Proof) -> str:
    """Return what is kept as the site of *feeds* of which somebody showed by *shown* that they are theirs.

    A post in a feed shows nothing of a site elsewhere, even if that site names the feed: then it is where the feed is.

    >>> site_shown("https://paper.example/", ["https://evil.example/feed"], Proof.POST)
    'https://evil.example/'
    """
    is_theirs = shown is not Proof.POST or any(is_at_door(site, feed) for feed in feeds)
    return site if is_theirs else urljoin(feeds[0], "/")


def vouches(site: str, feed: str) -> bool:
    """Say whether who may write on *site* may write on *feed*: on the same host and port, inside the same blog.

    >>> vouches("https://ben.example/", "https://www.ben.example/feed")
    True
    >>> vouches("https://blogs.example/mary/", "https://blogs.example/ben/feed")
    False
    """
    place, way = urlsplit(site), unquote(urlsplit(feed).path)
    # Two dots lead out of a blog again, and a question may choose among the blogs of one page.
    if _door(site) != _door(feed) or ".." in way or place.query:
        return False
    return f"{way}/".startswith(f"{unquote(place.path).rstrip('/')}/")


def carries(feed: FoundFeed, token: str) -> bool:
    """Say whether a post of *feed* holds the token; what stands in comments, anybody can have written."""
    sought = f" {words(token)} "
    return not feed.is_comments and any(sought in f" {words(each.title)} {each.text} " for each in feed.entries)


def spellings(url: str) -> tuple[str, ...]:
    """Return the ways in which the address of one feed is usually written.

    >>> spellings("https://ben.example/feed/")
    ('https://ben.example/feed', 'https://ben.example/feed/', 'http://ben.example/feed', 'http://ben.example/feed/')
    """
    scheme, _, rest = url.partition("://")
    if scheme not in {"http", "https"}:
        return (url,)
    bare = rest.rstrip("/")
    return tuple(f"{each}://{bare}{end}" for each in ("https", "http") for end in ("", "/"))


def free_slug(wanted: str, taken: Collection[str]) -> str:
    """Return *wanted*, with a number where somebody has it already.

    >>> free_slug("kilnpost", frozenset({"kilnpost", "kilnpost-2"})), free_slug("", frozenset())
    ('kilnpost-3', 'source')
    """
    base = wanted or "source"
    numbered = (base if number == 1 else f"{base}-{number}" for number in range(1, len(taken) + 2))
    return next(each for each in numbered if each not in taken)


def _door(url: str) -> tuple[str, int]:
    """Return the host and the port of an address; the two ports of the web, with TLS and without, are one."""
    try:
        port = urlsplit(url).port or _WEB[0]
    except ValueError:  # no port of this world
        port = -1
    return bare_host(url), _WEB[0] if port in _WEB else port


def _by_page(found: FoundSite, claim: Claim) -> Proof | None:
    if _door(found.url) != _door(claim.site):  # it led elsewhere: another may have written what is there
        return None
    if canonical(claim.link) in {canonical(each) for each in found.page.me}:
        return Proof.REL_ME
    return Proof.META if claim.token in found.page.tokens else None
