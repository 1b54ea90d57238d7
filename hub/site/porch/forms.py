"""What is an answer made of that is ready to be sent? The same bytes in one coding, with its headers, made once."""

from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message
from xxhash import xxh3_128_hexdigest

from hub.site.porch.coding import Coding, is_worth_packing

NOTHING: Message = {"type": "http.response.body", "body": b""}
_NOT_MODIFIED = 304
_SAID_AGAIN = frozenset({b"etag", b"cache-control", b"vary", b"expires", b"content-location"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What the app said: a status, headers without coding or mark, and the bytes as they are."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    @property
    def told(self) -> Headers:
        """The headers, by name."""
        return Headers(raw=self.headers)

    @property
    def is_text(self) -> bool:
        """Whether it gets smaller when packed."""
        return is_worth_packing(self.told.get("content-type", ""), len(self.body))


@dataclass(frozen=True, slots=True)
class Form:
    """An answer in one coding: the messages a server is sent."""

    coding: Coding
    etag: bytes  # empty on what is nobody's to keep
    start: Message
    body: Message
    same: Message  # the start of “you have it already”

    @property
    def size(self) -> int:
        """The bytes of its body."""
        return len(self.body["body"])


def form(answer: Answer, coding: Coding, mark: str) -> Form:
    """Return *answer* in *coding*; *mark* names its bytes, or is empty when nobody may keep them."""
    headers = MutableHeaders(raw=list(answer.headers))
    is_for_ever = "immutable" in headers.get("cache-control", "")
    packed = (coding.pack_well if is_for_ever else coding.pack)(answer.body)
    if mark:
        # Other bytes need another mark: each coding has its own.
        headers["ETag"] = f'"{mark}-{coding.name}"' if coding.name else f'"{mark}"'
    if coding.name:
        headers["Content-Encoding"] = coding.name
    headers["Content-Length"] = str(len(packed))
    return Form(
        coding=coding,
        etag=headers.get("etag", "").encode("latin-1"),
        start={"type": "http.response.start", "status": answer.status, "headers": headers.raw},
        body={"type": "http.response.body", "body": packed},
        same={"type": "http.response.start", "status": _NOT_MODIFIED, "headers": _said_again(headers)},
    )


def mark_of(body: bytes) -> str:
    """Return a mark of *body*."""
    return xxh3_128_hexdigest(body)


def knows(if_none_match: bytes, etag: bytes) -> bool:
    """Say whether somebody who names these marks has the bytes of *etag* already.

    >>> knows(b'W/"a", "b"', b'"b"'), knows(b'W/"b"', b'"b"'), knows(b"*", b'"b"'), knows(b'"a"', b'"b"')
    (True, True, True, False)
    """
    # A proxy that packs by itself makes a mark weak; for reading, weak and strong ones count the same.
    known = {mark.strip().removeprefix(b"W/") for mark in if_none_match.split(b",")}
    return etag in known or b"*" in known


def _said_again(headers: MutableHeaders) -> list[tuple[bytes, bytes]]:
    return [(name, value) for name, value in headers.raw if name.lower() in _SAID_AGAIN]
