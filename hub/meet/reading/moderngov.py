"""When does a council meet? Read from the calendar pages of ModernGov, on which many councils publish their meetings.

Its pages come as a month's grid, an agenda or a list; councils dress them differently. What all have in common is a
link to each meeting's papers (``ieListDocuments.aspx`` with a number, ``MId``) and, beside or above it, a date and a
time. Pure, and run in a child that can be stopped.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2s
from itertools import islice
from urllib.parse import parse_qs, urlsplit

from lxml import etree

from hub.aggregate.reading.document import Flaw, Note, Unreadable
from hub.aggregate.reading.page import tree_of
from hub.kit.text import excerpt, visible
from hub.kit.urls import absolute
from hub.meet.reading.values import LOOK_BACK, Calendar, Date, IncomingEvent
from hub.meet.reading.zones import zone

DIALECT = "ModernGov"
WINDOW = timedelta(days=400)
MOST_MEETINGS = 1_000
LONGEST_TITLE = 300
LONGEST_LOCATION = 200
MOST_PIECES = 40  # of text, of one element
MOST_AROUND = 20  # elements around the number of a day, up to its cell
MOST_DIGITS = 12  # of a meeting’s number
_LOOKED_AT = 300  # characters of a text that may hold a date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = rf"({'|'.join(_MONTHS)})[a-z]*"
_DAY_MONTH = re.compile(rf"\b(\d\d?)(?:st|nd|rd|th)?\s+{_MONTH},?\s+((?:19|20|21)\d\d)\b", re.IGNORECASE)
_DAY = re.compile(r"\s*\d\d?\s*\Z")
_SLASHED = re.compile(r"\b(\d\d?)/(\d\d?)/((?:19|20|21)\d\d)\b")
_MONTH_ONLY = re.compile(rf"\b{_MONTH},?\s+((?:19|20|21)\d\d)\b", re.IGNORECASE)
_CLOCK = re.compile(
    r"(?<![\d/.:])(\d\d?)(?:[.:](\d\d))?\s*(a\.?m|p\.?m)\b|(?<![\d/.:])(\d\d?)[.:](\d\d)(?![\d/])", re.IGNORECASE
)
_CANCELLED = re.compile(r"\b(?:cancelled|canceled|postponed|withdrawn)\b[\s:*–-]*", re.IGNORECASE)
_VENUE = re.compile(r"\b(?:venue|location)\s*:\s*(.+)", re.IGNORECASE)
_LEADING_TIME = re.compile(r"^\d\d?(?:[.:]\d\d\s*(?:[ap]\.?m\b\.?)?|\s*[ap]\.?m\b\.?)[\s,:–-]*", re.IGNORECASE)
_HOUSE = ("mgcalendar", "moderngov", "ielistdocuments", "ielistmeetings", "mglistcommittees")
_NOON = 12


@dataclass(slots=True)
class _Place:
    """Where in a page we are: which day, and which hour, was said last."""

    month: date | None = None  # the first day of the month a grid shows
    day: date | None = None
    hour: time | None = None
    meetings: dict[str, IncomingEvent] = field(default_factory=dict)
    total: int = 0


def read_meetings(body: bytes, *, url: str, content_type: str, timezone: str, now: datetime) -> Calendar | Unreadable:
    """Read the meetings a page at *url* lists, from yesterday to 400 days ahead; *timezone* is the council's."""
    if not body.strip():
        return Unreadable(Flaw.NOTHING)
    root = tree_of(body, content_type)
    if root is None or not _is_house(body):
        return Unreadable(Flaw.NO_MEETINGS)
    base = absolute(url, _first_base(root)) or url
    place = _Place()
    for element in root.iter(etree.Element):
        _pass(element, place, base, timezone)
    held = [each for each in place.meetings.values() if now - LOOK_BACK <= each.dates[0].starts_at <= now + WINDOW]
    held.sort(key=lambda each: (each.dates[0].starts_at, each.uid))
    notes = frozenset({Note.EMPTY} if not place.total else {Note.NO_DATES} if not place.meetings else ())
    return Calendar(DIALECT, _title(root), timezone=timezone, events=tuple(held), total=place.total, notes=notes)


def _is_house(body: bytes) -> bool:
    said = body.lower()
    return any(mark.encode() in said for mark in _HOUSE)


def _first_base(root: etree._Element) -> str:
    return next((str(each.get("href") or "") for each in root.iter("base")), "")


def _title(root: etree._Element) -> str:
    return next((_words(each) for name in ("h1", "title") for each in root.iter(name) if _words(each)), "")


def _pass(element: etree._Element, place: _Place, base: str, timezone: str) -> None:
    """Go by one element, in the order of the page."""
    if element.tag in {"tr", "li", "td"}:
        place.hour = None
    if element.tag == "a" and (number := _number(element)):
        place.total += 1
        if number not in place.meetings and len(place.meetings) < MOST_MEETINGS:
            place.meetings.update(_meeting(element, number, place, base, timezone))
        return
    _hear((element.text or "")[:_LOOKED_AT], element, place)


def _hear(text: str, element: etree._Element, place: _Place) -> None:
    """Take in what an element itself says of month, day and hour."""
    if day := _date(text):
        place.day, place.hour = day, None
    elif found := _MONTH_ONLY.search(text):
        place.month = date(int(found[2]), _month(found[1]), 1)
    elif _DAY.match(text) and place.month and _in_grid(element):
        place.day, place.hour = _day_of(place.month, int(text)), None
    place.hour = _time(text) or place.hour


def _in_grid(element: etree._Element) -> bool:
    """Say whether a number is a day of a grid's own month: the days around it stand there too, in grey."""
    around = (element, *islice(element.iterancestors(), MOST_AROUND))
    cell = next((each for each in around if each.tag in {"td", "th"}), None)
    if cell is None:
        return False
    classes = " ".join(str(each.get("class") or "") for each in (element, cell)).lower()
    return "other" not in classes and "outside" not in classes


def _meeting(
    link: etree._Element, number: str, place: _Place, base: str, timezone: str
) -> Iterator[tuple[str, IncomingEvent]]:
    """Yield the meeting a link leads to, where its day is known."""
    said = [str(link.get("title") or ""), _words(link), (link.tail or "")[:_LOOKED_AT]]
    day = next(filter(None, map(_date, said)), place.day)
    if day is None:
        return
    hour = next(filter(None, map(_time, said)), place.hour)
    around = " ".join((*said, _beside(link)))
    title = _LEADING_TIME.sub("", _CANCELLED.sub("", said[1]), count=1).strip(" -–:,") or said[0]
    event = IncomingEvent(
        uid=f"moderngov-{number}",
        title=excerpt(visible(title), LONGEST_TITLE) or DIALECT,
        location=_venue(link),
        url=absolute(base, str(link.get("href"))),
        timezone=timezone,
        cancelled=_CANCELLED.search(around) is not None,
        dates=(_on(day, hour, timezone),),
    )
    yield number, replace(event, digest=_digest(event))


def _digest(event: IncomingEvent) -> str:
    starts = event.dates[0].starts_at.isoformat()
    told = (event.title, event.location, event.url, str(event.cancelled), starts)
    return blake2s("\x1f".join(told).encode("utf-8", "replace"), digest_size=16).hexdigest()


def _on(day: date, hour: time | None, timezone: str) -> Date:
    starts = datetime.combine(day, hour or time(), zone(timezone)).astimezone(UTC)
    ends = datetime.combine(day + timedelta(days=1), time(), zone(timezone)).astimezone(UTC) if hour is None else None
    return Date(starts, ends, day, all_day=hour is None)


def _number(link: etree._Element) -> str:
    """Return the number of the meeting a link leads to; empty where it leads elsewhere."""
    href = str(link.get("href") or "")
    if "ielistdocuments.aspx" not in href.lower():
        return ""
    try:
        asked = parse_qs(urlsplit(href).query)
    except ValueError:
        return ""
    found = next((value[0] for name, value in asked.items() if name.lower() == "mid"), "")
    return found if found.isdecimal() and len(found) <= MOST_DIGITS else ""


def _date(text: str) -> date | None:
    if found := _DAY_MONTH.search(text):
        day, month, year = found.groups()
        return _day_of(date(int(year), _month(month), 1), int(day))
    if found := _SLASHED.search(text):
        day, month, year = map(int, found.groups())
        return _day_of(date(year, month, 1), day) if 1 <= month <= len(_MONTHS) else None
    return None


def _month(name: str) -> int:
    return _MONTHS.index(name.casefold()) + 1  # whatever the pattern takes for a letter, a long s too


def _day_of(month: date, day: int) -> date | None:
    try:
        return month.replace(day=day)
    except ValueError:  # no such day in this month
        return None


def _time(text: str) -> time | None:
    found = _CLOCK.search(text)
    if found is None:
        return None
    hour, minute = int(found[1] or found[4]), int(found[2] or found[5] or 0)
    if found[3]:
        hour = hour % _NOON + (_NOON if found[3].lower().startswith("p") else 0)
    try:
        return time(hour, minute)
    except ValueError:
        return None


def _words(element: etree._Element) -> str:
    pieces = islice(element.itertext(), MOST_PIECES)
    return " ".join(" ".join(str(piece)[:_LOOKED_AT] for piece in pieces).split())[:_LOOKED_AT]


def _beside(link: etree._Element) -> str:
    """Return what stands around a link, where nothing but this meeting stands there."""
    around = link.getparent()
    if around is None or len(list(islice(filter(_number, around.iter("a")), 2))) > 1:
        return ""
    return _words(around)


def _venue(link: etree._Element) -> str:
    found = _VENUE.search(_beside(link))
    return excerpt(visible(found[1]), LONGEST_LOCATION) if found else ""
