"""What each element inside an entry means; one short function for each."""

import re
from collections.abc import Callable

from lxml import etree

from hub.aggregate.reading.construct import Reading
from hub.aggregate.reading.document import Attachment
from hub.aggregate.reading.lasting import seconds
from hub.kit import urls

RESOURCE = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource"
MOST_ATTACHMENTS = 20
_MOST_LABELS = 50
_MEDIA = "{http://search.yahoo.com/mrss"
_NUMBER = re.compile(r"\d{1,15}\Z")

Field = Callable[[Reading, str, etree._Element], None]  # noqa: SLF001 - the only name its type has


def _title(entry: Reading, text: str, element: etree._Element) -> None:
    if text.strip() and entry.entry.title is None:
        entry.entry.title = entry.words(text, element)


def _link(entry: Reading, text: str, element: etree._Element) -> None:
    href = element.get("href") or element.get("url") or text.strip() or element.get(RESOURCE, "")
    rel = (element.get("rel") or "alternate").lower()
    if not href:
        return
    if rel == "enclosure":
        _attach(entry, href, element, element.get("title", ""))
    elif rel == "license":
        entry.entry.licence = urls.absolute(entry.base(element), href)
    elif rel == "alternate":
        address = urls.absolute(entry.base(element), href)
        if (element.get("type") or "text/html").lower() in {"text/html", "html", "application/xhtml+xml", "xhtml"}:
            entry.link = address or entry.link
        else:
            entry.other_link = entry.other_link or address


def _original(entry: Reading, text: str, _: etree._Element) -> None:
    entry.original = text


def _guid(entry: Reading, text: str, element: etree._Element) -> None:
    entry.entry.guid = text.strip() or entry.entry.guid
    claim = element.get("isPermaLink") or {key.lower(): said for key, said in element.items()}.get(
        "ispermalink", "true"
    )
    # In Atom an id is no address, but where there is no link at all it is the best guess.
    entry.guid_is_link = claim.strip().lower() == "true"


def _content(entry: Reading, text: str, element: etree._Element) -> None:
    kind = element.get("type", "").lower()
    is_foreign = entry.setting.is_atom and "/" in kind and not kind.startswith("text/") and "xml" not in kind
    if is_foreign or (entry.entry.content is not None and not text.strip()):
        return  # a picture or a film, and not words
    entry.entry.content = entry.words(text, element)


def _description(entry: Reading, text: str, element: etree._Element) -> None:
    if text.strip():
        entry.entry.summary = entry.words(text, element)


def _media_title(entry: Reading, text: str, element: etree._Element) -> None:
    entry.title = entry.title or entry.words(text, element)


def _media_words(entry: Reading, text: str, element: etree._Element) -> None:
    entry.summary = entry.summary or (entry.words(text, element) if text.strip() else None)


def _author(entry: Reading, text: str, element: etree._Element) -> None:
    if entry.entry.author:
        return
    if not len(element):
        entry.entry.author = text
        return
    for child in element:
        if entry.setting.names[child.tag] == "name":
            entry.entry.author = child.text or ""


def _published(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.published = text.strip() or entry.entry.published


def _created(entry: Reading, text: str, _: etree._Element) -> None:
    entry.created = text.strip() or entry.created


def _updated(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.updated = text.strip() or entry.entry.updated


def _category(entry: Reading, text: str, element: etree._Element) -> None:
    label = element.get("label") or element.get("term") or element.get("text") or text
    if len(entry.entry.labels) < _MOST_LABELS:
        entry.entry.labels.append(label)


def _keywords(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.labels += text.split(",")[: _MOST_LABELS - len(entry.entry.labels)]


def _enclosure(entry: Reading, _: str, element: etree._Element) -> None:
    _attach(entry, element.get("url") or element.get("href") or element.get(RESOURCE) or "", element, "")


def _media(entry: Reading, _: str, element: etree._Element) -> None:
    _attach(entry, element.get("url", ""), element, element.findtext("{*}title", ""))
    _group(entry, "", element)


def _group(entry: Reading, _: str, element: etree._Element) -> None:
    """Look into a group, or a medium, for what belongs to the entry."""
    for child in element:
        name = entry.setting.names[child.tag]
        if name.startswith("media:") and name in FIELDS:
            FIELDS[name](entry, child.text or "", child)


def _attach(entry: Reading, url: str, element: etree._Element, title: str) -> None:
    address = urls.absolute(entry.base(element), url)
    known = {attachment.url for attachment in entry.entry.attachments}
    if not address or address in known or len(known) >= MOST_ATTACHMENTS:
        return
    size = (element.get("length") or element.get("fileSize") or "").strip()
    kind = element.get("type") or element.get("medium") or ""
    length = int(size) if _NUMBER.match(size) else None
    words, lasts = element.findtext("{*}description", ""), seconds(element.get("duration", ""))
    entry.entry.attachments.append(Attachment(address, kind.strip()[:100], length or None, title.strip(), lasts, words))


def _lasts(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.lasts = text.strip() or entry.entry.lasts


def _point(entry: Reading, text: str, _: etree._Element) -> None:
    numbers = text.replace(",", " ").split()
    if len(numbers) >= 2:  # noqa: PLR2004 - latitude and longitude
        entry.entry.point = (numbers[0], numbers[1])


def _where(entry: Reading, _: str, element: etree._Element) -> None:
    for child in element.iter("{*}pos", "{*}lat", "{*}long"):
        FIELDS[entry.setting.names[child.tag]](entry, child.text or "", child)


def _latitude(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.point = (text.strip(), entry.entry.point[1] if entry.entry.point else "")


def _longitude(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.point = (entry.entry.point[0] if entry.entry.point else "", text.strip())


def _language(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.language = text.strip() or entry.entry.language


def _licence(entry: Reading, text: str, element: etree._Element) -> None:
    address = element.get(RESOURCE) or element.get("href") or text.strip()
    entry.entry.licence = urls.absolute(entry.base(element), address) or entry.entry.licence


def _rights(entry: Reading, text: str, _: etree._Element) -> None:
    entry.entry.licence = entry.entry.licence or text.strip()


FIELDS: dict[str, Field] = {
    "title": _title,
    "link": _link,
    "feedburner:origlink": _original,
    "guid": _guid,
    "content:encoded": _content,
    "content": _content,
    "description": _description,
    "summary": _description,
    "itunes:summary": _media_words,
    "author": _author,
    "itunes:author": _author,
    "published": _published,
    "created": _created,
    "updated": _updated,
    "category": _category,
    "itunes:keywords": _keywords,
    "media:keywords": _keywords,
    "enclosure": _enclosure,
    "enc:enclosure": _enclosure,
    "media:content": _media,
    "media:group": _group,
    "media:title": _media_title,
    "media:description": _media_words,
    "itunes:duration": _lasts,
    "georss:point": _point,
    "gml:pos": _point,
    "georss:where": _where,
    "geo:point": _where,
    "gml:point": _where,
    "geo:lat": _latitude,
    "geo:long": _longitude,
    "language": _language,
    "cc:license": _licence,
    "media:license": _licence,
    "rights": _rights,
}
# Those whose meaning is in their attributes, wholly or partly.
ATTRIBUTED = frozenset(
    {"link", "guid", "category", "enclosure", "enc:enclosure", "media:content", "cc:license", "media:license"}
)
