"""What an item or entry element says: first what identifies it, the rest when someone asks."""

from functools import partial

from lxml import etree

from hub.aggregate.reading.construct import Reading, Setting, inner
from hub.aggregate.reading.draft import Draft, Found, Sketch, digest_of
from hub.aggregate.reading.fields import ATTRIBUTED, FIELDS
from hub.kit import urls

_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_TELLING = ("guid", "link", "title", "published", "created", "updated")

_Field = tuple[str, str, etree._Element]  # noqa: SLF001 - the only name its type has


def found(item: etree._Element, setting: Setting) -> Found:
    """Read of *item* what identifies it and what tells whether it changed."""
    fields: list[_Field] = []
    parts: list[str] = []
    said = dict.fromkeys(_TELLING, "")
    names = setting.names
    for child in item:
        name = names[child.tag]
        if name not in FIELDS:
            continue
        text = inner(child) if len(child) else child.text or ""
        fields.append((name, text, child))
        parts += (name, text)
        if name in said:
            said[name] = text or said[name]
        if name in ATTRIBUTED:
            parts += child.values()  # type: ignore[arg-type]  # never bytes when parsed
    sketch = Sketch(
        guid=said["guid"].strip() or item.get(_ABOUT, ""),
        link=said["link"].strip() or _alternate(fields),
        title=said["title"],
        date=said["published"] or said["created"] or said["updated"],
        digest=digest_of(parts),
    )
    return Found(sketch, partial(_draft, item, fields, setting))


def _draft(item: etree._Element, fields: list[_Field], setting: Setting) -> Draft:
    """Read all of *item* from its *fields*."""
    entry = Draft(guid=item.get(_ABOUT, ""), language=item.get(_LANG, ""))
    reading = Reading(entry, setting)
    for name, text, child in fields:
        FIELDS[name](reading, text, child)
    entry.published = entry.published or reading.created
    entry.title = entry.title or reading.title
    entry.summary = entry.summary or reading.summary
    if (
        entry.content is None
        and reading.summary
        and entry.summary
        and len(reading.summary.text) > len(entry.summary.text)
    ):
        entry.content = reading.summary  # a podcast often says it in full only to its listeners' programs
    base = reading.base(item)
    guid = entry.guid if reading.guid_is_link else ""
    entry.link = urls.absolute(base, reading.original) or reading.link or reading.other_link or urls.absolute("", guid)
    return entry


def _alternate(fields: list[_Field]) -> str:
    for name, _, child in fields:
        if name == "link" and child.get("rel", "alternate") == "alternate" and child.get("href"):
            return child.get("href", "")
    return ""
