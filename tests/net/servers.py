"""A website on loopback that says whatever a test wants, byte by byte."""

import asyncio
import ssl
import threading
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hub.net.answers import Answer, Ask
from hub.net.client import Client
from hub.net.door import Door

Talk = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
PEM = Path(__file__).with_name("feeds.test.pem")


@contextmanager
def serving(
    talk: Talk, host: str = "127.0.0.1", tls: ssl.SSLContext | None = None, until: bytes = b"\r\n\r\n"
) -> Iterator[int]:
    """Serve in a thread of its own; *talk* gets each request up to *until*, and the way back. Gives the port."""
    loop = asyncio.new_event_loop()
    website = _Website(talk, until)
    server = loop.run_until_complete(asyncio.start_server(website.meet, host, 0, ssl=tls))  # noqa: TID251 - a website
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        asyncio.run_coroutine_threadsafe(website.close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class _Website:
    """Meets every visitor, and sends them all home when it closes."""

    def __init__(self, talk: Talk, until: bytes) -> None:
        self.talk = talk
        self.until = until
        self.open: dict[asyncio.StreamWriter, asyncio.Task[None]] = {}

    def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # Known from the first moment: who is sent home before the talk began must be hung up on, too.
        self.open[writer] = asyncio.get_running_loop().create_task(self._attend(reader, writer))

    async def close(self, server: asyncio.Server) -> None:
        for door in server.sockets:
            asyncio.get_running_loop().remove_reader(door.fileno())  # nobody else comes in
        await asyncio.sleep(0)  # a server that is closed cannot hang up on those it has only just let in
        server.close()
        while talks := asyncio.all_tasks() - {asyncio.current_task()}:
            for task in talks:
                task.cancel()
            await asyncio.gather(*talks, return_exceptions=True)
            for writer in self.open:
                writer.transport.abort()
            await asyncio.sleep(0)  # let what was aborted be closed

    async def _attend(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):  # cancelled: sent home, politely
            await self.talk(await reader.readuntil(self.until), writer)
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        del self.open[writer]


def saying(*pieces: bytes) -> Talk:
    """Answer every request with these pieces, and hang up."""

    async def talk(_: bytes, writer: asyncio.StreamWriter) -> None:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()

    return talk


def reply(body: bytes = b"", status: int = 200, **headers: str) -> bytes:
    """A whole HTTP reply; header names are written with underscores."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items())]
    if "Content_Length" not in headers:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def door_to(*entries: str, deadline: float = 5.0) -> Door:
    """The door of a hub that may visit *entries*, without pauses."""
    return Door("http://hub.test", "1.2", "", tuple(entries), host_pause=0, deadline=deadline)


def get(ask: Ask | str, door: Door) -> Answer:
    """Ask once."""

    async def once() -> Answer:
        async with Client(door) as client:
            return await client.get(ask if isinstance(ask, Ask) else Ask(ask))

    return asyncio.run(once())


def answer_of(talk: Talk, path: str = "/feed", *, deadline: float = 5.0) -> Answer:
    """What a client hears from a website that talks like this."""
    with serving(talk) as port:
        return get(f"http://127.0.0.1:{port}{path}", door_to(f"127.0.0.1:{port}", deadline=deadline))
