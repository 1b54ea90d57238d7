"""One connected socket: read, write, wrap in TLS, hang up."""

import asyncio
import socket
import ssl
from collections import deque
from typing import cast

from hub.net.answers import Failure, Stopped

HEADER_ROOM = 128 * 1024  # bytes; one block of headers beyond 100 KB is refused before
_ENOUGH_WAITING = 256 * 1024  # bytes received and not yet read, before the sender has to wait


class Wire(asyncio.Protocol):
    """A connection to one checked number; it hands over at most *room* bytes."""

    def __init__(self, sock: socket.socket) -> None:
        """Take over a connected socket; nothing is sent before TLS is wrapped or the first bytes are written."""
        self.room = HEADER_ROOM
        self._sock = sock
        self._loop = asyncio.get_running_loop()
        self._transport: asyncio.Transport | None = None
        self._is_the_loops = False
        self._chunks: deque[bytes] = deque()
        self._waiting = 0
        self._handed_over = 0
        self._waiter: asyncio.Future[None] | None = None
        self._ended = False
        self._error: Exception | None = None

    async def start_tls(self, tls: ssl.SSLContext, host: str, patience: float) -> None:
        """Shake hands over TLS within *patience* seconds, checking the certificate against *host*."""
        async with asyncio.timeout(patience):
            await self._open(tls, host)

    async def read(self) -> bytes:
        """Return what has come, nothing at the end; raise Stopped when more comes than there is room for.

        A chunk is as long as the system hands it over; the deadline of the whole ask is outside. Raise
        ConnectionError when the other end hung up without a word, or broke off.
        """
        if self._handed_over > self.room:
            raise Stopped(Failure.BROKEN_REPLY, "more comes than belongs to it")
        if not self._chunks and not self._ended:
            self._waiter = self._loop.create_future()
            await self._waiter
        if self._chunks:
            return self._next_chunk()
        if self._error or not self._handed_over:
            raise ConnectionResetError(str(self._error or "closed without a word"))
        return b""

    async def write(self, buffer: bytes) -> None:
        """Send *buffer*."""
        transport = self._transport or await self._open()
        transport.write(buffer)

    def hang_up(self) -> None:
        """Hang up at once."""
        if self._transport:
            self._transport.abort()
        elif not self._is_the_loops:  # who broke off a handshake closed it
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

    async def _open(self, tls: ssl.SSLContext | None = None, host: str | None = None) -> asyncio.Transport:
        self._is_the_loops = True
        made, _ = await self._loop.create_connection(lambda: self, sock=self._sock, ssl=tls, server_hostname=host)
        return made
