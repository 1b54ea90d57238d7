"""What does the app inside say? Its whole answer, unless that is an accident or too large to hold: those go through."""

from dataclasses import dataclass, field

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hub.site.porch.forms import Answer

LARGEST = 1_000_000  # bytes of an answer that is held
_ACCIDENT = 500
# The app answers in full: the front knows by itself who has what already, and packs by itself.
_NOT_ASKED = frozenset({b"if-none-match", b"if-modified-since", b"if-range", b"range", b"accept-encoding"})


async def ask(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> Answer | None:
    """Return the whole answer of *app* to a GET; None when it went to *send* instead."""
    headers = [pair for pair in scope["headers"] if pair[0] not in _NOT_ASKED]
    taking = _Taking(send)
    await app({**scope, "method": "GET", "headers": headers}, receive, taking)
    if taking.is_through:
        return None
    return Answer(int(taking.start["status"]), list(taking.start["headers"]), b"".join(taking.parts))


@dataclass(slots=True)
class _Taking:
    """Takes the messages of an answer, or lets them through."""

    send: Send
    start: Message = field(default_factory=dict)
    parts: list[bytes] = field(default_factory=list)
    size: int = 0
    is_through: bool = False

    async def __call__(self, message: Message) -> None:
        """Take one message."""
        if self.is_through:
            await self.send(message)
        elif message["type"] == "http.response.start":
            self.start = message
            await self._let_through_if(message["status"] >= _ACCIDENT)
        elif message["type"] == "http.response.body":
            self.parts.append(message.get("body", b""))
            self.size += len(self.parts[-1])
            await self._let_through_if(self.size > LARGEST, more=message.get("more_body", False))

    async def _let_through_if(self, must: bool, *, more: bool = True) -> None:  # noqa: FBT001 -- the question itself
        if must:
            self.is_through = True
            await self.send(self.start)
            if self.parts:
                await self.send({"type": "http.response.body", "body": b"".join(self.parts), "more_body": more})
                self.parts = []
