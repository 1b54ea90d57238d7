"""What does a component say about its event? In plain words, capped, without anybody's address."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace

from hub.kit.markup import plain
from hub.kit.text import excerpt, is_printable
from hub.kit.urls import absolute
from hub.meet.reading.expansion import Dates
from hub.meet.reading.plainly import Properties
from hub.meet.reading.series import Series, start_of, zone_name
from hub.meet.reading.taking_part import point, taking_part
from hub.meet.reading.values import LARGEST_SEQUENCE, Date, IncomingEvent
from hub.meet.reading.zones import UTC_NAMES

LONGEST_TITLE = 500
LONGEST_SUMMARY = 4_000
LONGEST_NAME = 200
LONGEST_RULE = 500
LONGEST_LABEL = 100
MOST_LABELS = 50
UNTITLED = "Untitled event"

# Controls, and the marks that turn the direction of text around: a title must not rewrite the line it stands in.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]+")
_ADDRESS = re.compile(r"\S+@\S+|mailto:", re.IGNORECASE)


def described(series: Series, found: Dates) -> IncomingEvent:
    """Return *series* as an event with the dates *found* for it."""
    main = series.main
    title, location = _title(main), words(main.get("LOCATION", ""), LONGEST_TITLE)
    own_zone = zone_name(start_of(main))
    summary, categories = words(main.get("DESCRIPTION", ""), LONGEST_SUMMARY), _categories(main)
    terms = taking_part(main, title, summary, location, categories)
    lat, lon = point(main)
    return IncomingEvent(
        uid=_UNSEEN.sub("", series.uid).strip() or "made-empty",
        title=title,
        summary=summary,
        location=location,
        url=absolute("", str(main.get("URL", ""))),
        organiser=_organiser(main),
        timezone="" if own_zone in UTC_NAMES else own_zone,
        repeats=_rule(main),
        sequence=_sequence(series),
        cancelled=_cancelled(main),
        categories=categories,
        lat=lat,
        lon=lon,
        online_url=terms.online_url,
        price=terms.price,
        free=terms.free,
        online=terms.online,
        children=terms.children,
        step_free=terms.step_free,
        digest=_digest(series),
        dates=tuple(
            each if part is main else _told(each, part, title, location)
            for each, part in zip(found.dates, found.parts, strict=True)
        ),
    )


def words(text: object, limit: int) -> str:
    """Return the plain words of a property, at most *limit* characters."""
    said = plain(str(text)[: limit * 8])
    # Nearly all words are short enough and all to be seen: telling that takes less than to look for what is not.
    return said if len(said) <= limit and is_printable(said) else excerpt(_UNSEEN.sub("", said), limit)


def _title(event: Properties) -> str:
    title = words(event.get("SUMMARY", ""), LONGEST_TITLE)
    return title or words(event.get("LOCATION", ""), LONGEST_TITLE) or UNTITLED


def _told(date: Date, part: Properties, title: str, location: str) -> Date:
    """Let a date say its title and place itself where they are not the event's."""
    own_title, own_location = _title(part), words(part.get("LOCATION", ""), LONGEST_TITLE)
    return replace(
        date,
        title="" if own_title == title else own_title,
        location="" if own_location == location else own_location,
    )


def _organiser(event: Properties) -> str:
    name = words(getattr(event.get("ORGANIZER"), "params", {}).get("CN", ""), LONGEST_NAME)
    return "" if _ADDRESS.search(name) else name


def _rule(event: Properties) -> str:
    rules = event.get("RRULE")
    if rules is None:
        return ""
    first = rules[0] if isinstance(rules, list) else rules
    return _UNSEEN.sub("", first.to_ical().decode("utf-8", "replace"))[:LONGEST_RULE]


def _sequence(series: Series) -> int:
    highest = max(int(part.event.get("SEQUENCE", 0)) for part in series.parts)
    return min(max(highest, 0), LARGEST_SEQUENCE)


def _cancelled(event: Properties) -> bool:
    return str(event.get("STATUS", "")).upper() == "CANCELLED"


def _categories(event: Properties) -> tuple[str, ...]:
    labels = (words(label, LONGEST_LABEL) for label in _raw_categories(event))
    return tuple(dict.fromkeys(label for label in labels if label))[:MOST_LABELS]


def _raw_categories(event: Properties) -> Iterator[str]:
    held = event.get("CATEGORIES", [])
    for each in held if isinstance(held, list) else [held]:
        yield from (str(label) for label in getattr(each, "cats", [each]))


def _digest(series: Series) -> str:
    """Hash what its publisher wrote; stamps of the export (DTSTAMP, LAST-MODIFIED) are not among the lines kept."""
    drawn = hashlib.blake2s(digest_size=16)
    for line in sorted(line for part in series.parts for line in part.lines):
        drawn.update(line.encode("utf-8", "replace") + b"\n")
    return drawn.hexdigest()
