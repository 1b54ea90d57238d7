"""One ask, one answer: what does an address say over HTTP? Whatever the network does, the answer is a value."""

import asyncio
import ssl
from collections.abc import Mapping, Sequence
from contextlib import aclosing
from functools import cached_property
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpcore2

from hub.net.address import Address, address, led_to
from hub.net.answers import Answer, Ask, Failure, Hop, NoReply, Reply, Stopped
from hub.net.body import MOST_BYTES, Body
from hub.net.dial import Guard
from hub.net.door import Door

MOST_REDIRECTS = 5
_WIRE_ROOM = 2 * MOST_BYTES  # bytes on the wire for one body, the seams between its chunks included
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = b"application/rss+xml, application/atom+xml, application/feed+json, text/calendar, */*;q=0.8"
_FAILURES = (  # what else can go wrong is no answer
    (ssl.SSLError, Failure.TLS),
    (TimeoutError, Failure.TIMEOUT),
    (httpcore2.LocalProtocolError, Failure.BAD_ADDRESS),
    (httpcore2.ProtocolError, Failure.BROKEN_REPLY),
)
_LINE_ENDS = str.maketrans("\r\n\0", "   ")
Headers = list[tuple[bytes, bytes]]


class Client:
    """Asks addresses through the guard; every ask has a connection of its own, without cookies, referrer or proxy."""

    def __init__(self, door: Door, *, guard: Guard | None = None, tls: ssl.SSLContext | None = None) -> None:
        """Go out by *door*; raise ValueError when its exemptions cannot be read.

        A test may bring a *guard* that knows other numbers, or a *tls* context that trusts other certificates.
        """
        self._door = door
        self._guard = guard or Guard(door.rules)
        self._given_tls = tls

    async def __aenter__(self) -> Self:
        """Be ready; nothing is opened before the first ask."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Be done: connections end with their asks, so nothing is left to close."""

    async def get(self, ask: Ask) -> Answer:
        """Return what *ask* leads to; never raises for anything the network does."""
        way = _Way(ask.url)
        try:
            async with asyncio.timeout(self._door.deadline):
                return await self._follow(ask, way)
        except Stopped as stopped:
            return NoReply(stopped.failure, way.url, stopped.detail)
        except (OSError, httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            failure, detail = _why(error)
            return NoReply(failure, way.url, detail)

    async def _follow(self, ask: Ask, way: "_Way") -> Reply:
        headers = self._headers(ask)
        while True:
            reply = await self._hop(address(way.url), headers, way)
            if reply:
                return reply

    async def _hop(self, where: Address, headers: Headers, way: "_Way") -> Reply | None:
        """Ask one address; None when it led on to another."""
        url = httpcore2.URL(
            scheme=where.scheme.encode(), host=where.host.encode(), port=where.port, target=where.target.encode()
        )
        host = (b"Host", where.authority.encode())
        request = httpcore2.Request(
            b"GET",
            url,
            headers=[host, *headers],
            extensions={"timeout": {"connect": self._door.connect_timeout}},
        )
        connection = httpcore2.AsyncHTTPConnection(
            url.origin, ssl_context=self._tls if where.scheme == "https" else None, network_backend=self._guard
        )
        try:
            response = await connection.handle_async_request(request)
            location = _location(response)
            if location is None:
                return await _reply(response, where, way)
            way.lead(response.status, led_to(where, location))
            return None
        finally:
            await connection.aclose()

    def _headers(self, ask: Ask) -> Headers:
        headers = [
            (b"User-Agent", self._user_agent(ask.name)),
            (b"Accept", _ACCEPT),
            (b"Accept-Encoding", b"gzip"),
            (b"Connection", b"close"),
        ]
        if "@" in self._door.contact:
            headers.append((b"From", _one_line(self._door.contact)))
        if ask.etag:
            headers.append((b"If-None-Match", _one_line(ask.etag)))
        if ask.last_modified:
            headers.append((b"If-Modified-Since", _one_line(ask.last_modified)))
        return headers

    def _user_agent(self, name: str) -> bytes:
        about = f"+{self._door.base_url}/about" + (f"; {name}" if name else "")
        return _one_line(f"LocalHub/{self._door.version} ({about})")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Reading the machine's certificates takes some 20 ms: once, and only where somebody speaks https.
        return self._given_tls or ssl.create_default_context()


class _Way:
    """The redirects of one ask so far."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.hops: list[Hop] = []

    def lead(self, status: int, url: str) -> None:
        """Go on to *url*; raise Stopped when that is one redirect too many."""
        if len(self.hops) == MOST_REDIRECTS:
            raise Stopped(Failure.TOO_MANY_REDIRECTS)
        self.hops.append(Hop(status, url))
        self.url = url


def _location(response: httpcore2.Response) -> bytes | None:
    if response.status not in _REDIRECTS:
        return None
    return next((value for name, value in response.headers if name.lower() == b"location"), None)


async def _reply(response: httpcore2.Response, where: Address, way: _Way) -> Reply:
    headers = _read_headers(response.headers)
    body = b""
    if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:  # what an error page says is nobody's news
        body = await _read_body(response, headers)
    return Reply(response.status, where.url, headers, body, tuple(way.hops))


async def _read_body(response: httpcore2.Response, headers: Mapping[str, str]) -> bytes:
    body = Body(headers.get("content-encoding", ""))
    if (announced := headers.get("content-length", "")).isdigit() and int(announced[:20]) > MOST_BYTES:
        raise Stopped(Failure.TOO_BIG)
    response.extensions["network_stream"].room = _WIRE_ROOM
    async with aclosing(response.aiter_stream()) as pieces:
        async for piece in pieces:
            body.add(piece)
    return body.whole()


def _read_headers(raw: Sequence[tuple[bytes, bytes]]) -> dict[str, str]:
    # Latin-1 gives every byte one character and takes it back unchanged, as validators must be.
    headers: dict[str, str] = {}
    for name, value in raw:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        headers[key] = f"{headers[key]}, {text}" if key in headers else text
    return headers


def _one_line(text: str) -> bytes:
    return text.translate(_LINE_ENDS).strip(" \t").encode("latin-1", "ignore")


def _why(error: Exception) -> tuple[Failure, str]:
    detail = error.verify_message if isinstance(error, ssl.SSLCertVerificationError) else ""
    return next((failure for kind, failure in _FAILURES if isinstance(error, kind)), Failure.NO_ANSWER), detail
