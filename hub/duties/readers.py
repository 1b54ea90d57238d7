"""Who reads which kind of document? The one registry: bytes and what they came with in, posts or events out.

Whoever teaches the hub another kind names it in ``aggregate.reading.kinds``, adds a function here, and is done: it is
asked for, guarded, paced, read in a child that can be stopped, settled and told of like any feed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hub.aggregate.reading.document import Document, Unreadable
from hub.aggregate.reading.kinds import CALENDAR, FEED, MODERNGOV, PLANIT
from hub.duties import children
from hub.meet.values import Calendar

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
    return children.read_events(body, timezone=came.timezone, now=came.now)


def _planit(body: bytes, came: Came) -> Incoming:
    from hub.aggregate.reading import planit  # noqa: PLC0415 -- parsers are loaded in the children alone

    return _posts(planit.read, body, came)


def _moderngov(body: bytes, came: Came) -> Incoming:
    from hub.meet import moderngov  # noqa: PLC0415 -- parsers are loaded in the children alone

    return moderngov.read_meetings(
        body, url=came.url, content_type=came.content_type, timezone=came.timezone, now=came.now
    )


READERS: Mapping[str, Callable[[bytes, Came], Incoming]] = {
    FEED.reads: _feed,
    CALENDAR.reads: _calendar,
    PLANIT.reads: _planit,
    MODERNGOV.reads: _moderngov,
}
