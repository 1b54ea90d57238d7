"""One connected socket as httpcore2 wants it: read, write, wrap in TLS, close."""

import asyncio
import socket
import ssl
from collections import deque
from typing import cast

import httpcore2

from hub.net.answers import Failure, Stopped

HEADER_ROOM = 128 * 1024  # bytes; httpcore2 refuses one block of headers beyond 100 KB by itself
_ENOUGH_WAITING = 256 * 1024  # bytes received and not yet read, before the sender has to wait


class Wire(asyncio.Protocol, httpcore2.AsyncNetworkStream):
    """A connection to one checked number; it hands over at most *room* bytes."""

    def __init__(self, sock: socket.socket) -> None:
        """Take over a connected socket; nothing is sent before TLS is wrapped or the first bytes are written."""
        self.room = HEADER_ROOM
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._handed_over = 0
        self._waiter: asyncio.Future[None] | None = None
        self._ended = False
        self._error: Exception | None = None

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ASYNC109, part of the interface
    ) -> "Wire":
        """Shake hands over TLS within *timeout* seconds, checking the certificate against *server_hostname*."""
        async with asyncio.timeout(timeout):
            await self._open(ssl_context, server_hostname)
        return self

    # The deadline of the whole ask is outside, and a chunk is as long as the system hands it over.
    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002, ASYNC109, see above
        """Return what has come, nothing at the end; raise Stopped when more comes than there is room for."""
        if self._handed_over > self.room:
            raise Stopped(Failure.BROKEN_REPLY, "more comes than belongs to it")
        if not self._chunks and not self._ended:
            self._waiter = self._loop.create_future()
            await self._waiter
        if self._chunks:
            return self._next_chunk()
        if self._error or not self._handed_over:
            raise httpcore2.ReadError(str(self._error or "closed without a word"))
        return b""

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002, ASYNC109, see above
        """Send *buffer*."""
        if self._transport is None:
            await self._open()
        if self._transport and buffer:
            self._transport.write(buffer)

    async def aclose(self) -> None:
        """Hang up at once."""
        if self._transport:
            self._transport.abort()
        else:
            self._sock.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the way out; behind TLS this comes after the handshake."""
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        """Keep *data* until it is read."""
        self._chunks.append(data)
        self._waiting += len(data)
        if self._waiting > _ENOUGH_WAITING and self._transport:
            self._transport.pause_reading()
        self._wake()

    def connection_lost(self, exc: Exception | None) -> None:
        """Remember the end, and whether it was a clean one."""
        self._ended = True
        self._error = exc
        self._wake()

    def _next_chunk(self) -> bytes:
        chunk = self._chunks.popleft()
        self._handed_over += len(chunk)
        self._waiting -= len(chunk)
        if self._transport and self._waiting <= _ENOUGH_WAITING < self._waiting + len(chunk):
            self._transport.resume_reading()
        return chunk

    def _wake(self) -> None:
        if self._waiter and not self._waiter.done():
            self._waiter.set_result(None)

    async def _open(self, tls: ssl.SSLContext | None = None, server_hostname: str | None = None) -> None:
        await self._loop.create_connection(lambda: self, sock=self._sock, ssl=tls, server_hostname=server_hostname)
