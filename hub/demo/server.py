"""The sample town on the air: a small HTTP server on loopback."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Self

from hub.demo.answers import Answer, Broadcast, answer
from hub.demo.content import wherrybridge
from hub.demo.views import site
from hub.kit.clock import now as wall_clock

USUAL_PORT = 8701  # feeds keep their addresses, and the database what it knows of them, as long as this one is free
_LOOPBACK = "127.0.0.1"
_PATIENCE = 10  # seconds for a client to say what it wants


@dataclass(frozen=True, slots=True)
class OnAir:
    """Where the town can be heard."""

    url: str
    usual: bool  # False: the usual port was taken, so every feed has another address than last time


class Town:
    """The server; use it as a context manager, or call start and stop."""

    def __init__(self, clock: Callable[[], datetime] = wall_clock, hub: str = "") -> None:
        """Take *clock* for what the time is, and *hub* for the address of who listens; nothing is served yet."""
        self._clock = clock
        self._hub = hub
        self._server: _Server | None = None

    @property
    def url(self) -> str:
        """Return the address of the running server, without a slash at its end."""
        if self._server is None:
            raise RuntimeError("The sample town is not on the air: call start() first.")
        return self._server.url

    @property
    def host_and_port(self) -> str:
        """Return what HUB_ALLOW_PRIVATE_NETWORKS has to exempt, and nothing beside it."""
        return self.url.removeprefix("http://")

    @property
    def unlisted(self) -> str:
        """Return the address of a blog that the town's registry does not list: somebody may register it."""
        return next(site(each, self.url) for each in wherrybridge().voices.values() if not each.listed)

    def start(self, port: int = USUAL_PORT) -> OnAir:
        """Serve on loopback from now on, on a free port when *port* is taken or 0."""
        try:
            server = _Server(port, self._clock, self._hub)
        except OSError:
            server = _Server(0, self._clock, self._hub)
        self._server = server
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, name="sample town", daemon=True).start()
        return OnAir(server.url, usual=server.server_port == USUAL_PORT)

    def stop(self) -> None:
        """Go off the air; calling it twice does no harm."""
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        """Start on a free port."""
        self.start(port=0)
        return self

    def __exit__(self, *_: object) -> None:
        """Stop."""
        self.stop()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, clock: Callable[[], datetime], hub: str) -> None:
        super().__init__((_LOOPBACK, port), _Handler)
        self.clock = clock
        self.url = f"http://{_LOOPBACK}:{self.server_port}"
        self.broadcast = Broadcast(wherrybridge(), self.url, since=clock(), hub=hub)

    def handle_error(self, request: object, client_address: object) -> None:
        """Let a client hang up without a word; anything else is a fault of ours and is shown."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # socketserver's own wide union


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "SampleTown/1.0"
    timeout = _PATIENCE
    server: _Server

    def do_GET(self) -> None:
        found = answer(self.server.broadcast, self.path, self.server.clock())
        self._say(_fresh_or_not(found, self.headers.get("If-None-Match"), self.headers.get("If-Modified-Since")))

    do_HEAD = do_GET  # noqa: N815 the name http.server calls

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 the name http.server uses
        """Keep quiet: the hub's own log tells what was fetched."""

    def _say(self, found: Answer) -> None:
        self.send_response(found.status)
        for name, value in _headers(found):
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD" and found.status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(found.body)
        self.close_connection = True


def _headers(found: Answer) -> list[tuple[str, str]]:
    headers = [("Connection", "close")]
    if found.location:
        headers.append(("Location", found.location))
    if found.status != HTTPStatus.NOT_MODIFIED:
        headers += [("Content-Type", found.content_type), ("Content-Length", str(len(found.body)))]
    if found.status in {HTTPStatus.OK, HTTPStatus.NOT_MODIFIED}:
        headers.append(("ETag", found.etag))
        if found.modified:
            headers.append(("Last-Modified", format_datetime(found.modified.astimezone(UTC), usegmt=True)))
    return headers


def _fresh_or_not(found: Answer, etag: str | None, since: str | None) -> Answer:
    """Turn *found* into “not modified” when the client holds these very bytes."""
    if found.status != HTTPStatus.OK or not _held(found, etag, since):
        return found
    return Answer(found.body, found.content_type, HTTPStatus.NOT_MODIFIED, found.modified)


def _held(found: Answer, etag: str | None, since: str | None) -> bool:
    if etag is not None:  # the stronger question; the date is then not asked
        return found.etag in etag or etag.strip() == "*"
    if since is None or found.modified is None:
        return False
    try:
        return found.modified.replace(microsecond=0) <= parsedate_to_datetime(since).astimezone(UTC)
    except ValueError:
        return False
