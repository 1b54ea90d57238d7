"""Pictures as strangers send them: good ones, turned ones, and those that mean harm."""

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import Image

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), mode: str = "RGB", **more: Any) -> bytes:
    """Return a red picture with a blue left half."""
    drawn = Image.new("RGB", size, "red")
    drawn.paste("blue", (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    drawn.convert(mode).save(out, kind, **more)
    return out.getvalue()


def turned() -> bytes:
    """Return a photograph a telephone took lying on its side, in Alderford, by name of its owner."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turn it by a quarter
    exif[0x010F] = "Quibblethorpe Telephones"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(size=(64, 48), exif=exif, comment=b"Quibblethorpe")


def promising(width: int, height: int) -> bytes:
    """Return a PNG of a few hundred bytes that claims to be *width* times *height*."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(4_000))) + chunk(b"IEND", b"")
    )


def moving() -> bytes:
    """Return a GIF that is red first, and then blue."""
    frames = [Image.new("RGB", (64, 48), colour) for colour in ("red", "blue")]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], duration=100)
    return out.getvalue()


def seen(body: bytes) -> Image.Image:
    """Return a picture as who looks at it sees it."""
    return Image.open(BytesIO(body)).convert("RGBA")


def pixel(body: bytes, at: tuple[int, int]) -> tuple[int, ...]:
    """Return how red, green, blue and opaque a picture is at a point."""
    found = seen(body).getpixel(at)
    assert isinstance(found, tuple)
    return found
