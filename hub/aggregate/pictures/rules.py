"""Which copies are kept, at what address, and when is a picture that did not come asked for again? Pure."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest, digest

PURPOSE = "pictures"  # of the key addresses are sealed with
MEGABYTE = 1_000_000
MOST_AT_ONCE = 20  # pictures of a round: hosts are asked with a pause between
MOST_OF_HOST = 4  # of those, so that nobody's pictures keep all others waiting
WINDOW = timedelta(days=60)  # pictures of older items are links
DEADLINE = 10.0  # seconds for one picture in all
MOST_HOPS = 4
MOST_TRIES = 4
_FIRST_WAIT = timedelta(hours=6)
_SEAL = 16  # bytes


@dataclass(frozen=True, slots=True)
class Which:
    """One picture: that of an item at a position, as long as it is at this address."""

    item_id: int
    position: int
    url: str


@dataclass(frozen=True, slots=True)
class Small:
    """A picture drawn anew, as WebP."""

    body: bytes
    width: int  # pixels
    height: int


NOTHING = Small(b"", 0, 0)


@dataclass(frozen=True, slots=True)
class Kept:
    """A copy as far as room is concerned."""

    item_id: int
    position: int
    size: int  # bytes


def name_of(which: Which, key: bytes) -> str:
    """Return the last part of a copy's address: where it stands, and the seal of this hub over item, place and source.

    With another picture in its place, or another key, the name is another one.

    >>> name_of(Which(7, 0, "https://a.example/1.jpg"), b"key")
    '0-a683c90c0d33b150eee756fdf020b673.webp'
    """
    return f"{which.position}-{_seal(which, key)}.webp"


def position_in(name: str) -> int | None:
    """Return which picture of an item a *name* speaks of; None where it is no such name.

    >>> position_in("3-00ff.webp"), position_in("../secret"), position_in("-1-00.webp")
    (3, None, None)
    """
    first, dash, _ = name.partition("-")
    return int(first) if dash and first.isascii() and first.isdigit() and len(first) <= 2 else None  # noqa: PLR2004 -- 20 files


def is_sealed(which: Which, name: str, key: bytes) -> bool:
    """Say whether this hub made *name* for this very picture."""
    return compare_digest(name_of(which, key).encode(), name.encode())


def next_try(tries: int, now: datetime) -> datetime | None:
    """Return when a picture is asked for again after *tries* in a row failed; None for never.

    >>> next_try(1, datetime(2026, 3, 1)), next_try(4, datetime(2026, 3, 1))
    (datetime.datetime(2026, 3, 1, 6, 0), None)
    """
    return None if tries >= MOST_TRIES else now + _FIRST_WAIT * 4 ** (tries - 1)


def too_many(newest_first: Iterable[Kept], most: int) -> Iterator[Kept]:
    """Yield the copies that have no room within *most* bytes, when the newest items keep theirs.

    >>> [each.item_id for each in too_many([Kept(3, 0, 60), Kept(2, 0, 60), Kept(1, 0, 30)], 100)]
    [2, 1]
    """
    taken = 0
    for each in newest_first:
        taken += each.size
        if taken > most:
            yield each


def _seal(which: Which, key: bytes) -> str:
    told = f"{which.item_id}/{which.position}/{which.url}".encode("utf-8", "surrogatepass")
    return digest(key, told, "sha256")[:_SEAL].hex()
