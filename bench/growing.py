"""Which feeds grow before every look, and are corrected now and then? A small publisher on loopback."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FEEDS, NEW_IN_EACH = 12, 2
_MOST = 190  # posts of a feed: of more than 200 the oldest would not be read
Post = tuple[str, str, str]  # the address of its feed, its id, its title


@dataclass
class Growing:
    """A publisher; its first posts are corrected as often as it grows."""

    host: str
    times: int = 0

    def said(self) -> frozenset[Post]:
        """Return all that its feeds say by now."""
        return frozenset((self.address(feed), f"{n}", self._title(n)) for feed in range(FEEDS) for n in self._posts())

    def address(self, feed: int) -> str:
        """Return where a feed is."""
        return f"http://{self.host}/{feed}"

    def document(self) -> bytes:
        """Return what every feed says."""
        items = "".join(
            f"<item><guid isPermaLink='false'>{n}</guid><title>{self._title(n)}</title></item>" for n in self._posts()
        )
        return f"<rss version='2.0'><channel><title>Town</title>{items}</channel></rss>".encode()

    def _posts(self) -> range:
        return range(min(self.times * NEW_IN_EACH, _MOST))

    def _title(self, number: int) -> str:
        return f"Post {number}" if number else f"Corrected {self.times} times"


@contextmanager
def growing() -> Iterator[Growing]:
    """Have the publisher until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = publisher.document()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Say nothing: a visitor who was killed is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    publisher = Growing(f"127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        with suppress(OSError):
            server.server_close()
