"""Which events does a page tell to programs? JSON-LD, microdata, h-event, xCal, or a feed that says when things are.

Pure, and run in a child that can be stopped. The first way of telling by which a page tells an event is the one that
counts: most that use two tell the same events twice.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import etree

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.aggregate.reading.page import declared, tree_of
from hub.aggregate.reading.weighing import is_light
from hub.kit.text import excerpt, visible
from hub.kit.urls import absolute
from hub.meet.reading import microdata, schemaorg, xmlevents
from hub.meet.reading.calendar import of_blocks, read_calendar
from hub.meet.reading.lines import Blocks
from hub.meet.reading.signs import is_xml_of_events
from hub.meet.reading.things import Thing
from hub.meet.reading.values import Calendar
from hub.meet.reading.zones import zone

MOST_SCRIPTS = 100
LONGEST_TITLE = 200
_START = 4_096
Told = list[list[str]]


def read_page(body: bytes, *, url: str, content_type: str, timezone: str, now: datetime) -> Calendar | Unreadable:
    """Read the events that the page at *url* tells, as a calendar; times without a zone are meant in *timezone*."""
    start = body[:_START].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.upper().startswith(b"BEGIN:VCALENDAR"):
        return read_calendar(body, timezone=timezone, now=now)
    if is_xml_of_events(body):
        return _of_xml(body, content_type, url, timezone, now)
    if start[:1] in {b"{", b"["}:
        thing = schemaorg.loaded(body.decode("utf-8", "replace"))
        return _calendar("schema.org", "", _things([thing], url, zone(timezone)), timezone, now)
    return _of_html(tree_of(body, declared(body, content_type)), url, timezone, now)


def _of_xml(body: bytes, content_type: str, url: str, timezone: str, now: datetime) -> Calendar | Unreadable:
    root = xmlevents.root_of(body, content_type)
    if isinstance(root, Unreadable):
        return root
    return _calendar("xCal", xmlevents.title_in(root), xmlevents.lines_in(root, url, zone(timezone)), timezone, now)


def _of_html(root: etree._Element | None, url: str, timezone: str, now: datetime) -> Calendar | Unreadable:
    if root is None:
        return Unreadable(Flaw.NO_EVENTS)
    home = zone(timezone)
    base = absolute(url, next((str(each.get("href") or "") for each in root.iter("base")), "")) or url
    for dialect, way in _WAYS:
        found = way(root, base, home)
        if any(_has_start(lines) for lines in found):
            return _calendar(dialect, _title(root), found, timezone, now)
    return Unreadable(Flaw.NO_EVENTS)


def _has_start(lines: list[str]) -> bool:
    return any(line.startswith("DTSTART") for line in lines)


def _calendar(dialect: str, title: str, found: Told, timezone: str, now: datetime) -> Calendar | Unreadable:
    if not any(map(_has_start, found)):
        return Unreadable(Flaw.NO_EVENTS)
    read = of_blocks(Blocks(events=[lines for lines in found if lines], seen=True), timezone=timezone, now=now)
    notes = read.notes - {Note.NOT_WELL_FORMED} if all(map(_has_start, found)) else read.notes
    return replace(read, dialect=dialect, title=excerpt(visible(title), LONGEST_TITLE), notes=notes)


def _title(root: etree._Element) -> str:
    return next((" ".join("".join(islice(map(str, each.itertext()), 20)).split()) for each in root.iter("title")), "")


def _json(root: etree._Element, base: str, home: ZoneInfo) -> Told:
    scripts = (each for each in root.iter("script") if "ld+json" in str(each.get("type") or "").lower())
    return _things((schemaorg.loaded(each.text or "") for each in islice(scripts, MOST_SCRIPTS)), base, home)


def _microdata(root: etree._Element, base: str, home: ZoneInfo) -> Told:
    return _things(microdata.things(root), base, home)


def _things(roots: list[object] | Iterator[object] | list[Thing], base: str, home: ZoneInfo) -> Told:
    return [schemaorg.lines_of(thing, base, home) for thing in schemaorg.events_in(roots)]


def _hevents(root: etree._Element, base: str, home: ZoneInfo) -> Told:
    marked = next((True for each in root.iter(etree.Element) if "event" in str(each.get("class") or "")), False)
    if not marked or not is_light(root):
        return []
    from hub.meet.reading.hevents import hevents  # noqa: PLC0415 -- its library is loaded where it is needed

    return list(hevents(root, base, home))


_WAYS: tuple[tuple[str, Callable[[etree._Element, str, ZoneInfo], Told]], ...] = (
    ("schema.org", _json),
    ("microdata", _microdata),
    ("h-event", _hevents),
)
