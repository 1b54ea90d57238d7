"""What is at the end of the town's image and sound links? Drawings and silence, made up on the spot."""

from functools import lru_cache
from io import BytesIO
from math import sin
from zlib import crc32

from PIL import Image, ImageDraw

# One frame of MPEG audio, layer 3, 128 kbit/s, 44.1 kHz, in which nothing sounds: 38 of them are a second.
_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
SILENCE = _FRAME * 38 * 5


def drawing(name: str) -> bytes:
    """Draw hills, a river and a sun as SVG; the same *name* gives the same view."""
    seed = crc32(name.encode())
    hue, sun = seed % 360, 80 + seed // 7 % 480
    near, far = 210 + seed // 11 % 60, 150 + seed // 13 % 60
    return f"""<svg xmlns="http://www.w3.org/2000/svg" width="640" height="400" viewBox="0 0 640 400" role="img">
<rect width="640" height="400" fill="hsl({hue} 45% 85%)"/>
<circle cx="{sun}" cy="90" r="44" fill="hsl(45 90% 75%)"/>
<path d="M0 {far} Q160 {far - 70} 320 {far} T640 {far - 20} V400 H0Z" fill="hsl({hue} 25% 65%)"/>
<path d="M0 {near} Q200 {near + 60} 380 {near} T640 {near + 30} V400 H0Z" fill="hsl({hue + 80} 30% 45%)"/>
<path d="M0 360 Q160 330 320 355 T640 340 V380 Q480 395 320 385 T0 392Z" fill="hsl(200 45% 60%)"/>
</svg>
""".encode()


@lru_cache(maxsize=64)
def photograph(name: str) -> bytes:
    """Draw another such view as a JPEG, as a camera writes them; the same *name* gives the same view."""
    seed = crc32(name.encode())
    width, height, hue = 1_280, 800, seed % 360
    view = Image.new("RGB", (width, height), f"hsl({hue}, 45%, 85%)")
    brush, sun = ImageDraw.Draw(view), 160 + seed // 7 % 960
    brush.ellipse((sun - 88, 92, sun + 88, 268), fill="hsl(45, 90%, 75%)")
    for layer, colour in enumerate(
        (f"hsl({hue}, 25%, 65%)", f"hsl({(hue + 80) % 360}, 30%, 45%)", "hsl(200, 45%, 60%)")
    ):
        ridge = 320 + 180 * layer + seed // (11 + layer) % 60
        top = [(x, ridge + 50 * sin(x / (150 + 40 * layer) + seed % (7 + layer))) for x in range(0, width + 1, 16)]
        brush.polygon([*top, (width, height), (0, height)], fill=colour)
    out = BytesIO()
    view.save(out, "JPEG", quality=80)
    return out.getvalue()
