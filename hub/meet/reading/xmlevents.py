"""Which events does an XML document tell? xCal, its older kin, and feeds whose posts say when something is held."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import etree

from hub.aggregate.reading.document import Flaw, Unreadable
from hub.aggregate.reading.sniff import sniff
from hub.aggregate.reading.tree import Tree, grow, is_too_deep, salvage
from hub.kit.markup import plain
from hub.kit.text import squeeze
from hub.kit.urls import absolute
from hub.meet.reading.writing import moment, written

MOST_EVENTS = 6_000
MOST_SAID = 200  # properties of one event
_ZONE = re.compile(r"[\w/+-]{1,60}")
_TIMES = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})
_WORDS = frozenset(
    {
        *("UID", "SUMMARY", "DESCRIPTION", "LOCATION", "URL", "STATUS", "CLASS", "SEQUENCE", "DURATION", "CATEGORIES"),
        "CONFERENCE",
    }
)
_PARTS = (
    "freq",
    "until",
    "count",
    "interval",
    "byday",
    "bymonthday",
    "byyearday",
    "byweekno",
    "bymonth",
    "bysetpos",
    "byhour",
    "byminute",
    "bysecond",
    "wkst",
)


def lines_in(root: etree._Element, base: str, home: ZoneInfo) -> list[list[str]]:
    """Return the lines of each event a document tells."""
    components = [each for each in root.iter(etree.Element) if _name(each) == "vevent"]
    if components:
        return [_component(each, home) for each in components[:MOST_EVENTS]]
    items = (each for each in root.iter(etree.Element) if _name(each) in {"item", "entry"})
    return [_item(each, base, home) for each in islice(items, MOST_EVENTS)]


def title_in(root: etree._Element) -> str:
    """Return what a document calls itself."""
    named = (each for each in root.iter(etree.Element) if _name(each) in {"title", "x-wr-calname"})
    return next((squeeze(_text(each)) for each in named), "")


def root_of(body: bytes, content_type: str) -> etree._Element | Unreadable:
    """Return the root of a document; Unreadable where it is no XML, or could harm."""
    sniffed = sniff(body, content_type)
    if isinstance(sniffed, Unreadable):
        return sniffed
    grown = Unreadable(Flaw.BOMB) if is_too_deep(body) else grow(sniffed)
    if isinstance(grown, Unreadable):
        return grown
    tree = grown if isinstance(grown, Tree) else salvage(sniffed)
    return Unreadable(Flaw.NOT_A_FEED, "no XML") if tree is None else tree.root


def _inside(element: etree._Element) -> list[etree._Element]:
    """Return the elements directly inside one, comments left aside."""
    return list(islice(element.iterchildren(etree.Element), MOST_SAID))


def _name(element: etree._Element) -> str:
    return etree.QName(element).localname.lower()


def _text(element: etree._Element | None) -> str:
    return "" if element is None else "".join(islice((str(each) for each in element.itertext()), 50))[:20_000].strip()


def _component(vevent: etree._Element, home: ZoneInfo) -> list[str]:
    """Return the lines of an element vevent: its properties lie in it, or in an element of that name."""
    outer = _inside(vevent)
    within = [inner for each in outer if _name(each) == "properties" for inner in _inside(each)]
    return [line for each in (within or outer) for line in _property(_name(each).upper(), each, home)]


def _property(name: str, element: etree._Element, home: ZoneInfo) -> Iterable[str]:
    values = [_text(part) for part in _inside(element) if _name(part) != "parameters"]
    if name in _TIMES:
        return _times(name, element, home)
    said: dict[str, list[str]] = {"RRULE": [_rule(element)], "ORGANIZER": [_parameter(element, "cn")]}
    said |= {"GEO": [_pair(element) or _text(element)], "CATEGORIES": values or [_text(element)]}
    if name not in said and name not in _WORDS:
        return []
    return written(home, [(name, value) for value in said.get(name, values[:1] or [_text(element)])])


def _times(name: str, element: etree._Element, home: ZoneInfo) -> Iterator[str]:
    zone = _parameter(element, "tzid")
    told = (part for part in element.iter(etree.Element) if _name(part) in {"date", "date-time", "start"})
    values = list(islice(told, 500)) or [element]
    for value in values:
        when = moment(_text(value))
        if when is None:
            continue
        (line,) = written(home, [("DTSTART", when)])
        _, _, rest = line.partition("DTSTART")
        is_floating = rest.startswith(":") and not rest.endswith("Z")
        yield (f"{name};TZID={zone}{rest}" if zone and is_floating and _ZONE.fullmatch(zone) else f"{name}{rest}")


def _parameter(element: etree._Element, name: str) -> str:
    attribute = next((str(value) for key, value in element.attrib.items() if str(key).lower() == name), "")
    within = (each for each in element.iter(etree.Element) if _name(each) == name)
    return attribute or _text(next(within, None))


def _rule(element: etree._Element) -> str:
    recur = next((each for each in _inside(element) if _name(each) == "recur"), None)
    if recur is None:
        return _text(element)
    said: dict[str, list[str]] = {}
    for part in _inside(recur):
        if _name(part) in _PARTS:
            said.setdefault(_name(part).upper(), []).append(
                _text(part).replace("-", "") if _name(part) == "until" else _text(part)
            )
    return ";".join(f"{name}={','.join(values).replace(':', '')}" for name, values in said.items())


def _pair(element: etree._Element) -> str:
    found = {_name(each): _text(each) for each in _inside(element)}
    return f"{found['latitude']};{found['longitude']}" if {"latitude", "longitude"} <= found.keys() else ""


def _apart(said: dict[str, str]) -> str:
    """Return the point that a post tells in two elements, north and east."""
    lat, lon = said.get("lat", ""), said.get("long", "") or said.get("lon", "")
    return f"{lat};{lon}" if lat and lon else ""


def _item(item: etree._Element, base: str, home: ZoneInfo) -> list[str]:
    """Return the lines of a post of a feed; without a time of its event, it has no start."""
    said: dict[str, str] = {}
    for each in _inside(item):
        said.setdefault(_name(each), _text(each) or str(each.get("href") or each.get("resource") or ""))
    url = absolute(base, said.get("link", "") or said.get("url", ""))
    return written(
        home,
        (
            ("UID", said.get("uid") or said.get("guid") or said.get("id") or url),
            ("SUMMARY", said.get("title") or said.get("summary")),
            ("DESCRIPTION", plain(said.get("description", "") or said.get("encoded", "") or said.get("content", ""))),
            ("LOCATION", said.get("location")),
            ("URL", url),
            ("ORGANIZER", said.get("organizer")),
            ("DTSTART", said.get("startdate") or said.get("dtstart")),
            ("DTEND", said.get("enddate") or said.get("dtend")),
            ("CATEGORIES", said.get("category")),
            ("GEO", said.get("point", "").replace(" ", ";") or _apart(said)),
        ),
    )
