"""Documents we invented for the tests: small, and each with one thing to show."""

from datetime import UTC, datetime

from hub.aggregate.reading import parse
from hub.aggregate.reading.document import Document, Entry, Unreadable

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
URL = "https://ben.example/feed"
SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:georss="http://www.georss.org/georss" xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:geo="http://www.w3.org/2003/01/geo/wgs84_pos#" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:cc="http://backend.userland.com/creativeCommonsRssModule" '
    'xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"'
)


def rss(*items: str, head: str = "", version: str = "2.0") -> bytes:
    """An RSS document of Ben's blog with the inside of each item given."""
    inside = "".join(f"<item>{item}</item>" for item in items)
    title = "<title>Ben’s blog</title><link>https://ben.example/</link><description>Words</description>"
    return f'<rss version="{version}" {SPACES}><channel>{title}{head}{inside}</channel></rss>'.encode()


def atom(*entries: str, head: str = "") -> bytes:
    """An Atom document of Ben's blog with the inside of each entry given."""
    inside = "".join(f"<entry>{entry}</entry>" for entry in entries)
    title = '<title>Ben’s blog</title><link href="https://ben.example/"/><id>urn:ben</id>'
    return f'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">{title}{head}{inside}</feed>'.encode()


def post(number: int, more: str = "") -> str:
    """The inside of an ordinary item."""
    day = f"{number % 28 + 1:02d}"
    return (
        f"<title>Post {number}</title><link>https://ben.example/{number}</link><guid>https://ben.example/{number}</guid>"
        f"<pubDate>{day} May 2026 10:00:00 GMT</pubDate><description>Words of {number}</description>{more}"
    )


def read(body: bytes, *, known: bytes = b"", content_type: str = "", url: str = URL, identity: str = "") -> Document:
    """Read *body* as a feed, or fail the test."""
    outcome = parse.read(body, content_type=content_type, url=url, now=NOW, known=known, identity=identity)
    assert isinstance(outcome, Document), outcome
    return outcome


def refuse(body: bytes, *, content_type: str = "") -> Unreadable:
    """Read *body*, which is no feed."""
    outcome = parse.read(body, content_type=content_type, url=URL, now=NOW)
    assert isinstance(outcome, Unreadable), outcome
    return outcome


def only(body: bytes) -> Entry:
    """Return the one entry of *body*."""
    (entry,) = read(body).entries
    return entry
