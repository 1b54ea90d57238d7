"""Which links of a post lead somewhere that tells of a conversation, and into whose site? Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Self
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

from hub.aggregate.items.rules import page_key
from hub.kit.urls import bare_host, host, is_of_site, one_page

VERSION = 1  # of what is decided here: with another one, the links of all posts are read anew
MOST_KEPT = 100  # links of a post
MOST_TRIES = 4  # of a short address
SHORTENERS = frozenset(
    {
        *("bit.ly", "t.co", "ow.ly", "tinyurl.com", "buff.ly", "lnkd.in", "is.gd", "v.gd", "goo.gl", "trib.al"),
        *("dlvr.it", "fb.me", "ift.tt", "wp.me", "j.mp", "cutt.ly", "rb.gy", "t.ly", "tiny.cc", "amzn.to", "bbc.in"),
        *("gu.com", "shorturl.at", "s.id", "rebrand.ly", "bl.ink", "eepurl.com", "mailchi.mp", "x.gd", "tr.im"),
    }
)
_PATIENCE = (timedelta(minutes=10), timedelta(hours=3), timedelta(days=1))  # before the next try
_LINK = re.compile(r'<a\b[^>]*?\bhref="([^"]+)"')
_LIGHT_HOST = re.compile(r"^(?:www|m|mobile|amp)\.(?=[^.]+\.)")
_FILM = re.compile(r"[\w-]{6,20}")
# Pages of a site by which one goes about in it: they are of no post.
_NAVIGATION = frozenset(
    {
        *("tag", "tags", "category", "categories", "label", "labels", "topic", "topics", "author", "authors", "user"),
        *("search", "page", "feed", "feeds", "rss", "archive", "archives", "comments", "login", "privacy", "cookies"),
    }
)
_ASKS = frozenset({"cat", "tag", "author", "s", "q", "search", "paged", "page", "m", "replytocom", "share"})
_DATE = re.compile(r"(?:/\d{1,4}){1,3}")  # /2026/11: what was said in a month


@dataclass(frozen=True, slots=True)
class Lead:
    """A page a post leads to."""

    page_key: int
    url: str
    source_id: UUID | None  # of ours, into whose site it leads


@dataclass(frozen=True, slots=True)
class Written:
    """What of a post says where it leads."""

    source_id: UUID
    link: str
    page_key: int | None
    html: str  # cleaned


@dataclass(frozen=True, slots=True)
class Sites:
    """The sites of our sources, found by their hosts."""

    of: Mapping[UUID, str]
    by_host: Mapping[str, tuple[UUID, ...]]  # of several sites on a host the deepest address first
    mark: str  # see mark_of; worked out once, as it is asked for in every round

    @classmethod
    def made(cls, of: Mapping[UUID, str]) -> Self:
        """Sort the sites of sources by their hosts."""
        found = defaultdict[str, list[UUID]](list)
        for source_id, site in of.items():
            if name := _host(site):
                found[name].append(source_id)
        deepest_first = {
            name: tuple(sorted(several, key=lambda each: _depth(of[each], each))) for name, several in found.items()
        }
        return cls(of, deepest_first, mark_of(of.items()))

    def owners(self, url: str) -> Sequence[UUID]:
        """Return the sources on whose sites a page is, the deepest address first."""
        return [each for each in self.by_host.get(_host(url), ()) if is_of_site(url, self.of[each])]

    def owner(self, url: str, speaker: UUID) -> UUID | None:
        """Return the source whose site a page is on; None for nobody of ours.

        Of several on one host it is the nearest of those whose address the page's begins with; of those that have one
        site together it is the *speaker*.
        """
        there = self.owners(url)
        nearest = [each for each in there if one_page(self.of[each]) == one_page(self.of[there[0]])]
        return speaker if speaker in nearest else next(iter(nearest), None)


def leads(written: Written, sites: Sites, known: Mapping[str, str]) -> tuple[Lead, ...]:
    """Return where a post leads, each page once; *known* is what short addresses stand for.

    Front pages, the post itself and what one goes about by in its own site are left out. The link of the post counts
    where it leads away from its own site: so do those who collect links.
    """
    site = sites.of.get(written.source_id, "")
    away = (written.link,) if site and not is_of_site(written.link, site) else ()
    found: dict[int, Lead] = {}
    for said in (*away, *links_in(written.html)):
        url = plain_film(known.get(said) or said)
        key = page_key(url)
        if key is None or key in found or (key == written.page_key and said not in away):
            continue
        owner = sites.owner(url, written.source_id)
        if not is_front(url, sites.of.get(owner, "") if owner else "") and not (
            owner == written.source_id and is_navigation(url)
        ):
            found[key] = Lead(key, url, owner)
    return tuple(found.values())[:MOST_KEPT]


def links_in(html: str) -> tuple[str, ...]:
    """Return where a cleaned text links to on the web, each address once.

    >>> links_in('<p><a href="https://a.example/?x=1&amp;y=2">See</a> <a href="mailto:ben@ben.example">Ben</a></p>')
    ('https://a.example/?x=1&y=2',)
    """
    told = dict.fromkeys(unescape(address) for address in _LINK.findall(html))
    return tuple(address for address in told if address.startswith(("https://", "http://")))


def is_short(url: str) -> bool:
    """Say whether an address is one of a known shortener, and stands for another one; no other is ever asked.

    >>> is_short("https://bit.ly/3xYz"), is_short("https://bit.ly/"), is_short("https://bit.ly.example/3xYz")
    (True, False, False)
    """
    return bare_host(url) in SHORTENERS and bool(one_page(url))


def end_of(url: str, known: Mapping[str, str]) -> str:
    """Return what a short address stands for in the end, as far as it is *known*; itself where it is not.

    >>> end_of("https://t.co/1", {"https://t.co/1": "https://bit.ly/2", "https://bit.ly/2": "https://ben.example/a"})
    'https://ben.example/a'
    """
    seen = {url}
    while (following := known.get(url, "")) and following not in seen:
        url = following
        seen.add(url)
    return url


def plain_film(url: str) -> str:
    """Return the usual address of a film that a short one names; any other address as it is.

    >>> plain_film("https://youtu.be/dQw4w9WgXcQ?t=43"), plain_film("https://ben.example/a")
    ('https://www.youtube.com/watch?v=dQw4w9WgXcQ', 'https://ben.example/a')
    """
    name = urlsplit(url).path.strip("/") if host(url) == "youtu.be" else ""
    return f"https://www.youtube.com/watch?v={name}" if _FILM.fullmatch(name) else url


def is_front(url: str, site: str) -> bool:
    """Say whether an address is that of a whole *site*, on a host of its own or below one of many.

    >>> is_front("https://blogs.example/ben/", "http://blogs.example/ben"), is_front("https://ben.example/a", "")
    (True, False)
    """
    return bool(site) and one_page(url) == one_page(site)


def is_navigation(url: str) -> bool:
    """Say whether an address is of a page by which one goes about in a site: a tag, an author, a month, a search.

    >>> is_navigation("https://ben.example/category/bins"), is_navigation("https://ben.example/2026/11/")
    (True, True)
    >>> is_navigation("https://ben.example/?s=bins"), is_navigation("https://ben.example/2026/11/bins")
    (True, False)
    """
    parts = urlsplit(url)
    path = parts.path.rstrip("/").lower()
    if _DATE.fullmatch(path) and parts.path.count("/") > 1:
        return True
    if not _NAVIGATION.isdisjoint(path.split("/")[1:]):
        return True
    asked = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    return not path and bool(asked) and asked <= _ASKS


def next_try(tries: int, now: datetime) -> datetime | None:
    """Return when a short address that gave no answer is asked again; None: never.

    >>> at = datetime(2026, 11, 1)
    >>> next_try(1, at) - at, next_try(MOST_TRIES, at)
    (datetime.timedelta(seconds=600), None)
    """
    return now + _PATIENCE[tries - 1] if tries < MOST_TRIES else None


def mark_of(sites: Iterable[tuple[UUID, str]]) -> str:
    """Return what stands for the sites links were held against, and for these rules."""
    told = "\n".join(sorted(f"{source_id.hex} {site}" for source_id, site in sites))
    return f"{VERSION}-{page_key(f'https://sites.example/{told}')}"


def _host(url: str) -> str:
    return _LIGHT_HOST.sub("", host(url))


def _depth(site: str, source_id: UUID) -> tuple[int, int]:
    return -len(one_page(site)), source_id.int
