"""A WebSub hub on loopback: it keeps what it is asked, and does what a test tells it to, rightly or wrongly."""

import hmac
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import parse_qsl

import httpx2
from sqlalchemy import Engine

from hub.duties.tools import Tools
from hub.net.door import Door
from hub.sandbox import Sandbox
from hub.settings import Settings

HOME = "https://our.example"
Form = Mapping[str, str]


@dataclass
class LoopHub:
    """Its address, what it was sent, and how it answers; ``first`` is called with each form before it answers."""

    host: str
    status: int = 202
    headers: dict[str, str] = field(default_factory=dict)
    heard: list[Form] = field(default_factory=list)
    first: Callable[[Form], object] = lambda _form: None

    @property
    def url(self) -> str:
        """Where it is asked."""
        return f"http://{self.host}/"

    def asked(self, mode: str) -> list[Form]:
        """What it was asked so far in one mode."""
        return [form for form in self.heard if form["hub.mode"] == mode]

    @staticmethod
    def verifies(form: Form, lease: int = 864_000) -> httpx2.Response:
        """Ask whoever sent *form* whether that is meant."""
        told = {"hub.mode": form["hub.mode"], "hub.topic": form["hub.topic"]}
        told |= {"hub.challenge": "a challenge", "hub.lease_seconds": str(lease)}
        return httpx2.get(form["hub.callback"], params=told, trust_env=False)

    @staticmethod
    def delivers(form: Form, body: bytes) -> httpx2.Response:
        """Push *body* to whoever sent *form*."""
        signature = hmac.new(form["hub.secret"].encode(), body, "sha256").hexdigest()
        headers = {"X-Hub-Signature": f"sha256={signature}", "Content-Type": "application/atom+xml"}
        return httpx2.post(form["hub.callback"], content=body, headers=headers, trust_env=False)

    @staticmethod
    def fetches(topic: str) -> httpx2.Response:
        """Get a topic, as after a ping."""
        return httpx2.get(topic, trust_env=False)


@contextmanager
def hubbing() -> Iterator[LoopHub]:
    """Have a hub until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = dict(parse_qsl(sent, keep_blank_values=True, strict_parsing=True))
            hub.first(form)
            hub.heard.append(form)
            self.send_response(hub.status)
            for name, value in ({"Content-Length": "0"} | hub.headers).items():
                self.send_header(name, value)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Keep quiet."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """A visitor who hung up is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    hub = LoopHub(f"127.0.0.1:{server.server_port}")
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def calling(engine: Engine, children: Sandbox) -> Tools:
    """Return the tools of a hub that may visit everybody on this machine, without pauses."""
    return Tools(engine, Door(allow_private_networks=("127.0.0.1",), host_pause=0), children)


def settings_of(tools: Tools, **chosen: object) -> Settings:
    """Return the settings of the hub these tools are of."""
    known = {"database_url": tools.engine.url.render_as_string(hide_password=False), "base_url": HOME}
    return Settings(_env_file=None, **known | chosen)  # type: ignore[arg-type] # the names are those of settings
