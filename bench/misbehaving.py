"""How badly can a feed server behave? One process that serves good feeds and bad ones, each on a host of its own.

    python -m bench.misbehaving FEEDS

The port is printed; it ends when its input ends. Which feed behaves how is told by its number alone: see `manner`.
"""

import asyncio
import sys
from collections.abc import Callable, Mapping
from typing import cast

import uvloop

from bench.phases import Phase
from bench.prose import Prose
from bench.publishing import Publisher
from bench.server import bound, host
from hub.kit.clock import now

GOOD = "good"
BAD_IN_TEN = 3
_OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"
_END = b"\r\n\r\n"
_SECOND = 1.0
Way = Callable[["Speaker", bytes], None]


def manner(number: int) -> str:
    """Return how feed *number* behaves: three in ten are bad, each kind in its turn.

    >>> [manner(number) for number in (0, 1, 2, 3, 10)]
    ['drip', 'mute', 'half a head', 'good', 'half a body']
    """
    turn, place = divmod(number, 10)
    kinds = list(MANNERS)
    return kinds[(turn * BAD_IN_TEN + place) % len(kinds)] if place < BAD_IN_TEN else GOOD


def address(number: int, port: int) -> str:
    """Return where feed *number* is."""
    scheme = "https" if manner(number) in {"no TLS", "mute in TLS"} else "http"
    return f"{scheme}://{host(number)}:{port}/{number}/feed.xml"


class Speaker(asyncio.Protocol):
    """One connection with somebody who behaves in one manner."""

    def __init__(self, kind: str, body: bytes) -> None:
        self.body = body
        self._kind = kind
        self._heard = b""
        self._transport: asyncio.WriteTransport | None = None
        self._later: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        self._transport = cast("asyncio.WriteTransport", transport)

    def data_received(self, data: bytes) -> None:
        """Behave, once the request is whole; in TLS there is none."""
        self._heard += data
        if _END in self._heard or self._kind in {"no TLS", "mute in TLS"}:
            MANNERS.get(self._kind, whole)(self, self._heard)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- asyncio's signature
        """Stop dripping."""
        if self._later:
            self._later.cancel()

    def say(self, *pieces: bytes, ends: bool = False) -> None:
        """Send *pieces*; hang up where that *ends* it."""
        if self._transport:
            self._transport.write(b"".join(pieces))
            if ends:
                self._transport.close()

    def break_off(self) -> None:
        """Hang up as a machine does that has crashed."""
        if self._transport:
            self._transport.abort()

    def drip(self) -> None:
        """Send a byte, and one more each second."""
        self.say(b" ")
        self._later = asyncio.get_running_loop().call_later(_SECOND, self.drip)


def whole(speaker: Speaker, _request: bytes) -> None:
    """Answer as one should."""
    speaker.say(_OK, b"Content-Length: %d\r\n\r\n" % len(speaker.body), speaker.body, ends=True)


def _drip(speaker: Speaker, _request: bytes) -> None:
    speaker.say(_OK, b"Content-Length: 100000\r\n\r\n")
    speaker.drip()


def _mute(_speaker: Speaker, _request: bytes) -> None:
    """Never say a word."""


def _half_a_head(speaker: Speaker, _request: bytes) -> None:
    speaker.say(_OK)


def _half_a_body(speaker: Speaker, _request: bytes) -> None:
    speaker.say(_OK, b"Content-Length: %d\r\n\r\n" % len(speaker.body), speaker.body[: len(speaker.body) // 2])


def _reset(speaker: Speaker, _request: bytes) -> None:
    speaker.break_off()


def _round_and_round(speaker: Speaker, request: bytes) -> None:
    speaker.say(
        b"HTTP/1.1 302 Found\r\nLocation: ", request.split(b" ")[1], b"+\r\nContent-Length: 0\r\n\r\n", ends=True
    )


def _cut_short(speaker: Speaker, _request: bytes) -> None:
    speaker.say(_OK, b"Content-Length: %d\r\n\r\n" % (2 * len(speaker.body)), speaker.body, ends=True)


def _no_http(speaker: Speaker, _request: bytes) -> None:
    speaker.say(b"220 mail.example ESMTP ready\r\n" * 40, ends=True)


def _fault(speaker: Speaker, _request: bytes) -> None:
    speaker.say(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n", ends=True)


def _too_often(speaker: Speaker, _request: bytes) -> None:
    speaker.say(b"HTTP/1.1 429 Slow\r\nRetry-After: 3600\r\nContent-Length: 0\r\n\r\n", ends=True)


MANNERS: Mapping[str, Way] = {
    "drip": _drip,
    "mute": _mute,
    "half a head": _half_a_head,
    "half a body": _half_a_body,
    "reset": _reset,
    "round and round": _round_and_round,
    "cut short": _cut_short,
    "no HTTP": _no_http,
    "no TLS": _fault,
    "mute in TLS": _mute,
    "fault": _fault,
    "too often": _too_often,
}


async def serve(feeds: int) -> None:
    """Serve until the input ends."""
    loop, sockets = asyncio.get_running_loop(), bound(feeds)
    port, prose, moment = sockets[0].getsockname()[1], Prose(), now()
    bodies = [
        Publisher(number, f"http://feed{number}.example/", prose, moment).version(Phase.FIRST).body
        for number in range(8)
    ]
    for number, each in enumerate(sockets):
        await loop.create_server(_speakers(manner(number), bodies[number % len(bodies)]), sock=each, backlog=64)
    print(port, flush=True)
    await asyncio.to_thread(sys.stdin.readline)


def _speakers(kind: str, body: bytes) -> Callable[[], Speaker]:
    return lambda: Speaker(kind, body)


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
