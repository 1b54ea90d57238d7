"""What does the other end of a wire answer? One request and one response in HTTP/1.1; h11 knows the grammar."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import TypeVar

import h11

from hub.net.answers import Failure, Stopped
from hub.net.wire import Wire

MOST_HEADERS = 100 * 1024  # bytes of one block of headers
Headers = list[tuple[bytes, bytes]]
_Event = TypeVar("_Event", bound=h11.Event)


@dataclass(frozen=True, slots=True)
class Head:
    """How a response begins."""

    status: int
    headers: Headers  # as they were written

    def first(self, name: bytes) -> bytes | None:
        """Return the first header called *name*, which is in lower case."""
        return next((value for each, value in self.headers if each.lower() == name), None)


def expected(event: object, kind: type[_Event]) -> _Event:
    """Return *event* where it is of that *kind*; raise Stopped for whatever else h11 may make of a reply."""
    if isinstance(event, kind):
        return event
    raise Stopped(Failure.BROKEN_REPLY)


class Exchange:
    """One request on a wire of its own, and what comes back; raises Stopped for what is no HTTP."""

    def __init__(self, wire: Wire) -> None:
        """Take the wire; who made it hangs up."""
        self._wire = wire
        self._talk = h11.Connection(h11.CLIENT, max_incomplete_event_size=MOST_HEADERS)

    async def ask(self, method: bytes, target: str, headers: Headers, content: bytes = b"") -> Head:
        """Send a request; return how the response to it begins."""
        try:
            said = self._talk.send(h11.Request(method=method, target=target, headers=headers)) or b""
            said += (self._talk.send(h11.Data(data=content)) or b"") if content else b""
            said += self._talk.send(h11.EndOfMessage()) or b""
        except h11.LocalProtocolError as error:
            raise Stopped(Failure.BAD_ADDRESS, str(error)) from None
        await self._wire.write(said)
        while isinstance(event := await self._event(), h11.InformationalResponse):
            pass
        response = expected(event, h11.Response)
        return Head(response.status_code, response.headers.raw_items())

    async def body(self, room: int) -> AsyncGenerator[bytes]:
        """Yield the body piece by piece, of at most *room* bytes on the wire."""
        self._wire.room = room
        while isinstance(event := await self._event(), h11.Data):
            yield bytes(event.data)
        expected(event, h11.EndOfMessage)

    async def _event(self) -> object:
        try:
            while (event := self._talk.next_event()) is h11.NEED_DATA:
                self._talk.receive_data(await self._wire.read())
        except h11.RemoteProtocolError as error:
            raise Stopped(Failure.BROKEN_REPLY) from error
        return event
