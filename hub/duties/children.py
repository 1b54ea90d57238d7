"""What the children do: read documents. The parsers are loaded there alone; the parent knows them by name."""

from datetime import datetime

from hub.aggregate.importing.listed import Listed
from hub.aggregate.pictures.rules import Small
from hub.aggregate.reading.document import Document, Unreadable
from hub.aggregate.registering.found import WebPage
from hub.communicate.mentions.rules import Seen, Trouble, Where
from hub.kit.saying import Saying
from hub.meet.reading.values import Calendar

READERS = (
    "hub.aggregate.reading.parse",
    "hub.meet.reading.calendar",
    "hub.communicate.mentions.page",
    "hub.communicate.mentions.discovery",
)  # what children load before their first document


def read_posts(  # noqa: PLR0913 -- what came, and what is remembered of the feed
    body: bytes, *, content_type: str, url: str, now: datetime, known: bytes = b"", identity: str = ""
) -> Document | Unreadable:
    """Read a feed of posts."""
    from hub.aggregate.reading.parse import read  # noqa: PLC0415 -- see above

    return read(body, content_type=content_type, url=url, now=now, known=known, identity=identity)


def read_events(body: bytes, *, timezone: str, now: datetime) -> Calendar | Unreadable:
    """Read a calendar; *timezone* is what its floating times are meant in."""
    from hub.meet.reading.calendar import read_calendar  # noqa: PLC0415 -- see above

    return read_calendar(body, timezone=timezone, now=now)


def read_page(body: bytes, *, content_type: str, url: str, link_header: str = "") -> WebPage:
    """Read what a web page says of itself, and its header ``Link`` beside it."""
    from hub.aggregate.registering import webpage  # noqa: PLC0415 -- see above

    return webpage.read_page(body, content_type=content_type, url=url, link_header=link_header)


def read_mention(body: bytes, content_type: str, where: Where) -> Seen | Trouble:
    """Read what a page says that mentions one of ours; or why it does not."""
    from hub.communicate.mentions import page  # noqa: PLC0415 -- see above

    return page.read(body, content_type, where)


def read_list(body: bytes) -> Listed | Saying:
    """Read a list of feeds."""
    from hub.aggregate.importing import outlines  # noqa: PLC0415 -- see above

    return outlines.read(body)


def shrink_picture(body: bytes) -> Small | None:
    """Draw a picture anew, small; None where it is none."""
    from hub.aggregate.pictures.shrinking import shrink  # noqa: PLC0415 -- see above

    return shrink(body)


def read_endpoint(body: bytes, *, content_type: str, url: str, link_header: str = "") -> str:
    """Find where a web page wants to be told that it is mentioned."""
    from hub.communicate.mentions import discovery  # noqa: PLC0415 -- see above

    return discovery.endpoint(url, body, content_type=content_type, link_header=link_header)
