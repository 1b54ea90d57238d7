"""A publisher on loopback who answers as a test tells him to."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


@dataclass(frozen=True)
class Answer:
    """What he says at one address."""

    status: int = 200
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Publisher:
    """His answers by path, and which paths were asked.

    ``first`` is called before each answer and ``heard`` with what was asked; ``guard`` says another status than 200 to
    turn away who asks for a path under some name.
    """

    host: str
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    first: Callable[[str], None] = lambda _path: None
    heard: Callable[[Message], None] = lambda _headers: None
    guard: Callable[[str, str], int] = lambda _path, _name: HTTPStatus.OK

    def says(self, path: str, status: int = 200, body: str = "", **headers: str) -> str:
        """Answer at *path* from now on; return its address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.answers[path] = Answer(status, body.encode(), named)
        return f"http://{self.host}{path}"


@contextmanager
def publishing() -> Iterator[Publisher]:
    """Have a publisher until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.first(self.path)
            publisher.asked.append(self.path)
            publisher.heard(self.headers)
            answer = publisher.answers.get(self.path, Answer(404))
            if (turned_away := publisher.guard(self.path, self.headers["User-Agent"])) != HTTPStatus.OK:
                answer = Answer(turned_away)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A visitor who hung up is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    publisher = Publisher(f"127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield publisher
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def rss(*titles: str, extra: str = "") -> str:
    """Write a feed with an item for each title."""
    items = "".join(
        f"<item><guid isPermaLink='false'>{title}</guid><title>{title}</title>"
        f"<pubDate>Tue, 03 Mar 2026 12:00:00 GMT</pubDate>{extra}</item>"
        for title in titles
    )
    return f"<rss version='2.0'><channel><title>Ben</title>{items}</channel></rss>"
