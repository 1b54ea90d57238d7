"""Where in a tree the entries are, and what the document says about itself."""

from lxml import etree

from hub.aggregate.reading import elements
from hub.aggregate.reading.construct import Reading, Setting
from hub.aggregate.reading.document import Hints
from hub.aggregate.reading.draft import Draft, Feed, Head
from hub.aggregate.reading.names import Names
from hub.aggregate.reading.tree import Tree
from hub.kit import text, urls

_DAYS = {"monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6}
_PERIODS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_RSS_1 = "{http://purl.org/rss/1.0/}"


def feed(tree: Tree, *, url: str, has_bases: bool) -> Feed | None:
    """Read *tree*, which came from *url*; None when it is no feed of a dialect we know."""
    names = Names()
    root = tree.root
    dialect = _dialect(root, names)
    if not dialect:
        return None
    is_atom = dialect.startswith("Atom")
    first = next((child for child in root if names[child.tag] == "channel"), root)
    setting = Setting(names, url, is_atom=is_atom, has_bases=has_bases)
    head = _head(first, dialect, setting)
    inside = Setting(names, urls.absolute(url, head.site) or url, is_atom=is_atom, has_bases=has_bases)
    items = [item for item in root.iter("{*}item", "{*}entry") if names[item.tag] in {"item", "entry"}]
    return Feed(head, [elements.found(item, inside) for item in items], set(tree.notes))


def _dialect(root: etree._Element, names: Names) -> str:
    name = names[root.tag]
    if name in {"feed", "entry"}:
        old = "purl.org/atom/ns#" in root.tag or root.get("version", "").startswith("0.")
        return "Atom 0.3" if old else "Atom 1.0"
    if name == "rdf:rdf":
        return "RSS 1.0" if root.find(f".//{_RSS_1}*") is not None else "RSS 0.90"
    if name in {"rss", "channel"}:
        return f"RSS {text.storable(root.get('version', '').strip()[:8]) or '2.0'}"
    return ""


def _head(channel: etree._Element, dialect: str, setting: Setting) -> Head:
    names = setting.names
    reading = Reading(Draft(), setting)
    said: dict[str, etree._Element] = {}
    links: dict[str, str] = {}
    for child in channel:
        name = names[child.tag]
        if name == "link":
            rel = (child.get("rel") or "alternate").lower()
            links.setdefault(rel, urls.absolute(reading.base(child), child.get("href") or child.text or ""))
        elif name not in {"item", "entry"}:
            said.setdefault(name, child)
    about = next((said[name] for name in ("description", "subtitle", "itunes:summary") if name in said), None)
    head = Head(dialect, site=links.get("alternate", ""), hints=_hints(said, links))
    head.language = channel.get(_LANG, "") or _parent_language(channel) or _text(said, "language")
    if "title" in said:
        head.title = reading.words(_whole(said["title"]), said["title"])
    if about is not None:
        head.description = reading.words(_whole(about), about)
    head.author = _author(said, names)
    head.licence = links.get("license", "") or _licence(said)
    return head


def _hints(said: dict[str, etree._Element], links: dict[str, str]) -> Hints:
    ttl = _text(said, "ttl")
    hours = [(hour.text or "").strip() for hour in said.get("skiphours", ())]
    days = [(day.text or "").strip().lower() for day in said.get("skipdays", ())]
    period = _PERIODS.get(_text(said, "sy:updateperiod").lower())
    often = _text(said, "sy:updatefrequency")
    times = int(often) if often.isdecimal() and len(often) < 5 and int(often) else 1  # noqa: PLR2004 - beyond reason
    return Hints(
        ttl_minutes=int(ttl) if ttl.isdecimal() and len(ttl) < 7 else None,  # noqa: PLR2004 - likewise
        skip_hours=frozenset(int(hour) % 24 for hour in hours if hour.isdecimal() and len(hour) <= 2),  # noqa: PLR2004
        skip_days=frozenset(_DAYS[day] for day in days if day in _DAYS),
        update_seconds=period // times if period else None,
        hub=links.get("hub", ""),
        itself=links.get("self", ""),
    )


def _text(said: dict[str, etree._Element], name: str) -> str:
    return (said[name].text or "").strip() if name in said else ""


def _whole(element: etree._Element) -> str:
    return "".join(str(text) for text in element.itertext())


def _parent_language(channel: etree._Element) -> str:
    parent = channel.getparent()
    return "" if parent is None else parent.get(_LANG, "")


def _author(said: dict[str, etree._Element], names: Names) -> str:
    for name in ("author", "itunes:author"):
        if name in said:
            named = next((child.text or "" for child in said[name] if names[child.tag] == "name"), "")
            return named or _text(said, name)
    return ""


def _licence(said: dict[str, etree._Element]) -> str:
    element = said.get("cc:license")
    if element is None:
        return _text(said, "rights")
    resource = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource")
    return resource or element.get("href") or (element.text or "").strip()
