"""Documents the strict reader refuses, read by feedparser, which forgives nearly everything."""

import re
from typing import Any

import feedparser

from hub.aggregate.reading.document import Attachment, Hints
from hub.aggregate.reading.draft import Draft, Feed, Found, Head, Sketch, Words, digest_of
from hub.aggregate.reading.fields import MOST_ATTACHMENTS
from hub.kit import urls

_HTML = ("text/html", "application/xhtml+xml")
_Said = dict[str, Any]  # feedparser has no types


def feed(text: str, *, url: str) -> Feed | None:
    """Read *text*, which came from *url*, as best one can; None when nothing in it says feed, or feedparser falls."""
    # Bytes, never a string: feedparser would take that for a file or an address to open.
    headers = {"content-location": url, "content-type": "application/xml; charset=utf-8"}
    try:
        said = feedparser.parse(
            text.encode("utf-8", "replace"), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except Exception:  # noqa: BLE001 - the month 13 makes it fall, and more that nobody has listed
        return None
    if not said.version and not said.entries:
        return None
    head = _head(said, url)
    base = head.site or url
    return Feed(head, [_found(entry, base) for entry in said.entries], set())


def _head(said: Any, url: str) -> Head:  # noqa: ANN401 - feedparser has no types
    about = said.feed
    links = {link.get("rel"): urls.absolute(url, link.get("href") or "") for link in reversed(_get(about, "links", []))}
    ttl = str(_get(about, "ttl", ""))
    return Head(
        dialect=feedparser.api.SUPPORTED_VERSIONS.get(said.version) or "RSS",
        title=_words(about, "title", url) or Words(),
        description=_words(about, "subtitle", url) or Words(),
        site=urls.absolute(url, _get(about, "link", "")),
        author=_get(about, "author", ""),
        language=_get(about, "language", "") or "",
        licence=links.get("license") or _get(about, "rights", ""),
        hints=Hints(
            ttl_minutes=int(ttl) if re.fullmatch(r"[0-9]{1,6}", ttl) else None,
            hub=links.get("hub", ""),
            itself=links.get("self", ""),
        ),
    )


def _found(entry: _Said, base: str) -> Found:
    draft = _draft(entry, base)
    words = [part.text for part in (draft.title, draft.summary, draft.content) if part is not None]
    sketch = Sketch(
        guid=draft.guid,
        link=draft.link,
        title=draft.title.text if draft.title else "",
        date=draft.published or draft.updated,
        digest=digest_of(
            [draft.guid, draft.link, *words, draft.author, draft.published, draft.updated, *draft.labels]
            + [attachment.url for attachment in draft.attachments]
            + [str(draft.point), draft.language, draft.licence, draft.lasts]
        ),
    )
    return Found(sketch, lambda: draft)


def _draft(entry: _Said, base: str) -> Draft:
    links = _get(entry, "links", [])
    licences = [urls.absolute(base, link.get("href") or "") for link in links if link.get("rel") == "license"]
    return Draft(
        guid=_get(entry, "id", "").strip(),
        link=urls.absolute(base, _get(entry, "feedburner_origlink", ""))
        or urls.absolute(base, _get(entry, "link", ""))
        or next((urls.absolute(base, link.get("href") or "") for link in links if link.get("rel") == "alternate"), ""),
        title=_words(entry, "title", base),
        content=_content(entry, base),
        summary=_words(entry, "summary", base),
        author=_get(entry, "author", ""),
        published=_date(entry, "published") or _date(entry, "created"),
        updated=_date(entry, "updated"),
        labels=[tag.get("label") or tag.get("term") or "" for tag in _get(entry, "tags", [])],
        attachments=_attachments(entry, base),
        point=_point(entry),
        language=_get(entry, "language", ""),
        licence=next(iter(licences), "") or _get(entry, "rights", ""),
        lasts=str(_get(entry, "itunes_duration", "")),
    )


def _get(said: _Said, key: str, default: Any) -> Any:  # noqa: ANN401 - feedparser has no types
    # Its own dictionaries answer for neighbouring keys and warn about it; only the plain lookup is honest.
    return dict.get(said, key) or default


def _words(said: _Said, key: str, base: str) -> Words | None:
    text = _get(said, key, "")
    detail = _get(said, f"{key}_detail", {})
    if not text:
        return None
    is_html = (detail.get("type") or "text/html") in _HTML or _is_markup(text)
    return Words(text, is_html=is_html, base=urls.absolute(base, detail.get("base") or "") or base)


def _is_markup(text: str) -> bool:
    return "</" in text or "&" in text or "/>" in text


def _content(entry: _Said, base: str) -> Words | None:
    for part in _get(entry, "content", []):
        if part.get("value"):
            is_html = part.get("type") in _HTML or _is_markup(part["value"])
            return Words(part["value"], is_html=is_html, base=urls.absolute(base, part.get("base") or "") or base)
    return None


def _date(entry: _Said, key: str) -> str:
    written: str = _get(entry, key, "")
    return written


def _attachments(entry: _Said, base: str) -> list[Attachment]:
    media = [(item.get("url"), item) for item in _get(entry, "media_content", [])]
    links = [(link.get("href"), link) for link in _get(entry, "links", []) if link.get("rel") == "enclosure"]
    found: dict[str, Attachment] = {}
    for url, said in links + media:
        address = urls.absolute(base, url or "")
        size = str(said.get("length") or said.get("filesize") or "")
        length = int(size) if re.fullmatch(r"[0-9]{1,15}", size) else None
        if address and len(found) < MOST_ATTACHMENTS:
            found.setdefault(address, Attachment(address, (said.get("type") or "")[:100], length or None))
    return list(found.values())


def _point(entry: _Said) -> tuple[str, str] | None:
    where = _get(entry, "where", {})
    if where.get("type") == "Point":
        longitude, latitude = where["coordinates"][:2]
        return str(latitude), str(longitude)
    latitude, longitude = _get(entry, "geo_lat", ""), _get(entry, "geo_long", "")
    return (latitude, longitude) if latitude and longitude else None
