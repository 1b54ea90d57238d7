"""Which events does a page mark up? As h-event, or as the older hCalendar."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import mf2py
from bs4 import BeautifulSoup
from lxml import etree

from hub.kit.text import squeeze
from hub.kit.urls import absolute
from hub.meet.reading.writing import written

MOST_EVENTS = 1_000
DEEPEST = 20
_OF_OTHERS = frozenset({"in-reply-to", "like-of", "repost-of", "bookmark-of", "comment", "invitee"})
Item = dict[str, Any]


def hevents(root: etree._Element, base: str, home: ZoneInfo) -> Iterator[list[str]]:
    """Yield the lines of each event a page marks up."""
    html = etree.tostring(root, encoding="unicode", method="html")
    try:
        found = mf2py.Parser(doc=BeautifulSoup(html, "lxml"), url=base).to_dict()
    except (ValueError, AttributeError, RecursionError, TypeError, KeyError):  # what hostile classes do to it
        return
    for count, item in enumerate(_events(found.get("items", []), 0)):
        if count >= MOST_EVENTS:
            return
        yield _lines(item.get("properties", {}), base, home)


def _events(items: list[Item], depth: int) -> Iterator[Item]:
    if depth > DEEPEST:
        return
    for item in items:
        if "h-event" in item.get("type", []):
            yield item
        yield from _events([*item.get("children", []), *_inside(item)], depth + 1)


def _inside(item: Item) -> list[Item]:
    """Return what is marked up as a property of something; not what that something answers."""
    said = item.get("properties", {})
    told = [each for name in said if name not in _OF_OTHERS for each in said[name]]
    return [each for each in told if isinstance(each, dict) and "type" in each]


def _lines(said: Item, base: str, home: ZoneInfo) -> list[str]:
    url = absolute(base, _first(said, "url"))
    return written(
        home,
        (
            ("UID", _first(said, "uid") or (url if url != base else "")),
            ("SUMMARY", _first(said, "name")),
            ("DESCRIPTION", _first(said, "description") or _first(said, "content") or _first(said, "summary")),
            ("LOCATION", _where(said)),
            ("URL", url),
            ("ORGANIZER", _first(said, "organizer") or _first(said, "author")),
            ("STATUS", _first(said, "status").upper()),
            ("DTSTART", _first(said, "start")),
            ("DTEND", _first(said, "end")),
            ("DURATION", "" if _first(said, "end") else _first(said, "duration")),
            ("RRULE", _first(said, "rrule")),
            *(("CATEGORIES", _word(label)) for label in said.get("category", [])[:50]),
            ("GEO", _point(said)),
        ),
    )


def _first(said: Item, name: str) -> str:
    return next((word for each in said.get(name, []) if (word := _word(each))), "")


def _word(value: object) -> str:
    """Return the words of a value, which may be a thing of its own."""
    if isinstance(value, dict):
        name = next(iter(value.get("properties", {}).get("name", [])), "")
        return squeeze(str(name if isinstance(name, str) and name else value.get("value", "")))
    return squeeze(str(value))


def _where(said: Item) -> str:
    places = [each for each in said.get("location", []) if isinstance(each, dict)]
    if not places:
        return _first(said, "location")
    inside = places[0].get("properties", {})
    for address in inside.get("adr", []):
        if isinstance(address, dict):
            inside = {**address.get("properties", {}), **{key: value for key, value in inside.items() if key == "name"}}
    parts = [_first(inside, name) for name in ("name", "street-address", "locality", "postal-code")]
    return ", ".join(dict.fromkeys(filter(None, parts))) or _word(places[0])


def _point(said: Item) -> str:
    inside = [
        each.get("properties", {})
        for name in ("geo", "location")
        for each in said.get(name, [])
        if isinstance(each, dict)
    ]
    for each in (said, *inside):
        lat, lon = _first(each, "latitude"), _first(each, "longitude")
        if lat and lon:
            return f"{lat};{lon}"
    return ""
