"""JSON Feed 1.0 and 1.1, and whatever types a publisher puts where."""

import json
from typing import Any

from hub.aggregate.reading.document import Attachment, Hints
from hub.aggregate.reading.draft import Draft, Feed, Found, Head, Sketch, Words, digest_of
from hub.aggregate.reading.fields import MOST_ATTACHMENTS
from hub.aggregate.reading.lasting import seconds
from hub.kit import urls

_Said = dict[str, Any]  # JSON can hold anything


def feed(text: str, *, url: str) -> Feed | None:
    """Read *text*, which came from *url*; None when it is not JSON, or no JSON Feed."""
    try:
        said = json.loads(text, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict) or "jsonfeed.org/version/" not in _text(said, "version"):
        return None
    version = "1.1" if _text(said, "version").rstrip("/").endswith("1.1") else "1.0"
    site = urls.absolute(url, _text(said, "home_page_url"))
    hubs = [_text(hub, "url") for hub in _each(said, "hubs") if _text(hub, "type").lower() == "websub"]
    head = Head(
        dialect=f"JSON Feed {version}",
        title=Words(_text(said, "title"), is_html=False),
        description=Words(_text(said, "description"), is_html=False),
        site=site,
        author=_author(said),
        language=_text(said, "language"),
        hints=Hints(
            hub=urls.absolute(url, hubs[0]) if hubs else "", itself=urls.absolute(url, _text(said, "feed_url"))
        ),
    )
    return Feed(head, [_found(item, site or url) for item in _each(said, "items")], set())


def _found(item: _Said, base: str) -> Found:
    link = urls.absolute(base, _text(item, "external_url") if not _text(item, "url") else _text(item, "url"))
    draft = Draft(
        guid=_text(item, "id").strip(),
        link=link,
        title=_words(item, "title", base),
        content=_words(item, "content_html", base, is_html=True) or _words(item, "content_text", base),
        summary=_words(item, "summary", base),
        author=_author(item),
        published=_text(item, "date_published"),
        updated=_text(item, "date_modified"),
        labels=[tag for tag in _list(item, "tags") if isinstance(tag, str)],
        attachments=_attachments(item, base),
        language=_text(item, "language"),
    )
    digest = digest_of([json.dumps(item, sort_keys=True, default=str)])
    date = draft.published or draft.updated
    return Found(Sketch(draft.guid, link, _text(item, "title"), date, digest), lambda: draft)


def _text(said: _Said, key: str) -> str:
    value = said.get(key)
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()  # half of a surrogate pair can be written in JSON
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(said: _Said, key: str) -> list[object]:
    value = said.get(key)
    return value if isinstance(value, list) else []


def _each(said: _Said, key: str) -> list[_Said]:
    return [part for part in _list(said, key) if isinstance(part, dict)]


def _words(item: _Said, key: str, base: str, *, is_html: bool = False) -> Words | None:
    text = _text(item, key)
    return Words(text, is_html=is_html, base=base) if text.strip() else None


def _author(said: _Said) -> str:
    one = said.get("author")
    authors = _each(said, "authors") or ([one] if isinstance(one, dict) else [])
    return ", ".join(filter(None, (_text(author, "name") for author in authors)))


def _attachments(item: _Said, base: str) -> list[Attachment]:
    found = []
    for part in _each(item, "attachments")[:MOST_ATTACHMENTS]:
        address = urls.absolute(base, _text(part, "url"))
        size = part.get("size_in_bytes")
        length = int(size) if isinstance(size, int | float) and 0 < size < 1e15 else None  # noqa: PLR2004 - beyond reason
        if address:
            lasts = seconds(_text(part, "duration_in_seconds"))
            found.append(Attachment(address, _text(part, "mime_type")[:100], length, _text(part, "title")[:500], lasts))
    picture = urls.absolute(base, _text(item, "image"))
    known = {each.url for each in found}
    return found if not picture or picture in known else [*found[: MOST_ATTACHMENTS - 1], Attachment(picture, "image")]
