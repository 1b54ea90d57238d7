"""What was found at a site, carried along in a form: sealed, so that nobody changes it on the way."""

import json
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest, digest

from hub.aggregate.registering.queries import PickedFeed

KEY = "register"  # the purpose of the key that seals it
HOLDS = timedelta(hours=3)
SOONEST = timedelta(seconds=2)  # nobody fills the form in faster
_SEAL = 32  # bytes
_MOST = 400_000  # bytes of it unpacked: what we sealed is never so long, and nothing else is unpacked


@dataclass(frozen=True, slots=True)
class Ticket:
    """A site as it was found, at what moment, and the two numbers somebody is asked to add."""

    at: datetime
    site: str
    title: str
    feeds: tuple[PickedFeed, ...]
    sum_of: tuple[int, int]

    @property
    def told(self) -> bytes:
        """The ticket as bytes."""
        feeds = [feed.told for feed in self.feeds]
        whole = {"at": self.at.isoformat(), "site": self.site, "title": self.title, "sum": self.sum_of, "feeds": feeds}
        return zlib.compress(json.dumps(whole, ensure_ascii=False).encode())


def sealed(ticket: Ticket, key: bytes) -> str:
    """Return *ticket* as a form carries it."""
    told = ticket.told
    return urlsafe_b64encode(digest(key, told, "sha256") + told).decode()


def opened(text: str, key: bytes, now: datetime) -> Ticket | None:
    """Return the ticket a form brought back; None where we did not seal it, or too long ago."""
    try:
        whole = urlsafe_b64decode(text.encode("ascii"))
    except (NotBase64, ValueError):
        return None
    seal, told = whole[:_SEAL], whole[_SEAL:]
    if not compare_digest(seal, digest(key, told, "sha256")):
        return None
    ticket = _read(zlib.decompressobj().decompress(told, _MOST))
    return ticket if ticket.at <= now < ticket.at + HOLDS else None


def _read(told: bytes) -> Ticket:
    whole = json.loads(told)
    feeds = tuple(map(PickedFeed.of, whole["feeds"]))
    first, second = whole["sum"]
    return Ticket(datetime.fromisoformat(whole["at"]), whole["site"], whole["title"], feeds, (first, second))
