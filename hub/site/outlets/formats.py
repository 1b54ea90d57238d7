"""How does a listing leave the house? As Atom, RSS or JSON Feed, made from the same values as its page."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum

from fastapi.responses import Response
from lxml import etree

from hub.aggregate.items.cards import File
from hub.kit.licences import is_licence
from hub.site.render import iso
from hub.site.words import speech

GENERATOR = "Local Hub"
NOT_WRITTEN = frozenset({"application/pdf", "image/png"})  # forms that are no text
_ATOM = "http://www.w3.org/2005/Atom"
_DC = "http://purl.org/dc/elements/1.1/"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# lxml-stubs forget that a namespace may have no prefix.
_PLAIN: dict[str, str] = {None: _ATOM}  # type: ignore[dict-item] # see above
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # “updated” of an empty listing: something that stays
_FORBIDDEN_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Outlet(StrEnum):
    """The suffix of a listing's address."""

    ATOM = "atom"
    RSS = "rss"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class Post:
    """One thing of a listing, whoever said it first."""

    urn: str
    title: str
    link: str  # where its author published it
    page: str  # where we show it
    updated: datetime
    published: datetime | None = None
    author: str = ""
    summary: str = ""
    language: str = ""
    licence: str = ""
    source: tuple[str, str] = ("", "")  # name and site
    tags: tuple[tuple[str, str], ...] = ()  # slug and name
    files: tuple[File, ...] = ()
    more: tuple[tuple[str, str | None], ...] = ()  # what JSON Feed has no name for, by ours


@dataclass(frozen=True, slots=True)
class Channel:
    """A listing: the address of its page, of itself, and of the next part."""

    title: str
    page: str
    itself: str
    posts: tuple[Post, ...]
    next: str = ""
    hub: str = ""  # who tells its readers of news at once (WebSub)
    language: str = field(default_factory=speech.language)  # of its titles; each post says its own

    @property
    def updated(self) -> datetime:
        """The newest moment in it: from the data, so that the same data gives the same bytes."""
        return max((post.updated for post in self.posts), default=_NEVER)


def answer(outlet: Outlet, channel: Channel) -> Response:
    """Return *channel* in the form its address asks for."""
    makers = {
        Outlet.ATOM: (atom, "application/atom+xml"),
        Outlet.RSS: (rss, "application/rss+xml"),
        Outlet.JSON: (json_feed, "application/feed+json"),
    }
    make, media_type = makers[outlet]
    told = kept(make(channel), media_type)
    if channel.hub:
        told.headers["Link"] = f'<{channel.hub}>; rel="hub", <{channel.itself}>; rel="self"'
    return told


def kept(body: bytes, media_type: str) -> Response:
    """Return *body* for readers that come again and again; anybody's page may read it."""
    headers = {"Access-Control-Allow-Origin": "*"}
    written = media_type if media_type in NOT_WRITTEN else f"{media_type}; charset=utf-8"
    return Response(body, media_type=written, headers=headers)


def printable(text: str) -> str:
    """Return *text* without the characters XML has no way to write."""
    return _FORBIDDEN_IN_XML.sub("", text)


def atom(channel: Channel) -> bytes:
    """Write *channel* as Atom 1.0."""
    feed = etree.Element(f"{{{_ATOM}}}feed", {_XML_LANG: channel.language}, nsmap=_PLAIN)
    _put(feed, "id", channel.itself)
    _put(feed, "title", channel.title)
    _put(feed, "updated", iso(channel.updated))
    _put(feed, "generator", GENERATOR)
    _put(_put(feed, "author"), "name", GENERATOR)
    _put(feed, "link", rel="self", href=channel.itself)
    _put(feed, "link", rel="alternate", href=channel.page, type="text/html")
    if channel.hub:
        _put(feed, "link", rel="hub", href=channel.hub)
    if channel.next:
        _put(feed, "link", rel="next", href=channel.next)
    for post in channel.posts:
        _atom_entry(feed, post)
    return _document(feed)


def rss(channel: Channel) -> bytes:
    """Write *channel* as RSS 2.0."""
    top = etree.Element("rss", version="2.0", nsmap={"atom": _ATOM, "dc": _DC})
    listing = etree.SubElement(top, "channel")
    _put(listing, "title", channel.title)
    _put(listing, "link", channel.page)
    _put(listing, "description", channel.title)
    _put(listing, "language", channel.language)
    _put(listing, "lastBuildDate", format_datetime(channel.updated))
    _put(listing, "generator", GENERATOR)
    _put(listing, f"{{{_ATOM}}}link", rel="self", href=channel.itself, type="application/rss+xml")
    if channel.hub:
        _put(listing, f"{{{_ATOM}}}link", rel="hub", href=channel.hub)
    if channel.next:
        _put(listing, f"{{{_ATOM}}}link", rel="next", href=channel.next)
    for post in channel.posts:
        _rss_item(listing, post)
    return _document(top)


def json_feed(channel: Channel) -> bytes:
    """Write *channel* as JSON Feed 1.1."""
    feed: dict[str, object] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.page,
        "feed_url": channel.itself,
        "language": channel.language,
        "items": [_json_item(post) for post in channel.posts],
    }
    if channel.hub:
        feed["hubs"] = [{"type": "WebSub", "url": channel.hub}]
    if channel.next:
        feed["next_url"] = channel.next
    return json.dumps(feed, ensure_ascii=False).encode("utf-8", "replace")


def _atom_entry(feed: etree._Element, post: Post) -> None:
    entry = _put(feed, "entry", **({_XML_LANG: post.language} if post.language else {}))
    _put(entry, "id", post.urn)
    _put(entry, "title", post.title)
    _put(entry, "updated", iso(post.updated))
    if post.published:
        _put(entry, "published", iso(post.published))
    _put(entry, "link", rel="alternate", href=post.link or post.page)
    _put(entry, "link", rel="via", href=post.page, type="text/html")
    _put(_put(entry, "author"), "name", post.author or post.source[0] or GENERATOR)
    if post.summary:
        _put(entry, "summary", post.summary)
    for slug, name in post.tags:
        _put(entry, "category", term=slug, label=name)
    if post.licence:
        _put(entry, "rights", post.licence)
    for file in post.files:
        size = {} if file.length is None else {"length": str(file.length)}
        _put(entry, "link", rel="enclosure", href=file.url, type=file.media_type or "application/octet-stream", **size)


def _rss_item(listing: etree._Element, post: Post) -> None:
    item = _put(listing, "item")
    _put(item, "title", post.title)
    _put(item, "link", post.link or post.page)
    _put(item, "guid", post.urn, isPermaLink="false")
    _put(item, "pubDate", format_datetime((post.published or post.updated).astimezone(UTC)))
    if post.author or post.source[0]:
        _put(item, f"{{{_DC}}}creator", post.author or post.source[0])
    if post.licence:
        _put(item, f"{{{_DC}}}rights", post.licence)
    if post.summary:
        _put(item, "description", post.summary)
    for _, name in post.tags:
        _put(item, "category", name)
    for file in post.files[:1]:  # RSS knows one
        media_type = file.media_type or "application/octet-stream"
        _put(item, "enclosure", url=file.url, length=str(file.length or 0), type=media_type)


def _json_item(post: Post) -> dict[str, object]:
    licence = post.licence if is_licence(post.licence) else ""
    said: dict[str, object] = {
        "id": post.urn,
        "url": post.link or post.page,
        "title": post.title,
        "content_text": post.summary,
        "date_published": iso(post.published or post.updated),
        "date_modified": iso(post.updated),
        "authors": [{"name": post.author or post.source[0] or GENERATOR}],
        "tags": [name for _, name in post.tags],
        "_local_hub": {"page": post.page, "source": post.source[0], "licence": licence, **dict(post.more)},
    }
    if post.language:
        said["language"] = post.language
    if post.files:
        said["attachments"] = [_json_file(file) for file in post.files]
    return said


def _json_file(file: File) -> dict[str, object]:
    known: Mapping[str, object] = {"title": file.title, "size_in_bytes": file.length}
    media_type = file.media_type or "application/octet-stream"
    return {"url": file.url, "mime_type": media_type} | {name: value for name, value in known.items() if value}


def _put(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    known = {key: printable(value) for key, value in attributes.items()}
    made = etree.SubElement(parent, name if name.startswith("{") else etree.QName(parent.nsmap.get(None), name), known)
    made.text = printable(text) or None
    return made


def _document(top: etree._Element) -> bytes:
    return etree.tostring(top, xml_declaration=True, encoding="utf-8", pretty_print=True)
