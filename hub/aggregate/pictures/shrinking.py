"""What is in a stranger's picture, made small and drawn anew? Runs in a killable child alone, and so does Pillow.

Only pixels come through: no metadata, no colour profile, no second picture, no animation, nothing a browser could run.
"""

import warnings
from io import BytesIO

from PIL import Image, ImageOps

from hub.aggregate.pictures.rules import Small

MOST_PIXELS = 20_000_000
LEAST_SIDE = 32  # pixels; what is smaller is a tracker, a spacer or a sign
WIDEST, HIGHEST = 1_024, 2_048
_QUALITY, _EFFORT = 78, 4
_TRANSPARENT = {"RGBA", "LA", "PA", "La", "RGBa"}
# What a file is, its first bytes say; what its publisher calls it counts for nothing.
_MAGIC = ((b"\xff\xd8\xff", "JPEG"), (b"\x89PNG\r\n\x1a\n", "PNG"), (b"GIF87a", "GIF"), (b"GIF89a", "GIF"))
_AVIF = {b"avif", b"avis"}

Image.MAX_IMAGE_PIXELS = MOST_PIXELS


def kind_of(body: bytes) -> str:
    """Return the sort of raster picture *body* begins as, as Pillow calls it; empty for anything else.

    >>> kind_of(b"GIF89a..."), kind_of(b"<svg onload=alert(1)>"), kind_of(b"RIFF....WEBPVP8 ")
    ('GIF', '', 'WEBP')
    """
    if body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        return "WEBP"
    if body[4:8] == b"ftyp" and body[8:12] in _AVIF:
        return "AVIF"
    return next((kind for magic, kind in _MAGIC if body.startswith(magic)), "")


def shrink(body: bytes) -> Small | None:
    """Return the picture in *body* at most 1,024 pixels wide; None where there is none that may be shown."""
    kind = kind_of(body)
    if not kind:
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _drawn(body, kind)
    except Exception:  # noqa: BLE001 -- decoders raise whatever they like at broken files; all of it means: no picture
        return None


def _drawn(body: bytes, kind: str) -> Small | None:
    with Image.open(BytesIO(body), formats=(kind,)) as opened:
        width, height = opened.size
        if width * height > MOST_PIXELS or min(width, height) < LEAST_SIDE:
            return None
        opened.draft("RGB", (WIDEST, HIGHEST))  # a JPEG can be read at half its size, in a quarter of the time
        turned = ImageOps.exif_transpose(opened)
        shown = turned.convert("RGBA" if _has_holes(turned) else "RGB")
    shown.thumbnail((WIDEST, HIGHEST), Image.Resampling.LANCZOS)
    fresh = Image.frombytes(shown.mode, shown.size, shown.tobytes())  # pixels, and nothing that clung to them
    out = BytesIO()
    fresh.save(out, "WEBP", quality=_QUALITY, method=_EFFORT)
    return Small(out.getvalue(), *fresh.size)


def _has_holes(picture: Image.Image) -> bool:
    return picture.mode in _TRANSPARENT or "transparency" in picture.info
