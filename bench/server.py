"""A thousand feed servers on this machine: one process, one loopback host (127.1.x.y) for every feed, one port.

It speaks with whoever started it in lines: a phase in, the answers given since the line before out. It ends when its
input ends, so that it outlives nobody.
"""

import asyncio
import json
import resource
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import uvloop

from bench.phases import Phase
from bench.prose import Prose
from bench.publishing import Publisher, Version
from hub.kit.clock import now

ROOT = Path(__file__).parent.parent
_HOSTS_IN_A_ROW = 250
_END = b"\r\n\r\n"
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


def host(number: int) -> str:
    """Return the address feed *number* is served from; it cannot be reached from another machine."""
    row, place = divmod(number, _HOSTS_IN_A_ROW)
    return f"127.1.{row + 1}.{place + 1}"


def addresses(feeds: int, port: int) -> list[str]:
    """Return where the feeds are."""
    return [f"http://{host(number)}:{port}/{number}/feed.xml" for number in range(feeds)]


class Street:
    """All publishers, the phase they are in, and what they answered."""

    def __init__(self, feeds: int, port: int) -> None:
        prose, moment = Prose(), now()
        self.publishers = [
            Publisher(number, f"http://{host(number)}:{port}/{number}/", prose, moment) for number in range(feeds)
        ]
        self.phase = Phase.FIRST
        self.answers: Counter[str] = Counter()

    def answer(self, request: bytes) -> bytes:
        """Return the whole answer to one request."""
        number = request[: request.find(b"\r\n")].split(b"/")[1]
        if not number.isdigit() or int(number) >= len(self.publishers):
            self.answers["404"] += 1
            return _NOT_FOUND
        version = self.publishers[int(number)].version(self.phase)
        validators = b"ETag: %b\r\nLast-Modified: %b\r\n" % (version.etag, version.last_modified)
        if self.phase is Phase.NOT_MODIFIED and _knows(request, version):
            self.answers["304"] += 1
            return b"HTTP/1.1 304 Not Modified\r\n%b\r\n" % validators
        self.answers["200"] += 1
        head = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml; charset=UTF-8\r\n%bContent-Length: %d\r\n\r\n"
        return head % (validators, len(version.body)) + version.body

    def turn_to(self, phase: Phase) -> dict[str, int]:
        """Go on to *phase* and return what was answered before it."""
        given, self.answers, self.phase = dict(self.answers), Counter(), phase
        return given


def _knows(request: bytes, version: Version) -> bool:
    lines = {name.lower(): value for name, _, value in (line.partition(b": ") for line in request.split(b"\r\n"))}
    asked = lines.get(b"if-none-match")
    return asked == version.etag if asked else lines.get(b"if-modified-since") == version.last_modified


class Speaker(asyncio.Protocol):
    """One connection, kept open unless the other side asks otherwise."""

    def __init__(self, street: Street) -> None:
        self._street = street
        self._heard = b""
        self._transport: asyncio.WriteTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember whom to answer."""
        self._transport = cast("asyncio.WriteTransport", transport)  # uvloop's is one by behaviour, not by birth

    def data_received(self, data: bytes) -> None:
        """Answer every whole request."""
        assert self._transport  # noqa: S101 -- connection_made comes first
        self._heard += data
        while _END in self._heard:
            request, _, self._heard = self._heard.partition(_END)
            self._transport.write(self._street.answer(request))
            if b"\r\nconnection: close" in request.lower():
                self._transport.close()


async def serve(feeds: int) -> None:
    """Serve until the input ends."""
    sockets = bound(feeds)
    street = Street(feeds, sockets[0].getsockname()[1])
    loop = asyncio.get_running_loop()
    for each in sockets:
        await loop.create_server(lambda: Speaker(street), sock=each, backlog=64)
    print(sockets[0].getsockname()[1], flush=True)
    while line := await asyncio.to_thread(sys.stdin.readline):
        print(json.dumps(street.turn_to(Phase(line.strip()))), flush=True)


def bound(feeds: int) -> list[socket.socket]:
    """Bind every host on the same free port."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    made: list[socket.socket] = []
    for number in range(feeds):
        made.append(socket.socket())
        made[-1].setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made[-1].bind((host(number), made[0].getsockname()[1] if number else 0))
    return made


class Served:
    """The running server, from outside."""

    def __init__(self, process: "subprocess.Popen[str]", feeds: int) -> None:
        self._process, self._feeds = process, feeds
        self.addresses = addresses(feeds, int(self._line()))

    def turn_to(self, phase: Phase) -> dict[str, int]:
        """Switch the phase; return how many answers of each status were given since the last switch."""
        assert self._process.stdin  # noqa: S101 -- a pipe by our own wish
        self._process.stdin.write(f"{phase}\n")
        self._process.stdin.flush()
        return {str(status): int(number) for status, number in json.loads(self._line()).items()}

    def _line(self) -> str:
        assert self._process.stdout  # noqa: S101 -- a pipe by our own wish
        return self._process.stdout.readline() or '"the server has died"'


@contextmanager
def served(feeds: int) -> Iterator[Served]:
    """Start the server in a process of its own, and end it with the block."""
    command = [sys.executable, "-m", "bench.server", str(feeds)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Served(process, feeds)
        process.communicate()  # its input ends, and so does it


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))
