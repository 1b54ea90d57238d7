"""What does a page say of itself in microformats: what it answers, who wrote it? Pure; runs in a child.

Whose page it is follows https://indieweb.org/authorship-spec as far as the page itself tells: nothing else is asked.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any, Final

import mf2py
from bs4 import BeautifulSoup

from hub.aggregate.reading.dates import believable, moment
from hub.communicate.mentions.rules import LONGEST_NAME, RSVPS, Kind, Seen
from hub.kit.text import excerpt, squeeze, storable, visible
from hub.kit.urls import absolute

MOST_ENTRIES = 200  # of a page
_SAYS: Final = (
    ("in-reply-to", Kind.REPLY),
    ("repost-of", Kind.REPOST),
    ("like-of", Kind.LIKE),
    ("bookmark-of", Kind.BOOKMARK),
)
_ENTRIES: Final = frozenset({"h-entry", "h-event", "h-review", "h-recipe", "h-cite"})
_MARKED: Final = ("h-entry", "h-event", "h-review", "h-recipe", "hentry")
Item = Mapping[str, Any]
IsTarget = Callable[[str], bool]


def said_by(html: str, url: str, is_target: IsTarget, now: datetime) -> Seen | None:
    """Return what the entry on a page that mentions the target says; None where the page has no entry."""
    if not any(mark in html for mark in _MARKED):
        return None
    try:
        found = mf2py.Parser(doc=BeautifulSoup(html, "lxml"), url=url).to_dict()
    except (RecursionError, ValueError, AssertionError):  # what is nested beyond reason says nothing
        return None
    entries = list(_entries(found["items"]))
    if not entries:
        return None
    entry, feed = next((pair for pair in entries if _mentions(pair[0], is_target)), entries[0])
    return _seen(entry, _author(entry, feed, found), url, is_target, now)


def _entries(items: Iterable[Item]) -> Iterator[tuple[Item, Item | None]]:
    """Yield the entries of a page, each with the feed it stands in."""
    waiting: list[tuple[Item, Item | None]] = [(item, None) for item in items]
    for count, (item, feed) in enumerate(waiting):
        if count == MOST_ENTRIES:
            return
        if _ENTRIES.intersection(item["type"]):
            yield item, feed
        else:
            waiting.extend((child, item) for child in item.get("children", ()))


def _mentions(entry: Item, is_target: IsTarget) -> bool:
    named = any(is_target(each) for name, _ in _SAYS for each in _addresses(entry, name))
    written = " ".join(str(each.get("html", "")) for each in _of(entry, "content") if isinstance(each, dict))
    return named or any(is_target(each.partition('"')[0]) for each in written.split('href="')[1:])


def _seen(entry: Item, author: tuple[str, str], url: str, is_target: IsTarget, now: datetime) -> Seen:
    kind = next((kind for name, kind in _SAYS if any(map(is_target, _addresses(entry, name)))), Kind.MENTION)
    rsvp = _first(entry, "rsvp").lower()
    comes = kind is Kind.REPLY and rsvp in RSVPS
    name, told_at = author[0], moment(_first(entry, "published"))
    words = _first(entry, "content") or _first(entry, "summary")
    title = _first(entry, "name")
    return Seen(
        kind=Kind.RSVP if comes else kind,
        author_name=excerpt(_plain(name), LONGEST_NAME),
        author_url=absolute(url, author[1]),
        title="" if squeeze(title) in squeeze(words) else title,
        words=words or title,
        rsvp=rsvp if comes else "",
        published_at=believable(told_at, now),
    )


def _author(entry: Item, feed: Item | None, page: Item) -> tuple[str, str]:
    """Return how who wrote an entry is called, and their address; either may be empty."""
    told = next(iter(_of(entry, "author") or _of(feed or {}, "author") or page["rels"].get("author", ())), "")
    if isinstance(told, dict):
        return _first(told, "name"), _first(told, "url")
    if "://" not in str(told):
        return str(told), ""
    cards = (item for item in page["items"] if "h-card" in item["type"] and told in _addresses(item, "url"))
    return next((_first(card, "name") for card in cards), ""), str(told)


def _of(item: Item, name: str) -> list[Any]:
    return list(item.get("properties", {}).get(name, ()))


def _first(item: Item, name: str) -> str:
    """Return the first value of a property as plain text."""
    value = next(iter(_of(item, name)), "")
    return str(value.get("value", "")) if isinstance(value, dict) else str(value)


def _addresses(item: Item, name: str) -> list[str]:
    """Return the addresses a property gives, those inside what it cites too."""
    found = []
    for value in _of(item, name):
        if isinstance(value, dict):
            found += [str(value.get("value", "")), *map(str, _of(value, "url"))]
        else:
            found.append(str(value))
    return found


def _plain(text: str) -> str:
    return squeeze(visible(storable(text)))
