"""One ask, one answer: what does an address say over HTTP? Whatever the network does, the answer is a value."""

import asyncio
import ssl
from collections.abc import Mapping
from contextlib import aclosing
from functools import cached_property
from http import HTTPStatus
from types import TracebackType
from typing import Self
from urllib.parse import urlencode

from hub.net.address import Address, address, led_to
from hub.net.answers import Answer, Ask, Failure, Hop, NoReply, Reply, Stopped
from hub.net.body import Body
from hub.net.dial import Guard
from hub.net.door import Door
from hub.net.exchange import Exchange, Head, Headers
from hub.net.pacing import registrable

MOST_REDIRECTS = 5
_WIRE_ROOM = 2  # times what a body may hold, on the wire: the seams between its chunks are in it
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_ACCEPT = b"application/rss+xml, application/atom+xml, application/feed+json, text/calendar, */*;q=0.8"
_FORM = b"application/x-www-form-urlencoded"
_FAILURES = (  # what else can go wrong is no answer
    (ssl.SSLError, Failure.TLS),
    (TimeoutError, Failure.TIMEOUT),
)
_LINE_ENDS = str.maketrans("\r\n\0", "   ")


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
        way = _Way(ask.url, urlencode(ask.form).encode("ascii"), stays=ask.stays)
        try:
            async with asyncio.timeout(self._door.deadline):
                return await self._follow(ask, way)
        except Stopped as stopped:
            return NoReply(stopped.failure, way.url, stopped.detail, tuple(way.hops))
        except OSError as error:
            failure, detail = _why(error)
            return NoReply(failure, way.url, detail, tuple(way.hops))

    async def _follow(self, ask: Ask, way: "_Way") -> Reply:
        headers = self._headers(ask)
        while True:
            reply = await self._hop(address(way.url), headers, way)
            if reply:
                return reply

    async def _hop(self, where: Address, headers: Headers, way: "_Way") -> Reply | None:
        """Ask one address; None when it led on to another."""
        patience = self._door.connect_timeout
        wire = await self._guard.connect_tcp(where.host, where.port, patience)
        try:
            if where.scheme == "https":
                await wire.start_tls(self._tls, where.host, patience)
            exchange = Exchange(wire)
            host = (b"Host", where.authority.encode())
            head = await exchange.ask(b"POST" if way.sent else b"GET", where.target, [host, *headers], way.sent)
            # What was sent goes to no other address than the one it was meant for: the asker sees the redirect.
            location = None if way.sent or way.stays else _location(head)
            if location is None:
                return await _reply(exchange, head, where, way, self._door.most_bytes)
            self._lead(way, head.status, led_to(where, location))
            return None
        finally:
            wire.hang_up()

    def _lead(self, way: "_Way", status: int, url: str) -> None:
        if registrable(url) != registrable(way.url) and not self._door.may_lead(url):
            raise Stopped(Failure.TOO_MANY_REDIRECTS)
        way.lead(status, url)

    def _headers(self, ask: Ask) -> Headers:
        headers = [
            (b"User-Agent", self._user_agent(ask)),
            (b"Accept", _ACCEPT),
            (b"Accept-Encoding", b"gzip"),
            (b"Connection", b"close"),
        ]
        if "@" in self._door.contact:
            headers.append((b"From", _one_line(self._door.contact)))
        if ask.form:
            length = len(urlencode(ask.form))
            headers += [(b"Content-Type", _FORM), (b"Content-Length", str(length).encode())]
        if ask.etag:
            headers.append((b"If-None-Match", _one_line(ask.etag)))
        if ask.last_modified:
            headers.append((b"If-Modified-Since", _one_line(ask.last_modified)))
        return headers

    def _user_agent(self, ask: Ask) -> bytes:
        if ask.plainly:
            return _one_line(f"LocalHub/{self._door.version}")
        about = f"+{self._door.base_url}/about" + (f"; {ask.name}" if ask.name else "")
        return _one_line(f"LocalHub/{self._door.version} ({about})")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        # Reading the machine's certificates takes some 20 ms: once, and only where somebody speaks https.
        tls = self._given_tls or ssl.create_default_context()
        tls.set_alpn_protocols(["http/1.1"])
        return tls


class _Way:
    """The redirects of one ask so far."""

    def __init__(self, url: str, sent: bytes = b"", *, stays: bool = False) -> None:
        self.url = url
        self.sent = sent  # a form
        self.stays = stays
        self.hops: list[Hop] = []

    def lead(self, status: int, url: str) -> None:
        """Go on to *url*; raise Stopped when that is one redirect too many."""
        if len(self.hops) == MOST_REDIRECTS:
            raise Stopped(Failure.TOO_MANY_REDIRECTS)
        self.hops.append(Hop(status, url))
        self.url = url


def _location(head: Head) -> bytes | None:
    return head.first(b"location") if head.status in _REDIRECTS else None


async def _reply(exchange: Exchange, head: Head, where: Address, way: _Way, most: int) -> Reply:
    headers = _read_headers(head.headers)
    body = b""
    if HTTPStatus.OK <= head.status < HTTPStatus.MULTIPLE_CHOICES:  # what an error page says is nobody's news
        body = await _read_body(exchange, headers, most)
    return Reply(head.status, where.url, headers, body, tuple(way.hops))


async def _read_body(exchange: Exchange, headers: Mapping[str, str], most: int) -> bytes:
    body = Body(headers.get("content-encoding", ""), most)
    if (announced := headers.get("content-length", "")).isdigit() and int(announced[:20]) > most:
        raise Stopped(Failure.TOO_BIG)
    async with aclosing(exchange.body(_WIRE_ROOM * most)) as pieces:
        async for piece in pieces:
            body.add(piece)
    return body.whole()


def _read_headers(raw: Headers) -> dict[str, str]:
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
