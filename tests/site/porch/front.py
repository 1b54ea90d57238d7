"""A front with an app behind it that counts how often it is asked, at a clock that is set by hand."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from starlette.responses import PlainTextResponse, Response
from starlette.types import Message, Receive, Scope, Send

from hub.site.porch.cache import FrontCache
from hub.site.porch.counting import Counts
from hub.site.porch.shelf import Shelf
from hub.site.porch.versions import Seen, Versions

NOON = datetime(2026, 3, 3, 12, tzinfo=UTC)
BROWSER = "gzip, deflate, br, zstd"


@dataclass
class Said:
    """An answer as a server would send it."""

    status: int
    headers: dict[str, str]
    body: bytes


class Front:
    """A cache in front of an app that counts how often it is asked."""

    def __init__(self, **headers: str) -> None:
        self.asked: list[Scope] = []
        self.time = NOON
        self.status = 200
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self.meanwhile: Callable[[], object] = lambda: None  # what happens while the app answers
        self.versions = Versions(every=1, clock=lambda: self.time)
        self.see({"alderford": 1, "mill-end": 1}, changes=3)
        self.cache = FrontCache(self.app, self.versions, Counts(), Shelf(200_000))

    def see(self, versions: dict[str, int], changes: int) -> None:
        """Let a look at the database find this."""
        zones = dict.fromkeys(versions, ZoneInfo("Europe/London"))
        self.versions._seen = Seen(changes, versions, zones, {})

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.asked.append(scope)
        self.meanwhile()
        await self.answer()(scope, receive, send)

    def answer(self) -> Response:
        return PlainTextResponse(f"answer {len(self.asked)} " * 50, self.status, self.headers)

    def get(self, path: str = "/alderford", method: str = "GET", question: str = "", **headers: str) -> Said:
        return asyncio.run(self.getting(path, method, question, **headers))

    async def getting(self, path: str = "/alderford", method: str = "GET", question: str = "", **headers: str) -> Said:
        said: list[Message] = []

        async def send(message: Message) -> None:
            said.append(message)

        async def receive() -> Message:
            await asyncio.Event().wait()  # nobody goes away
            return {"type": "http.disconnect"}

        told = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
        where = {"path": path, "raw_path": path.encode(), "query_string": question.encode()}
        await self.cache({"type": "http", "method": method, "headers": told, **where}, receive, send)
        start, *rest = said
        answered = {name.decode().lower(): value.decode() for name, value in start["headers"]}
        return Said(start["status"], answered, b"".join(part["body"] for part in rest))
