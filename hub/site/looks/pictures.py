"""Which header picture may a place's pages show? A small file of the operator's that is what it says it is."""

from dataclasses import dataclass
from pathlib import Path

from hub.places.rules import picture_fault

MOST_BYTES = 300_000  # a header seen on a phone, over a slow line


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is sent."""

    body: bytes
    media_type: str


def picture(folder: Path, name: str) -> Picture | None:
    """Return the picture *name* of *folder*; None for anything that is missing, too big or no picture."""
    if picture_fault(name):
        return None
    try:
        with (folder / name).open("rb") as file:
            body = file.read(MOST_BYTES + 1)
    except OSError:
        return None
    media_type = sort_of(body)
    return Picture(body, media_type) if media_type and len(body) <= MOST_BYTES else None


def sort_of(body: bytes) -> str:
    r"""Return the media type of a picture by how it begins, whatever it is called; empty for anything else.

    >>> sort_of(b"\x89PNG\r\n\x1a\n..."), sort_of(b"<svg><script>")
    ('image/png', '')
    """
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if body.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "image/webp" if body[:4] == b"RIFF" and body[8:12] == b"WEBP" else ""
