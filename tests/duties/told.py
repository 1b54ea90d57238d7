"""Sites on loopback that may be told of mentions, and a hub that tells them by a clock of its own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import ClassVar
from urllib.parse import parse_qsl

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from hub.communicate.mentions import sending
from hub.communicate.mentions.models import Sending
from hub.communicate.mentions.sending import Page
from hub.db.engine import reading, writing
from hub.duties.sending import send
from hub.duties.tools import Tools
from hub.net.door import Door
from tests.duties.at_once import AtOnce
from tests.town import NOON

HERE = "http://hub.test/replies/1"


@dataclass
class Site:
    """Its pages by path, how it answers what is sent to it, and what it was asked and sent."""

    host: str
    pages: dict[str, tuple[int, Sequence[tuple[str, str]], bytes]] = field(default_factory=dict)
    answers: dict[str, tuple[int, Mapping[str, str]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    sent: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)

    def shows(self, path: str, body: str = "", *headers: tuple[str, str], status: int = 200) -> str:
        """Show a page from now on, and return its address."""
        named = headers if any(name == "Content-Type" for name, _ in headers) else (*headers, _HTML)
        self.pages[path] = status, named, body.replace("HOST", self.host).encode()
        return f"http://{self.host}{path}"

    def takes(self, path: str, status: int = 202, **headers: str) -> None:
        """Answer what is sent to *path*."""
        self.answers[path] = status, {name.replace("_", "-"): value for name, value in headers.items()}


_HTML = ("Content-Type", "text/html; charset=utf-8")


class _Handler(BaseHTTPRequestHandler):
    made: ClassVar[Site]

    def do_GET(self) -> None:
        self.made.asked.append(self.path)
        self._say(*self.made.pages.get(self.path, (404, (), b"")))

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.made.sent.append((self.path, dict(parse_qsl(form, strict_parsing=True))))
        status, headers = self.made.answers.get(self.path, (202, {}))
        self._say(status, tuple(headers.items()), b"")

    def _say(self, status: int, headers: Sequence[tuple[str, str]], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value.replace("HOST", self.made.host))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Keep quiet."""


class _Server(ThreadingHTTPServer):
    def handle_error(self, *_: object) -> None:
        """A visitor who hung up is no news."""


@contextmanager
def site() -> Iterator[Site]:
    """Have a site until the block ends."""
    handler = type("Handler", (_Handler,), {})
    server = _Server(("127.0.0.1", 0), handler)
    made = Site(f"127.0.0.1:{server.server_port}")
    handler.made = made  # type: ignore[attr-defined]  # declared above
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield made
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Teller:
    """A hub that tells other sites; its clock stands until it is moved on."""

    def __init__(self, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
        door = Door("http://hub.test", allow_private_networks=("127.0.0.1", "127.0.0.2", "localhost"), host_pause=0)
        self.tools = Tools(engine, door, AtOnce())  # type: ignore[arg-type]  # stands in for children
        self.now: datetime = NOON
        monkeypatch.setattr("hub.duties.sending.now", lambda: self.now)

    def ask(self, *targets: str, edit: str = "1", page: str = HERE) -> None:
        """Have sites told that a page of ours mentions these."""
        with writing(self.tools.engine) as db:
            sending.ask(db, Page(page, edit), targets, self.now)

    def take_back(self, page: str = HERE) -> None:
        """Have those told that a page of ours is gone who were told of it."""
        with writing(self.tools.engine) as db:
            sending.take_back(db, page, self.now)

    def goes_on(self, minutes: float = 5) -> int:
        """Let time pass, the duty running all the while; return how often it asked somebody."""
        asks, until = 0, self.now + timedelta(minutes=minutes)
        while self.now < until:
            asks += send(self.tools)
            self.now += timedelta(seconds=6)
        return asks

    def rows(self) -> Sequence[Sending]:
        """All that was noted, in the order of targets."""
        with reading(self.tools.engine) as db:
            found = db.exec(select(Sending).order_by(Sending.target_url)).all()
            db.expunge_all()
        return found

    def row(self) -> Sending:
        """The one that was noted."""
        (found,) = self.rows()
        return found
