"""Which things does a page mark up by microdata? In the shape in which JSON-LD tells them; bounded."""

from collections.abc import Mapping
from itertools import islice

from lxml import etree

from hub.kit.text import squeeze
from hub.meet.reading.things import Thing

MOST_ELEMENTS = 100_000
MOST_SAID = 20_000  # properties
MOST_REFERRING, MOST_REFERRED = 500, 10  # things that name elements elsewhere, and how many each
LONGEST = 8_000
_ADDRESSES = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("img", "audio", "video", "source", "embed", "iframe"), "src"),
    "object": "data",
}


def things(root: etree._Element) -> list[Thing]:
    """Return the things a page marks up that are no property of another, those inside them as their properties."""
    elements = list(islice(root.iter(etree.Element), MOST_ELEMENTS))
    made = {
        each: {"@type": str(each.get("itemtype") or "").split(), **_identity(each)}
        for each in elements
        if each.get("itemscope") is not None
    }
    for element in islice((each for each in elements if each.get("itemprop")), MOST_SAID):
        owner = next((made[each] for each in element.iterancestors() if each in made), None)
        if owner is not None:
            _add(owner, str(element.get("itemprop")), made.get(element) or _value(element))
    referring = [each for each in made if each.get("itemref")][:MOST_REFERRING]
    if referring:
        by_id = {str(each.get("id")): each for each in reversed(elements) if each.get("id")}
        for element in referring:
            _refer(element, [by_id[name] for name in _named(element) if name in by_id], made)
    return [made[each] for each in made if not each.get("itemprop")]


def _named(item: etree._Element) -> list[str]:
    return list(dict.fromkeys(str(item.get("itemref")).split()))[:MOST_REFERRED]


def _refer(item: etree._Element, found: list[etree._Element], made: Mapping[etree._Element, Thing]) -> None:
    """Give a thing the properties that lie elsewhere on the page, in elements it names by their ids."""
    seen, waiting = {item, *item.iterdescendants(etree.Element)}, list(reversed(found))
    while waiting and len(seen) < MOST_SAID:
        element = waiting.pop()
        if element in seen:
            continue
        seen.add(element)
        value = made.get(element)
        if (name := str(element.get("itemprop") or "")) and not _leads_to(value, made[item]):
            _add(made[item], name, _value(element) if value is None else value)
        if value is None:
            waiting += reversed(list(element.iterchildren(etree.Element)))


def _leads_to(value: object, thing: Thing) -> bool:
    """Say whether a value is a thing, or has it somewhere inside: nothing may be its own property."""
    waiting, seen = [value], set[int]()
    while waiting:
        each = waiting.pop()
        if each is thing:
            return True
        if id(each) not in seen and isinstance(each, (dict, list)):
            seen.add(id(each))
            waiting += each.values() if isinstance(each, dict) else each
    return False


def _identity(element: etree._Element) -> Thing:
    itemid = str(element.get("itemid") or "")
    return {"@id": itemid} if itemid else {}


def _add(thing: Thing, names: str, value: object) -> None:
    for name in names.split()[:5]:
        thing.setdefault(name.rpartition("/")[2], []).append(value)


def _value(element: etree._Element) -> str:
    if (content := element.get("content")) is not None:
        return str(content)
    if element.tag in _ADDRESSES:
        return str(element.get(_ADDRESSES[str(element.tag)]) or "")
    named = (
        element.get("datetime")
        if element.tag == "time"
        else element.get("value")
        if element.tag in {"data", "meter"}
        else None
    )
    return str(named) if named else squeeze("".join(islice((str(each) for each in element.itertext()), 200)))[:LONGEST]
