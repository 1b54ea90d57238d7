"""Who reads which kind of document? The one registry: bytes and what they came with in, posts or events out.

Whoever teaches the hub another kind names it in ``aggregate.reading.kinds``, adds a function here, and is done: it is
asked for, guarded, paced, read in a child that can be stopped, settled and told of like any feed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.aggregate.reading.document import Document, Unreadable
from hub.aggregate.reading.kinds import CALENDAR, EVENT_PAGE, FEED, MODERNGOV, PLANIT, kind_at
from hub.duties import children
from hub.meet.reading.signs import is_xml_of_events, tells_events
from hub.meet.reading.values import Calendar
from hub.sandbox import take_longer

_START, _MARKS = 4_000, (b"<rss", b"<feed", b"rdf:rdf", b"jsonfeed.org")  # bytes, and how feeds begin within them
OF_CALENDARS = 5.0  # seconds of the processor: thousands of events come at once, and a slow machine takes its time
Incoming = Document | Calendar | Unreadable


@dataclass(frozen=True, slots=True)
class Came:
    """What a document came with, and what is remembered of its feed."""

    url: str
    content_type: str
    now: datetime
    timezone: str = "UTC"  # of whoever publishes it
    known: bytes = b""  # hashes of the entries held, eight bytes each
    identity: str = ""  # what tells its entries apart, as chosen before


def read_as(reads: str, body: bytes, came: Came) -> Incoming:
    """Read *body* as the kind named *reads*; runs in a child."""
    return READERS[reads](body, came)


def kind_of(url: str, body: bytes) -> str:
    """Return the name of the kind that what came from *url* seems to be, where nobody said so."""
    if b"BEGIN:VCALENDAR" in body[:1000].upper():
        return CALENDAR.reads
    if kind := kind_at(url):
        return kind.reads
    tells = is_xml_of_events if begins_as_feed(body) else tells_events
    return (EVENT_PAGE if tells(body) else FEED).reads


def begins_as_feed(body: bytes) -> bool:
    """Say whether a document begins as feeds of posts do."""
    start = body[:_START].lower()
    return any(mark in start for mark in _MARKS)


def _posts(read: Callable[..., Incoming], body: bytes, came: Came) -> Incoming:
    return read(
        body,
        content_type=came.content_type,
        url=came.url,
        now=came.now,
        known=came.known,
        identity=came.identity,
    )


def _feed(body: bytes, came: Came) -> Incoming:
    return _posts(children.read_posts, body, came)


def _calendar(body: bytes, came: Came) -> Incoming:
    take_longer(OF_CALENDARS)
    return children.read_events(body, timezone=came.timezone, now=came.now)


def _planit(body: bytes, came: Came) -> Incoming:
    from hub.aggregate.reading import planit  # noqa: PLC0415 -- parsers are loaded in the children alone

    return _posts(planit.read, body, came)


def _moderngov(body: bytes, came: Came) -> Incoming:
    from hub.meet.reading import moderngov  # noqa: PLC0415 -- parsers are loaded in the children alone

    return moderngov.read_meetings(
        body, url=came.url, content_type=came.content_type, timezone=came.timezone, now=came.now
    )


def _event_page(body: bytes, came: Came) -> Incoming:
    from hub.meet.reading import eventpage  # noqa: PLC0415 -- parsers are loaded in the children alone

    take_longer(OF_CALENDARS)
    return eventpage.read_page(body, url=came.url, content_type=came.content_type, timezone=came.timezone, now=came.now)


READERS: Mapping[str, Callable[[bytes, Came], Incoming]] = {
    FEED.reads: _feed,
    CALENDAR.reads: _calendar,
    PLANIT.reads: _planit,
    MODERNGOV.reads: _moderngov,
    EVENT_PAGE.reads: _event_page,
}
