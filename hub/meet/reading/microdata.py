"""Which things does a page mark up by microdata? In the shape in which JSON-LD tells them; bounded."""

from itertools import islice
from typing import Any

from lxml import etree

from hub.kit.text import squeeze

MOST_ELEMENTS = 100_000
MOST_SAID = 20_000  # properties
LONGEST = 8_000
_ADDRESSES = {
    **dict.fromkeys(("a", "area", "link"), "href"),
    **dict.fromkeys(("img", "audio", "video", "source", "embed", "iframe"), "src"),
    "object": "data",
}
Thing = dict[str, Any]


def things(root: etree._Element) -> list[Thing]:
    """Return the things a page marks up that are no property of another, those inside them as their properties."""
    made: dict[etree._Element, Thing] = {}
    outer = []
    said = 0
    for element in islice(root.iter(etree.Element), MOST_ELEMENTS):
        name = str(element.get("itemprop") or "")
        if element.get("itemscope") is not None:
            made[element] = {"@type": str(element.get("itemtype") or "").split(), **_identity(element)}
            if not name:
                outer.append(made[element])
        if not name or said >= MOST_SAID:
            continue
        said += 1
        owner = next((made[each] for each in element.iterancestors() if each in made), None)
        if owner is not None:
            _add(owner, name, made.get(element) or _value(element))
    return outer


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
