"""Have we just said this? Anonymous pages are the same bytes for everybody and are kept for a breath."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import blake2b
from time import monotonic

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from xxhash import xxh3_64_hexdigest

KEPT_SECONDS = 3.0
MOST_BYTES = 16_000_000
MOST_ANSWERS = 2_000
LARGEST_PAGE = 1_000_000
LONGEST_QUESTION = 512  # bytes of a query string; what is longer nobody else will ask in a breath
_KEY_BYTES = 16
_OK = 200
_NOT_MODIFIED = 304
_SAID_AGAIN = ("etag", "cache-control", "vary", "expires", "content-location")
_READS = ("GET", "HEAD")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer, ready to be sent again."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def etag(self) -> str:
        """The mark of these bytes; empty on what is not to be kept."""
        return Headers(raw=self.headers).get("etag", "")


class FrontCache:
    """Keeps answers for a few seconds, says 304 to those who have them, and answers HEAD from GET."""

    def __init__(self, app: ASGIApp, *, seconds: float = KEPT_SECONDS, clock: Callable[[], float] = monotonic) -> None:
        self.app = app
        self.seconds = seconds
        self.clock = clock
        self.kept: OrderedDict[bytes, tuple[float, Answer]] = OrderedDict()
        self.bytes = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer from what is kept, or ask the app inside and keep what it says."""
        if scope["type"] != "http" or scope["method"] not in _READS or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        key = _key(scope)
        answer = self._kept(key)
        if answer is None:
            answer = await _ask(self.app, {**scope, "method": "GET"}, receive)
            if len(scope["query_string"]) <= LONGEST_QUESTION:
                self._keep(key, answer)
        await _send(answer, scope, send)

    def _kept(self, key: bytes) -> Answer | None:
        until, answer = self.kept.get(key, (0.0, None))
        return answer if until > self.clock() else None

    def _keep(self, key: bytes, answer: Answer) -> None:
        if not answer.etag or len(answer.body) > LARGEST_PAGE:
            return
        self._drop(key)
        self.kept[key] = (self.clock() + self.seconds, answer)
        self.bytes += len(answer.body)
        while self._overdue():
            self._drop(next(iter(self.kept)))

    def _overdue(self) -> bool:
        # All are kept equally long, so the first is the oldest.
        until, _ = next(iter(self.kept.values()), (float("inf"), None))
        return until <= self.clock() or self.bytes > MOST_BYTES or len(self.kept) > MOST_ANSWERS

    def _drop(self, key: bytes) -> None:
        gone = self.kept.pop(key, None)
        self.bytes -= len(gone[1].body) if gone else 0


async def _ask(app: ASGIApp, scope: Scope, receive: Receive) -> Answer:
    start: Message = {"status": 500, "headers": []}
    parts: list[bytes] = []

    async def collect(message: Message) -> None:
        if message["type"] == "http.response.start":
            start.update(message)
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app(scope, receive, collect)
    return _marked(Answer(start["status"], list(start["headers"]), b"".join(parts)))


def _marked(answer: Answer) -> Answer:
    headers = MutableHeaders(raw=answer.headers)
    private = "no-store" in headers.get("cache-control", "") or "set-cookie" in headers
    if answer.status == _OK and not private:
        headers["ETag"] = f'"{xxh3_64_hexdigest(answer.body)}"'
    return answer


async def _send(answer: Answer, scope: Scope, send: Send) -> None:
    asked = Headers(scope=scope)
    if answer.etag and _knows(asked.get("if-none-match", ""), answer.etag):
        headers = [(name, value) for name, value in answer.headers if name.decode("latin-1").lower() in _SAID_AGAIN]
        answer = Answer(_NOT_MODIFIED, headers, b"")
    await send({"type": "http.response.start", "status": answer.status, "headers": list(answer.headers)})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})


def _knows(if_none_match: str, etag: str) -> bool:
    known = {mark.strip().removeprefix("W/") for mark in if_none_match.split(",")}
    return etag in known or "*" in known


def _key(scope: Scope) -> bytes:
    # Who sends a cookie may be somebody; his answers are kept apart from everybody's.
    headers = Headers(scope=scope)
    packed = "gzip" if "gzip" in headers.get("accept-encoding", "") else ""
    asked = repr((scope["path"], scope["query_string"], packed, headers.get("cookie", "")))
    # Hashed, so that a key is as small as can be however much was sent; by a function nobody can forge.
    return blake2b(asked.encode(), digest_size=_KEY_BYTES).digest()
