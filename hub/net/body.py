"""What is in a reply’s body? It is decoded while it comes, and never beyond its caps."""

import zlib
from collections.abc import Iterable

from hub.net.answers import Failure, Stopped

MOST_BYTES = 5_000_000  # decoded
RATIO = 100  # decoded bytes for one compressed,
RATIO_FROM = 1_000_000  # once this many are decoded: small documents compress by any ratio
MOST_PIECES = 20_000  # a body sent in crumbs costs more time than it is worth
MOST_MEMBERS = 16  # parts a gzip file may be made of; real ones have one
_GZIP = frozenset({"gzip", "x-gzip"})
_GZIP_MAGIC = b"\x1f\x8b"


class Body:
    """Collects the pieces of one body."""

    def __init__(self, encoding: str, most: int = MOST_BYTES) -> None:
        """Prepare for *most* bytes in a Content-Encoding; raise Stopped for one we did not ask for, or for two."""
        layers = [layer for part in encoding.lower().split(",") if (layer := part.strip()) not in {"", "identity"}]
        if len(layers) > 1:
            raise Stopped(Failure.STACKED)
        if layers and layers[0] not in _GZIP:
            raise Stopped(Failure.BROKEN_REPLY, f"it is compressed with {layers[0][:20]}, which we did not ask for")
        self._gunzip = Gunzip(most) if layers else None
        self._most = most
        self._pieces: list[bytes] = []
        self._count = 0
        self._size = 0

    def add(self, piece: bytes) -> None:
        """Take one more piece as it came; raise Stopped when it is one too many."""
        self._count += 1
        if self._count > MOST_PIECES:
            raise Stopped(Failure.BROKEN_REPLY, "it comes in crumbs")
        for plain in self._gunzip.decoded(piece) if self._gunzip else (piece,):
            self._size += len(plain)
            self._pieces.append(plain)
        if self._size > self._most:
            raise Stopped(Failure.TOO_BIG)

    def whole(self) -> bytes:
        """Return all of it; raise Stopped when it was cut off, or is compressed once more inside."""
        if self._gunzip and self._count and not self._gunzip.is_whole:
            raise Stopped(Failure.BROKEN_REPLY, "it ends in the middle")
        body = b"".join(self._pieces)
        if self._gunzip and body.startswith(_GZIP_MAGIC):
            raise Stopped(Failure.STACKED)
        return body


class Gunzip:
    """Decodes gzip a piece at a time, never holding more than the caps allow."""

    def __init__(self, most: int = MOST_BYTES) -> None:
        """Wait for the first member."""
        self._most = most
        self._member = zlib.decompressobj(wbits=31)
        self._members = 1
        self._read = 0
        self._size = 0

    @property
    def is_whole(self) -> bool:
        """Say whether the last member has come to its end."""
        return self._member.eof

    def decoded(self, piece: bytes) -> Iterable[bytes]:
        """Yield what *piece* holds; raise Stopped for a bomb, for too much, and for what is no gzip."""
        while piece:
            if self._member.eof and not self._next_member(piece):
                return
            yield self._some(piece)
            piece = self._member.unused_data

    def _next_member(self, piece: bytes) -> bool:
        if not piece.startswith(_GZIP_MAGIC[:1]):
            return False  # padding after the end, as gzip itself lets pass
        self._members += 1
        if self._members > MOST_MEMBERS:
            raise Stopped(Failure.BOMB, "it is made of too many parts")
        self._member = zlib.decompressobj(wbits=31)
        return True

    def _some(self, piece: bytes) -> bytes:
        room = self._most + 1 - self._size
        try:
            plain = self._member.decompress(piece, room)
        except zlib.error:
            raise Stopped(Failure.BROKEN_REPLY, "it says it is gzip and is not") from None
        self._read += len(piece) - len(self._member.unconsumed_tail) - len(self._member.unused_data)
        self._size += len(plain)
        if self._size > RATIO_FROM and self._size > RATIO * self._read:
            raise Stopped(Failure.BOMB)
        if self._size > self._most:
            raise Stopped(Failure.TOO_BIG)
        return plain
